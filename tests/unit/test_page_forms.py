"""Lines that are told by what stands beside them: poems, numbered items, players, tables, letters, tags."""

from __future__ import annotations

import pytest

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds

QUESTIONS = (
    "Trước khi góp vốn, mỗi hộ cần tự trả lời được ba câu hỏi sau đây của ban quản lý:",
    "1. Phần đất của mình có nằm trong vùng trồng tre hay không?",
    "2. Ai trong nhà giữ sổ ghi công và ghi nợ?",
    "3. Lấy lại vốn thì báo trước bao lâu?",
)
POEM = (
    "Bến cũ",
    "Con đò nằm nghe nước lớn",
    "kể chuyện người đi không về",
    "bờ tre nghiêng vào sương sớm",
    "gọi tên một mùa trăng khuya",
)


def test_numbered_lines_that_a_colon_announces_are_of_the_text() -> None:
    assert kinds(TITLE, LEAD, BODY[0], *QUESTIONS, BODY[1])[3:7] == ["body"] * 4


def test_numbered_titles_below_the_text_are_a_list_still() -> None:
    titles = ("1. Chợ nổi họp lại sau ba năm vắng", "2. Cầu tre qua sông có thêm tay vịn")
    assert kinds(*PAGE, "Đọc nhiều", *titles)[-2:] == ["related_title"] * 2


def test_a_stanza_begins_with_a_capital_below_the_title_of_the_poem() -> None:
    assert kinds(TITLE, LEAD, BODY[0], *POEM, BODY[1])[3:8] == ["heading", *["body"] * 4]


def test_the_head_and_the_rows_of_a_table_are_of_the_text() -> None:
    table = ("Kỳ hạn\t12/3\t19/3\tThay đổi", "1 tuần\t4,10%\t4,35%\t+0,25", "2023 310 52 -", "6T/2024 150 19 -")
    page = (TITLE, LEAD, BODY[0], *table, BODY[1])
    assert kinds(*page)[3:7] == ["body"] * 4


@pytest.mark.parametrize("call", ["Mời bà con xem thêm video được quan tâm:", "Mời bạn xem tiếp video:"])
def test_below_a_call_to_watch_stands_the_name_of_the_clip(call: str) -> None:
    assert kinds(*PAGE, call, "Cách chẻ nan tre không bị xước")[-2:] == ["promo", "media"]


def test_a_time_below_the_times_of_a_player_is_one_of_them() -> None:
    assert kinds(TITLE, "00:00", "04:12", LEAD, *BODY)[1:3] == ["media", "media"]
    assert kinds(TITLE, "04:12 14/02/2021", LEAD, *BODY)[1] == "dateline"


def test_comments_are_sorted_below_their_heading() -> None:
    page = (*PAGE, "Bình luận của bạn", "Mới nhất", "Cũ nhất", "Lê Mận: Bến này quê tôi, nhìn mà nhớ quá.")
    assert kinds(*page)[-4:] == ["navigation"] * 4
    assert kinds(*PAGE, "Mới nhất", "Chợ nổi họp lại sau ba năm vắng khách")[-2:] == [
        "related_heading",
        "related_title",
    ]


def test_a_letter_is_answered_below_the_name_of_who_wrote_it() -> None:
    page = (TITLE, LEAD, BODY[0], "Thu Mận (xã Phú Hậu)", "Em Thu Mận thân mến,", BODY[1])
    assert kinds(*page)[-2:] == ["body", "body"]


@pytest.mark.parametrize("line", ["Na Uy", "Phú Hậu"])
def test_a_place_below_tags_is_a_tag(line: str) -> None:
    assert kinds(*PAGE, "#đan thúng #làng nghề", line, "Chia sẻ")[-2] == "navigation"


@pytest.mark.parametrize("line", ["Theo dòng sự kiện", "Theo dõi", "FONT SIZE A- A A+"])
def test_buttons_that_begin_like_a_source_are_buttons(line: str) -> None:
    assert kinds(TITLE, line, LEAD, *BODY)[1] == "navigation"


@pytest.mark.parametrize("line", ["Báo Bến Hạ 3 giờ", "VOV 20 phút", "29 tháng 1", "20:15, 14/02"])
def test_an_age_or_a_day_alone_dates_a_line(line: str) -> None:
    page = (*PAGE, "Tin nóng", "Chợ nổi họp lại sau ba năm vắng khách", line, "Cầu tre qua sông có thêm tay vịn mới")
    assert kinds(*page)[-3:] == ["related_title", "dateline", "related_title"]


def test_a_title_with_its_time_in_brackets_is_a_title() -> None:
    line = "Tin bão trên vùng biển phía đông (16/12/2023 09:30)"
    assert kinds(*PAGE, "Tin khác", line)[-1] == "related_title"


@pytest.mark.parametrize(
    "line",
    [
        "*Thuyền thúng phơi trên bãi đợi quét dầu rái.*",
        "<em>Thuyền thúng phơi trên bãi đợi quét dầu rái</em>",
        "Thuyền thúng phơi trên bãi, ảnh chụp tháng 3/2023. © AFP - Linh Mận",
        "Thuyền thúng phơi trên bãi đợi quét dầu. Ảnh: *Linh Mận.*",
        "Minh họa của Trịnh Mận",
    ],
)
def test_lines_in_italics_and_with_a_copyright_describe_pictures(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "caption"


def test_a_bullet_between_paragraphs_links_to_another_article() -> None:
    line = "• Người giữ bến đò đêm trên sông Hạ"
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:], "Chia sẻ")[3] == "related_title"


def test_a_short_author_with_a_comma_stands_over_the_date() -> None:
    assert kinds(TITLE, "Mận Mận,", "07:30 07/11/2024", LEAD, *BODY)[1] == "byline"


def test_who_wrote_from_where() -> None:
    line = "Trịnh Thu Mận, gửi cho Báo Bến Hạ từ Leipzig"
    assert kinds(TITLE, line, "17 tháng 8 2021", LEAD, *BODY)[1] == "byline"


def test_a_title_of_names_is_no_row_of_sections() -> None:
    title = "Trưởng lão Hòa thượng Thích Viên Quảng Mận viên tịch"
    assert kinds("Giáo hội", title, "08/03/2019 10:26", LEAD, *BODY)[:2] == ["navigation", "title"]


VERSES = (
    "Chiếc thuyền thúng nằm nghe sóng vỗ",
    "Bờ cát dài in dấu chân cha",
    "Con cá nhỏ quẫy trong đáy rổ",
    "Mùi nước mắm thơm suốt hiên nhà",
)


def test_verses_that_no_paragraph_follows_are_the_text() -> None:
    author = "Trịnh Thu Mận"
    page = ("Mùa thuyền", "27/07/2017 00:15", LEAD, author, *VERSES, *(f"{verse} xưa" for verse in VERSES), "Tin khác")
    assert kinds(*page)[4:12] == ["body"] * 8


def test_questions_with_their_answers_are_the_text() -> None:
    quiz = ("1. Làng nào đan thúng nhiều nhất huyện?", "A. Phú Hậu", "B. Bến Hạ", "C. Gò Mây")
    assert kinds(TITLE, LEAD, *quiz, *BODY)[2:6] == ["body"] * 4


@pytest.mark.parametrize("line", ["Theo ông, làng nên bắt đầu từ đâu?", "Vì sao nghề này khó giữ, thưa bà?"])
def test_the_questions_of_an_interview_are_the_text(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:], "Chia sẻ")[3] == "body"


def test_the_parts_of_a_law_are_headings_and_never_other_articles() -> None:
    law = ("Chương II", "Điều 3. Trồng và khai thác tre ven sông", *BODY[1:], "Điều 4. Xử lý khi tre bị chặt trộm")
    rest = ("Ai chặt tre của làng thì phải trồng lại gấp đôi trong vòng một năm và chăm đến khi bén rễ.",)
    assert kinds(TITLE, LEAD, BODY[0], *law, *rest)[3:8] == ["heading", "heading", "body", "body", "heading"]


def test_an_office_signs_what_it_publishes() -> None:
    assert kinds(*PAGE, "Phòng Văn hóa và Thông tin", "Gửi email")[-2] == "byline"


@pytest.mark.parametrize(
    "line",
    ["Leave a Reply", "This entry was posted in Làng nghề.", "2 thoughts on “Thúng chai”", "Link đã được sao chép"],
)
def test_words_of_weblogs_are_buttons(line: str) -> None:
    assert kinds(*PAGE, line)[-1] == "navigation"


def test_an_address_among_titles_is_none() -> None:
    address = "Số 50 Phạm Thái Mận, Phường 4, Bến Hạ"
    assert kinds(*PAGE, "Tin khác", "Chợ nổi họp lại sau ba năm vắng khách", address)[-1] == "navigation"


def test_words_that_lead_on_head_a_list_of_links() -> None:
    page = (TITLE, LEAD, BODY[0], "Xem thêm:", "» Gừng ven suối thành hàng quý", *BODY[1:])
    assert kinds(*page)[3:5] == ["related_heading", "related_title"]


def test_a_page_that_was_not_found_has_no_text() -> None:
    page = ("Không tìm thấy trang bạn yêu cầu", "Bài viết có thể đã bị xóa hoặc đường dẫn không đúng.", "Trang chủ")
    assert kinds(*page) == ["navigation"] * 3


def test_a_title_with_three_names_among_titles_is_one() -> None:
    titles = ("Xã Bến Hạ công bố mùa cá Đông Mận", "Chợ nổi họp lại sau ba năm vắng khách")
    assert kinds(*PAGE, "Tin khác", *titles)[-2:] == ["related_title"] * 2


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Bạn đọc có hình ảnh về mưa lũ, xin gửi về đường dây nóng 0900 000 000", "promo"),
        ("Bạn có thể gửi câu chuyện của mình cho Bến Hạ tại đây", "promo"),
        ("Cuối quảng cáo", "promo"),
        ("Nghe âm thanh tại đây:", "media"),
        ("Điểm: 4,2/5 (37 phiếu bầu)", "navigation"),
        ("Trang web bạn muốn truy cập không tồn tại hoặc không còn khả dụng.", "navigation"),
        ("Xe đang được quan tâm", "related_heading"),
    ],
)
def test_words_around_the_text(line: str, kind: str) -> None:
    assert kinds(*PAGE, line)[-1] == kind


def test_a_day_of_the_week_with_the_hour_dates_the_page() -> None:
    assert kinds(TITLE, "Thứ Tư, 05:50, 12/11", LEAD, *BODY)[1] == "dateline"
