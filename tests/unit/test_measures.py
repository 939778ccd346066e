"""Measures: endings, markup, and what a whole page measures to."""

from __future__ import annotations

import polars as pl
import pytest

from tests.unit.pages import BODY, LEAD, TITLE
from transforms.endings import is_cut_off, is_teaser_cut_off
from transforms.markup import count_markup
from transforms.pipeline import transform
from transforms.settings import TransformSettings


def judged(text: str, expression: pl.Expr) -> object:
    return pl.DataFrame({"ending": [text[-120:]], "n_words": [len(text.split())]}).select(expression).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã sẽ thuê đơn vị độc lập đo kiểm môi", True),
        ("Các em được phát áo phao, mũ và", True),
        ("Người dân mong cầu sớm xong, nhưng...", True),
        ("Các em được phát áo phao trước khi xuống bến.", False),
        ("Họ mang theo đủ thứ: cước, phao, chì, dây, kim ống...", False),
        ("Các em được phát áo phao. Minh Khang", False),
        ("Bài viết có sử dụng tư liệu của xã Quảng Yên", False),
        ("“Tôi không giàu, nhưng vui”, bà nói.", False),
    ],
)
def test_articles_that_break_off(text: str, expected: bool) -> None:
    assert judged(text, is_cut_off(pl.col("ending"), pl.col("n_words"), pl.lit(True))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Người dân ba xã kéo về bãi sông để họp chợ.", False),
        ("Người dân ba xã kéo về bãi sông để họp...", True),
        ("Người dân ba xã kéo về bãi sông để họp", True),
        ("Chợ bán đủ thứ: gạo, cá, mật ong, vải...", False),
    ],
)
def test_teasers_that_break_off(text: str, expected: bool) -> None:
    assert judged(text, is_teaser_cut_off(pl.col("ending"))) is expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("![ảnh](a.jpg)", 1),
        ("<p>Bến đò</p>", 2),
        ("Giá &nbsp; 5 nghìn &amp; hơn", 2),
        ("{keywords}", 1),
        ("| Bến đò |", 2),
        ("/ben-do-lang-ha-cuoi-nam.htm", 1),
        ("Số trúng 02-06-08-11-12-25", 0),
        ("Giá tăng 5% - 7% so với năm ngoái", 0),
        ("Thứ tư, 15/01/2025 | 10:15", 0),
    ],
)
def test_markup(text: str, count: int) -> None:
    assert count_markup(pl.DataFrame({"text": ["Bến đò.", text]})).to_list() == [0, count]


def test_a_page_is_measured() -> None:
    page = "\n".join((TITLE, LEAD, BODY[0], BODY[0], "Tin liên quan", "Chợ phiên làng Phú Hậu họp lại sau mười năm"))
    frames = transform([page.encode()], ["a"], TransformSettings())
    article = frames["measures"].row(0, named=True)
    assert (article["n_paragraphs"], article["has_title"], article["has_outlet"]) == (2, True, False)
    lines = frames["line_measures"].filter(pl.col("kind") == "duplicate")
    assert lines.select("line_no", "repeats_paragraph", "repeats_title").rows() == [(4, True, False)]
    related = frames["related_items"].select("position", "title", "line_no").rows()
    assert related == [(1, "Chợ phiên làng Phú Hậu họp lại sau mười năm", 6)]


def test_empty_and_binary_files_are_measured_too() -> None:
    frames = transform([b"", b"\x1f\x8b\x08\x00\x00\x01\x02\x03" * 40], ["empty", "gzip"], TransformSettings())
    measured = frames["file_measures"].sort("file_id").select("file_id", "n_text_lines", "is_binary").rows()
    assert measured == [("empty", 0, False), ("gzip", None, True)]
    assert frames["lines"].is_empty()
