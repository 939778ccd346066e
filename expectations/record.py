"""A rule as a record, and the checks that make a TOML entry into one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import polars as pl

from expectations.kinds import KINDS, Kind, Limits, is_good
from expectations.source import Entry
from expectations.tables import JUDGED_TABLES, LEVEL_TABLES, LEVELS, OTHER_TABLES, PROFILES, REFERENCED_TABLES

DIMENSIONS = ("completeness", "validity", "uniqueness", "consistency", "timeliness")
SEVERITIES = ("critical", "warning", "info")
LINE_COLUMNS = ("top_line", "first_line", "last_line")
OVERRIDES = ("active", "limits", "must_hold", "severity")

_REQUIRED = ("level", "dimension", "severity", "kind", "description")
_OPTIONAL = (
    "column",
    "table",
    "limits",
    "description_vi",
    "good",
    "bad",
    "line_column",
    "active",
    "must_hold",
    "profile",
)
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Rule:
    """One rule. `table` holds the judged rows; `sql` is set for the kinds that look across tables.

    `good` and `bad` are examples: column -> value, or for level `table`: table -> list of rows. `must_hold` is the
    share of rows that must be good for the rule to count as held; each bad row has its flag whatever that is.
    """

    rule: str
    level: str
    dimension: str
    severity: str
    kind: str
    table: str
    columns: tuple[str, ...]
    limits: Limits
    description: str
    description_vi: str
    good: Mapping[str, Any]
    bad: Mapping[str, Any]
    line_column: str | None
    active: bool
    sql: str | None
    must_hold: float = 1.0
    profile: str | None = None

    @property
    def column_name(self) -> str | None:
        """The judged columns as one text, null where a query judges."""
        return ", ".join(self.columns) or None

    @property
    def makes_flags(self) -> bool:
        """Whether rows that break it become flags; table rules only count."""
        return self.level != "table"


def build(entry: Entry) -> Rule:
    """The rule that an entry describes. Raises ConfigurationError naming file, line and what is allowed."""
    _check_keys(entry)
    kind = KINDS[_choice(entry, "kind", tuple(KINDS))]
    level = _choice(entry, "level", LEVELS)
    if level != "table" and not kind.judges_rows:
        entry.refuse("kind", f"kind {kind.name} judges whole tables, not level {level}", "level table")
    table = _table(entry, level)
    columns = _columns(entry, kind, table)
    limits = check_limits(entry, kind, table, columns)
    rule = Rule(
        rule=entry.code, level=level, dimension=_choice(entry, "dimension", DIMENSIONS),
        severity=check_severity(entry, level), kind=kind.name, table=table, columns=columns, limits=limits,
        description=_text(entry, "description"), description_vi=_text(entry, "description_vi"),
        good=_example(entry, "good", table), bad=_example(entry, "bad", table),
        line_column=_line_column(entry, level), active=check_active(entry), sql=_sql(entry, kind, columns, limits),
        must_hold=check_must_hold(entry, kind.judges_rows),
        profile=_choice(entry, "profile", PROFILES) if "profile" in entry.fields else None,
    )  # fmt: skip
    _check_examples(entry, rule)
    return rule


def check_severity(entry: Entry, level: str) -> str:
    """The severity. Critical quarantines a file or holds a run: what a line or an outlet is like does neither."""
    severity = _choice(entry, "severity", SEVERITIES)
    if level in ("line", "outlet") and severity == "critical":
        entry.refuse("severity", "critical is for rules of level file, article or table", SEVERITIES[1:])
    return severity


def check_active(entry: Entry) -> bool:
    """Whether runs judge by the rule; they do unless it says `active = false`."""
    active = entry.fields.get("active", True)
    if not isinstance(active, bool):
        entry.refuse("active", f"active is {active!r}", "true, false")
    return active


def check_must_hold(entry: Entry, judges_rows: bool) -> float:
    """The share of rows that must be good: all of them unless the rule says otherwise."""
    share = entry.fields.get("must_hold", 1.0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        entry.refuse("must_hold", f"must_hold is {share!r}", "a share above 0 and up to 1")
    if share != 1 and not judges_rows:
        entry.refuse("must_hold", "only kinds that judge single rows have a share", "no must_hold")
    return float(share)


def check_limits(entry: Entry, kind: Kind, table: str, columns: tuple[str, ...]) -> Limits:
    """The limits, each known to the kind and of a type that fits the column."""
    limits = entry.fields.get("limits", {})
    known = (*kind.required, *kind.optional)
    if not isinstance(limits, dict):
        entry.refuse("limits", f"limits is {limits!r}", f"a table of {', '.join(known) or 'nothing'}")
    for name in limits:
        if name not in known:
            entry.refuse("limits", f"kind {kind.name} has no limit {name!r}", known or "no limits")
    missing = [name for name in kind.required if name not in limits]
    if missing or (kind.optional and not limits):
        entry.refuse("limits", f"kind {kind.name} needs {' and '.join(missing) or 'a limit'}", known)
    dtype = JUDGED_TABLES[table][columns[0]] if columns else None
    for name, value in limits.items():
        _check_limit(entry, name, value, dtype)
    if limits.get("min", -math.inf) > limits.get("max", math.inf):
        entry.refuse("limits", f"min {limits['min']} is above max {limits['max']}", "min up to max")
    return limits


def _check_limit(entry: Entry, name: str, value: object, dtype: pl.DataType | None) -> None:
    if name in ("min", "max"):
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            entry.refuse("limits", f"{name} is {value!r}", "a number")
    elif name == "values":
        wanted: type = str if dtype == pl.String() else int
        if not isinstance(value, list) or not value or any(type(item) is not wanted for item in value):
            entry.refuse("limits", f"values is {value!r}", f"a list of {'texts' if wanted is str else 'whole numbers'}")
    elif not isinstance(value, str) or not _CODE.fullmatch(value):
        entry.refuse("limits", f"{name} is {value!r}", "a name of small letters, digits and underscores")


def _check_keys(entry: Entry) -> None:
    if not _CODE.fullmatch(entry.code):
        entry.refuse("", "the code is no name", "small letters, digits and underscores, like missing_title")
    for key in entry.fields:
        if key not in (*_REQUIRED, *_OPTIONAL):
            entry.refuse(key, f"unknown key {key!r}", (*_REQUIRED, *_OPTIONAL))
    for key in _REQUIRED:
        if key not in entry.fields:
            entry.refuse("", f"{key} is missing", _REQUIRED)


def _choice(entry: Entry, key: str, allowed: tuple[str, ...]) -> str:
    value = entry.fields[key]
    if not isinstance(value, str) or value not in allowed:
        entry.refuse(key, f"{key} is {value!r}", allowed)
    return value


def _text(entry: Entry, key: str) -> str:
    value = entry.fields.get(key, "")
    if not isinstance(value, str) or (key in _REQUIRED and not value.strip()):
        entry.refuse(key, f"{key} is {value!r}", "a sentence")
    return value


def _table(entry: Entry, level: str) -> str:
    if level != "table":
        others = OTHER_TABLES.get(level, ())
        if "table" in entry.fields and entry.fields["table"] not in others:
            entry.refuse("table", f"level {level} judges {LEVEL_TABLES[level]}", others or "table only at level table")
        return str(entry.fields.get("table", LEVEL_TABLES[level]))
    if "table" not in entry.fields:
        entry.refuse("", "level table needs a table", tuple(JUDGED_TABLES))
    return _choice(entry, "table", tuple(JUDGED_TABLES))


def _columns(entry: Entry, kind: Kind, table: str) -> tuple[str, ...]:
    written = entry.fields.get("column", [])
    columns = [written] if isinstance(written, str) else written
    if not isinstance(columns, list) or len(columns) > kind.max_columns or (kind.max_columns and not columns):
        names = {0: "no column", 1: "one column"}.get(kind.max_columns, f"one to {kind.max_columns} columns")
        entry.refuse("column", f"column is {written!r}", f"{names} for kind {kind.name}")
    schema = JUDGED_TABLES[table]
    for column in columns:
        if column not in schema:
            entry.refuse("column", f"{table} has no column {column!r}", tuple(schema))
        if kind.dtypes and schema[column] not in kind.dtypes:
            fitting = tuple(name for name, dtype in schema.items() if dtype in kind.dtypes)
            entry.refuse("column", f"kind {kind.name} cannot judge {column}, which is {schema[column]}", fitting)
    return tuple(columns)


def _line_column(entry: Entry, level: str) -> str | None:
    if "line_column" not in entry.fields:
        return None
    if level != "article":
        entry.refuse("line_column", f"line_column has no meaning at level {level}", "only at level article")
    return _choice(entry, "line_column", LINE_COLUMNS)


def _example(entry: Entry, key: str, table: str) -> Mapping[str, Any]:
    """An example whose columns exist: column -> value, or table -> rows at level `table`."""
    example = entry.fields.get(key, {})
    if not isinstance(example, dict):
        entry.refuse(key, f"{key} is {example!r}", "a table of column = value")
    rows = example if entry.fields["level"] == "table" else {table: [example]}
    for name, named_rows in rows.items():
        if name not in REFERENCED_TABLES or not isinstance(named_rows, list):
            entry.refuse(key, f"the example's {name!r} is no list of rows of a table", tuple(REFERENCED_TABLES))
        for column in (column for row in named_rows for column in row):
            if column not in REFERENCED_TABLES[name]:
                entry.refuse(key, f"{name} has no column {column!r}", tuple(REFERENCED_TABLES[name]))
    return example


def _check_examples(entry: Entry, rule: Rule) -> None:
    """A good example that the rule would flag, or a bad one that it would not, says the rule is written wrong."""
    for key, example, wanted in (("good", rule.good, True), ("bad", rule.bad, False)):
        if not rule.makes_flags or not example:
            continue
        column = rule.columns[0]
        schema = {column: JUDGED_TABLES[rule.table][column]}
        try:
            row = pl.DataFrame({column: [example.get(column)]}, schema=schema, strict=True)
        except TypeError:
            entry.refuse(key, f"{column} is {example[column]!r}", f"a value of type {schema[column]}")
        if row.select(is_good(rule.kind, column, rule.limits)).item() is not wanted:
            entry.refuse(key, f"the {key} example is not {key} by the rule's own limits", "an example that is")


def _sql(entry: Entry, kind: Kind, columns: tuple[str, ...], limits: Limits) -> str | None:
    """The SELECT of a rule across tables; only a file in the folder `sql` beside the rules is ever read."""
    if kind.name == "references":
        parent = REFERENCED_TABLES.get(limits["table"])
        if parent is None:
            entry.refuse("limits", f"there is no table {limits['table']!r}", tuple(REFERENCED_TABLES))
        if limits["column"] not in parent:
            entry.refuse("limits", f"{limits['table']} has no column {limits['column']!r}", tuple(parent))
        template = Template((_SQL / "references.sql").read_text(encoding="utf-8"))
        return template.substitute(column=columns[0], parent=limits["table"], parent_column=limits["column"])
    return _query(entry, limits["query"]) if kind.name == "query" else None


def _query(entry: Entry, name: str) -> str:
    folder = _SQL if entry.path.parent == _SQL.parent / "rules" else entry.path.parent / "sql"
    path = folder / f"{name}.sql"
    if not path.is_file() or path.resolve().parent != folder.resolve():
        files = sorted(file.stem for file in folder.glob("*.sql") if file.name != "references.sql")
        entry.refuse("limits", f"there is no query file {path}", files or "a .sql file in that folder")
    text = path.read_text(encoding="utf-8")
    statement = re.sub(r"--[^\n]*", "", text).strip().rstrip(";")
    if ";" in statement or "{batch}" not in statement or not re.match(r"(?i)(select|with|from)\b", statement):
        entry.refuse("limits", f"{path} cannot be used", "one SELECT that reads its table as {batch}")
    return statement
