"""Lines without a full stop between and below the paragraphs: what pictures show, and titles of other articles."""

from __future__ import annotations

from tests.unit.pages import BODY, LEAD, TITLE, kinds

MORE = (
    "Em nhỏ nhất lớp mới bảy tuổi, chiều nào cũng theo chị ra sân đình từ rất sớm để giành chỗ ngồi gần bà.",
    "Tre được chẻ sẵn thành nan, ngâm dưới ao làng nửa tháng rồi mới đem phơi cho khỏi mọt.",
    "Mỗi chiếc thúng đan xong được quét dầu hai lần, để khô ba ngày mới đem ra bến sông bán.",
)


def test_what_shares_its_words_with_the_paragraphs_is_a_caption() -> None:
    line = "Em nhỏ nhất lớp mới bảy tuổi ngồi bên chiếc thúng đan xong"
    assert kinds(TITLE, LEAD, *BODY, line, *MORE)[5] == "caption"


def test_what_shares_nothing_is_another_article() -> None:
    line = "Giá cà phê Tây Nguyên lập đỉnh mới sau ba tuần đi ngang"
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:], *MORE, "Chia sẻ")[3] == "related_title"
    # Where nothing else on the page is residue, that is less likely than anything else.
    assert kinds(TITLE, LEAD, BODY[0], line, *BODY[1:], *MORE)[3] != "related_title"


def test_a_line_with_every_paragraph_makes_a_story_in_pictures() -> None:
    shown = (
        "Trẻ con vây quanh cụ già bên gốc đa",
        "Sợi mây óng vàng dưới nắng cuối mùa",
        "Đôi tay thoăn thoắt của người thợ trẻ",
        "Thuyền chở hàng rời bến lúc hừng đông",
    )
    paragraphs = (*BODY, *MORE)
    page = [TITLE, LEAD, paragraphs[0]]
    for line, paragraph in zip(shown, paragraphs[1:], strict=False):
        page += [line, paragraph]
    found = kinds(*page)
    assert [kind for line, kind in zip(page, found, strict=True) if line in shown] == ["caption"] * 4


def test_subheadings_over_several_paragraphs_stay_headings() -> None:
    heads = ("Nghề cũ của làng Phú Hậu", "Lớp học trên sân đình của bà Lài")
    page = (TITLE, LEAD, BODY[0], heads[0], *BODY[1:], heads[1], *MORE)
    assert [kinds(*page)[3], kinds(*page)[6]] == ["heading", "heading"]


def test_long_lines_below_the_last_paragraph_belong_to_pictures_where_nothing_ended_the_article() -> None:
    below = ("Chị em làng Phú Hậu gánh thúng ra bến sông", "Bà Lài bên chiếc thúng đầu tiên bà đan năm mười tuổi")
    assert kinds(TITLE, LEAD, *BODY, *below)[5:] == ["caption", "caption"]
    assert kinds(TITLE, LEAD, *BODY, "Trần Thị Hạnh", *below)[6:] == ["related_title", "related_title"]


def test_a_sum_that_the_text_ends_with_is_no_caption() -> None:
    assert kinds(TITLE, LEAD, *BODY, "1. Mây tre làng Phú Hậu gửi về hợp tác xã")[-1] != "caption"
