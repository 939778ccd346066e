"""The catalogue: the rules of `rules/*.toml`, then what the user's own files change or add."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from expectations.kinds import KINDS
from expectations.record import OVERRIDES, Rule, build, check_active, check_limits, check_must_hold, check_severity
from expectations.source import Entry, read_entries
from expectations.tables import LEVELS
from transforms.schema import TABLES, conform

__all__ = ["Draft", "Rule", "load_drafts", "load_rules", "rules_frame", "rules_version"]

_FOLDER = Path(__file__).parent / "rules"


def load_rules(user_dir: Path | None = None) -> tuple[Rule, ...]:
    """Every rule, inactive ones too, ordered by level, then as written; that order decides between quarantine reasons.

    `user_dir` holds the user's files: a known code may change `active`, `limits` and `severity`, any other code is a
    new rule. Raises ConfigurationError naming file, line and what is allowed.
    """
    rules: dict[str, Rule] = {}
    for entry in _entries(_FOLDER):
        rules[entry.code] = build(entry)
    for entry in _entries(user_dir) if user_dir is not None and user_dir.is_dir() else []:
        known = rules.get(entry.code)
        rules[entry.code] = build(entry) if known is None else _override(known, entry)
    return tuple(sorted(rules.values(), key=lambda rule: LEVELS.index(rule.level)))


@dataclass(frozen=True)
class Draft:
    """A rule as it judges today, None for a new one, and as a file that is not live yet would have it."""

    today: Rule | None
    after: Rule


def load_drafts(path: Path, user_dir: Path | None = None) -> tuple[Draft, ...]:
    """The rules that the file `path` would add or change, if it took the place of its codes in `user_dir`.

    Raises ConfigurationError naming file, line and what is allowed.
    """
    built_in = {entry.code: build(entry) for entry in _entries(_FOLDER)}
    today = {rule.rule: rule for rule in load_rules(user_dir)}
    drafts: list[Draft] = []
    for entry in _distinct(read_entries(path)):
        known = built_in.get(entry.code)
        after = build(entry) if known is None else _override(known, entry)
        drafts.append(Draft(today.get(entry.code), after))
    return tuple(drafts)


def rules_version(rules: Sequence[Rule]) -> str:
    """Hash of all that decides a verdict: 12 hex digits. Wording and examples don't count."""
    return _digest([_judgement(rule) for rule in rules])


def rules_frame(rules: Sequence[Rule]) -> pl.DataFrame:
    """One row per rule: the table `quality.rules`."""
    rows = [
        {
            "rule": rule.rule, "level": rule.level, "dimension": rule.dimension, "severity": rule.severity,
            "kind": rule.kind, "column_name": rule.column_name,
            "limits": json.dumps(dict(rule.limits), ensure_ascii=False, sort_keys=True),
            "must_hold": rule.must_hold, "profile": rule.profile,
            "description": rule.description, "description_vi": rule.description_vi,
            "rule_version": _digest(_judgement(rule)), "active": rule.active,
        }
        for rule in rules
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), TABLES["quality.rules"])


def _entries(folder: Path) -> list[Entry]:
    """Entries of the folder's files by file name. Raises ConfigurationError where a code stands in two files."""
    return _distinct(entry for path in sorted(folder.glob("*.toml")) for entry in read_entries(path))


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in seen:
            entry.refuse("", f"it already stands at {seen[entry.code].where()}", "each code once")
        seen[entry.code] = entry
    return list(seen.values())


def _override(rule: Rule, entry: Entry) -> Rule:
    changes: dict[str, Any] = {}
    for key in entry.fields:
        if key not in OVERRIDES:
            entry.refuse(key, f"{key!r} of a built-in rule cannot be changed", OVERRIDES)
    if "active" in entry.fields:
        changes["active"] = check_active(entry)
    if "severity" in entry.fields:
        changes["severity"] = check_severity(entry, rule.level)
    if "must_hold" in entry.fields:
        changes["must_hold"] = check_must_hold(entry, KINDS[rule.kind].judges_rows)
    if "limits" in entry.fields:
        changes["limits"] = _changed_limits(rule, entry)
    return replace(rule, **changes)


def _changed_limits(rule: Rule, entry: Entry) -> Mapping[str, Any]:
    """The built-in limits with the user's in their place."""
    written = entry.fields["limits"]
    if rule.sql is not None:
        entry.refuse("limits", f"kind {rule.kind} has no limits to change", ("active", "severity"))
    merged = {**rule.limits, **written} if isinstance(written, dict) else written
    return check_limits(replace(entry, fields={"limits": merged}), KINDS[rule.kind], rule.table, rule.columns)


def _judgement(rule: Rule) -> list[Any]:
    limits = sorted(rule.limits.items())
    return [
        rule.rule, rule.level, rule.severity, rule.kind, rule.table, rule.columns, limits, rule.line_column, rule.sql,
        rule.active, rule.must_hold,
    ]  # fmt: skip


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:12]
