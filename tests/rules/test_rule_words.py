"""Rules in words: the rule book tells every rule, its example loads, and kinds say what they ask for."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from expectations.kinds import KINDS, is_good, sentence
from expectations.rulebook import rulebook
from expectations.rules import Rule, load_rules


def test_every_rule_and_kind_is_told(rules: tuple[Rule, ...]) -> None:
    page = rulebook(rules)
    for rule in rules:
        assert page.count(f"### `{rule.rule}`\n\n{rule.description}\n*{rule.description_vi}*\n\n* {rule.severity}") == 1
    for kind in KINDS.values():
        assert f"| `{kind.name}` | {kind.meaning} |" in page
    assert page.endswith("```\n")
    assert "\n\n\n" not in page


def test_examples_are_printed(rules: tuple[Rule, ...]) -> None:
    page = rulebook(rules)
    assert "* good: `n_chars` = 2000\n* bad: `n_chars` = 2001\n" in page
    assert "* bad: lines (`file_id` = a, `line_no` = 1), (`file_id` = a, `line_no` = 1)\n" in page
    assert "* good: `is_binary` = false\n" in page


def test_a_rule_that_is_off_says_so(rules: tuple[Rule, ...]) -> None:
    assert "switched off" not in rulebook(rules)
    assert "* critical, completeness, switched off\n" in rulebook([replace(rules[0], active=False)])


def test_the_example_of_own_rules_loads(rules: tuple[Rule, ...], tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", rulebook(rules), re.DOTALL)
    assert example is not None
    (tmp_path / "own.toml").write_text(example[1], encoding="utf-8")
    changed = {rule.rule: rule for rule in load_rules(tmp_path)}
    assert changed["very_long_line"].limits == {"max": 5000}
    assert not changed["mixed_tone_placement"].active
    assert (changed["wordy_title"].level, changed["wordy_title"].must_hold) == ("article", 0.99)


def test_null_is_good_but_where_a_value_is_asked_for() -> None:
    limits = {"min": 1, "max": 2, "values": ["a"]}
    for kind in (kind for kind in KINDS.values() if kind.judges_rows):
        dtype = kind.dtypes[0] if kind.dtypes else pl.String()
        row = pl.DataFrame({"x": [None]}, schema={"x": dtype})
        assert row.select(is_good(kind.name, "x", limits)).item() is (kind.name != "not_null")


def test_a_rule_is_a_sentence() -> None:
    assert sentence("between", ["n_chars"], {"max": 2000}) == "`n_chars` must be at most 2,000"
    assert sentence("between", ["n_chars"], {"min": 1, "max": 9}) == "`n_chars` must be from 1 to 9"
    assert sentence("not_null", ["language"], {}) == "`language` must have a value"
    assert sentence("unique", ["file_id", "line_no"], {}) == "`file_id`, `line_no` together must be unique"
    assert sentence("query", [], {"query": "odd"}) == "there must be no row from odd.sql"
