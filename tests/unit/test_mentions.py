"""Dates that texts speak of: forms, ranges, and where the year comes from."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms.mentions import mentions


def found(*texts: str, published: date | None = None) -> list[tuple[object, ...]]:
    lines = pl.DataFrame({"line_no": range(1, len(texts) + 1), "text": texts}, schema_overrides={"line_no": pl.Int64})
    lines = lines.with_columns(doc=pl.lit(0, pl.UInt32), part=pl.lit(0, pl.Int64), kind=pl.lit("body"))
    known = pl.DataFrame(
        {"doc": [0], "part": [0], "published_on": [published]},
        schema={"doc": pl.UInt32, "part": pl.Int64, "published_on": pl.Date},
    )
    return mentions(lines, known).select("text", "start", "end", "precision", "year_from").rows()


@pytest.mark.parametrize(
    ("text", "words", "start", "end", "precision"),
    [
        ("Lễ khai mạc diễn ra ngày 5/3/2024 tại đình.", "ngày 5/3/2024", date(2024, 3, 5), date(2024, 3, 5), "day"),
        ("Sáng 13-7-2022, hai bên ký.", "Sáng 13-7-2022", date(2022, 7, 13), date(2022, 7, 13), "day"),
        ("Họp ngày 5 tháng 3 năm 2021.", "ngày 5 tháng 3 năm 2021", date(2021, 3, 5), date(2021, 3, 5), "day"),
        ("Quyết định ký 09.12.2021.", "09.12.2021", date(2021, 12, 9), date(2021, 12, 9), "day"),
        (
            "Chuyến thăm từ ngày 18 đến ngày 20/2/2026.", "từ ngày 18 đến ngày 20/2/2026", date(2026, 2, 18),
            date(2026, 2, 20), "day",
        ),
        ("Hội chợ từ 28/12 đến 3/1/2025.", "từ 28/12 đến 3/1/2025", date(2024, 12, 28), date(2025, 1, 3), "day"),
        ("Giải đấu ngày 18-20/2/2026 ở Vinh.", "ngày 18-20/2/2026", date(2026, 2, 18), date(2026, 2, 20), "day"),
        ("Xong trong tháng 3/2024.", "tháng 3/2024", date(2024, 3, 1), date(2024, 3, 31), "month"),
        ("Tháng 2 năm 2023 có mưa.", "Tháng 2 năm 2023", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("Ông về làng năm 1987.", "năm 1987", date(1987, 1, 1), date(1987, 12, 31), "year"),
    ],
)  # fmt: skip
def test_forms(text: str, words: str, start: date, end: date, precision: str) -> None:
    assert found(text) == [(words, start, end, precision, "printed")]


@pytest.mark.parametrize(
    "text",
    [
        "Tỉ số 3-2, rồi 13/7.",
        "Nghị định 15/2020/NĐ-CP",
        "Giá 1.200 đồng, tăng 2019 đồng",
        "ngày 31/2/2024",
        "từ 1/3 đến 1/2 số hộ, qua 3/4 chặng đường",
        "Thứ 3, bảng 2/4",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_a_missing_year_is_that_of_the_nearest_such_day() -> None:
    rows = found("Ngày 28/12 nước lên. Ngày 3/1 nước rút.", published=date(2025, 1, 5))
    assert [(row[1], row[4]) for row in rows] == [
        (date(2024, 12, 28), "publication"),
        (date(2025, 1, 3), "publication"),
    ]


def test_a_missing_year_is_the_only_one_of_the_article() -> None:
    rows = found("Sáng nay (8/5), lớp học khai giảng.", "Lớp có từ năm 2024.")
    assert rows[0][1:] == (date(2024, 5, 8), date(2024, 5, 8), "day", "only_year")
    several = found("Sáng nay (8/5), lớp học khai giảng.", "Năm 2023 có mười em, năm 2024 có hai mươi em.")
    assert several[0] == ("Sáng nay (8/5)", None, None, "day", None)


def test_several_in_a_line_are_counted() -> None:
    lines = pl.DataFrame(
        {"doc": [0], "part": [0], "line_no": [4], "kind": ["body"], "text": ["Ngày 1/2/2024 và 3/4/2025"]}
    )
    known = pl.DataFrame({"doc": [0], "part": [0], "published_on": [None]}, schema_overrides={"published_on": pl.Date})
    assert mentions(lines, known).select("line_no", "position").rows() == [(4, 1), (4, 2)]
