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
KEYS = {"file_id": "a", "article_id": "a/0", "part": 0, "line_no": 1, "line_key": "key", "outlet": "VnExpress"}


def keyed(rule: Rule, goodness: str) -> dict[str, Any]:
    """An example as a row with ids of its own."""
    name = f"{rule.rule}-{goodness}"
    return {**KEYS, "file_id": name, "article_id": f"{name}/0", "outlet": name, **getattr(rule, goodness)}


@pytest.mark.parametrize("table", sorted({rule.table for rule in RULES if rule.makes_flags}))
def test_flags_and_counts_of_the_examples_agree(
    table: str, open_session: Callable[..., Any], frame_of: Callable[..., pl.DataFrame]
) -> None:
    """All good and bad examples of a table in one: each rule finds its own bad one and nothing else, both ways."""
    rules = [rule for rule in RULES if rule.table == table and rule.makes_flags]
    rows = [keyed(rule, goodness) for rule in rules for goodness in ("good", "bad")]
    flags = verdicts(rules, {table: frame_of(table, rows)})
    found = flags.select("rule", pl.coalesce("file_id", "outlet")).rows()
    assert sorted(found) == sorted((rule.rule, f"{rule.rule}-bad") for rule in rules)
    results = run_suite(open_session({table: rows}), "staging", rules)
    assert results["detail"].drop_nulls().to_list() == []
    assert results.select("rule", "unexpected").rows() == [(rule.rule, 1) for rule in rules]


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
        **dict.fromkeys(["mostly_repeats", "replaced_bytes"], ("file", "warning")),
        "mostly_residue": ("file", "info"),
        **dict.fromkeys(
            [
                "title_too_long", "address_in_title", "lead_repeats_title", "very_short_article", "date_before_1990",
                "date_in_future",
            ],
            ("article", "warning"),
        ),
        **dict.fromkeys(
            [
                "title_too_short", "title_in_capitals", "title_begins_small", "outlet_in_title", "lead_too_long",
                "very_long_article", "byline_in_body", "imprecise_date",
            ],
            ("article", "info"),
        ),
        "replacement_characters": ("line", "warning"),
        "address_in_text": ("line", "info"),
        **dict.fromkeys(
            ["outlet_silent", "flagged_share_jump", "text_shrinks", "text_swells", "missing_titles_jump"],
            ("outlet", "warning"),
        ),
        **dict.fromkeys(
            ["volume_drop", "volume_jump", "missing_dates_jump", "missing_bylines_jump"], ("outlet", "info")
        ),
        **dict.fromkeys(
            [
                "repeated_title", "repeated_paragraphs", "truncated_teaser", "related_links_residue",
                "navigation_residue", "promo_residue", "media_residue", "markup_residue",
            ],
            ("line", "warning"),
        ),
    }  # fmt: skip
    costly = {rule.rule for rule in RULES if rule.profile}
    assert {found.pop(code) for code in costly} == {("article", "info")}
    assert found == expected
    only_told = {rule.rule for rule in RULES if not rule.makes_flags and rule.severity != "critical"}
    assert only_told == {"date_without_basis", "rule_never_fires", "rule_always_fires"}


def test_there_are_rules_enough_and_the_costly_ones_are_a_profile() -> None:
    assert len([rule for rule in RULES if rule.profile is None]) >= 60
    assert {rule.table for rule in RULES if rule.profile == "corpus"} == {"corpus_measures"}
    assert {rule.profile for rule in RULES if rule.table == "corpus_measures"} == {"corpus"}


def test_known_kinds_are_those_of_the_schema() -> None:
    rule = next(rule for rule in RULES if rule.rule == "unknown_kind")
    assert list(rule.limits["values"]) == [meaning.kind for meaning in KINDS]
