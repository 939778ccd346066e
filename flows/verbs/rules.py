"""`tinsach rules`: the catalogue that holds for a home, the user's own rules and changes included."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from expectations.kinds import sentence
from expectations.record import Rule
from flows.cells import to_json
from flows.cli import Context
from flows.job import active_rules
from flows.lookup import known_name
from flows.screen import Column, facts, say, severity_style, table
from flows.settings import load
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

_STATUSES = ("open", "acknowledged", "dismissed", "resolved")
_CATALOGUE = (
    Column("rule"),
    Column("severity", style=severity_style),
    Column("level"),
    Column("n_open", "open", is_number=True),
    Column("precision", "right", is_number=True),
    Column("description", "what is wrong", can_shrink=True),
)

_CONSEQUENCES = {
    ("critical", "table"): "the run is held, or the audit fails",
    ("critical", "file"): "the file is quarantined for this reason",
    ("critical", "article"): "the file is quarantined for this reason",
    ("warning", ""): "published with its flag; the article is not clean",
    ("info", ""): "published with its flag; the article stays clean",
}


@click.group("rules", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """The rules that judge files, lines, articles and tables, with the flags that they have opened so far.

    Own rules and changes are TOML files in HOME/rules; docs/rules.md says how they are written.

    \b
    Example: tinsach rules
             tinsach rules show missing_title
             tinsach rules try short-titles.toml
    """
    if ctx.invoked_subcommand is None:
        _print_catalogue(*_catalogue(ctx.obj))


@command.command("show")
@click.argument("rule", metavar="R")
@click.pass_obj
def show(context: Context, rule: str) -> None:
    """One rule: what it asks for, what follows, examples, and its flags.

    Example: tinsach rules show very_long_line
    """
    rules, counts = _catalogue(context)
    named = {item.rule: item for item in rules}
    chosen = named[known_name("rule", rule, named)]
    _print_rule(chosen, counts.get(chosen.rule, {}))


@command.command("try")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--examples", type=click.IntRange(0), default=20, metavar="N", help="Show up to N flags of each (20).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def try_file(context: Context, file: Path, examples: int, as_json: bool) -> None:
    """What the rules of FILE would flag on the stored articles, before they are live. Nothing is changed.

    FILE is written like those in HOME/rules: a new rule, or another limit, severity or share of a known one. Told are
    the rows judged, how many break it, which flags would open, and which of today's would be resolved.

    Example: tinsach rules try short-titles.toml
    """
    from flows.trying import try_rules
    from flows.trying_screen import as_record, print_trials

    home = Home(context.home_path)
    trials = try_rules(home, load(home.root, environment=os.environ), file, n_examples=examples)
    if as_json:
        click.echo(to_json({"rules": [as_record(trial) for trial in trials]}))
    else:
        print_trials(home, file, trials)


def _catalogue(context: Context) -> tuple[tuple[Rule, ...], dict[str, dict[str, Any]]]:
    home = Home(context.home_path)
    rules = active_rules(home, load(home.root, environment=os.environ))
    with open_reader(home) as con:
        return rules, {row["rule"]: row for row in fetch(con, "queries/rule_counts")}


def _print_catalogue(rules: tuple[Rule, ...], counts: dict[str, dict[str, Any]]) -> None:
    rows = [
        {
            "rule": rule.rule,
            "severity": rule.severity if rule.active else "off",
            "level": rule.level,
            "n_open": counts.get(rule.rule, {}).get("n_open", 0) if rule.makes_flags else None,
            "precision": _precision(counts.get(rule.rule, {})),
            "description": rule.description,
        }
        for rule in rules
    ]
    is_decided = any(row["precision"] for row in rows)
    table([column for column in _CATALOGUE if is_decided or column.key != "precision"], rows)
    say()
    n_off = sum(not rule.active for rule in rules)
    say(f"{len(rules):,} rules{f', {n_off} of them off' if n_off else ''}. More: tinsach rules show RULE", "dim")


def _precision(counts: Mapping[str, Any]) -> str | None:
    """How many of the flags that people decided on they did not dismiss; None where they decided on none."""
    share = counts.get("precision")
    return None if share is None else f"{share:.0%}"


def _print_rule(rule: Rule, counts: Mapping[str, Any]) -> None:
    say(rule.rule, "bold")
    say(f"  {rule.description}")
    if rule.description_vi:
        say(f"  {rule.description_vi}", "italic")
    say()
    consequence = _CONSEQUENCES.get((rule.severity, rule.level)) or _CONSEQUENCES[(rule.severity, "")]
    flags = [f"{counts.get(f'n_{status}', 0):,} {status}" for status in _STATUSES]
    facts(
        (
            ("severity", f"{rule.severity}: {consequence}"),
            ("level", rule.level),
            ("dimension", rule.dimension),
            ("judges", f"{rule.table}: {sentence(rule.kind, rule.columns, rule.limits)}"),
            ("limits", json.dumps(dict(rule.limits), ensure_ascii=False) if rule.limits else None),
            ("must hold", f"for {rule.must_hold:.0%} of the rows" if rule.must_hold < 1 else None),
            ("profile", rule.profile and f"{rule.profile}: judges where profiles.{rule.profile} is on"),
            ("good", _example(rule.good)),
            ("bad", _example(rule.bad)),
            ("flags", ", ".join(flags) if rule.makes_flags else "none: a table rule only counts"),
            ("precision", (share := _precision(counts)) and f"{share} of the flags that people decided on were right"),
            ("active", None if rule.active else "no: switched off in HOME/rules, or by the settings"),
        )
    )


def _example(example: Mapping[str, Any]) -> str | None:
    parts = (f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in example.items())
    return ", ".join(parts) or None
