"""`tinsach flags`: the steward's work list, and decisions about what is on it."""

from __future__ import annotations

import json
from typing import Any

import click
import duckdb

from expectations.rules import load_rules
from flows.cells import counted, to_json
from flows.cli import Context
from flows.deciding import as_overlay, decide, decision_options, need_targets, pending
from flows.lookup import call, find_flag, known_name, short
from flows.screen import Column, heading, say, severity_style, status_style, table
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import fetch, run
from warehouse.store import open_reader

_N_LISTED = 50
_DECIDED_FROM = {"ack": ("open",), "dismiss": ("open", "acknowledged"), "reopen": ("acknowledged", "dismissed")}
_DONE = {"ack": "acknowledged", "dismiss": "dismissed", "reopen": "reopened"}

_BY_RULE = (
    Column("rule"),
    Column("severity", style=severity_style),
    Column("n_open", "open", is_number=True),
    Column("n_acknowledged", "acknowledged", is_number=True),
    Column("n_dismissed", "dismissed", is_number=True),
    Column("n_files", "files", is_number=True),
)
_LISTED = (
    Column("flag"),
    Column("rule"),
    Column("status", style=status_style),
    Column("file", can_shrink=True),
    Column("line", is_number=True),
    Column("finding", can_shrink=True),
)

_rule = click.option("--rule", metavar="R", help="Only flags of this rule.")
_outlet = click.option("--outlet", metavar="O", help="Only flags of this outlet and of its files.")


@click.group("flags", invoke_without_command=True)
@_rule
@_outlet
@click.option("--open", "only_open", is_flag=True, help="Only what nobody has decided on.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help=f"List up to N flags ({_N_LISTED}; with --json all)."
)
@click.option("--json", "as_json", is_flag=True, help="Print counts and flags as one JSON object.")
@click.pass_context
def command(
    ctx: click.Context, rule: str | None, outlet: str | None, only_open: bool, limit: int | None, as_json: bool
) -> None:
    """The work list: how many flags of each rule, then the flags, the gravest first. Resolved ones are left out.

    A status with an arrow (open → dismissed) is decided and waits for the next run, which applies it.

    \b
    Example: tinsach flags --open --rule repeated_paragraphs
             tinsach flags dismiss 3f2a9c01 --note "a refrain, not a repeat"
    """
    if ctx.invoked_subcommand is not None:
        if rule or outlet or only_open or limit or as_json:
            raise click.UsageError(f"options for {ctx.invoked_subcommand} stand behind it", ctx)
        return
    home = Home(ctx.obj.home_path)
    with open_reader(home) as con:
        _match(home, con, rule, outlet, only_open=only_open)
        counts = fetch(con, "queries/flags_by_rule")
        flags = fetch(con, "queries/flags_listed", n_rows=limit or (None if as_json else _N_LISTED))
    if as_json:
        _print_json(counts, flags)
    else:
        _print(home, counts, flags)


@command.command("ack", short_help="They are right, and known.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_rule
@_outlet
@decision_options
@click.pass_obj
def acknowledge(
    context: Context, ids: tuple[str, ...], rule: str | None, outlet: str | None, note: str | None, by: str | None
) -> None:
    """Acknowledge flags: they are right, and known. Name them by ID, or all open ones of a rule or outlet.

    Example: tinsach flags ack 3f2a9c01 77b0 --note "told the crawler team"
    """
    _decide(Home(context.home_path), "ack", ids, rule, outlet, note, by)


@command.command("dismiss", short_help="They are wrong, or do not matter.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_rule
@_outlet
@decision_options
@click.pass_obj
def dismiss(
    context: Context, ids: tuple[str, ...], rule: str | None, outlet: str | None, note: str | None, by: str | None
) -> None:
    """Dismiss flags: they are wrong, or do not matter; an article without others is clean again. Needs a --note.

    Example: tinsach flags dismiss --rule very_long_line --outlet VnExpress --note "their transcripts"
    """
    if not (note or "").strip():
        raise ConfigurationError('a dismissal needs a reason: add --note "why"')
    _decide(Home(context.home_path), "dismiss", ids, rule, outlet, note, by)


@command.command("reopen", short_help="Take a decision back.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_rule
@_outlet
@decision_options
@click.pass_obj
def reopen(
    context: Context, ids: tuple[str, ...], rule: str | None, outlet: str | None, note: str | None, by: str | None
) -> None:
    """Take a decision back: acknowledged or dismissed flags are open again.

    Example: tinsach flags reopen 3f2a9c01 --note "it came back"
    """
    _decide(Home(context.home_path), "reopen", ids, rule, outlet, note, by)


def _match(
    home: Home, con: duckdb.DuckDBPyConnection, rule: str | None, outlet: str | None, *, only_open: bool = False
) -> None:
    """Make the table `flags_matching` of the session. ConfigurationError for a rule or outlet that is not there."""
    if rule is not None:
        flagged = {row["rule"] for row in fetch(con, "queries/rule_counts")}
        rule = known_name("rule", rule, {*flagged, *(item.rule for item in load_rules(home.rules))})
    if outlet is not None:
        outlet = known_name("outlet", outlet, [row["outlet"] for row in fetch(con, "queries/known_outlets")])
    overlay = json.dumps(as_overlay(pending(home, "flag")))
    run(con, "queries/flags_matching", rule=rule, outlet=outlet, only_open=only_open, pending=overlay)


def _decide(
    home: Home, verb: str, ids: tuple[str, ...], rule: str | None, outlet: str | None, note: str | None, by: str | None
) -> None:
    if ids and (rule or outlet):
        raise ConfigurationError("ids and --rule or --outlet: give one of them")
    need_targets((*ids, rule or "", outlet or ""), "name flags by ID, or all of --rule R or --outlet O")
    chosen = _by_id(home, ids) if ids else _by_group(home, verb, rule, outlet)
    if not chosen:
        click.echo(f"Nothing to do: no flag of these is {' or '.join(_DECIDED_FROM[verb])}.")
        return
    decide(home, f"flag.{verb}", chosen, note=note, by=by)
    number = counted(len(chosen), "flag")
    click.echo(f"{_DONE[verb].capitalize()}: {number}. The next `{call(home, 'run')}` applies this.")


def _by_id(home: Home, ids: tuple[str, ...]) -> list[str]:
    """The flags named; ConfigurationError for one whose cause is gone, or whose file is in quarantine."""
    with open_reader(home) as con:
        flags = [find_flag(con, start) for start in ids]
    for flag in flags:
        if flag["status"] == "resolved":
            raise ConfigurationError(f"flag {flag['flag_id']} ({flag['rule']}) is resolved already; nothing to decide")
        if flag["is_quarantined"]:
            name = f"flag {flag['flag_id']} ({flag['rule']})"
            raise ConfigurationError(f"{name} is of a file in quarantine; decide on that: `tinsach quarantine`")
    return list(dict.fromkeys(flag["flag_id"] for flag in flags))


def _by_group(home: Home, verb: str, rule: str | None, outlet: str | None) -> list[str]:
    with open_reader(home) as con:
        _match(home, con, rule, outlet)
        rows = fetch(con, "queries/flags_listed", n_rows=None)
    return [row["flag_id"] for row in rows if row["coming_status"] in _DECIDED_FROM[verb]]


def _print_json(counts: list[dict[str, Any]], flags: list[dict[str, Any]]) -> None:
    click.echo(to_json({"rules": counts, "flags": flags}))


def _print(home: Home, counts: list[dict[str, Any]], flags: list[dict[str, Any]]) -> None:
    if not counts:
        say("No flags.", "green")
        return
    n_flags = sum(row["n_open"] + row["n_acknowledged"] + row["n_dismissed"] for row in counts)
    table(_BY_RULE, counts)
    heading(f"The first {len(flags):,} of {n_flags:,} flags" if len(flags) < n_flags else counted(n_flags, "flag"))
    table(_LISTED, [_listed_row(flag) for flag in flags])
    say()
    say(f"Look: {call(home, 'show FILE')}   Decide: {call(home, 'flags ack|dismiss FLAG --note …')}", "dim")


def _listed_row(flag: dict[str, Any]) -> dict[str, Any]:
    status, after = flag["status"], flag["coming_status"]
    return {
        "flag": short(flag["flag_id"]),
        "rule": flag["rule"],
        "status": status if status == after else f"{status} → {after}",
        "file": (flag["uri"] or "").rpartition("/")[2] or flag["outlet"],
        "line": flag["line_no"],
        "finding": flag["text"] or flag["detail"] or flag["value"],
    }
