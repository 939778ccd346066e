"""Our flags and Great Expectations' counts agree on any rows, for every kind of rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.record import Rule, build
from expectations.source import Entry
from expectations.suite import prepare, run_suite
from expectations.verdicts import verdicts

KIND = st.sampled_from(["body", "lead", "promo", "media", "", "Đoạn", "it's"])
NUMBER = st.integers(min_value=-3, max_value=3)
SCHEMA = {
    "file_id": pl.String, "article_id": pl.String, "line_no": pl.Int64, "line_key": pl.String, "kind": pl.String,
    "n_chars": pl.Int64, "repeats_title": pl.Boolean,
}  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "file_id": st.sampled_from("ab"), "article_id": st.none(), "line_no": NUMBER, "line_key": st.just("key"),
            "kind": st.none() | KIND, "n_chars": st.none() | NUMBER, "repeats_title": st.none() | st.booleans(),
        }
    ),
    max_size=12,
)  # fmt: skip


def rule(code: str, kind: str, column: str | list[str], limits: dict[str, Any], level: str = "line") -> Rule:
    fields = {
        "level": level, "dimension": "validity", "severity": "info", "kind": kind, "column": column,
        "limits": limits, "description": "Made for a test.",
    }  # fmt: skip
    if level == "table":
        fields["table"] = "line_measures"
    return build(Entry(code, fields, Path("made.toml"), ()))


def counted(rows: list[dict[str, Any]], rules: list[Rule]) -> dict[str, tuple[int, int]]:
    """Rule to (checked, unexpected) as Great Expectations counts them."""
    prepare()
    frame = pl.DataFrame(rows, schema=SCHEMA).to_arrow()
    with duckdb.connect() as con:
        con.register("given", frame)
        con.execute("create schema staging; create table staging.line_measures as from given")
        results = run_suite(con, "staging", rules)
    assert not results["errored"].any(), results["detail"].to_list()
    assert results["success"].to_list() == [n == 0 for n in results["unexpected"]]
    return {row["rule"]: (row["checked"], row["unexpected"]) for row in results.iter_rows(named=True)}


@settings(max_examples=6, deadline=None)
@given(rows=ROWS, low=NUMBER, high=NUMBER, values=st.lists(KIND, min_size=1, max_size=3, unique=True))
def test_flags_are_as_many_as_great_expectations_counts(
    rows: list[dict[str, Any]], low: int, high: int, values: list[str]
) -> None:
    bounds = {"min": min(low, high), "max": max(low, high)}
    rules = [
        *(rule(f"missing_{i}", "not_null", name, {}) for i, name in enumerate(("kind", "n_chars", "repeats_title"))),
        rule("untrue", "is_true", "repeats_title", {}),
        rule("unfalse", "is_false", "repeats_title", {}),
        rule("low", "between", "n_chars", {"min": low}),
        rule("high", "between", "n_chars", {"max": high}),
        rule("outside", "between", "n_chars", bounds),
        rule("strange", "in_set", "kind", {"values": values}),
        rule("strange_number", "in_set", "n_chars", {"values": [low, high]}),
        rule("forbidden", "not_in_set", "kind", {"values": values}),
    ]
    flags = verdicts(rules, {"line_measures": pl.DataFrame(rows, schema=SCHEMA)})
    ours = dict(flags.group_by("rule").len().iter_rows())
    theirs = counted(rows, rules)
    assert {code: unexpected for code, (_, unexpected) in theirs.items() if unexpected} == ours
    present = {name: sum(row[name] is not None for row in rows) for name in SCHEMA}
    for judged in rules:
        expected = len(rows) if judged.kind == "not_null" else present[judged.columns[0]]
        assert theirs[judged.rule][0] == expected
    assert flags["flag_id"].is_unique().all()


@settings(max_examples=6, deadline=None)
@given(rows=ROWS)
def test_unique_counts_every_row_of_a_repeated_value(rows: list[dict[str, Any]]) -> None:
    rules = [
        rule("repeated_kind", "unique", "kind", {}, level="table"),
        rule("repeated_line", "unique", ["file_id", "line_no"], {}, level="table"),
    ]
    theirs = counted(rows, rules)
    kinds = [row["kind"] for row in rows if row["kind"] is not None]
    keys = [(row["file_id"], row["line_no"]) for row in rows]
    assert theirs["repeated_kind"] == (len(kinds), sum(kinds.count(kind) > 1 for kind in kinds))
    assert theirs["repeated_line"] == (len(keys), sum(keys.count(key) > 1 for key in keys))
