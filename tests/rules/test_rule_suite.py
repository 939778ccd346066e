"""The suite itself: errors are a third state, results have the shape of the table, nothing is printed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from expectations.gate import Limits, judge
from expectations.rules import Rule
from expectations.suite import run_suite
from transforms.schema import TABLES, polars_schema

RESULTS = TABLES["quality.results"]


def states(results: pl.DataFrame) -> dict[str, str]:
    """Rule to its state."""
    word = pl.when("errored").then(pl.lit("errored")).when("success").then(pl.lit("passed")).otherwise(pl.lit("failed"))
    return dict(results.select("rule", word).iter_rows())


def test_results_have_the_columns_of_the_table_but_the_run(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    results = run_suite(open_session(clean), "staging", rules)
    expected = {name: dtype for name, dtype in polars_schema(RESULTS).items() if name != "run_id"}
    assert dict(results.schema) == expected
    assert results["rule"].to_list() == [rule.rule for rule in rules]
    assert results["finished_at"].null_count() == 0


def test_shares_are_of_the_rows_that_a_rule_applies_to(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    clean["line_measures"][0]["repeats_title"] = True
    for row in clean["line_measures"][2:]:
        row["repeats_title"] = None
    results = run_suite(open_session(clean), "staging", [rule for rule in rules if rule.rule == "repeated_title"])
    row = results.row(0, named=True)
    assert (row["checked"], row["unexpected"], row["unexpected_share"]) == (2, 1, 0.5)


def test_empty_tables_pass_and_have_no_share(rules: tuple[Rule, ...], open_session: Callable[..., Any]) -> None:
    results = run_suite(open_session({}), "staging", rules)
    assert set(states(results).values()) == {"passed"}
    assert results["checked"].sum() == 0
    assert results["unexpected_share"].null_count() == len(rules)


@pytest.mark.parametrize(
    ("statement", "errored"),
    [
        ("alter table line_measures drop column n_markup", {"markup_residue"}),
        ("alter table line_measures alter n_markup type varchar", {"markup_residue"}),
        (
            "drop table duplicates",
            {
                "duplicate_pair",
                "orphan_duplicate",
                "orphan_original",
                "self_duplicate",
                "impossible_similarity",
                "unknown_duplicate_method",
                "pair_without_cluster",
            },
        ),
        ("drop table known_measures", {"orphan_line", "unbalanced_ledger"}),
    ],
)
def test_what_cannot_be_computed_is_errored_and_holds_the_run(
    statement: str,
    errored: set[str],
    rules: tuple[Rule, ...],
    clean: dict[str, Any],
    open_session: Callable[..., Any],
) -> None:
    con = open_session(clean)
    con.execute("use staging")
    con.execute(statement)
    results = run_suite(con, "staging", rules)
    assert {rule for rule, state in states(results).items() if state == "errored"} == errored
    assert {state for rule, state in states(results).items() if rule not in errored} == {"passed"}
    row = results.filter(pl.col("errored")).row(0, named=True)
    assert (row["checked"], row["unexpected"], row["unexpected_share"], row["success"]) == (None, None, None, False)
    assert row["detail"]
    assert "\n" not in row["detail"]
    verdict = judge(results, rules, Limits(0.5, 20), n_files_new=2, n_quarantined=0)
    assert verdict.action == "hold"
    assert {reason.split()[0] for reason in verdict.reasons} == errored


@pytest.mark.parametrize(("n_bad", "holds"), [(0, True), (1, True), (2, False)])
def test_a_rule_holds_while_the_share_that_must_be_good_is(
    n_bad: int, holds: bool, rules: tuple[Rule, ...], open_session: Callable[..., Any]
) -> None:
    rows = [{"file_id": str(nth), "is_mojibake": nth < n_bad} for nth in range(10)]
    lenient = [replace(rule, must_hold=0.9) for rule in rules if rule.rule == "mojibake"]
    result = run_suite(open_session({"file_measures": rows}), "staging", lenient).row(0, named=True)
    assert (result["unexpected"], result["success"]) == (n_bad, holds)


def test_an_inactive_rule_is_not_asked(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    switched = [replace(rule, active=rule.rule != "missing_title") for rule in rules]
    results = run_suite(open_session(clean), "staging", switched)
    assert set(results["rule"]) == {rule.rule for rule in rules} - {"missing_title"}


def test_a_rule_of_ones_own_may_ask_what_another_asks(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    (given,) = (rule for rule in rules if rule.rule == "repeated_title")
    clean["line_measures"][0]["repeats_title"] = True
    results = run_suite(open_session(clean), "staging", [given, replace(given, rule="title_again")])
    assert results.select("rule", "unexpected").rows() == [("repeated_title", 1), ("title_again", 1)]


def test_great_expectations_is_left_as_it_was(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any]
) -> None:
    from great_expectations.core import id_dict
    from great_expectations.expectations.expectation import Expectation

    before = Expectation.configuration, id_dict.convert_to_json_serializable
    run_suite(open_session(clean), "staging", rules)
    assert before == (Expectation.configuration, id_dict.convert_to_json_serializable)


def test_no_rules_give_no_results(open_session: Callable[..., Any]) -> None:
    assert run_suite(open_session({}), "staging", []).is_empty()


def test_views_on_parquet_and_on_an_attached_database_are_judged_in_place(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any], tmp_path: Path
) -> None:
    """As the store makes its sessions."""
    clean["lines"].append(clean["lines"][0])
    source = open_session(clean)
    tables = [name for (name,) in source.execute("select table_name from duckdb_tables()").fetchall()]
    source.execute(f"attach '{tmp_path / 'old.duckdb'}' as old")
    for table in tables:
        source.execute(f"create table old.{table} as from staging.{table}")
        source.execute(f"copy staging.{table} to '{tmp_path / table}.parquet'")
    source.execute("detach old")
    with duckdb.connect() as con:
        con.execute(f"attach '{tmp_path / 'old.duckdb'}' as live (read_only)")
        con.execute("create schema staging; create schema audit")
        for table in tables:
            con.execute(f"create view staging.{table} as from read_parquet('{tmp_path / table}.parquet')")
            con.execute(f"create view audit.{table} as from live.main.{table}")
        both = [states(run_suite(con, schema, rules)) for schema in ("staging", "audit")]
    assert both[0] == both[1]
    assert {rule for rule, state in both[0].items() if state != "passed"} == {"duplicate_line", "lines_not_conserved"}


def test_nothing_is_printed(
    rules: tuple[Rule, ...], clean: dict[str, Any], open_session: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    con = open_session(clean)
    con.execute("drop table staging.duplicates")
    run_suite(con, "staging", rules)
    assert capfd.readouterr() == ("", "")


def test_importing_the_suite_does_not_import_great_expectations() -> None:
    code = (
        "import sys, expectations.suite, expectations.gate, expectations.rulebook;"
        "print(sorted({'great_expectations', 'sqlalchemy', 'duckdb_engine', 'pandas'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_no_rule_uses_is_imported_only_when_asked_for() -> None:
    code = (
        "import sys; from expectations.suite import prepare; prepare();"
        "assert 'scipy.stats._stats_py' not in sys.modules;"
        "import scipy.stats, altair; print(scipy.stats.norm.cdf(0), altair.Chart.__name__)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0.5", "Chart"]
