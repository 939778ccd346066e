"""Subheadings of the article, and titles of other articles over their teasers or texts."""

from __future__ import annotations

import polars as pl

from tests.unit.pages import PAGE, kinds, segmented

ARTICLE = ["title", "lead", "body", "body", "body"]
MORE = (
    "Bà Lài mong lớp học của làng Phú Hậu sẽ có thêm nhiều em nhỏ đến từ các xóm bên kia sông vào mùa hè này.",
    "Theo bà Trần Thị Lài, mỗi chiếc thúng bán được sẽ góp một phần tiền mua tre cho buổi học sau ở sân đình.",
)
OTHERS = (
    ("Ngư dân Vĩnh Lương vá lưới dưới mưa phùn cuối năm", "Hơn ba mươi chiếc thuyền ở bến Vĩnh Lương nằm bờ."),
    ("Đèo Khau Giang thông xe sau chín ngày sạt lở liên tiếp", "Mặt đường đèo Khau Giang đã được dọn xong."),
    ("Cụ bà Hồ Thị Mỹ dệt tấm vải cuối cùng của bản Kà Tiêng", "Khung cửi của bản Kà Tiêng nay chỉ còn một."),
)


def test_subheadings_over_what_goes_on_about_the_same_people() -> None:
    page = (*PAGE, "Người giữ nghề", MORE[0], "Mùa hè ở Phú Hậu", MORE[1])
    assert kinds(*page) == [*ARTICLE, "heading", "body", "heading", "body"]


def test_titles_over_teasers_need_no_known_heading() -> None:
    lines = [text for pair in OTHERS for text in pair]
    assert kinds(*PAGE, *lines) == [*ARTICLE, *(["related_title", "related_text"] * 3)]


def test_a_brief_line_over_such_titles_is_their_heading() -> None:
    lines = [text for pair in OTHERS for text in pair]
    assert kinds(*PAGE, "Mới trên trang nhà", *lines)[5:7] == ["related_heading", "related_title"]


def test_an_article_appended_below_tags() -> None:
    title, text = OTHERS[1]
    page = (*PAGE, "Từ khóa: đan thúng, làng nghề", title, text, "Lực lượng của hạt Khau Giang vẫn trực ở hai đầu đèo.")
    assert kinds(*page)[5:] == ["navigation", "appended_title", "appended_body", "appended_body"]


def test_a_heading_in_quotes_is_judged_by_its_names_only() -> None:
    page = (*PAGE, '"Đan cho kỹ rồi hãy bán"', MORE[0], MORE[1])
    assert kinds(*page)[5:] == ["heading", "body", "body"]


def test_what_stands_below_does_not_depend_on_other_files() -> None:
    page = "\n".join((*PAGE, *(text for pair in OTHERS for text in pair)))
    both = segmented("\n".join((*PAGE, "Người giữ nghề", *MORE)), page)
    assert both.filter(pl.col("doc") == 1)["kind"].to_list() == segmented(page)["kind"].to_list()


def test_a_heading_of_some_words_over_titles_with_teasers() -> None:
    lines = [text for pair in OTHERS for text in pair]
    found = kinds(*PAGE, "Xem nhiều nhất ở mục Làng nghề xưa", *lines)
    assert found[5:8] == ["related_heading", "related_title", "related_text"]


def test_two_titles_in_a_row_end_the_comments() -> None:
    lines = [text for pair in OTHERS for text in pair]
    found = kinds(*PAGE, "Bình luận", "Hoa Mai", "Lớp học hay quá, mong làng mình cũng có.", *lines)
    assert found[5:10] == ["navigation", "navigation", "navigation", "related_title", "related_text"]


def test_short_lines_below_the_last_paragraph_belong_to_the_page() -> None:
    lines = [text for pair in OTHERS for text in pair]
    assert kinds(*PAGE, "Hay lắm", "Chưa hay", *lines)[5] == "navigation"


def test_a_line_that_breaks_off_is_no_title() -> None:
    page = (*PAGE, "Theo bà Lài, muốn đan một chiếc thúng chắc thì phải chọn tre già và")
    assert kinds(*page) == [*ARTICLE, "body"]


def test_a_question_to_somebody_is_part_of_an_interview() -> None:
    page = (*PAGE, "Bà học nghề từ ai vậy?", MORE[0], "Vì sao vắng người học?", MORE[1])
    assert kinds(*page) == [*ARTICLE, "body", "body", "heading", "body"]


def test_a_line_that_leads_on_is_no_title() -> None:
    assert kinds(*PAGE, "Tuy nhiên, theo bà Lài thì lớp đan thúng vẫn thiếu") == [*ARTICLE, "body"]


def test_an_address_alone_belongs_to_the_page() -> None:
    lines = [text for pair in OTHERS for text in pair]
    assert kinds(*PAGE, "langnghephuhau.vn", *lines)[5] == "navigation"


def test_a_variable_left_in_a_template_is_of_a_picture() -> None:
    assert kinds(*PAGE[:3], "{{image_caption}}", *PAGE[3:])[3] == "media"


def test_the_article_goes_on_below_a_box_with_one_teaser() -> None:
    title, text = OTHERS[0]
    last = "Buổi bế giảng, bà Trần Thị Lài tặng mỗi em một chiếc thúng nhỏ mang về làm kỷ niệm."
    found = kinds(*PAGE, title, text, *MORE, "Chiều cuối ở sân đình", last)
    assert found[5:] == ["related_title", "related_text", "body", "body", "heading", "body"]


def test_headings_may_be_long_where_they_shout_quote_or_name_the_known() -> None:
    shout = "CẢ LÀNG CÙNG GIỮ LẤY NGHỀ XƯA CHO CON CHÁU MAI SAU"
    quote = '"Còn ai ngồi đan thì nghề vẫn còn sống với làng"'
    known = "Bài học của bà Trần Thị Lài cho những đứa trẻ trong làng"
    for line in (shout, quote, known):
        assert kinds(*PAGE, line, *MORE)[5:] == ["heading", "body", "body"]


def test_a_sentence_heads_no_list() -> None:
    lines = [text for pair in OTHERS for text in pair]
    assert kinds(*PAGE, "Hẹn gặp lại ở sân đình!", *lines)[5] != "related_heading"
