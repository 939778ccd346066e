"""Paragraphs at the end of a page, each of another article, told by what they have in common with the page: nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds, segmented

# What an article says comes back: the class, the village, Mrs Lài, the children, bamboo.
MORE = (
    "Lớp học của bà Lài đến nay có hơn hai mươi em nhỏ, em nào cũng phải đan vòng thúng đầu tiên mới được học tiếp.",
    "Các cụ trong làng Phú Hậu chẻ tre, vót mây cho em nhỏ, rồi ngồi quanh sân đình kể chuyện nghề của làng.",
    "Bà Trần Thị Lài cho biết chính quyền xã hỗ trợ tre và mây đến hết năm, sau đó lớp học phải tự lo.",
    "Mỗi chiều thứ bảy, bà Lài bày tre và mây ra sân đình từ sớm, chia cho mỗi em nhỏ một bó vừa tay để học đan.",
    "Em nhỏ nhất lớp học mới bảy tuổi, chiều thứ bảy nào cũng theo chị ra sân đình làng Phú Hậu ngồi cạnh bà Lài.",
    "Vòng thúng đầu tiên của mỗi em được các cụ trong làng treo quanh sân đình, ai đi qua cũng ghé lại xem.",
    "Nghề của làng Phú Hậu có từ ba trăm năm, nhưng mười năm nay chỉ còn các cụ chẻ tre, vót mây và đan thúng.",
    "Chính quyền xã đã mời bà Trần Thị Lài mở thêm lớp học ở hai làng bên sông, mỗi lớp học chừng mười em nhỏ.",
)
OTHERS = (
    "Đội tuyển bóng chuyền nữ thắng ba ván trắng trước đối thủ mạnh nhất bảng, giành vé sớm vào tứ kết giải châu lục.",
    "Giá xăng trong nước giảm phiên thứ tư liên tiếp từ 15 giờ chiều, xuống mức thấp nhất kể từ tháng Ba.",
    "Tuyến cáp quang biển gặp sự cố cách bờ 120 km, đường truyền quốc tế chập chờn ít nhất mười ngày nữa.",
    "Bảo tàng thành phố trưng bày gần hai trăm hiện vật gốm cổ vừa trục vớt ngoài khơi Cù Lao Mái.",
    "Một đợt không khí lạnh tăng cường tràn xuống, vùng núi cao nhiều khả năng có băng giá vào rạng sáng.",
    "Nhà máy lắp ráp pin xe điện đầu tiên ở khu công nghệ cao chạy thử dây chuyền, công suất ba gigawatt giờ.",
)
ARTICLE = (TITLE, LEAD, *BODY, *MORE)


def test_teasers_without_titles_are_of_other_articles() -> None:
    assert kinds(*ARTICLE, *OTHERS)[len(ARTICLE) :] == ["related_text"] * len(OTHERS)
    found = segmented("\n".join((*ARTICLE, *OTHERS)))
    assert found["evidence"].to_list()[-1] == "list:stray"


def test_the_paragraphs_of_one_article_stay() -> None:
    assert kinds(*ARTICLE)[2:] == ["body"] * (len(ARTICLE) - 2)


@pytest.mark.parametrize("n_strays", [1, 2])
def test_one_or_two_are_too_few_to_tell(n_strays: int) -> None:
    assert kinds(*ARTICLE, *OTHERS[:n_strays])[len(ARTICLE) :] == ["body"] * n_strays


def test_who_goes_on_tells_no_other_story() -> None:
    going_on = ("Tuy nhiên, ", "Ngoài ra, ", "Bên cạnh đó, ", "Trong khi đó, ", "Theo đó, ", "Đồng thời, ")
    page = [*ARTICLE, *(f"{word}{text[0].lower()}{text[1:]}" for word, text in zip(going_on, OTHERS, strict=True))]
    assert kinds(*page)[len(ARTICLE) :] == ["body"] * len(OTHERS)


def test_the_minutes_of_a_match_are_one_story() -> None:
    minutes = [f"{5 * nth + 3}' {text}" for nth, text in enumerate(OTHERS)]
    assert "related_text" not in kinds(*ARTICLE, *minutes)


def test_an_article_below_a_title_is_appended_and_no_row_of_strays() -> None:
    second = (
        "Đàn sếu về lại đầm sau mười năm vắng bóng",
        "An Bình",
        *(line.replace("lớp học", "đàn sếu") for line in MORE[:4]),
    )
    assert "related_text" not in kinds(*PAGE, *second)


@settings(max_examples=6)
@given(st.permutations(OTHERS), st.integers(min_value=5, max_value=6))
def test_their_order_says_nothing(others: list[str], n: int) -> None:
    assert kinds(*ARTICLE, *others[:n])[len(ARTICLE) :] == ["related_text"] * n


def test_many_files_at_a_time_are_judged_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = ["\n".join((*ARTICLE, *OTHERS)), "\n".join(ARTICLE), "\n".join((*PAGE, *OTHERS))]
    together = segmented(*pages)["kind"].to_list()
    monkeypatch.setattr("transforms.strays._WORDS_AT_A_TIME", 10)
    assert segmented(*pages)["kind"].to_list() == together
