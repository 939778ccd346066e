"""One page for each pattern: what stands above, below and between the paragraphs of an article."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds, segmented
from transforms.schema import KINDS

ARTICLE = ["title", "lead", "body", "body", "body"]


def test_a_clean_page() -> None:
    assert kinds(*PAGE) == ARTICLE


def test_menu_kicker_and_date_above_the_title() -> None:
    page = ("Trang chủ", "Đời sống", TITLE, "Thứ bảy, 11/01/2025 - 09:15", "Minh Khang", LEAD, *BODY)
    assert kinds(*page) == ["navigation", "navigation", "title", "dateline", "byline", "lead", *ARTICLE[2:]]


def test_a_caption_is_no_title() -> None:
    page = ("Các em nhỏ tập đan vòng thúng. Ảnh: Minh Khang", LEAD, *BODY)
    assert kinds(*page) == ["caption", "lead", *ARTICLE[2:]]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Bà Lài chỉ cách vót nan (Ảnh: M.K).", "caption"),
        ("Lớp học trên sân đình - Ảnh: MINH KHANG", "caption"),
        ("![]() |", "media"),
        ("00:00 / 03:12", "media"),
        ("Clip: Các cụ hướng dẫn vót nan", "media"),
        ("Mời quý độc giả theo dõi chúng tôi trên Zalo", "promo"),
        ("Theo dõi Báo Bến Hạ trên Google News", "promo"),
        ("Quảng cáo", "promo"),
        ("Chia sẻ", "navigation"),
        ("Bình luận (3)", "navigation"),
        (">> Cụ ông 80 tuổi giữ nghề làm nón ở làng bên", "related_title"),
        ("Nan tre chọn từ rừng xa", "heading"),
        ("- Vòng nhỏ: 12 nan.", "body"),
        ("Rồi thành một cái thúng.", "body"),
    ],
)
def test_a_line_between_paragraphs(line: str, kind: str) -> None:
    page = (*PAGE[:3], line, *PAGE[3:])
    assert kinds(*page) == [*ARTICLE[:3], kind, *ARTICLE[3:]]


@pytest.mark.parametrize("start", ["Theo dõi lớp học suốt ba tháng, ", "Chia sẻ với phóng viên, ", "Đăng ký học, "])
def test_sentences_that_begin_like_buttons_are_text(start: str) -> None:
    sentence = start + "bà Lài nhận ra các em gái khéo tay hơn nhưng các em trai lại kiên nhẫn hơn hẳn."
    assert kinds(*PAGE[:3], sentence, *PAGE[3:])[3] == "body"


def test_lists_of_other_articles() -> None:
    page = (*PAGE, "Minh Khang", "Tin liên quan", "Chợ phiên làng Phú Hậu họp lại sau mười năm",
            "Từ khóa: làng nghề, đan thúng")  # fmt: skip
    assert kinds(*page) == [*ARTICLE, "byline", "related_heading", "related_title", "navigation"]


def test_teasers_without_heading_repeat_their_titles() -> None:
    teaser = "Chợ phiên làng Phú Hậu họp lại sau mười năm"
    text = "(Bến Hạ) - Sáng mồng hai, người dân ba xã kéo về bãi sông để họp phiên chợ đầu tiên sau mười năm vắng."
    page = (TITLE, "(Bến Hạ) - " + LEAD, *BODY, teaser, teaser, text)
    assert kinds(*page) == [*ARTICLE, "related_title", "duplicate", "related_text"]


def test_an_appended_article_has_its_own_author() -> None:
    page = (*PAGE, "Minh Khang", "Xã Quảng Yên khánh thành bến thuyền mới cho ngư dân", "Hoài Thu",
            "Bến dài 80 mét, đủ chỗ cho bốn mươi thuyền nhỏ neo đậu trong mùa gió.",
            "Ngư dân góp một phần ba kinh phí, phần còn lại do huyện và doanh nghiệp hỗ trợ.")  # fmt: skip
    assert kinds(*page)[5:] == ["byline", "appended_title", "byline", "appended_body", "appended_body"]
    assert segmented("\n".join(page))["part"].to_list()[-2:] == [1, 1]


def test_comments_are_navigation() -> None:
    comments = ("Bình luận (2)", "Tư Ếch", "Hay quá, mong lớp học mở thêm ở xã tôi.", "Thích", "Trả lời")
    page = (*PAGE, "Minh Khang", *comments)
    assert kinds(*page)[6:] == ["navigation"] * 5


def test_a_repeat_points_to_the_first_line_and_case_counts() -> None:
    lines = segmented("\n".join((*PAGE, BODY[0], " " + BODY[1] + "\u200b", BODY[2].upper())))
    assert lines["kind"].to_list()[5:7] == ["duplicate", "duplicate"]
    assert lines["repeats_line_no"].to_list()[5:] == [3, 4, None]
    assert lines["part"].to_list()[5] == 0


def test_blank_lines_and_line_ends() -> None:
    lines = segmented(f"{TITLE}\n\n{LEAD}\n \u00a0\n{BODY[0]}\n")
    assert lines["kind"].to_list() == ["title", "blank", "lead", "blank", "body"]
    assert lines["line_no"].to_list() == [1, 2, 3, 4, 5]


def test_only_newlines_end_lines() -> None:
    assert segmented("một\x85hai\u2028ba\x0cbốn\nnăm")["line_no"].to_list() == [1, 2]


FURNITURE = ("Tin liên quan", "Chia sẻ", "", "0:00", "Ảnh: A", "Quảng cáo", "11/01/2025", "Minh Khang")
PIECES = st.sampled_from([*PAGE, *FURNITURE])
PAGES = st.lists(st.one_of(PIECES, st.text(max_size=60).filter(lambda text: "\n" not in text)), max_size=25)


@settings(max_examples=15, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=4))
def test_lines_are_conserved(pages: list[list[str]]) -> None:
    texts = ["\n".join(page) for page in pages]
    together = segmented(*texts)
    for place, text in enumerate(texts):
        lines = together.filter(pl.col("doc") == place)
        expected = text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")
        assert lines["text"].to_list() == (expected if text else [])
        assert set(lines["kind"]) <= {meaning.kind for meaning in KINDS}


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(PAGES, min_size=2, max_size=4))
def test_pages_do_not_disturb_each_other(pages: list[list[str]]) -> None:
    texts = ["\n".join(page) for page in pages]
    together = segmented(*texts).select("doc", "kind", "part", "repeats_line_no")
    for place, text in enumerate(texts):
        alone = segmented(text).select("kind", "part", "repeats_line_no")
        assert alone.equals(together.filter(pl.col("doc") == place).drop("doc"))


def test_a_sentence_with_a_remark_in_brackets_behind_it_is_a_paragraph() -> None:
    sentence = "Người chèo đò cho biết mỗi chuyến chở được {} người cùng hàng hóa sang sông. (TTX)"
    assert kinds("Bến đò đông khách", sentence.format("mười"), sentence.format("ba")) == ["title", "lead", "body"]
