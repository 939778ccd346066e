"""Corrections as inputs of the transform: what they change, what follows, and what stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.pages import PAGE, segmented
from tests.unit.test_others import OTHERS
from transforms.corrected_lines import with_kinds
from transforms.corrections import SCHEMA
from transforms.pipeline import transform
from transforms.schema import BATCH_TABLES, KINDS_BY_HAND, conform
from transforms.settings import TransformSettings

_PAGE = """Trang chủ
Hội đua thuyền làng Thượng
Thứ tư, 15/01/2025 - 07:30
Sáng 15/1, làng Thượng mở hội đua thuyền sau ba năm không tổ chức vì nước cạn.
Ông Đặng Văn Lúa, người giữ trống, cho biết năm nay có mười hai đội từ các xã bên sông.
Ông Đặng Văn Lúa, người giữ trống, cho biết năm nay có mười hai đội từ các xã bên sông.

Tin liên quan
Chợ cá họp sớm hơn mọi ngày vì gió mùa về
Chợ cá làng Hạ họp từ ba giờ sáng, sớm hơn mọi ngày một giờ, vì gió mùa về sớm.
"""
_PAGES = (_PAGE, "Giếng làng Đông có nước trở lại\nSau trận mưa đêm, giếng làng Đông đầy tới miệng.\nCả làng ra xem.\n")
_IDS = tuple(str(number) * 64 for number in range(len(_PAGES)))


def frames(*corrections: tuple[Any, ...], pages: Sequence[str] = _PAGES) -> dict[str, pl.DataFrame]:
    """`corrections`: (page, field, part, line_no, value)."""
    rows = [(f"c{n}", _IDS[page], *rest) for n, (page, *rest) in enumerate(corrections)]
    corrected = pl.DataFrame(rows, schema=SCHEMA, orient="row") if rows else None
    return transform([page.encode() for page in pages], _IDS[: len(pages)], TransformSettings(), None, corrected)


def each(*cases: Sequence[tuple[int, str]], page: Sequence[str] = tuple(_PAGE.splitlines())) -> list[pl.DataFrame]:
    """The segmented lines of the same page corrected in several ways."""
    lines = segmented(*["\n".join(page)] * len(cases))
    given = [(doc, *one) for doc, case in enumerate(cases) for one in case]
    schema = {"doc": pl.UInt32(), "line_no": pl.Int64(), "value": pl.String()}
    corrected = with_kinds(lines, pl.DataFrame(given, schema=schema, orient="row"))
    return [corrected.filter(doc=doc) for doc in range(len(cases))]


def record(made: dict[str, pl.DataFrame], part: int = 0) -> dict[str, Any]:
    return made["article_records"].filter(file_id=_IDS[0], part=part).to_dicts()[0]


def parts(lines: pl.DataFrame) -> dict[int, int]:
    """Line to part, of lines that are of an appended article."""
    return dict(lines.filter(pl.col("part") > 0).select("line_no", "part").iter_rows())


def test_the_page_is_read_as_these_tests_suppose() -> None:
    (lines,) = each(())
    assert lines["kind"].to_list() == [
        "navigation", "title", "dateline", "lead", "body", "duplicate", "blank", "related_heading", "related_title",
        "related_text",
    ]  # fmt: skip


def test_a_corrected_title_takes_the_place_of_the_line() -> None:
    plain, made = record(frames()), record(made_frames := frames((0, "title", 0, None, "  Đua \u200bthuyền ")))
    assert (made["title"], made["corrected"]) == ("Đua thuyền", "title")
    assert made["word_count"] == plain["word_count"] - 5 + 2
    assert made["text"] == plain["text"].replace("Hội đua thuyền làng Thượng", "Đua thuyền")
    assert made["text_hash"] != plain["text_hash"]
    assert made["title_key"] != plain["title_key"]
    measures = made_frames["measures"].filter(file_id=_IDS[0], part=0).to_dicts()[0]
    assert (measures["n_title_words"], measures["n_words"]) == (2, made["word_count"])
    assert made_frames["lines"]["text"].equals(frames()["lines"]["text"]), "what stands in the file stays"


def test_a_corrected_day_has_no_hour_and_dates_the_text() -> None:
    made = frames((0, "published_on", 0, None, "2024-12-31"))
    found = record(made)
    assert (found["published_on"], found["published_at"], found["published_on_line"]) == (
        date(2024, 12, 31),
        None,
        None,
    )
    assert (found["published_on_precision"], found["published_on_basis"]) == ("day", "corrected")
    spoken = made["dates"].filter(file_id=_IDS[0], line_no=4)
    assert spoken["start"].to_list() == [date(2025, 1, 15)], "the nearest to the day of publication"


def test_a_corrected_outlet_is_that_of_the_whole_page() -> None:
    more = ((0, "kind", None, 9, "appended_title"), (0, "kind", None, 10, "appended_body"))
    made = frames((0, "outlet", 0, None, "Báo Bến Hạ"), *more)
    assert [record(made, part)["outlet"] for part in (0, 1)] == ["Báo Bến Hạ"] * 2
    assert made["measures"].filter(file_id=_IDS[0], part=0)["has_outlet"].to_list() == [True]


def test_each_correction_says_what_is_read_without_any() -> None:
    made = frames(
        (0, "title", 0, None, "Đua thuyền"), (0, "published_on", 0, None, "2024-12-31"), (0, "kind", None, 2, "body"),
        (0, "kind", None, 7, "body"), (0, "kind", None, 99, "body"), (0, "outlet", 2, None, "VOV"),
    )  # fmt: skip
    told = made["corrections"].select("field", "value_read", "evidence_read", "active")
    assert sorted(told.iter_rows(), key=str) == sorted(
        [
            ("title", "Hội đua thuyền làng Thượng", None, True),
            ("published_on", "2025-01-15", "Thứ tư, 15/01/2025 - 07:30", True),
            ("kind", "title", "head:title", True),
            ("kind", None, None, False),  # a blank line
            ("kind", None, None, False),
            ("outlet", None, None, False),
        ],
        key=str,
    )
    assert record(made)["corrected"] == "kind,published_on,title"


def test_a_page_has_one_title_and_one_lead() -> None:
    cases: dict[tuple[tuple[int, str], ...], list[str]] = {
        ((1, "title"),): ["title", "navigation", "dateline", "lead", "body", "duplicate"],
        ((4, "promo"),): ["navigation", "title", "dateline", "promo", "lead", "duplicate"],
        ((5, "lead"),): ["navigation", "title", "dateline", "body", "lead", "duplicate"],
        ((4, "body"),): ["navigation", "title", "dateline", "body", "lead", "duplicate"],
        ((4, "promo"), (5, "body")): ["navigation", "title", "dateline", "promo", "body", "duplicate"],
        ((1, "body"),): ["body", "title", "dateline", "lead", "body", "duplicate"],
    }
    for lines, (case, expected) in zip(each(*cases), cases.items(), strict=True):
        assert lines["kind"].to_list()[:6] == expected, case
        changed = lines.filter(pl.col("evidence").str.starts_with("corrected"))
        assert set(changed.filter(evidence="corrected")["line_no"]) == {line_no for line_no, _ in case}


def test_a_repeat_that_is_none_counts_again() -> None:
    made = frames((0, "kind", None, 6, "body"))
    line = made["line_measures"].filter(file_id=_IDS[0], line_no=6).to_dicts()[0]
    assert (line["kind"], line["repeats_paragraph"]) == ("body", None)
    assert record(made)["word_count"] == record(frames())["word_count"] + 20


def test_a_repeat_stands_where_the_line_that_it_repeats_does() -> None:
    made = frames((0, "kind", None, 5, "promo"))["lines"].filter(file_id=_IDS[0], line_no=6)
    assert made.select("kind", "part").rows() == [("duplicate", None)]


def test_corrected_lines_become_articles_of_their_own() -> None:
    cases: dict[tuple[tuple[int, str], ...], dict[int, int]] = {
        ((9, "appended_title"), (10, "appended_body")): {9: 1, 10: 1},
        ((9, "appended_title"), (10, "appended_title")): {9: 1, 10: 2},
        ((5, "appended_body"), (8, "appended_title"), (9, "appended_body")): {5: 1, 6: 1, 8: 2, 9: 2},
        ((8, "appended_body"), (10, "caption")): {8: 1, 10: 1},
    }
    for lines, (case, expected) in zip(each(*cases), cases.items(), strict=True):
        assert parts(lines) == expected, case


def test_an_article_that_was_read_keeps_its_part() -> None:
    page = (*PAGE, "Từ khóa: đan thúng, làng nghề", *OTHERS[1], "Lực lượng của hạt Khau Giang vẫn trực ở hai đầu đèo.")
    cases: dict[tuple[tuple[int, str], ...], dict[int, int]] = {
        (): {7: 1, 8: 1, 9: 1},
        ((5, "appended_body"),): {5: 2, 7: 1, 8: 1, 9: 1},
        ((8, "appended_title"),): {7: 1, 8: 2, 9: 2},
        ((7, "heading"),): {8: 1, 9: 1},
        ((6, "appended_title"), (7, "heading")): {6: 1, 8: 1, 9: 1},
        ((9, "caption"),): {7: 1, 8: 1, 9: 1},
        ((5, "byline"), (8, "body")): {7: 1, 9: 1},
    }
    for lines, (case, expected) in zip(each(*cases, page=page), cases.items(), strict=True):
        assert parts(lines) == expected, case


_ONE = st.one_of(
    st.tuples(st.just("kind"), st.none(), st.integers(1, 12), st.sampled_from(KINDS_BY_HAND)),
    st.tuples(st.just("title"), st.integers(0, 1), st.none(), st.sampled_from(("Đua thuyền", "Chợ cá"))),
    st.tuples(st.just("published_on"), st.integers(0, 1), st.none(), st.just("2024-12-31")),
    st.tuples(st.just("outlet"), st.just(0), st.none(), st.just("VnExpress")),
)


@cache
def _plain() -> dict[str, pl.DataFrame]:
    return frames()


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.lists(_ONE, max_size=6, unique_by=lambda one: one[:3]))
def test_any_corrections_leave_whole_tables_and_other_files_alone(found: list[tuple[Any, ...]]) -> None:
    plain, made = _plain(), frames(*((0, *one) for one in found))
    for name in BATCH_TABLES.keys() & plain.keys():
        before, after = (conform(frame[name].filter(file_id=_IDS[1]), BATCH_TABLES[name]) for frame in (plain, made))
        assert before.equals(after), name
    lines = made["lines"].filter(file_id=_IDS[0])
    assert lines["line_no"].to_list() == plain["lines"].filter(file_id=_IDS[0])["line_no"].to_list()
    assert lines["text"].equals(plain["lines"].filter(file_id=_IDS[0])["text"])
    main = lines.filter(pl.col("part") == 0)
    assert main.filter(kind="title").height <= 1 or sum(one[3] == "title" for one in found) > 1
    articles = made["article_records"]
    assert articles["article_id"].is_unique().all()
    assert set(made["measures"]["article_id"]) == set(articles["article_id"])
    owned = lines.filter(pl.col("kind").is_in(["title", "lead", "body", "heading", "appended_title", "appended_body"]))
    assert set(owned["article_id"]) <= set(articles["article_id"])
    assert made["corrections"].height == len(found)
    assert made["corrections"]["correction_id"].is_unique().all()
