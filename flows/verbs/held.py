"""`tinsach held`: runs that the quality gate held, and what people decide about them."""

from __future__ import annotations

from typing import Any

import click

from flows.cli import Context
from flows.deciding import coming_status, decide, decision_options, pending
from flows.lookup import call, one_of
from flows.screen import Column, facts, heading, say, severity_style, status_style, table
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import held_runs, stage

_RUNS = (
    Column("run_id", "run"),
    Column("status", style=status_style),
    Column("since"),
    Column("files_new", "new files", is_number=True),
    Column("files_quarantined", "quarantined", is_number=True),
    Column("detail", "why", can_shrink=True),
)
_RESULTS = (
    Column("rule"),
    Column("severity", style=severity_style),
    Column("unexpected", "rows", is_number=True),
    Column("checked", "of", is_number=True),
    Column("detail", "error", can_shrink=True),
)
_FILES = (
    Column("status", style=status_style),
    Column("reason"),
    Column("n_files", "files", is_number=True),
    Column("example", can_shrink=True),
)
_FLAGS = (
    Column("rule"),
    Column("severity", style=severity_style),
    Column("n_flags", "flags", is_number=True),
    Column("n_files", "files", is_number=True),
)
# Parts of `held show`: the query, its heading, its columns.
_SECTIONS = (
    ("held_results", "Rules that the audit found broken", _RESULTS),
    ("held_files", "Its files", _FILES),
    ("held_flags", "Its flags", _FLAGS),
)


@click.group("held", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """The runs that were held instead of published, and why. Later runs are not stopped by them.

    \b
    Example: tinsach held
             tinsach held show 20260102T080000-3f2a
             tinsach held accept 20260102T080000-3f2a --note "all of these are pictures, as expected"
    """
    if ctx.invoked_subcommand is None:
        home = Home(ctx.obj.home_path)
        _print(home, held_runs(home))


@command.command("show")
@click.argument("run", metavar="RUN")
@click.pass_obj
def show(context: Context, run: str) -> None:
    """Why a run was held: the rules it broke, and what its files are.

    Example: tinsach held show 20260102T080000-3f2a
    """
    home = Home(context.home_path)
    rows = {row["run_id"]: row for row in held_runs(home)}
    chosen = _run_id(rows, run)
    folder = home.held / chosen
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is gone; `tinsach held discard {chosen}` takes the run off the list")
    with stage(home, folder) as con:
        details = {name: fetch(con, f"queries/{name}") for name, _, _ in _SECTIONS}
    _print_run(home, rows[chosen], details)


@command.command("accept")
@click.argument("run", metavar="RUN")
@decision_options
@click.pass_obj
def accept(context: Context, run: str, note: str | None, by: str | None) -> None:
    """Publish a held run after all, as it is.

    Example: tinsach held accept 20260102T080000-3f2a --note "checked"
    """
    _decide(context, "accept", run, note, by, "publishes it")


@command.command("discard", short_help="Give a held run up.")
@click.argument("run", metavar="RUN")
@decision_options
@click.pass_obj
def discard(context: Context, run: str, note: str | None, by: str | None) -> None:
    """Give a held run up: its files count as discarded and are not read again; their bytes stay.

    Example: tinsach held discard 20260102T080000-3f2a --note "the wrong folder"
    """
    _decide(context, "discard", run, note, by, "takes it off the list")


def _run_id(rows: dict[str, dict[str, Any]], start: str) -> str:
    return one_of("held run", start, rows, "tinsach held")


def _decide(context: Context, verb: str, run: str, note: str | None, by: str | None, what: str) -> None:
    home = Home(context.home_path)
    chosen = _run_id({row["run_id"]: row for row in held_runs(home)}, run)
    if verb == "accept" and not (home.held / chosen).is_dir():
        raise ConfigurationError(f"{home.held / chosen} is gone, nothing is left to publish; discard the run instead")
    decide(home, f"held.{verb}", [chosen], note=note, by=by)
    click.echo(f"To be {verb}ed: run {chosen}. The next `{call(home, 'run')}` {what}.")


def _status(home: Home, run_id: str) -> str:
    return coming_status("held", pending(home, "held").get(run_id))


def _print(home: Home, rows: list[dict[str, Any]]) -> None:
    if not rows:
        say("No run is held.", "green")
        return
    table(_RUNS, [{**row, "status": _status(home, row["run_id"]), "since": _since(row)} for row in rows])
    say()
    say(f"Look: {call(home, 'held show RUN')}   Decide: {call(home, 'held accept|discard RUN --note …')}", "dim")


def _print_run(home: Home, run: dict[str, Any], details: dict[str, list[dict[str, Any]]]) -> None:
    say(f"Run {run['run_id']}", "bold")
    facts((("status", _status(home, run["run_id"])), ("since", _since(run) + " UTC"), ("why", run["detail"])))
    for name, title, columns in _SECTIONS:
        if details[name]:
            heading(title)
            table(columns, details[name])
    heading("Next")
    for verb in ("accept", "discard"):
        say("  " + call(home, f"held {verb} {run['run_id']} --note …"))


def _since(run: dict[str, Any]) -> str:
    return f"{run['started_at']:%Y-%m-%d %H:%M}" if run["started_at"] else ""
