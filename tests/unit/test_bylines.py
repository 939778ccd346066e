"""Names of authors out of the lines that sign an article, and titles out of lists of links."""

from __future__ import annotations

import polars as pl
import pytest

from tests.unit.pages import PAGE, segmented
from transforms.articles import related_items
from transforms.bylines import authors


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Minh Khang", "Minh Khang"),
        ("MINH KHANG", "Minh Khang"),
        ("LÊ MINH KHANG (tổng hợp)", "Lê Minh Khang"),
        ("Minh Khang/Báo Bến Hạ", "Minh Khang"),
        ("Theo Minh Khang (TTXVN)", "Minh Khang"),
        ("Theo Bến Hạ Online", "Bến Hạ Online"),
        ("Bài và ảnh: Minh Khang", "Minh Khang"),
        ("Tin, ảnh: MINH KHANG - HOÀI LÂM", "Minh Khang - Hoài Lâm"),
        ("Tác giả: Minh Khang", "Minh Khang"),
        ("Minh Khang tổng hợp", "Minh Khang"),
        ("(TTXVN/Vietnam+)", "TTXVN/Vietnam+"),
        ("Lê Minh Khang - Phóng viên mảng Văn hóa", "Lê Minh Khang"),
        ("PV", "PV"),
        ("TTXVN", "TTXVN"),
        ("minhkhang@benha.vn", "minhkhang@benha.vn"),
        ("(Theo Reuters)", "Reuters"),
        (None, None),
    ],
)
def test_author(line: str | None, name: str | None) -> None:
    assert authors(pl.Series([line], dtype=pl.String)).item() == name


@pytest.mark.parametrize(
    "line",
    [
        ">> Thuyền về bến muộn vì gió chướng",
        "Xem thêm: Thuyền về bến muộn vì gió chướng",
        "» 2. Thuyền về bến muộn vì gió chướng",
        ">> [Thuyền về bến muộn vì gió chướng](/thuyen-ve-ben.html)",
        ">> Thuyền về bến muộn vì gió chướng (12/03/2024)",
        "» thuyen ve ben muon vi gio Thuyền về bến muộn vì gió chướng",
    ],
)
def test_titles_of_other_articles_are_bare(line: str) -> None:
    found = related_items(segmented("\n".join((*PAGE, "Tin liên quan", line))))
    assert found["title"].to_list() == ["Thuyền về bến muộn vì gió chướng"]
