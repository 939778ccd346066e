"""Flags: their ids, what they point at, and the reasons for quarantine made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.rules import Rule
from expectations.verdicts import critical_reasons, verdicts
from transforms.schema import TABLES


def line(file: str, number: int, key: str, **measures: Any) -> dict[str, Any]:
    return {"file_id": file, "article_id": None, "line_no": number, "line_key": key, "kind": "body", **measures}


@pytest.fixture
def judge(rules: tuple[Rule, ...], frame_of: Any) -> Any:
    """Judges rows of one table."""

    def judge_rows(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
        return verdicts([rule for rule in rules if rule.table == table], {table: frame_of(table, rows)})

    return judge_rows


def test_flags_have_the_columns_of_the_table_but_those_of_the_run(judge: Any) -> None:
    expected = [name for name in TABLES["quality.flags"].column_names if name not in ("run_id", "opened_at")]
    assert judge("line_measures", [line("a", 1, "k", kind="promo")]).columns == expected
    assert judge("line_measures", []).columns == expected


def test_a_line_flag_points_at_its_line_and_article(judge: Any) -> None:
    rows = [line("a", 7, "k", n_chars=2345) | {"article_id": "a/0"}]
    flag = judge("line_measures", rows).row(0, named=True)
    assert (flag["rule"], flag["severity"], flag["status"]) == ("very_long_line", "info", "open")
    assert (flag["file_id"], flag["article_id"], flag["line_no"], flag["value"]) == ("a", "a/0", 7, "2345")
    assert flag["detail"] == "The line has very many characters (n_chars is 2345; expected: at most 2,000)."


def test_an_article_flag_points_where_the_rule_says(judge: Any) -> None:
    row = {"file_id": "a", "article_id": "a/0", "part": 0, "top_line": 1, "first_line": 2, "last_line": 9}
    flags = judge("measures", [row | {"is_cut_off": True, "has_title": False, "has_outlet": False}])
    found = {flag["rule"]: flag["line_no"] for flag in flags.iter_rows(named=True)}
    assert found == {"missing_title": 1, "unknown_outlet": None, "truncated_text": 9}
    assert flags["article_id"].unique().to_list() == ["a/0"]


def test_a_file_flag_has_no_article_and_no_line(judge: Any) -> None:
    flag = judge("file_measures", [{"file_id": "a", "is_mojibake": True}]).row(0, named=True)
    assert (flag["rule"], flag["article_id"], flag["line_no"]) == ("mojibake", None, None)


def test_equal_lines_have_flags_of_their_own(judge: Any) -> None:
    flags = judge("line_measures", [line("a", 3, "same", kind="promo"), line("a", 9, "same", kind="promo")])
    assert flags["line_no"].to_list() == [3, 9]
    assert flags["flag_id"].n_unique() == 2


def test_parts_of_a_file_have_flags_of_their_own(judge: Any) -> None:
    rows = [{"file_id": "a", "article_id": f"a/{part}", "part": part, "is_appended": True} for part in (1, 2)]
    flags = judge("measures", rows)
    assert flags["article_id"].to_list() == ["a/1", "a/2"]
    assert flags["flag_id"].n_unique() == 2


def test_ids_depend_neither_on_order_nor_on_the_rest_of_the_batch_nor_on_line_numbers(judge: Any) -> None:
    rows = [line(file, number, f"k{number % 2}", kind="promo") for file in "abc" for number in range(1, 6)]
    together = judge("line_measures", rows)
    backwards = judge("line_measures", rows[::-1])
    alone = pl.concat([judge("line_measures", [row for row in rows if row["file_id"] == file]) for file in "cab"])
    moved = judge("line_measures", [row | {"line_no": row["line_no"] + 10} for row in rows])
    assert together["flag_id"].is_unique().all()
    assert together.equals(backwards)
    assert together.equals(alone.sort("file_id", "line_no"))
    assert moved["flag_id"].to_list() == together["flag_id"].to_list()


def test_ids_stay_what_they_are(judge: Any) -> None:
    """People's decisions are kept by flag id: an id that changes loses them."""
    flag = judge("line_measures", [line("a", 3, "same", kind="promo")])
    assert flag["flag_id"].item() == "ac5a443888cd16ce442ee0221a4c3802"


def test_an_inactive_rule_flags_nothing(rules: tuple[Rule, ...], frame_of: Any) -> None:
    off = [replace(rule, active=False) for rule in rules if rule.table == "line_measures"]
    frame = frame_of("line_measures", [line("a", 1, "k", kind="promo")])
    assert verdicts(off, {"line_measures": frame}).is_empty()


def test_the_first_critical_rule_of_the_catalogue_is_the_reason(judge: Any) -> None:
    rows = [
        {"file_id": "z", "n_text_lines": 0, "n_paragraphs": 0},
        {"file_id": "a", "n_paragraphs": 0, "is_mojibake": True},
        {"file_id": "c", "is_mojibake": True},
    ]
    reasons = critical_reasons(judge("file_measures", rows))
    assert reasons.sort("file_id").rows() == [
        ("a", "no_article_text",
         "The file has text, but no paragraph of an article (n_paragraphs is 0; expected: at least 1)."),
        ("z", "empty_file", "The file has no line with text (n_text_lines is 0; expected: at least 1)."),
    ]  # fmt: skip


def test_no_reason_without_critical_flags(judge: Any) -> None:
    reasons = critical_reasons(judge("file_measures", []))
    assert reasons.columns == ["file_id", "reason", "detail"]
    assert reasons.is_empty()
