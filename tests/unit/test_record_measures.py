"""Measures of titles, leads, dates and of how a text ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.unit.pages import BODY, LEAD
from transforms.pipeline import transform
from transforms.record_measures import has_signed_end, n_days_ahead
from transforms.settings import TransformSettings


def article(title: str, lead: str = LEAD) -> dict[str, Any]:
    content = "\n\n".join([title, lead, *BODY])
    frames = transform([content.encode()], ["a"], TransformSettings())
    return frames["measures"].row(0, named=True)


@pytest.mark.parametrize(
    ("title", "name", "value"),
    [
        ("Bến đò làng Hạ đóng cửa", "n_title_words", 6),
        ("Bến đò làng Hạ đóng cửa", "is_title_upper", False),
        ("BẾN ĐÒ LÀNG HẠ ĐÓNG CỬA", "is_title_upper", True),
        ("bến đò làng Hạ đóng cửa vì nước lớn", "is_title_lower", True),
        ("iPhone cũ được dùng làm phao báo nước", "is_title_lower", False),
        ("Xem lịch đò tại www.bendo.example", "has_title_address", True),
    ],
)
def test_titles(title: str, name: str, value: object) -> None:
    assert article(title)[name] == value


@pytest.mark.parametrize(
    ("lead", "value"),
    [("Bến đò làng Hạ đóng cửa vì nước lớn.", True), ("Bến đò làng Hạ đóng cửa vì nước lớn từ sáng nay.", False)],
)
def test_a_lead_that_is_the_title(lead: str, value: bool) -> None:
    assert article("Bến đò làng Hạ đóng cửa vì nước lớn", lead)["is_lead_title"] is value


@pytest.mark.parametrize(
    ("ending", "value"),
    [
        ("Đò chạy lại từ thứ hai. Trần Minh Khang", True),
        ("“Tôi sẽ đi đò”, bà nói.\" Theo Bến Sông", True),
        ("Đò chạy lại từ thứ hai. (Ảnh: Lê Na)", False),
        ("Đò chạy lại từ thứ hai.", False),
        ("Đò chạy lại từ thứ hai. Người dân đi vòng", False),
        ("Đò chạy lại từ thứ hai. Hải", False),
    ],
)  # fmt: skip
def test_a_name_behind_the_last_sentence(ending: str, value: bool) -> None:
    assert pl.select(has_signed_end(pl.lit(ending))).item() is value


def test_days_ahead_count_from_today() -> None:
    days = pl.DataFrame({"published_on": [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 5), None]})
    assert days.select(n_days_ahead(pl.lit(date(2026, 1, 2)))).to_series().to_list() == [0, 0, 3, None]
