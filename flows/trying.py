"""What a rule that is not live yet would flag on what is stored, and which of today's flags would go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.rules import Draft, Rule, load_drafts
from expectations.verdicts import verdicts
from flows.job import switched
from flows.settings import Settings
from warehouse import runner
from warehouse.layout import Home
from warehouse.store import audit_session

if TYPE_CHECKING:
    import duckdb

# What a flag takes from a row beside the judged column, where the table has it.
_KEYS = ("file_id", "article_id", "part", "line_no", "line_key", "outlet", "top_line", "first_line", "last_line")


@dataclass(frozen=True)
class Trial:
    """What became of a draft. `n_new` and `n_gone` are flags that would be opened or resolved; of both some examples.

    `is_off`: the rule judges nothing, switched off by itself or with its profile.
    """

    draft: Draft
    is_off: bool
    n_checked: int
    n_today: int
    n_after: int
    n_new: int
    n_gone: int
    new: list[dict[str, Any]]
    gone: list[dict[str, Any]]


def try_rules(home: Home, settings: Settings, file: Path, *, n_examples: int) -> list[Trial]:
    """Judge the loaded files by the rules of `file`, without a trace. ConfigurationError for a file that is wrong."""
    drafts = load_drafts(file, home.rules if home.rules.is_dir() else None)
    with audit_session(home) as con:
        return [_tried(con, draft, settings, n_examples) for draft in drafts]


def _tried(con: duckdb.DuckDBPyConnection, draft: Draft, settings: Settings, n_examples: int) -> Trial:
    (after,) = switched((draft.after,), settings)
    draft = replace(draft, after=after)
    if not after.makes_flags:
        return _counted(con, draft)
    rows = _rows(con, after)
    found = verdicts([after], {after.table: rows})
    today = con.execute(runner.sql("queries/flags_of_rule"), {"rule": after.rule}).pl()
    new = found.join(today, on="flag_id", how="anti")
    gone = today.join(found, on="flag_id", how="anti")
    return Trial(
        draft, not after.active, _n_checked(after, rows), today.height, found.height, new.height, gone.height,
        _shown(con, new.head(n_examples)), _shown(con, gone.head(n_examples)),
    )  # fmt: skip


def _rows(con: duckdb.DuckDBPyConnection, rule: Rule) -> pl.DataFrame:
    """The keys and the judged column of every row that an audit would judge."""
    there = {name for name, *_ in con.execute(f"describe staging.{runner.identifier(rule.table)}").fetchall()}
    wanted = dict.fromkeys((*(key for key in _KEYS if key in there), *rule.columns))
    columns = ", ".join(runner.identifier(name) for name in wanted)
    return con.execute(f"select {columns} from staging.{runner.identifier(rule.table)}").pl()  # noqa: S608  names of the schema


def _n_checked(rule: Rule, rows: pl.DataFrame) -> int:
    column = rows[rule.columns[0]]
    return rows.height if rule.kind == "not_null" else rows.height - column.null_count()


def _counted(con: duckdb.DuckDBPyConnection, draft: Draft) -> Trial:
    """A rule about a table only counts; Great Expectations does that, as in a run."""
    from expectations.suite import run_suite

    def count(rules: Iterable[Rule | None]) -> dict[str, Any]:
        asked = [rule for rule in rules if rule is not None and rule.active]
        return run_suite(con, "staging", asked).row(0, named=True) if asked else {}

    today, after = count([draft.today]), count([draft.after])
    n_after = after.get("unexpected") or 0
    n_today = today.get("unexpected") or 0
    return Trial(draft, not draft.after.active, after.get("checked") or 0, n_today, n_after, 0, 0, [], [])


def _shown(con: duckdb.DuckDBPyConnection, flags: pl.DataFrame) -> list[dict[str, Any]]:
    """The flags with the address of their file and the text of their line, in their order."""
    con.register("chosen", flags.with_row_index("place").to_arrow())
    try:
        return runner.fetch(con, "queries/flags_shown")
    finally:
        con.unregister("chosen")
