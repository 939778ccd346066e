"""Lines that are told by others of their shape: days over paragraphs, what stands twice, rows of menus."""

from __future__ import annotations

import pytest

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds, segmented

SHOWN = "Em nhỏ làng Phú Hậu bên vòng thúng đầu tiên"


def test_places_and_days_over_paragraphs_are_subheadings_and_date_nothing() -> None:
    days = ("Phú Hậu, Bến Hạ, ngày 5/3/2021", "Sông Trà, ngày 12/8/2020", "Cù Lao Mái, ngày 1/1/2019")
    page = [TITLE, LEAD]
    for day, paragraph in zip(days, BODY, strict=True):
        page += [day, paragraph]
    assert kinds(*page)[2::2] == ["heading"] * 3


def test_one_such_line_dates_the_text() -> None:
    assert kinds(*PAGE, "Bến Hạ, ngày 5/3/2021")[-1] == "dateline"


def test_what_stands_twice_among_paragraphs_is_shown_by_a_picture() -> None:
    assert kinds(TITLE, LEAD, BODY[0], SHOWN, SHOWN, *BODY[1:])[3:] == ["caption", "duplicate", "body", "body"]


def test_a_title_that_stands_twice_below_the_article_is_none() -> None:
    found = kinds(*PAGE, "Tin liên quan", SHOWN, SHOWN)
    assert found[-2:] == ["related_title", "duplicate"]


def test_below_the_rules_that_tables_of_pictures_left_stands_what_they_show() -> None:
    shown = ("Bà Lài chẻ tre cho buổi học chiều thứ bảy.", "Các cụ thay nhau đứng lớp ở sân đình.")
    lines = [TITLE, "", LEAD, "", "---", shown[0], "", BODY[0], "", "---", shown[1], "", BODY[1], "", BODY[2]]
    found = dict(zip(lines, kinds(*lines), strict=True))
    assert [found[line] for line in shown] == ["caption", "caption"]
    assert segmented("\n".join(lines))["kind"].to_list()[4] == "media"


def test_one_rule_may_part_anything() -> None:
    lines = [TITLE, "", LEAD, "", BODY[0], "", "---", BODY[1], "", BODY[2]]
    assert kinds(*lines)[7] == "body"


@pytest.mark.parametrize(
    "row",
    [
        "Hỏi đáp   Giao lưu   Đường dài",
        "Làng nghề   Bến bãi   Chợ quê   Mùa nước",
        "|  Chính trị  |  Xã hội  |  Thế giới  |  Làng nghề  |  Chợ quê  |",
    ],
)
def test_names_with_wide_gaps_or_bars_are_a_row_of_a_menu(row: str) -> None:
    assert kinds(*PAGE, "Trần Thị Hạnh", row)[-1] == "navigation"


@pytest.mark.parametrize("line", ["Bà Lài:   64 tuổi, mở lớp từ đầu năm.", "Tre:   12   Mây:   15   Dầu:   20"])
def test_wide_gaps_in_what_is_said_are_none(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] != "navigation"


def test_between_a_title_and_the_same_again_stands_its_section() -> None:
    other, teaser = "Chợ nổi họp lại sau ba năm vắng khách", "Ghe xuồng từ các xã cù lao đổ về bến từ lúc trời còn tối."
    assert kinds(*PAGE, "Đọc nhiều", other, "Miền quê", other, teaser)[-4:] == [
        "related_title", "navigation", "duplicate", "related_text",
    ]  # fmt: skip


def test_titles_that_a_list_prints_again_open_their_teasers() -> None:
    titles = ("Chợ nổi họp lại sau ba năm vắng khách", "Đàn sếu trở về đầm sau mùa nước lớn")
    teasers = (
        "Ghe xuồng từ các xã cù lao đổ về bến từ lúc trời còn tối.",
        "Hơn trăm con sếu đáp xuống đồng cỏ năn sáng qua.",
    )
    page = [*PAGE, "Đọc nhiều", *titles, "Tin cùng chuyên mục"]
    for day, title, teaser in zip((30, 31), titles, teasers, strict=True):
        page += [title, f"Miền quê  {day}/05/2026 8:16", teaser]
    assert kinds(*page)[-6:] == ["duplicate", "dateline", "related_text"] * 2
