"""The phrases of `markers.toml` as they are matched: whole lines, their beginnings, anywhere in them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.markers import _groups, markers

HINTED = [
    (group, phrase) for group, phrases in _groups().items() if "inside_hints" in phrases for phrase in phrases["inside"]
]


@pytest.mark.parametrize(("group", "phrase"), HINTED)
def test_whatever_matches_inside_has_a_hint(group: str, phrase: str) -> None:
    hints = markers(group).hints

    @settings(max_examples=25)
    @given(st.from_regex(phrase))
    def holds(line: str) -> None:
        assert any(hint in line for hint in hints)

    holds()


@pytest.mark.parametrize(
    ("line", "is_promo"),
    [
        ("quảng cáo", True),
        ("theo dõi chúng tôi trên", True),
        ("mời bạn đọc xem thêm trên kênh của báo", True),
        ("cuối trang có mời bạn đăng ký nhận tin", True),
        ("bà lài mở lớp từ đầu năm", False),
    ],
)
def test_lines_are_matched_in_each_way(line: str, is_promo: bool) -> None:
    assert pl.select(markers("promo").match(pl.lit(line))).item() is is_promo
