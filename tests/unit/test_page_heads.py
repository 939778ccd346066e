"""The top of a page: which line is the title, which the lead, and what the others are."""

from __future__ import annotations

import pytest

from tests.unit.pages import BODY, LEAD, TITLE, kinds

TEXT = ["body", "body", "body"]
DATE = "Thứ bảy, 11/01/2025 - 09:15"


def test_section_names_between_bars_are_no_title() -> None:
    page = ("Thời sự | Chợ quê | Nhà vườn | Bạn đọc viết | Học đường", TITLE, LEAD, *BODY)
    assert kinds(*page) == ["navigation", "title", "lead", *TEXT]


def test_the_weather_of_two_cities_is_no_title() -> None:
    page = ("Bến Hạ 27°C - Phú Hậu và vùng lân cận 31°C", TITLE, LEAD, *BODY)
    assert kinds(*page) == ["navigation", "title", "lead", *TEXT]


def test_a_long_rubric_above_a_title_is_no_title() -> None:
    page = ("Chuyện kể bên dòng sông", TITLE, DATE, LEAD, *BODY)
    assert kinds(*page) == ["navigation", "title", "dateline", "lead", *TEXT]


def test_the_line_that_is_printed_again_is_the_title() -> None:
    page = ("Những chuyện chưa kể của làng", TITLE, DATE, TITLE, LEAD, *BODY)
    assert kinds(*page) == ["navigation", "title", "dateline", "duplicate", "lead", *TEXT]


def test_a_short_question_can_be_a_title() -> None:
    assert kinds("Ai giữ nghề?", LEAD.rstrip("."), *BODY) == ["title", "lead", *TEXT]


def test_a_lead_without_full_stop_beside_a_date() -> None:
    lead = "Lớp học trên sân đình của bà Trần Thị Lài nay có hơn hai mươi em theo học"
    assert kinds(TITLE, DATE, lead, *BODY) == ["title", "dateline", "lead", *TEXT]


def test_a_message_of_a_few_words_is_no_lead() -> None:
    page = (TITLE, DATE, "Thiết bị này không mở được tệp ghi âm.", LEAD, *BODY)
    assert kinds(*page)[3:] == ["lead", *TEXT]


@pytest.mark.parametrize("author", ["Phóng viên Lê Hoài Minh", "Minh Khang", "LÊ HOÀI MINH"])
def test_authors_below_the_title(author: str) -> None:
    assert kinds(TITLE, DATE, author, LEAD, *BODY)[2] == "byline"


def test_a_button_beside_the_date_is_no_author() -> None:
    assert kinds(TITLE, DATE, "Gửi bạn bè xem", LEAD, *BODY)[2] == "navigation"


def test_a_title_that_reads_like_a_cue_stands_above_a_date() -> None:
    assert kinds("Hiện trường tìm kiếm chiếc thuyền trôi trên sông Hậu", DATE, LEAD, *BODY)[0] == "title"


def test_markup_does_not_hide_the_full_stop() -> None:
    page = (TITLE, LEAD, BODY[0], f"<b>{BODY[1]}</b>", f"**{BODY[2]}**")
    assert kinds(*page) == ["title", "lead", *TEXT]


@pytest.mark.parametrize("line", ["Ảnh Minh Khang", "Ảnh TTXVN", "Hình Minh Khang/Bến Hạ"])
def test_a_credit_without_colon_is_a_caption(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "caption"


def test_another_article_right_below_the_title_is_no_lead() -> None:
    teaser = "Hợp tác xã mây tre đầu tiên của huyện ra mắt"
    assert kinds(TITLE, teaser, LEAD, *BODY) == ["title", "related_title", "lead", *TEXT]


@pytest.mark.parametrize("end", ["?", "!", "”", "…"])
def test_a_short_lead_with_a_mark_at_its_end_stays_the_lead(end: str) -> None:
    lead = f"Vì sao làng đan thúng cả trăm năm nay lại vắng người học{end}"
    assert kinds(TITLE, lead, LEAD, *BODY)[1] == "lead"


def test_titles_in_a_row_with_slashes_are_other_articles() -> None:
    row = "Hợp tác xã mây tre đầu tiên ra mắt / Giá mây nguyên liệu tăng gấp đôi / Trẻ em học nghề dịp hè"
    assert kinds(TITLE, row, LEAD, *BODY) == ["title", "related_title", "lead", *TEXT]
    assert kinds(TITLE, LEAD, BODY[0], row, *BODY[1:])[3] == "related_title"


def test_a_title_with_the_time_it_was_printed_at_is_another_article() -> None:
    assert (
        kinds(TITLE, LEAD, BODY[0], "Giá mây nguyên liệu tăng gấp đôi [04/12 - 15:59]", *BODY[1:])[3] == "related_title"
    )
