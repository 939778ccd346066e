"""The gate: what holds a run, and what does not."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from expectations.gate import Limits, Verdict, audit_failures, judge
from expectations.rules import Rule


@pytest.fixture
def passed(rules: tuple[Rule, ...]) -> pl.DataFrame:
    """Results in which every rule held."""
    return pl.DataFrame(
        [
            {"rule": r.rule, "checked": 50, "unexpected": 0, "success": True, "errored": False, "severity": r.severity}
            for r in rules
        ]
    ).with_columns(detail=pl.lit(None, pl.String))


def broken(results: pl.DataFrame, rule: str, n: int = 4) -> pl.DataFrame:
    hit = pl.col("rule") == rule
    return results.with_columns(
        success=pl.col("success") & ~hit, unexpected=pl.when(hit).then(n).otherwise("unexpected")
    )


LIMITS = Limits(max_quarantined_share=0.5, min_files=20)


def verdict(
    results: pl.DataFrame, rules: tuple[Rule, ...], new: int = 50, quarantined: int = 0,
    limits: Limits = LIMITS, usual: dict[str, float] | None = None,
) -> Verdict:  # fmt: skip
    return judge(results, rules, limits, n_files_new=new, n_quarantined=quarantined, usual=usual)


def test_a_run_without_faults_is_published(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    assert verdict(passed, rules) == Verdict("publish", ())
    assert audit_failures(passed, rules) == ()


@pytest.mark.parametrize("rule", ["empty_file", "mojibake", "missing_title", "very_long_line"])
def test_rules_on_rows_never_hold_a_run(rule: str, passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    assert verdict(broken(passed, rule), rules).action == "publish"


def test_a_critical_file_rule_fails_the_audit(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    """The audit looks at loaded files, so there such a file is one that should not have been loaded."""
    assert audit_failures(broken(passed, "empty_file"), rules) == ("empty_file: 4 of 50 rows break it",)
    assert audit_failures(broken(passed, "mojibake"), rules) == ()


def test_a_critical_table_rule_holds_the_run(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    assert verdict(broken(passed, "orphan_line"), rules) == Verdict("hold", ("orphan_line: 4 of 50 rows break it",))


def test_a_table_rule_that_is_no_longer_critical_only_tells(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    lowered = broken(passed, "orphan_line").with_columns(
        severity=pl.when(pl.col("rule") == "orphan_line").then(pl.lit("warning")).otherwise("severity")
    )
    assert verdict(lowered, rules).action == "publish"


@pytest.mark.parametrize("rule", ["orphan_line", "very_long_line"])
def test_an_error_holds_the_run_whatever_the_rule(rule: str, passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    hit = pl.col("rule") == rule
    errored = passed.with_columns(
        errored=hit, success=~hit, checked=pl.when(~hit).then("checked"), unexpected=pl.when(~hit).then("unexpected"),
        detail=pl.when(hit).then(pl.lit("no such column")),
    )  # fmt: skip
    expected = (f"{rule} could not be computed: no such column",)
    assert verdict(errored, rules) == Verdict("hold", expected)
    assert audit_failures(errored, rules) == expected


def test_a_rule_without_a_result_holds_the_run(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    without = passed.filter(pl.col("rule") != "duplicate_line")
    assert verdict(without, rules) == Verdict("hold", ("duplicate_line was not computed",))


@pytest.mark.parametrize(
    ("new", "quarantined", "action"),
    [(20, 10, "publish"), (20, 11, "hold"), (19, 19, "publish"), (0, 0, "publish"), (1000, 501, "hold")],
)
def test_many_quarantined_files_hold_the_run(
    new: int, quarantined: int, action: str, passed: pl.DataFrame, rules: tuple[Rule, ...]
) -> None:
    assert verdict(passed, rules, new, quarantined).action == action


def test_the_reason_says_how_many_were_quarantined(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    reasons = verdict(passed, rules, 1000, 700).reasons
    assert reasons == ("700 of 1,000 new files were quarantined (70%), more than 50%",)


@pytest.mark.parametrize(("n", "action"), [(10, "publish"), (11, "hold")])
def test_a_rule_over_the_share_of_the_settings_holds_the_run(
    n: int, action: str, passed: pl.DataFrame, rules: tuple[Rule, ...]
) -> None:
    limits = replace(LIMITS, max_rule_shares={"mojibake": 0.2})
    assert verdict(broken(passed, "mojibake", n), rules, limits=limits).action == action
    assert verdict(broken(passed, "markup_residue", 50), rules, limits=limits).action == "publish"


def test_the_reason_says_what_share_broke_the_rule(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    limits = replace(LIMITS, max_rule_shares={"mojibake": 0.2})
    reasons = verdict(broken(passed, "mojibake", 20), rules, limits=limits).reasons
    assert reasons == ("mojibake: 20 of 50 rows break it (40%), more than 20%",)


@pytest.mark.parametrize(
    ("rule", "jumps", "n", "usual", "action"),
    [
        ("mojibake", "warning", 16, 0.1, "hold"),  # 32%: more than 0.2 above, and three times
        ("mojibake", "warning", 14, 0.1, "publish"),
        ("mojibake", "warning", 25, 0.2, "publish"),  # 50% is more than 0.2 above, but no three times
        ("mojibake", "warning", 50, None, "publish"),  # no history
        ("mojibake", None, 50, 0.0, "publish"),
        ("mojibake", "critical", 50, 0.0, "publish"),  # a warning
        ("mojibake", "info", 50, 0.0, "hold"),
        ("markup_residue", "warning", 1, 0.0, "hold"),  # of lines 0.02 are enough
        ("very_long_line", "warning", 50, 0.0, "publish"),  # an info
    ],
)
def test_a_rule_that_jumps_above_what_is_usual_holds_the_run(
    rule: str, jumps: str | None, n: int, usual: float | None, action: str,
    passed: pl.DataFrame, rules: tuple[Rule, ...],
) -> None:  # fmt: skip
    before = {} if usual is None else {rule: usual}
    found = verdict(broken(passed, rule, n), rules, limits=replace(LIMITS, jumps=jumps), usual=before)
    assert found.action == action


def test_few_rows_do_not_jump(passed: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    limits = replace(LIMITS, jumps="warning", jump_rows=51)
    assert verdict(broken(passed, "mojibake", 50), rules, limits=limits, usual={"mojibake": 0.0}).action == "publish"
    reasons = verdict(
        broken(passed, "mojibake", 50), rules, limits=replace(limits, jump_rows=50), usual={"mojibake": 0.004}
    ).reasons
    assert reasons == ("mojibake: 50 of 50 rows break it (100%), far more than the usual 0.4%",)


@pytest.mark.parametrize(
    ("factor", "usual", "quarantined", "action"),
    [(5.0, 0.02, 101, "hold"), (5.0, 0.02, 100, "publish"), (None, 0.02, 400, "publish"), (5.0, None, 400, "publish"),
     (5.0, 0.0, 1, "hold")],
)  # fmt: skip
def test_many_more_quarantined_files_than_usual_hold_the_run(
    factor: float | None, usual: float | None, quarantined: int, action: str,
    passed: pl.DataFrame, rules: tuple[Rule, ...],
) -> None:  # fmt: skip
    before = {} if usual is None else {"quarantined_share": usual}
    limits = replace(LIMITS, quarantined_factor=factor)
    assert verdict(passed, rules, 1000, quarantined, limits, before).action == action
