"""`tinsach replay`: the kept originals through today's transforms and rules."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cells import counted, to_json
from flows.cli import Context
from flows.lookup import call, short
from transforms.errors import ConfigurationError
from warehouse import history
from warehouse.layout import Home

if TYPE_CHECKING:
    from flows.replaying import Replay


@click.command("replay")
@click.option("--all", "is_all", is_flag=True, help="Everything; else only what other versions processed.")
@click.option("--where", metavar="SQL", help="Only files for which this holds; columns of files and articles.")
@click.option("--into", metavar="DIR", type=click.Path(path_type=Path), help="With --all: into a fresh home, DIR.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON object.")
@click.pass_obj
def command(context: Context, is_all: bool, where: str | None, into: Path | None, as_json: bool) -> int:
    """Take the kept originals through today's transforms, rules and settings again, and say what changed.

    By default only files are taken that other versions of these processed. Decisions of people and the history of runs
    stay; discarded files and held runs are left alone. With --into the warehouse is built anew elsewhere, and this one
    is left as it is. Exits 1 when the quality gate held the replay: then nothing was changed.

    \b
    Example: tinsach replay
             tinsach replay --where "outlet = 'VnExpress'"
             tinsach replay --all --into /srv/tinsach-new
    """
    from flows.replaying import Wanted, replay
    from flows.settings import load
    from flows.summary import progress_bar

    if is_all and where:
        raise ConfigurationError("--all and --where exclude each other: give one of them")
    if into is not None and not is_all:
        raise ConfigurationError("--into builds a whole warehouse: add --all")
    home = Home(context.home_path)
    if into is not None:
        history.found(home, Home(into))
    settings = load(home.root, environment=os.environ)  # also --into: relative sources start from here
    home = home if into is None else Home(into)
    with progress_bar(is_shown=not as_json and sys.stderr.isatty()) as progress:
        given = {"progress": progress} if progress else {}
        done = replay(home, settings, Wanted(is_all, where), **given)
    if as_json:
        click.echo(to_json(_summary(done)))
    else:
        _show(done, home)
    return 1 if done.outcome.status == "held" else 0


def _summary(done: Replay) -> Mapping[str, Any]:
    return {
        "run_id": done.outcome.run_id,
        "status": done.outcome.status,
        "contents": done.n_contents,
        "reasons": list(done.outcome.reasons),
        "changes": list(done.changes),
        "seconds_by_stage": {name: round(value, 3) for name, value in done.seconds.items()},
    }


def _show(done: Replay, home: Home) -> None:
    from flows.screen import say

    if done.outcome.status == "nothing_new":
        say("Nothing to replay: everything was processed with today's versions. --all takes it again.")
        return
    words = "HELD: nothing was changed" if done.outcome.status == "held" else "published"
    say(f"Replay {done.outcome.run_id} of {counted(done.n_contents, 'content')}: {words}", "bold")
    for reason in done.outcome.reasons:
        say(f"  held because {reason}", "red")
    show_changes(done.changes)
    if done.outcome.status == "held":
        say(f"Next: {call(home, f'held show {done.outcome.run_id}')}")


def show_changes(changes: Sequence[Mapping[str, Any]]) -> None:
    """The differences that a replay made, as a table."""
    from flows.screen import Column, say, table

    if not changes:
        say("  Nothing is different.")
        return
    columns = [
        Column("what"), Column("change", can_shrink=True), Column("n", "number", is_number=True),
        Column("n_files", "files", is_number=True), Column("example"),
    ]  # fmt: skip
    table(columns, [{**row, "example": short(row["example"])} for row in changes])
