"""What stands below the last paragraph and around the article: authors, tags, menus, forms, teasers in one line."""

from __future__ import annotations

import pytest

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds, segmented

HEADING = "Tin cùng chuyên mục"
LINKS = (
    "Xã đảo có thêm chuyến tàu đêm phục vụ người đi chợ sớm",
    "Hợp tác xã mây tre nhận đơn hàng đầu tiên từ nước ngoài",
)


@pytest.mark.parametrize(
    "line",
    [
        "VN-Index 1.204,50 +3,20 +0,27%",
        "Quay lại đầu trang",
        "Email của bạn *",
        "Trang 1 2 3 4 5",
        "Hà Nội 27°C mưa nhỏ vài nơi",
        "làng nghề mây tre",
        "Vườn rau, chợ quê, Phú Hậu, đan thúng",
    ],
)
def test_what_is_no_title_among_titles_is_navigation(line: str) -> None:
    assert kinds(*PAGE, HEADING, LINKS[0], line)[-1] == "navigation"
    assert kinds(*PAGE, HEADING, LINKS[0], LINKS[1])[-1] == "related_title"


def test_comments_end_where_titles_follow_in_a_row() -> None:
    page = (*PAGE, "Bình luận", "Nguyễn Hoa", "Hay quá, cảm ơn bài viết.", *LINKS)
    assert kinds(*page)[5:] == ["navigation"] * 3 + ["related_title"] * 2


def test_a_promise_of_the_comments_form_begins_the_comments() -> None:
    page = (
        *PAGE,
        "Bình luận của bạn đã được gửi và đang chờ duyệt",
        "Hoàng Long 11/06/2020 15:22",
        "Đọc mà thương quá.",
    )
    assert kinds(*page)[5:] == ["navigation"] * 3


def test_a_few_words_below_the_text_sign_it() -> None:
    assert kinds(*PAGE, "Tuệ Lâm", "In bài viết")[-2] == "byline"
    assert kinds(*PAGE, "Phòng Truyền thông")[-1] == "byline"
    assert kinds(*PAGE, "Đà Nẵng", "đan thúng")[-1] == "navigation"


def test_names_of_sections_in_a_row_are_no_title() -> None:
    menu = "XÃ HỘI KINH TẾ VĂN HÓA THỂ THAO PHÁP LUẬT DU LỊCH"
    assert kinds(menu, *PAGE)[:3] == ["navigation", "title", "lead"]


def test_a_teaser_with_the_outlets_prefix_in_one_line() -> None:
    teaser = "Chợ nổi họp lại sau ba năm (VOV) - Sáng sớm nay hàng chục chiếc ghe đã neo kín một khúc sông."
    assert kinds(TITLE, LEAD, BODY[0], teaser, *BODY[1:])[3] == "related_text"


def test_a_teaser_with_a_prefix_before_any_end_stands_in_a_box() -> None:
    box = ("Phường ven sông xây thêm hai trường mầm non", "TTO - Hai ngôi trường mới nhận trẻ ngay từ đầu năm học tới.")
    page = (
        TITLE,
        LEAD,
        *BODY,
        *box,
        *BODY[:0],
        "Cuối buổi, các em gom nan vụn để bà nhóm bếp.",
        "Bà Lài cười, hẹn tuần sau.",
    )
    assert kinds(*page)[5:] == ["related_title", "related_text", "body", "body"]


def test_a_page_of_titles_and_dates_has_no_article() -> None:
    page = (
        "Tin mới",
        LINKS[0],
        "06/06/2023 10:14",
        LINKS[1],
        "06/06/2023 09:30",
        "Giá nan tre nhích lên theo mùa vụ",
        "Bến đò ngang nghỉ hai tuần để thay ván",
        "Chợ phiên đổi ngày họp từ tháng sau",
        "Xem thêm",
    )
    assert not {"lead", "body"} & set(kinds(*page))


def test_markdown_around_lines_does_not_change_what_they_are() -> None:
    page = (f"# {TITLE}", LEAD, *BODY, f"* [{LINKS[0]}](/bai-{len(LINKS[0])}.html)", "[In bài viết](/in)")
    found = segmented("\n".join(page))
    assert found["kind"].to_list() == ["title", "lead", *["body"] * 3, "related_title", "navigation"]


@pytest.mark.parametrize(
    "line",
    [
        "Video giới thiệu lớp đan thúng của bà Lài",
        "Lớp đan thúng (Video: Hội Phụ nữ)",
        "00:00:00 Volume 90%",
        "1x1.5x2x",
    ],
)
def test_clips_and_players(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "media"


def test_a_sentence_over_the_outlets_prefix_stands_below_a_picture() -> None:
    shown = "Bà Lài chỉ cho các em cách nức vành thúng bằng sợi mây ngâm nước."
    assert kinds(shown, f"VOV.VN - {LEAD}", *BODY)[:2] == ["caption", "lead"]


def test_a_heading_of_a_list_without_a_list_is_a_button() -> None:
    lines = segmented("\n".join((*PAGE, HEADING, "VĂN HÓA")))
    assert lines["kind"].to_list()[-2:] == ["navigation", "navigation"]
    assert lines["evidence"].to_list()[-2] == "heading_of_nothing"
    assert kinds(*PAGE, HEADING, "Chia sẻ")[-2] == "related_heading"  # its list was lost
    assert kinds(*PAGE, HEADING, "Chia sẻ", LINKS[0])[-3] == "related_heading"
    assert kinds(*PAGE, HEADING, HEADING, LINKS[0])[-3] == "related_heading"


@pytest.mark.parametrize(
    "line",
    [
        "Cảm ơn bạn đã đọc tin này.",
        "Bạn thấy bài viết này ra sao?",
        "Tặng 5 sao cho người viết nhé",
        "☆☆☆☆☆",
        "3 sao / 12 lượt chấm",
        "#chợ quê #mây tre #đò ngang",
        "Bình luận về bài viết này",
        "Liên hệ ban biên tập: 12 phố Hạ",
    ],
)
def test_ratings_forms_and_tags_in_a_row_are_navigation(line: str) -> None:
    assert kinds(*PAGE, line)[-1] == "navigation"


def test_figures_of_some_months_date_nothing() -> None:
    assert "dateline" not in kinds(TITLE, LEAD, BODY[0], "5 tháng năm 2024: 6,4", *BODY[1:])


@pytest.mark.parametrize("line", ["3/11: Hạ Bến - Thượng Lâm (16h30)", "2. Lê Minh Quân (Hạ Bến): 4 phút 20 giây 18"])
def test_fixtures_and_places_in_a_race_are_rows_of_the_text(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "body"
