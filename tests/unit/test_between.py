"""Short lines between the paragraphs: subheadings, captions without credit, titles of other articles, verses."""

from __future__ import annotations

from tests.unit.pages import BODY, LEAD, TITLE, kinds

MORE = (
    "Em nhỏ nhất lớp mới bảy tuổi, chiều nào cũng theo chị ra sân đình từ rất sớm để giành chỗ ngồi gần bà.",
    "Tre được chẻ sẵn thành nan, ngâm dưới ao làng nửa tháng rồi mới đem phơi cho khỏi mọt.",
)
CREDITED = "Bà Lài bên chồng thúng mới. Ảnh: Hoàng Dũng"


def _between(*lines: str) -> list[str]:
    """The kinds of `lines` below the second paragraph of the article."""
    page = [TITLE, LEAD, *BODY, *lines, *MORE]
    return kinds(*page)[2 + len(BODY) : -len(MORE)]


def test_what_somebody_does_beside_the_paragraph_about_it_is_a_caption() -> None:
    assert kinds(TITLE, LEAD, *BODY, MORE[0], "Em nhỏ nhất lớp theo chị ra sân đình", MORE[1])[-2] == "caption"


def test_where_other_pictures_have_their_credit_such_a_line_is_none() -> None:
    line = "Một xã vùng biển dựng bè nuôi hàu bằng phao nhựa mới"
    assert kinds(TITLE, LEAD, BODY[0], CREDITED, *BODY[1:], line, *MORE, "In bài viết")[-4] == "related_title"


def test_two_titles_right_below_the_lead_are_links() -> None:
    links = ("Giá hồ tiêu tăng trở lại, nhà vườn chưa vội bán ra", "Đảo nhỏ đón đoàn khách tàu biển đầu tiên trong năm")
    assert kinds(TITLE, LEAD, *links, *BODY, CREDITED, *MORE, "In bài viết")[2:4] == ["related_title"] * 2


def test_questions_and_numbered_lines_are_subheadings() -> None:
    assert _between("Vì sao nghề khó giữ?") == ["heading"]
    assert _between("2. Đầu ra cho chiếc thúng của làng") == ["heading"]


def test_lines_of_one_length_are_verses() -> None:
    verses = ("Nan tre vàng như nắng", "Tay bà gầy như nan", "Thúng tròn như trăng mọc", "Chở cả mùa sang ngang")
    assert _between(*verses) == ["body"] * 4


def test_rows_of_figures_are_of_the_article() -> None:
    assert _between("Thúng nhỏ: 45.000 đồng", "Thúng lớn: 90.000 đồng", "Mẹt tre: 30.000 đồng") == ["body"] * 3


def test_items_below_a_line_that_names_the_list_are_of_the_article() -> None:
    items = ("- 2 bó nan tre già", "- 1 cuộn dây mây", "- Dầu rái: 200ml")
    assert _between("Cần chuẩn bị:", *items)[1:] == ["body"] * 3


def test_a_question_behind_a_dash_is_a_turn_of_an_interview() -> None:
    assert _between("- Bà học nghề từ ai?") == ["body"]


def test_numbers_that_stand_again_below_make_a_table_of_contents() -> None:
    contents = ("1. Chọn tre", "2. Ngâm nan", "3. Nức vành thúng")
    page = (TITLE, LEAD, *contents, "1. Chọn tre thế nào", BODY[0], "2. Ngâm nan bao lâu", BODY[1], MORE[0])
    assert kinds(*page)[2:6] == ["navigation"] * 3 + ["heading"]


def test_a_doubtful_line_is_no_link_where_nothing_else_is_residue() -> None:
    line = "Một xã vùng biển dựng bè nuôi hàu bằng phao nhựa mới"
    assert kinds(TITLE, LEAD, BODY[0], CREDITED, *BODY[1:], line, *MORE)[-3] != "related_title"
