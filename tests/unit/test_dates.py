"""Dates of publication: many forms, day first, and never from an event."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.unit.pages import BODY, LEAD, TITLE, segmented
from transforms.date_forms import clock_time, dateline_residue, full_date
from transforms.dates import publication


def of(text: str, expression: pl.Expr) -> object:
    return pl.DataFrame({"text": [text]}).select(expression).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ Hai, 12/05/2025 | 08:30 GMT+7", date(2025, 5, 12)),
        ("- 07:15 12/03/2024", date(2024, 3, 12)),
        ("Ngày 5 tháng 3 năm 2021", date(2021, 3, 5)),
        ("09.12.2021", date(2021, 12, 9)),
        ("2019-05-14", date(2019, 5, 14)),
        ("12 Tháng Ba 2024", date(2024, 3, 12)),
        ("May 15, 2019 03:12 AM", date(2019, 5, 15)),
        ("15 March 2020", date(2020, 3, 15)),
        ("31/02/2024", None),
        ("tỉ số 3-2", None),
        ("Nghị định 15/2020/NĐ-CP", None),
    ],
)
def test_full_dates(text: str, expected: date | None) -> None:
    assert of(text, full_date(pl.col("text"))) == expected


@pytest.mark.parametrize(("text", "minutes"), [("08:30", 510), ("14h05", 845), ("9:15 PM", 1275), ("12:10 SA", 10)])
def test_times_of_day(text: str, minutes: int) -> None:
    assert of(text, clock_time(pl.col("text"))) == minutes


def test_what_is_left_of_a_dateline() -> None:
    assert of("Thứ ba, ngày 14/01/2025 - 08:30 (GMT+7)", dateline_residue(pl.col("text"))) == 0
    assert of("Minh Khang - 14/01/2025", dateline_residue(pl.col("text"))) == 2


def dated(*lines: str) -> tuple[object, ...] | None:
    frame = segmented("\n".join(lines)).with_columns(is_main=pl.col("part") == 0)
    rows = publication(frame).select("published_on", "published_at", "published_on_line").rows()
    return rows[0] if rows else None


def test_the_dateline_counts_with_its_time_in_indochina() -> None:
    found = dated(TITLE, "Thứ ba, 14/01/2025 - 08:30", LEAD, *BODY)
    assert found == (date(2025, 1, 14), datetime(2025, 1, 14, 1, 30, tzinfo=UTC), 2)


def test_publication_comes_before_update() -> None:
    found = dated(TITLE, "Cập nhật: 16/01/2025 10:00", "Đăng ngày 14/01/2025", LEAD, *BODY)
    assert found is not None
    assert found[0] == date(2025, 1, 14)


def test_the_date_of_an_event_does_not_count() -> None:
    assert dated(TITLE, LEAD, "Ngày 13/7/2024, hai bên đã ký biên bản ghi nhớ tại sân đình của làng.", *BODY) is None


def test_today_takes_its_year_from_the_article() -> None:
    said = "Sáng nay (8/5), lớp học khai giảng khóa thứ hai của năm 2025 với bốn mươi em từ ba xã trong vùng."
    found = dated(TITLE, LEAD, said, *BODY)
    assert found is not None
    assert (found[0], found[2]) == (date(2025, 5, 8), 3)


def test_today_without_a_year_stays_unknown() -> None:
    said = "Sáng nay (8/5), lớp học khai giảng khóa thứ hai với bốn mươi em từ ba xã trong vùng."
    assert dated(TITLE, LEAD, said, *BODY) is None


def test_a_year_that_is_planned_dates_nothing() -> None:
    said = "Sáng nay (8/5), lớp học khai giảng khóa thứ hai của năm 2025 với bốn mươi em từ ba xã trong vùng."
    plan = "Nhà trưng bày bên đình dự kiến hoàn thành vào quý 2/2028, kinh phí do dân làng góp."
    found = dated(TITLE, LEAD, said, plan, *BODY)
    assert found is not None
    assert found[0] == date(2025, 5, 8)


@pytest.mark.parametrize(("n_paragraphs", "is_dated"), [(3, True), (9, False)])
def test_today_far_down_the_page_is_not_the_day_of_the_page(n_paragraphs: int, is_dated: bool) -> None:
    more = [
        f"Ở lớp thứ {n}, bà Lài cho mỗi em chẻ lấy nan của mình rồi mới chỉ cách gầy đáy thúng."
        for n in range(n_paragraphs)
    ]
    said = "Giá mây hôm nay 8/6/2026 ở Phú Hậu vẫn như tháng trước nên lớp không phải góp thêm đồng nào."
    assert (dated(TITLE, LEAD, *more, said) is not None) == is_dated
