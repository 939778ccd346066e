"""Pages of extractors that keep Markdown: addresses are no text, links lead elsewhere, headings are marked."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds
from transforms.markdown import read

SITE = "https://example.vn/tin"
OTHER = "Chợ nổi họp lại sau ba năm vắng khách"


def link(words: str, path: str = "bai-khac-123.html") -> str:
    return f'[ {words} ]({SITE}/{path} "{words}")'


def test_the_title_is_the_line_marked_as_such() -> None:
    page = (f"## {link('Xã hội', 'xa-hoi')}", f"#  {TITLE} ", "[Chia sẻ](javascript:void\\(0\\))", LEAD, *BODY)
    assert kinds(*page)[:4] == ["navigation", "title", "navigation", "lead"]


def test_a_heading_that_is_no_link_is_of_the_article() -> None:
    page = (f"# {TITLE}", LEAD, BODY[0], "### Chợ đêm mở ở bến Đông", BODY[1], BODY[2])
    assert kinds(*page) == ["title", "lead", "body", "heading", "body", "body"]


def test_a_heading_that_is_a_link_is_another_article_and_what_follows_its_teaser() -> None:
    teaser = "Sau ba năm, chợ nổi ở bến Tây lại họp vào sáng sớm, ghe xuồng từ các xã cù lao đổ về."
    page = (*PAGE, f"[ ![{OTHER}](https://example.vn/a.jpg) ]({SITE}/1.html)", f"##  {link(OTHER)}", teaser)
    assert kinds(*page)[-3:] == ["media", "related_title", "related_text"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("![Bà con gánh mận ra bến từ sáng sớm](https://example.vn/a.jpg)", "caption"),
        ("![Bến Hạ vào mùa mận - Ảnh 3.](https://example.vn/a.jpg)", "caption"),
        ("![anh1.png](https://example.vn/a.png) Bà con gánh mận ra bến. Ảnh: Lê Hạ", "caption"),
        ("![](https://example.vn/a.jpg)", "media"),
        ("![icon](/images/icon.png)", "media"),
        ("[](javascript:;) [ ](https://example.vn/in/12)", "navigation"),
        ('[Facebook](javascript:void\\(0\\); "Facebook") [Bản in](javascript:void\\(0\\); "Bản in")', "navigation"),
        ("[#mùa mận](https://example.vn/tag/mua-man) [#Bến Hạ](https://example.vn/tag/ben-ha)", "navigation"),
        ("[Chia sẻ](https://www.facebook.com/sharer/sharer.php?u=https://example.vn/1)", "navigation"),
        ("[ Theo dõi trên ![Google News](/g.svg) ](https://news.google.com/publications/abc?hl=vi)", "promo"),
        (f"[![thumbnail](https://example.vn/a.jpg) {OTHER}]({SITE}/cho-noi-hop-lai-sau-ba-nam.html)", "related_title"),
        (f"[{OTHER}]({SITE}/cho-noi-hop-lai-sau-ba-nam.html)", "related_title"),
    ],
)
def test_what_pictures_and_links_are(line: str, kind: str) -> None:
    assert kinds(*PAGE[:-1], "Tin liên quan", line, PAGE[-1])[-2] == kind


def test_a_link_inside_of_a_paragraph_leaves_it_one() -> None:
    linked = BODY[1].replace(" ", " [bến](https://example.vn/tags/ben-do-12345.html) ", 1)
    assert kinds(TITLE, LEAD, BODY[0], linked, BODY[2]) == ["title", "lead", "body", "body", "body"]


def test_a_line_below_a_picture_says_what_it_shows() -> None:
    page = (TITLE, LEAD, BODY[0], "![Mùa mận - Ảnh 1.](https://example.vn/a.jpg)", "Bà Lê Thị Mận.", BODY[1], BODY[2])
    assert kinds(*page)[3:5] == ["caption", "caption"]


@given(
    st.lists(
        st.sampled_from(["[", "]", "(", ")", "!", "#", "_", "\\", "a", " ", "](", "![", "\u1ed9", '"']), max_size=40
    )
)
def test_any_marks_are_read_and_plain_text_is_left_alone(pieces: list[str]) -> None:
    key = "".join(pieces)
    row = read(pl.DataFrame({"key": [key, "Một dòng thường."]}))
    assert row["key"].to_list() == [key, "Một dòng thường."]
    assert row["read"][1] == "Một dòng thường."
    assert len(row["read"][0]) <= len(key)


def test_a_line_in_bold_is_a_heading_and_a_long_one_in_italics_a_caption() -> None:
    shown = (
        "_Lớp đan thúng ở sân đình **Phú Hậu** do các cụ trong làng thay nhau đứng, mỗi tuần hai buổi, không thu tiền_"
    )
    page = (TITLE, LEAD, BODY[0], "**Chợ đêm mở ở bến Đông sau mùa nước**", BODY[1], shown, BODY[2])
    assert kinds(*page)[3:6] == ["heading", "body", "caption"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://example.vn/lang-nghe-phu-hau/", "navigation"),
        ("https://example.vn/lang-nghe-phu-hau-20210412.html", "related_title"),
    ],
)
def test_a_short_link_is_an_article_where_its_address_has_a_number(address: str, kind: str) -> None:
    assert kinds(*PAGE, "Tin liên quan", f"[Làng nghề ven sông Phú Hậu]({address})")[-1] == kind


def test_a_link_whose_address_is_too_short_for_an_article_leads_to_a_part_of_the_site() -> None:
    office = "[Viện Nghiên cứu Làng nghề và Phát triển Nông thôn](https://example.vn/vi/trang-chu/)"
    assert kinds(*PAGE, "Tin liên quan", office)[-1] == "navigation"


def test_sentences_below_the_pictures_of_a_story_in_pictures_are_captions() -> None:
    page = [f"# {TITLE}", LEAD]
    for number, text in enumerate(
        (*BODY, "Chiều xuống, mỗi em mang về nhà một vòng thúng chưa tròn nhưng là của chính tay mình.")
    ):
        page += [f"![Lớp đan thúng ở sân đình](https://example.vn/{number}.jpg)", text]
    assert kinds(*page)[2:] == ["caption"] * 8


def test_a_link_with_an_arrow_is_an_article_however_short_its_address() -> None:
    assert kinds(*PAGE, ">> [Thuyền về bến muộn vì gió](/thuyen.html)")[-1] == "related_title"


@pytest.mark.parametrize(
    "line",
    ["## Chọn Bến Hạ làm nguồn ưu tiên trên Google", "**Bước 2:** Tại trang vừa mở, bấm vào ô vuông bên phải tên báo."],
)
def test_how_to_prefer_a_source_is_promotion(line: str) -> None:
    assert kinds(*PAGE, "Chia sẻ", line)[-1] == "promo"
