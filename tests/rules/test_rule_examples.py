"""Every rule's own examples, judged both ways: by our verdicts, and by Great Expectations on DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from expectations.rules import Rule, load_rules
from expectations.suite import run_suite
from expectations.verdicts import verdicts
from transforms.schema import KINDS

RULES = load_rules()
KEYS = {"file_id": "a", "article_id": "a/0", "part": 0, "line_no": 1, "line_key": "key"}


@pytest.mark.parametrize("goodness", ["good", "bad"])
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.makes_flags], ids=lambda rule: rule.rule)
def test_flags_and_counts_of_an_example_agree(
    rule: Rule, goodness: str, open_session: Callable[..., Any], frame_of: Callable[..., pl.DataFrame]
) -> None:
    rows = [{**KEYS, **getattr(rule, goodness)}]
    flags = verdicts([rule], {rule.table: frame_of(rule.table, rows)})
    result = run_suite(open_session({rule.table: rows}), "staging", [rule]).row(0, named=True)
    assert not result["errored"], result["detail"]
    assert (len(flags), result["unexpected"]) == ((0, 0) if goodness == "good" else (1, 1))


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.makes_flags], ids=lambda rule: rule.rule)
def test_a_table_rule_tells_its_examples_apart(rule: Rule, open_session: Callable[..., Any]) -> None:
    good, bad = (run_suite(open_session(example), "staging", [rule]) for example in (rule.good, rule.bad))
    assert good["detail"].item() is None
    assert (good["success"].item(), good["unexpected"].item()) == (True, 0)
    assert (bad["success"].item(), bad["errored"].item()) == (False, False)
    assert bad["unexpected"].item() > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_a_built_in_rule_says_what_it_means(rule: Rule) -> None:
    assert rule.good
    assert rule.bad
    assert rule.description.endswith(".")
    assert rule.description_vi.endswith(".") or rule.description_vi.endswith(").")
    assert rule.active


def test_levels_and_severities_are_those_of_the_contract() -> None:
    found = {rule.rule: (rule.level, rule.severity) for rule in RULES if rule.makes_flags}
    expected = {
        **dict.fromkeys(
            ["empty_file", "binary_data", "undecodable_text", "oversized_text", "not_vietnamese", "no_article_text"],
            ("file", "critical"),
        ),
        **dict.fromkeys(["non_utf8_encoding", "decomposed_unicode", "mixed_tone_placement"], ("file", "info")),
        "mojibake": ("file", "warning"),
        **dict.fromkeys(["unknown_outlet", "no_publication_date"], ("article", "info")),
        **dict.fromkeys(
            ["missing_title", "caption_as_title", "truncated_text", "appended_article"], ("article", "warning")
        ),
        **dict.fromkeys(["very_long_line", "invisible_characters"], ("line", "info")),
        **dict.fromkeys(
            [
                "repeated_title", "repeated_paragraphs", "truncated_teaser", "related_links_residue",
                "navigation_residue", "promo_residue", "media_residue", "markup_residue",
            ],
            ("line", "warning"),
        ),
    }  # fmt: skip
    assert found == expected
    assert {rule.severity for rule in RULES if not rule.makes_flags} == {"critical"}


def test_known_kinds_are_those_of_the_schema() -> None:
    rule = next(rule for rule in RULES if rule.rule == "unknown_kind")
    assert list(rule.limits["values"]) == [meaning.kind for meaning in KINDS]
