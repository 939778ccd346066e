"""What extractors do to paragraphs and lists, and what pictures tell of the article that they stand in."""

from __future__ import annotations

import pytest

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds

OTHER_TITLE = "Cầu tre qua sông Mận có thêm tay vịn sau mùa lũ"
OTHER_BODY = (
    "Ông Đặng Văn Tre ở xã Bến Thượng vừa cùng thanh niên trong ấp thay toàn bộ tay vịn của cây cầu.",
    "Cây cầu dài 60 mét là lối đi học duy nhất của hơn ba trăm học sinh hai bờ sông Mận.",
    "Kinh phí do người bán ở chợ Bến Thượng góp từ Tết, phần công do đoàn xã lo.",
)


@pytest.mark.parametrize(
    "pieces",
    [
        ("Tại buổi khai giảng, lớp học được trao", "hai mươi bộ dao chẻ nan", ", đủ cho mỗi em một bộ riêng."),
        ("Người đứng lớp nhiều nhất là", "Trần Thị Lài", "và hai người em họ của bà, đều ngoài sáu mươi tuổi."),
        ("Nguyên liệu", "mua ở bến Tây với giá 20.000 đồng một bó, rẻ hơn ngoài chợ gần một nửa."),
        ("Theo ban quản lý đình, mỗi tháng có", "khoảng bốn mươi khách", "(chủ yếu từ thành phố) ghé xem lớp học."),
    ],
)
def test_a_paragraph_broken_at_its_links_is_one(pieces: tuple[str, ...]) -> None:
    page = (TITLE, LEAD, BODY[0], *pieces, BODY[1])
    assert kinds(*page) == ["title", *["lead"], *["body"] * (len(pieces) + 2)]


def test_small_tags_below_the_text_are_no_paragraph() -> None:
    assert kinds(*PAGE, "Từ khóa:", "Phú Hậu", "đan thúng", "làng nghề")[-3:] == ["navigation"] * 3


def test_an_inset_line_where_no_paragraph_is_inset_is_a_link() -> None:
    links = ("    Cầu tre qua sông có thêm tay vịn mới", "    Chợ nổi họp lại sau ba năm vắng khách")
    assert kinds(TITLE, LEAD, BODY[0], *links, *BODY[1:])[3:5] == ["related_title"] * 2


def test_short_lines_with_a_colon_over_several_paragraphs_are_headings() -> None:
    page = (TITLE, LEAD, "Chẻ nan:", BODY[0], "Gầy đáy:", BODY[1], "Lên vành:", BODY[2])
    assert kinds(*page)[2::2] == ["heading"] * 3
    assert kinds(TITLE, LEAD, "Bà nói thêm một điều:", *BODY)[2] == "body"


def test_numbered_pictures_carry_the_title_of_the_article_that_they_stand_in() -> None:
    pictures = (f"{OTHER_TITLE} - Ảnh 1.", f"{OTHER_TITLE} - Ảnh 2.")
    page = (*PAGE, OTHER_TITLE, OTHER_BODY[0], pictures[0], OTHER_BODY[1], pictures[1], OTHER_BODY[2])
    assert kinds(*page)[5:] == [
        "appended_title", "appended_body", "caption", "appended_body", "caption", "appended_body",
    ]  # fmt: skip
    head = ("Làng nghề ngày mới ở Phú Hậu", TITLE, LEAD, BODY[0], f"{TITLE} - Ảnh 1.", *BODY[1:])
    assert kinds(*head)[:3] == ["navigation", "title", "lead"]


@pytest.mark.parametrize(
    "line",
    [
        "Ông Lê Văn Mận, Phó Chủ tịch Hội Làng nghề tỉnh Bến Hạ.",
        "(Sân đình Phú Hậu trong buổi học đầu tiên).",
        "Bà Lài (bên trái) chỉ cho học trò cách gầy đáy thúng.",
    ],
)
def test_who_somebody_is_and_where_he_stands_tells_a_caption(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "caption"


def test_who_speaks_is_a_paragraph() -> None:
    line = "Ông Lê Văn Mận, Phó Chủ tịch Hội Làng nghề, cho rằng lớp nên mở thêm buổi tối."
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Hoặc nhập số sao", "navigation"),
        ("Đã có lỗi xảy ra, xin bạn thử lại sau ít phút", "navigation"),
        ("Chọn phương thức thanh toán", "navigation"),
        ("Tầng 9, tòa nhà Bến Hạ, số 12 đường Sông Mận, phường Phú Hậu", "navigation"),
        ("Báo điện tử của Hội Làng nghề Bến Hạ", "navigation"),
        ("×", "navigation"),
        (")", "navigation"),
        ("Bến Hạ Online rất hoan nghênh độc giả gửi thông tin và góp ý.", "promo"),
        ("Tham khảo thêm", "related_heading"),
    ],
)
def test_words_of_dialogs_and_feet(line: str, kind: str) -> None:
    assert kinds(*PAGE, "Chia sẻ", line, "Cầu tre qua sông có thêm tay vịn")[6] == kind


def test_offices_in_a_row_are_links_to_their_sites() -> None:
    offices = ("Bộ Xây dựng và Nhà ở", "Tổng cục Đường thủy phía Nam", "Sở Công Thương tỉnh Bến Hạ")
    assert kinds(*PAGE, "Liên kết website", *offices)[-3:] == ["navigation"] * 3


def test_a_name_in_capitals_above_the_text_is_no_title() -> None:
    assert kinds("TRẦN VĂN MẬN", LEAD, *BODY)[:2] == ["byline", "lead"]


def test_a_full_name_over_paragraphs_that_do_not_speak_of_that_person_closes_the_article() -> None:
    teaser = "Đoạn đê bao ở xã Bến Thượng vừa được gia cố thêm hai trăm mét sau đợt triều cường."
    assert kinds(*PAGE, "Nguyễn Thị Mận", teaser)[-2:] == ["byline", "related_text"]
    told = "Nguyễn Thị Mận là học trò nhỏ tuổi nhất lớp, mới lên bảy đã theo bà nội ra đình."
    assert kinds(*PAGE, "Nguyễn Thị Mận", told)[-2:] == ["heading", "body"]


def test_items_that_a_paragraph_announces_are_no_authors() -> None:
    items = ("- Bà Lê Thị Mận - Phó phòng Đào tạo", "- ThS. Trần Văn Tre - Trưởng phòng Tài vụ", "- Hai mươi học trò")
    assert kinds(TITLE, LEAD, BODY[0], "Dự buổi khai giảng năm nay có:", *items, BODY[1])[3:7] == ["body"] * 4


def test_an_hour_alone_below_the_date_dates_the_page() -> None:
    assert kinds(TITLE, LEAD, "30/01/2024", "14:02", *BODY)[2:4] == ["dateline"] * 2


def test_lines_cut_at_a_fixed_width_are_one_paragraph() -> None:
    cut = (
        "Lớp học mở cửa từ tháng ba, kéo dài đến hết tháng sáu, là",
        "quãng nghỉ của mùa lúa nên trẻ con trong làng đều rảnh, theo",
        "lời bà.",
    )
    assert kinds(TITLE, LEAD, BODY[0], *cut, BODY[1])[3:6] == ["body"] * 3


def test_buttons_among_those_of_a_player_are_its_own() -> None:
    player = (
        "Trình phát Video is loading.",
        "Bật âm thanh",
        "Thời gian hiện tại 0:00",
        "/",
        "Độ dài 0:48",
        "Cài đặt",
        "Toàn màn hình",
    )
    assert kinds(TITLE, LEAD, BODY[0], *player, *BODY[1:])[3:-2] == ["media"] * len(player)


@pytest.mark.parametrize(
    "line",
    [
        "Đồng chí Lê Văn Mận, Phó Chủ tịch Ủy ban nhân dân tỉnh Bến Hạ, phát biểu khai mạc hội thảo.",
        "Bà Trần Thị Lài trao đổi với học trò tại sân đình Phú Hậu",
    ],
)
def test_who_speaks_and_where_without_what_he_said_is_a_caption(line: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == "caption"


def test_a_few_words_with_a_colon_lead_on() -> None:
    assert kinds(TITLE, LEAD, BODY[0], "Cụ thể:", *BODY[1:])[3] == "body"


def test_of_two_days_above_the_text_the_first_is_todays() -> None:
    page = ("Thứ hai, 8/6/2026", "Đời sống", "Thứ ba, 25/6/2024, 22:12 (GMT+7)", TITLE, LEAD, *BODY)
    assert kinds(*page)[:4] == ["navigation", "navigation", "dateline", "title"]
    updated = ("12/05/2025", "Cập nhật 13/05/2025 08:00", TITLE, LEAD, *BODY)
    assert kinds(*updated)[:2] == ["dateline", "dateline"]


def test_a_line_without_a_blank_line_above_where_blank_lines_part_paragraphs_is_a_caption() -> None:
    more = [f"{text} {BODY[1]} {BODY[2]}" for text in (*BODY, LEAD)]
    shown = "Hai chị em Mận đã xong vòng thúng đầu tiên, còn vụng nhưng rất tròn."
    parted = (TITLE, "", LEAD, "", more[0], shown, "", more[1], "", more[2], "", more[3])
    assert kinds(*parted)[5] == "caption"
    assert kinds(*(line for line in parted if line))[3] == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("E-mail: toasoan@example.vn", "navigation"),
        ("Theo dõi trên:", "promo"),
        ("—–", "navigation"),
    ],
)
def test_small_lines_between_paragraphs(line: str, kind: str) -> None:
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:])[3] == kind


def test_a_law_is_no_author() -> None:
    assert kinds(TITLE, LEAD, BODY[0], "Theo Điều 11 Nghị quyết 198/2025/QH15", *BODY[1:])[3] != "byline"
    assert kinds(*PAGE, "Theo Báo Bến Hạ")[-1] == "byline"


def test_a_story_in_pictures_without_credits_has_no_links_below_its_text() -> None:
    text = "Sân đình Phú Hậu chiều thứ bảy chật kín người xem các em nhỏ học đan vòng thúng đầu tiên."
    shown = (
        "Các em nhỏ ngồi quanh sân đình học đan", "Vòng thúng đầu tiên của một em nhỏ",
        "Người xem chật kín sân đình chiều thứ bảy", "Các cụ chỉ cho từng em cách đan vòng thúng",
    )  # fmt: skip
    assert kinds(TITLE, LEAD, text, *shown)[3:] == ["caption"] * 4
    assert kinds(TITLE, LEAD, text, "Đọc nhiều", *shown)[4:] == ["related_title"] * 4


def test_a_cry_of_a_sentences_length_is_no_title() -> None:
    cry = "Chưa bao giờ sân đình làng Phú Hậu lại đông vui như chiều thứ bảy vừa qua, ai cũng mừng!"
    assert kinds("Mùa đan thúng", cry, LEAD, *BODY)[:2] == ["title", "lead"]
