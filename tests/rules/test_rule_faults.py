"""A clean warehouse passes the whole suite, and each rule catches a fault planted for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from expectations.gate import Limits, audit_failures, judge
from expectations.rules import Rule, load_rules
from expectations.suite import run_suite
from expectations.tables import LEVEL_TABLES, OTHER_TABLES
from expectations.verdicts import verdicts

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

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
    "duplicate_measures": ("insert into measures from measures where article_id = 'a/0'", 2),
    "duplicate_file_measures": ("insert into file_measures from file_measures where file_id = 'a'", 2),
    "duplicate_line_measures": ("insert into line_measures from line_measures where line_no = 1", 4),
    "duplicate_flag": ("insert into flags from flags", 2),
    "duplicate_signature": ("insert into signatures from signatures where file_id = 'a'", 2),
    "line_without_article": ("update lines set article_id = 'b/7' where file_id = 'b' and line_no > 1", 2),
    "related_without_article": ("update related_items set article_id = 'a/7'", 1),
    "signature_without_article": ("delete from known_articles where article_id = 'b/0'", 1),
    "unknown_file_status": ("update files set status = 'lost' where uri = '/2'", 1),
    "quarantine_without_reason": ("update files set status = 'quarantined' where uri = '/2'", 1),
    "impossible_line_number": ("update lines set line_no = 0 where line_no = 1", 2),
    "impossible_part": ("update article_records set part = -1 where file_id = 'b'", 1),
    "reversed_line_range": ("update article_records set last_line = 0 where file_id = 'b'", 1),
    "repeat_of_later_line": ("update lines set repeats_line_no = 3 where line_no = 3", 2),
    "unknown_date_precision": ("update article_records set published_on_precision = 'week'", 2),
    "date_without_basis": ("update article_records set published_on_basis = null where file_id = 'b'", 1),
    "orphan_duplicate": ("update duplicates set article_id = 'z/0'", 1),
    "orphan_original": ("update duplicates set duplicate_of = 'z/0'", 1),
    "self_duplicate": ("update duplicates set duplicate_of = article_id", 1),
    "impossible_similarity": ("update duplicates set similarity = 1.5", 1),
    "unknown_duplicate_method": ("update duplicates set method = 'guess'", 1),
    "pair_without_cluster": ("update duplicates set cluster_id = null", 1),
    "rule_never_fires": ("update rule_history set n_fired = 0", 1),
    "rule_always_fires": ("update rule_history set unexpected_share = 1.0", 1),
    "missing_article": ("delete from article_records where file_id = 'b'", 1),
}


def test_a_clean_warehouse_passes_every_rule(
    clean: dict[str, Any], open_session: Callable[..., Any], frame_of: Callable[..., pl.DataFrame]
) -> None:
    results = run_suite(open_session(clean), "staging", RULES)
    assert results.filter(~pl.col("success") | pl.col("errored")).is_empty()
    assert results["checked"].min() == 1
    judged = {rule.table for rule in RULES if rule.makes_flags}
    assert judged == {*LEVEL_TABLES.values(), *(table for tables in OTHER_TABLES.values() for table in tables)}
    frames = {table: frame_of(table, clean[table]) for table in judged}
    assert verdicts(RULES, frames).is_empty()
    verdict = judge(results, RULES, Limits(0.5, 20), n_files_new=2, n_quarantined=0)
    assert (verdict.action, verdict.reasons) == ("publish", ())


@pytest.mark.parametrize("table", sorted({rule.table for rule in RULES if rule.makes_flags}))
def test_a_damaged_row_is_caught_by_its_rule_alone(
    table: str,
    clean: dict[str, Any],
    open_session: Callable[..., Any],
    frame_of: Callable[..., pl.DataFrame],
) -> None:
    """For each rule of the table a copy of a clean row, damaged as the rule's bad example says."""
    rules = [rule for rule in RULES if rule.table == table and rule.makes_flags]
    sound = clean[table][-1]
    clean[table] += [{**sound, "file_id": rule.rule, "outlet": rule.rule, **rule.bad} for rule in rules]
    results = run_suite(open_session(clean), "staging", rules)
    flags = verdicts(rules, {table: frame_of(table, clean[table])})
    assert results.filter("success")["rule"].to_list() == []
    assert results.select("rule", "unexpected").rows() == [(rule.rule, 1) for rule in rules]
    found = flags.select("rule", pl.coalesce("file_id", "outlet")).rows()
    assert sorted(found) == sorted((rule.rule, rule.rule) for rule in rules)


@pytest.mark.parametrize("rule", TABLE_RULES, ids=lambda rule: rule.rule)
def test_a_damaged_table_is_caught_and_a_critical_rule_holds_the_run(
    rule: Rule, clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    statement, n_unexpected = TABLE_FAULTS[rule.rule]
    con = open_session(clean)
    con.execute("use staging")
    con.execute(statement)
    results = run_suite(con, "staging", [rule])
    found = results.row(0, named=True)
    assert (found["success"], found["errored"], found["unexpected"]) == (False, False, n_unexpected)
    verdict = judge(results, [rule], Limits(0.5, 20), n_files_new=2, n_quarantined=0)
    told = any(reason.startswith(f"{rule.rule}: {n_unexpected} of ") for reason in verdict.reasons)
    is_critical = rule.severity == "critical"
    assert (verdict.action, told) == (("hold", True) if is_critical else ("publish", False))
    assert audit_failures(results, [rule]) == verdict.reasons


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
    clean["files"].append({"file_id": "q", "uri": "/5", "status": "quarantined", "reason": "no_article_text"})
    clean["known_contents"].append({"file_id": "q", "status": "quarantined"})
    clean["known_measures"].append({"file_id": "q"})
    assert run_suite(open_session(clean), "staging", RULES)["success"].all()
