"""What a run prints: a progress bar while it works, then what it found and what to do next."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from flows.cells import counted
from flows.finishing import Outcome
from flows.local import Progress
from flows.planning import Plan
from warehouse.layout import Home

_STAGES = {
    "batches": "reading and transforming",
    "duplicates": "finding duplicates",
    "audit": "auditing",
    "publish": "publishing",
}
_HEADLINES = {
    "published": ("published", "green"),
    "held": ("HELD: not published", "red"),
    "nothing_new": ("nothing new", "cyan"),
}


@contextmanager
def progress_bar(*, is_shown: bool) -> Iterator[Progress | None]:
    """A progress bar on standard error; None where none is wanted."""
    if not is_shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("finding files", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_STAGES[stage], completed=done, total=total if total > 1 else None)

        yield show


def show_summary(outcome: Outcome, planned: Plan, summary: Mapping[str, Any], home: Home) -> None:
    """Print what became of a run."""
    words, colour = _HEADLINES[outcome.status]
    click.secho(f"Run {outcome.run_id}: {words} in {summary['seconds']:.1f} s", fg=colour, bold=True)
    _files(summary)
    if outcome.status != "nothing_new":
        _flags(outcome.flags)
        _stages(summary)
    for reason in outcome.reasons:
        click.secho(f"  held because {reason}", fg="red")
    _next_steps(outcome, planned, summary, home)


def _files(summary: Mapping[str, Any]) -> None:
    parts = [
        (summary["files_loaded"], "loaded", None),
        (summary["files_duplicate"], "duplicate", None),
        (summary["files_quarantined"], "quarantined", "yellow"),
        (summary["files_skipped"], "skipped", "yellow"),
    ]
    listed = ", ".join(click.style(f"{count:,} {word}", fg=colour if count else None) for count, word, colour in parts)
    click.echo(f"  files     {summary['files_seen']:,} found, {summary['files_new']:,} new: {listed}")
    if summary["files_left_out"]:
        click.echo(f"            {summary['files_left_out']:,} more left out by the include patterns")
    if summary["articles_loaded"]:
        click.echo(f"  articles  {summary['articles_loaded']:,} loaded")
    if summary["corrections_applied"]:
        made = counted(summary["corrections_applied"], "correction")
        click.echo(f"  corrected {made} applied, by a replay of their files before this run")


def _flags(flags: Mapping[str, int]) -> None:
    click.echo(f"  flags     {sum(flags.values()):,} opened")
    width = max(map(len, flags), default=0)
    for rule, count in flags.items():
        click.echo(f"            {rule:<{width}}  {count:>7,}")


def _stages(summary: Mapping[str, Any]) -> None:
    seconds = summary["seconds_by_stage"].items()
    click.echo("  seconds   " + ", ".join(f"{name} {value:.1f}" for name, value in seconds))
    rows = [(name, counts.items()) for name, counts in summary["rows_by_stage"].items()]
    listed = (f"{name} " + ", ".join(f"{count:,} {what}" for what, count in counts) for name, counts in rows)
    click.echo("  rows      " + "; ".join(listed))
    click.echo(f"  memory    {summary['peak_memory_bytes'] / 1024**2:,.0f} MB at most")


def _next_steps(outcome: Outcome, planned: Plan, summary: Mapping[str, Any], home: Home) -> None:
    call = "tinsach" if str(home.root) == str(home.root.cwd() / "data") else f"tinsach --home {home.root}"
    steps = []
    if outcome.status == "held":
        steps.append(f"{call} held show {outcome.run_id}")
    if planned.files_waiting:
        steps.append(f"{call} run   # {planned.files_waiting:,} more files wait for the next run")
    if summary["files_quarantined"]:
        steps.append(f"{call} quarantine")
    if outcome.flags:
        steps.append(f"{call} flags --open")
    if outcome.status == "published":
        steps.append(call + " sql 'select title, outlet, published_on from clean_articles'")  # noqa: S608 - shown, not run
    if steps:
        click.echo("Next:")
    for step in steps:
        click.echo(f"  {step}")
    sys.stdout.flush()
