"""Captions that no word for a picture gives away, and short sentences that are none."""

from __future__ import annotations

import polars as pl
import pytest

from tests.unit.pages import segmented

PARAGRAPH = (
    "Từ tờ mờ sáng, hàng trăm người trong làng đã gánh rau, gánh cá ra bến sông, vừa bán vừa kể chuyện mùa nước, "
    "đến khi nắng lên mới chịu chèo thuyền về nhà nấu cơm."
)
HEAD = ("Bến chợ làng Hạ họp lại sau mùa lũ", PARAGRAPH, PARAGRAPH.replace("sáng", "tối"))


def kind_between(*lines: str) -> list[str]:
    """Kinds of lines between paragraphs."""
    page = segmented("\n".join([*HEAD, *lines, PARAGRAPH.replace("làng", "xã"), PARAGRAPH.replace("rau", "gạo")]))
    return page.filter(pl.col("line_no").is_between(4, 3 + len(lines)))["kind"].to_list()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Một quầy bán mật ong bên bến sông.", "caption"),
        ("Trẻ nhỏ chơi thuyền giấy trước sân đình.", "caption"),
        ("Ông Chiểu dạy trẻ đan thúng bên bến.", "caption"),
        ("Ông nhớ lại mùa nước năm ấy.", "body"),
        ("Mỗi gánh rau được trả 50.000 đồng tiền công.", "body"),
        ("Chợ quê bán được 1.500 gánh rau mùa lũ.", "caption"),
        ("Hai bị can tại cơ quan điều tra", "caption"),
        ("Đại biểu phát biểu tại hội nghị", "caption"),
        ("Công an xã khám nghiệm hiện trường.", "caption"),
        ("Vụ việc đang được xã làm rõ.", "body"),
        ("Họ chèo thuyền về trước cơn mưa.", "body"),
        ("Bến sông này là nơi họp chợ.", "body"),
        ("Người bán mật ong trên bến sáng 7.11", "caption"),
        ("Gửi về quê: 1.500.000 đồng", "body"),
        ("Hải Vân: Minh Long, Sỹ Sâm, Văn Hạnh, Ngọc Thắng, Hoàng Vũ", "body"),
        ("20/08/21: Cao Sơn 1-1 Hải Vân", "body"),
        (". Vậy bà con đi chợ bằng gì?", "body"),
    ],
)
def test_short_lines_between_paragraphs(line: str, expected: str) -> None:
    assert kind_between(line) == [expected]


def test_initials_below_a_line_credit_a_picture() -> None:
    assert kind_between("Người bán mật ong trên bến sông", "Đ.T") == ["caption", "caption"]


def test_a_source_in_mid_article_credits_a_chart() -> None:
    assert kind_between("Sản lượng mật ong theo năm", "Nguồn: Hợp tác xã Hạ")[1] == "caption"


def test_the_author_may_stand_above_the_title() -> None:
    page = segmented("\n".join(["Trần Thị Hạnh", *HEAD]))
    assert page["kind"].to_list()[:2] == ["byline", "title"]
    page = segmented("\n".join(["Thái Bình", *HEAD]))
    assert page["kind"].to_list()[:2] == ["navigation", "title"]
