"""A clean warehouse passes the whole suite, and each rule catches a fault planted for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from expectations.gate import audit_failures, judge
from expectations.rules import Rule, load_rules
from expectations.suite import run_suite
from expectations.tables import LEVEL_TABLES
from expectations.verdicts import verdicts

RULES = load_rules()
TABLE_RULES = [rule for rule in RULES if not rule.makes_flags]
# One statement that damages the clean session, and how many rows must be found.
TABLE_FAULTS: dict[str, tuple[str, int]] = {
    "duplicate_article_id": ("insert into article_records from article_records where article_id = 'a/0'", 2),
    "duplicate_line": ("insert into lines from lines where file_id = 'a' and line_no < 3", 4),
    "duplicate_pair": ("insert into duplicates from duplicates", 2),
    "unknown_kind": ("update lines set kind = 'footer' where line_no = 2", 2),
    "orphan_line": ("insert into lines (file_id, line_no, kind) values ('z', 1, 'body'), ('z', 2, 'body')", 2),
    "orphan_article": ("delete from known_contents where file_id = 'b'", 1),
    "missing_measures": ("update measures set article_id = 'b/1' where article_id = 'b/0'", 2),
    "lines_not_conserved": ("delete from lines where file_id = 'b' and line_no = 3", 1),
    "unbalanced_ledger": ("delete from known_measures where file_id = 'a'", 2),
    "missing_article": ("delete from article_records where file_id = 'b'", 1),
}


def test_a_clean_warehouse_passes_every_rule(
    clean: dict[str, Any], open_session: Callable[..., Any], frame_of: Callable[..., pl.DataFrame]
) -> None:
    results = run_suite(open_session(clean), "staging", RULES)
    assert results.filter(~pl.col("success") | pl.col("errored")).is_empty()
    assert results["checked"].min() == 1
    frames = {table: frame_of(table, clean[table]) for table in LEVEL_TABLES.values()}
    assert verdicts(RULES, frames).is_empty()
    verdict = judge(results, RULES, n_files_new=2, n_quarantined=0, max_quarantined_share=0.5, min_files=20)
    assert (verdict.action, verdict.reasons) == ("publish", ())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.makes_flags], ids=lambda rule: rule.rule)
def test_a_damaged_row_is_caught_by_its_rule_alone(
    rule: Rule,
    clean: dict[str, Any],
    open_session: Callable[..., Any],
    frame_of: Callable[..., pl.DataFrame],
) -> None:
    clean[rule.table][-1].update(rule.bad)
    of_table = [other for other in RULES if other.table == rule.table]
    results = run_suite(open_session(clean), "staging", of_table)
    flags = verdicts(of_table, {rule.table: frame_of(rule.table, clean[rule.table])})
    assert results.filter(~pl.col("success"))["rule"].to_list() == [rule.rule]
    assert results.filter(~pl.col("success"))["unexpected"].to_list() == [1]
    assert flags["rule"].to_list() == [rule.rule]
    assert flags["file_id"].to_list() == ["b"]


@pytest.mark.parametrize("rule", TABLE_RULES, ids=lambda rule: rule.rule)
def test_a_damaged_table_is_caught_and_holds_the_run(
    rule: Rule, clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    statement, n_unexpected = TABLE_FAULTS[rule.rule]
    con = open_session(clean)
    con.execute("use staging")
    con.execute(statement)
    results = run_suite(con, "staging", TABLE_RULES)
    found = results.filter(pl.col("rule") == rule.rule).row(0, named=True)
    assert (found["success"], found["errored"], found["unexpected"]) == (False, False, n_unexpected)
    verdict = judge(results, TABLE_RULES, n_files_new=2, n_quarantined=0, max_quarantined_share=0.5, min_files=20)
    assert verdict.action == "hold"
    assert any(reason.startswith(f"{rule.rule}: {n_unexpected} of ") for reason in verdict.reasons)
    assert audit_failures(results, TABLE_RULES) == verdict.reasons


def test_a_copy_of_a_file_that_was_quarantined_unbalances_the_ledger(
    clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    clean["known_contents"][0]["status"] = "quarantined"
    rule = [rule for rule in RULES if rule.rule == "unbalanced_ledger"]
    assert run_suite(open_session(clean), "staging", rule)["unexpected"].item() == 1


@pytest.mark.parametrize(
    ("statement", "n_unexpected"),
    [
        ("delete from lines where file_id = 'b'", 1),
        ("insert into lines (file_id, line_no) values ('b', 4)", 1),
        ("update file_measures set n_lines = null where file_id = 'b'", 1),
        ("update file_measures set n_lines = null where file_id = 'b'; delete from lines where file_id = 'b'", 0),
    ],
)
def test_lines_are_conserved_in_both_directions(
    statement: str, n_unexpected: int, clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    con = open_session(clean)
    con.execute("use staging")
    con.execute(statement)
    rule = [rule for rule in RULES if rule.rule == "lines_not_conserved"]
    assert run_suite(con, "staging", rule)["unexpected"].item() == n_unexpected


def test_known_content_needs_no_measures_in_the_staged_run(
    clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    """A copy of a file of an earlier run: the run stages a ledger row and nothing else."""
    staged = {
        "files": [{"file_id": "a", "uri": "/4", "status": "duplicate"}],
        "known_contents": clean["known_contents"],
        "known_measures": clean["known_measures"],
    }
    assert run_suite(open_session(staged), "staging", RULES)["success"].all()


def test_quarantined_files_keep_lines_without_articles(clean: dict[str, Any], open_session: Callable[..., Any]) -> None:
    """As in an audit of the warehouse, where the measures are those of loaded files and the lines are all."""
    clean["lines"].append({"file_id": "q", "line_no": 1, "kind": "navigation"})
    clean["files"].append({"file_id": "q", "uri": "/5", "status": "quarantined"})
    clean["known_contents"].append({"file_id": "q", "status": "quarantined"})
    clean["known_measures"].append({"file_id": "q"})
    assert run_suite(open_session(clean), "staging", RULES)["success"].all()
