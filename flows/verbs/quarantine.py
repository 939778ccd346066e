"""`tinsach quarantine`: what could not be loaded, why, and what people decide about it."""

from __future__ import annotations

from typing import Any

import click

from flows.cells import counted
from flows.cli import Context
from flows.deciding import coming_status, decide, decision_options, need_targets, pending
from flows.dossier import read_dossier
from flows.lookup import call, find_content, short
from flows.quarantine_screen import show_quarantined
from flows.screen import Column, say, status_style, table
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

_COLUMNS = (
    Column("id"),
    Column("reason", style="bold"),
    Column("status", style=status_style),
    Column("size_bytes", "bytes", is_number=True),
    Column("since"),
    Column("file", can_shrink=True),
)


@click.group("quarantine", invoke_without_command=True)
@click.option("--all", "with_discarded", is_flag=True, help="Also what was discarded.")
@click.pass_context
def command(ctx: click.Context, with_discarded: bool) -> None:
    """The files that could not be loaded, with the reason. Their bytes are kept.

    \b
    Example: tinsach quarantine
             tinsach quarantine show 3f2a9c01
             tinsach quarantine release 3f2a9c01 --note "Vietnamese without marks"
    """
    if ctx.invoked_subcommand is None:
        home = Home(ctx.obj.home_path)
        with open_reader(home) as con:
            rows = fetch(con, "queries/quarantined", with_discarded=with_discarded)
        _print(home, rows)


@command.command("show", short_help="One file: the reason, its bytes, its lines.")
@click.argument("identity", metavar="ID")
@click.option("--why", is_flag=True, help="Show for each line the evidence for its kind.")
@click.pass_obj
def show(context: Context, identity: str, why: bool) -> None:
    """The reason, a look at the bytes, and the lines of a quarantined file. ID is its id or the beginning of it, or its
    name.

    Example: tinsach quarantine show 3f2a9c01
    """
    home = Home(context.home_path)
    (file_id,) = _chosen(home, (identity,), ("quarantined", "discarded"))
    with open_reader(home) as con:
        dossier = read_dossier(home, con, file_id)
    show_quarantined(home, dossier, why=why)


@command.command("release", short_help="Let files out, to be loaded.")
@click.argument("ids", nargs=-1, metavar="ID...")
@decision_options
@click.pass_obj
def release(context: Context, ids: tuple[str, ...], note: str | None, by: str | None) -> None:
    """Let files out: the next run loads them from the kept bytes, and no rule puts them back. Undoes a discard, too.

    Example: tinsach quarantine release 3f2a9c01 --note "a poem, not another language"
    """
    _decide(context, "release", ids, note, by, "loads what was kept of it")


@command.command("discard", short_help="Put files aside for good.")
@click.argument("ids", nargs=-1, metavar="ID...")
@decision_options
@click.pass_obj
def discard(context: Context, ids: tuple[str, ...], note: str | None, by: str | None) -> None:
    """Put files aside for good: they leave the list and are not loaded again; their bytes stay.

    Example: tinsach quarantine discard 3f2a9c01 --note "a picture with a wrong name"
    """
    _decide(context, "discard", ids, note, by, "takes it off the list")


def _decide(context: Context, verb: str, ids: tuple[str, ...], note: str | None, by: str | None, what: str) -> None:
    need_targets(ids, "name files by ID; `tinsach quarantine` lists them")
    home = Home(context.home_path)
    statuses = ("quarantined", "discarded") if verb == "release" else ("quarantined",)
    chosen = _chosen(home, ids, statuses)
    decide(home, f"quarantine.{verb}", chosen, note=note, by=by)
    named = ", ".join(map(short, chosen))
    click.echo(f"To be {verb}{'d' if verb.endswith('e') else 'ed'}: {named}. The next `{call(home, 'run')}` {what}.")


def _chosen(home: Home, references: tuple[str, ...], statuses: tuple[str, ...]) -> list[str]:
    """The file_ids meant. ConfigurationError for a file with another fate."""
    with open_reader(home) as con:
        fates = {row["file_id"]: row["status"] for row in fetch(con, "queries/quarantined", with_discarded=True)}
        chosen = list(dict.fromkeys(find_content(con, reference)[0] for reference in references))
    for file_id in chosen:
        status = fates.get(file_id, "not in quarantine")
        if status not in statuses:
            raise ConfigurationError(f"file {short(file_id)} is {status}; `tinsach show {short(file_id)}` says more")
    return chosen


def _print(home: Home, rows: list[dict[str, Any]]) -> None:
    if not rows:
        say("Nothing in quarantine.", "green")
        return
    waiting = pending(home, "quarantine")
    listed = [
        {
            **row,
            "id": short(row["file_id"]),
            "status": coming_status(row["status"], waiting.get(row["file_id"])),
            "since": f"{row['first_seen_at']:%Y-%m-%d %H:%M}",
            "file": row["uri"].rpartition("/")[2]
            + (f" (+{row['n_sightings'] - 1} same)" if row["n_sightings"] > 1 else ""),
        }
        for row in rows
    ]
    table(_COLUMNS, listed)
    say()
    decide_with = call(home, "quarantine release|discard ID --note …")
    say(f"{counted(len(rows), 'file')}. Look: {call(home, 'quarantine show ID')}   Decide: {decide_with}", "dim")
