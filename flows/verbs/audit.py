"""`tinsach audit`: the whole suite over the whole warehouse."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from flows.cli import Context

if TYPE_CHECKING:
    from flows.auditing import Audit


@click.command("audit")
@click.option("--json", "as_json", is_flag=True, help="Print all results as one JSON object.")
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Judge everything published by all rules. Exits 1 when a critical rule is broken or a rule could not be computed.

    Reads the current snapshot while runs go on; the results are published with the next run, as `results`.

    Example: tinsach audit
    """
    from flows.auditing import audit_warehouse
    from flows.settings import load
    from warehouse.layout import Home

    home = Home(context.home_path)
    audit = audit_warehouse(home, load(home.root, environment=os.environ))
    if as_json:
        from flows.cells import to_json

        content = {"run_id": audit.run_id, "passed": not audit.failures, "failures": audit.failures}
        click.echo(to_json({**content, "seconds": audit.seconds, "results": audit.results.to_dicts()}))
    else:
        _show(audit)
    return 1 if audit.failures else 0


def _show(audit: Audit) -> None:
    """The broken rules as a table, worst first; then why it fails, if it does."""
    import polars as pl

    from flows.screen import Column, say, severity_style, table

    broken = audit.results.filter(~pl.col("success"))
    word, colour = ("FAILED", "bold red") if audit.failures else ("passed", "bold green")
    n_kept = audit.results.height - broken.height
    say(f"Audit {audit.run_id}: {word} in {audit.seconds:.1f} s; {n_kept} of {audit.results.height} rules kept", colour)
    if broken.height:
        shown = broken.with_columns(
            share=pl.format("{}%", (pl.col("unexpected_share") * 100).round(1)),
            outcome=pl.when("errored").then(pl.format("errored: {}", "detail")).otherwise(pl.lit("broken")),
            rank=pl.col("severity").replace_strict({"critical": 0, "warning": 1, "info": 2}, return_dtype=pl.Int64),
        ).sort("rank", "unexpected", descending=[False, True], nulls_last=False)
        columns = (
            Column("rule"), Column("severity", style=severity_style), Column("checked", is_number=True),
            Column("unexpected", is_number=True), Column("share", is_number=True), Column("outcome", can_shrink=True),
        )  # fmt: skip
        table(columns, shown.to_dicts())
    for reason in audit.failures:
        say(f"fails because {reason}", "red")
