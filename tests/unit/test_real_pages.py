"""What pages of the net taught: matches with their days, dialogs of forms, boxes in one line, dates and titles."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.pages import BODY, LEAD, PAGE, TITLE, kinds, segmented
from transforms.pipeline import transform
from transforms.settings import TransformSettings

OTHER = "Chợ nổi họp lại sau ba năm vắng khách"
TEASER = "Ghe xuồng từ các xã cù lao đổ về bến từ lúc trời còn tối, kéo dài gần hai cây số."


def published_on(*lines: str) -> date | None:
    """The day on which the page says that it was published."""
    frames = transform(["\n".join(lines).encode()], ["a" * 64], TransformSettings())
    day = frames["article_records"]["published_on"].item()
    assert day is None or isinstance(day, date)
    return day


@pytest.mark.parametrize(
    "row",
    [
        "Phú Hậu 3-1 Bến Hạ, ngày 6/7/2024, vòng bảng",
        "Sông Trà 2 - 0 Cù Lao Mái, Thứ Sáu, ngày 17 tháng 3 năm 2023, giải tỉnh",
        "20/2/1973 Phú Hậu vs Bến Hạ Thắng 1-3 Giải tỉnh",
        "Thời gian: 19h30 ngày 31/12/2024",
        "Địa điểm: Sân đình làng Phú Hậu",
    ],
)
def test_the_day_of_a_match_or_a_feast_is_of_the_text_and_dates_nothing(row: str) -> None:
    page = (TITLE, LEAD, BODY[0], row, *BODY[1:])
    assert kinds(*page)[3] == "body"
    assert published_on(*page) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mật khẩu đăng nhập:", "navigation"),
        ("Lên đầu Top", "navigation"),
        ("Bạn không thể gửi bình luận liên tục. Xin hãy đợi", "navigation"),
        ("Hộp thư thoại sẽ đóng sau 4s", "navigation"),
        ("Chia sẻ qua Twitter In bài viết Chia sẻ qua Email", "navigation"),
        ("Link bài gốc Lấy link! https://example.vn/bai-goc.html", "navigation"),
        ("Điện thoại tòa soạn:  024.12 345 678", "navigation"),
        ("12/GP-BTTTT cấp ngày 29/12/2023", "navigation"),
        ("AD Quảng cáo", "promo"),
        ("Quảng cáo Đọc tiếp", "promo"),
        ("lop hoc PV 1.jpg", "media"),
        ("— Lai Tran (@laitran) February 6, 2025", "media"),
    ],
)
def test_dialogs_and_marks_of_a_page(line: str, kind: str) -> None:
    assert kinds(*PAGE, "Trần Thị Hạnh", line)[-1] == kind


def test_the_post_of_somebody_dates_nothing() -> None:
    assert published_on(*PAGE, "— Lai Tran (@laitran) February 6, 2025") is None


def test_a_box_in_one_line_above_the_text_is_no_lead() -> None:
    box = f"{OTHER} VOV.VN - {TEASER}"
    assert kinds(TITLE, box, LEAD, *BODY) == ["title", "related_text", "lead", "body", "body", "body"]


def test_a_teaser_that_runs_on_behind_its_title_is_of_another_article() -> None:
    run_on = f"{OTHER} Sáng 12/5, ghe xuồng từ các xã cù lao đổ về bến từ lúc trời còn tối."
    assert kinds(*PAGE, run_on)[-1] == "related_text"


def test_the_prefix_may_stick_to_the_title_before_it() -> None:
    assert kinds(*PAGE, "Đọc thêm", f"{OTHER}(Dân trí) - {TEASER}")[-1] == "related_text"


def test_places_over_paragraphs_are_no_authors() -> None:
    assert kinds(TITLE, LEAD, *BODY, "Đảo Mái, Bến Hạ", BODY[0].replace("Lớp", "Làng"))[5] == "heading"


def test_a_line_in_italics_below_the_mark_of_a_picture_is_a_caption() -> None:
    mark = "![undefined](https://example.vn/2022/2/21/gia.jpg)"
    assert kinds(TITLE, LEAD, BODY[0], mark, "_Giá tre và mây ở bến sông (Phú Hậu)._", *BODY[1:])[3:5] == [
        "media",
        "caption",
    ]


def test_a_correspondent_above_the_text_is_no_title() -> None:
    assert kinds("Lê Hạ, phóng viên đài Bến Hạ", LEAD, *BODY)[0] == "byline"


def test_a_sentence_that_is_a_link_is_a_teaser() -> None:
    link = "[Ghe xuồng từ các xã cù lao đổ về bến từ lúc trời còn tối, kéo dài gần hai cây số.](https://example.vn/cho-noi.html)"
    page = (*PAGE, "Bình luận (0)", f"### [{OTHER}](https://example.vn/cho-noi-hop-lai.html)", link)
    assert kinds(*page)[-2:] == ["related_title", "related_text"]


def test_emphasis_inside_of_emphasis_is_taken_off() -> None:
    assert kinds(*PAGE, "**_Tin, ảnh:_** **LÊ HẠ**")[-1] == "byline"


def test_many_capitals_in_bold_are_no_author() -> None:
    assert kinds(TITLE, LEAD, BODY[0], "**NHỮNG BÀN TAY GIỮ NGHỀ**", *BODY[1:])[3] == "heading"


def test_a_title_that_was_cut_is_one() -> None:
    cut = "Làng nghề đan thúng bên sông mở lớp ..."
    assert kinds(cut, "Cập nhật: 30-09-2024 | 14:32:49", LEAD, *BODY)[:3] == ["title", "dateline", "lead"]


def test_a_first_line_with_an_arrow_is_a_link() -> None:
    assert kinds(f">> {OTHER}", LEAD, *BODY)[:2] == ["related_title", "lead"]


def test_below_a_list_the_title_is_over_the_date() -> None:
    titles = (
        "Đàn sếu về lại đầm sau mùa nước lớn",
        "Giá mận đầu mùa tăng gấp rưỡi năm ngoái",
        "Cầu tre có thêm tay vịn bên sông",
    )
    page = ("Tin nóng", *titles, OTHER, "Làng nghề", TITLE, "Lê Hạ - 07/03/2026 08:47", LEAD, *BODY)
    assert kinds(*page)[6:9] == ["title", "dateline", "lead"]


def test_a_day_of_publication_above_the_title_counts_though_it_stands_twice() -> None:
    day = "Xuất bản ngày 11/05/2026 05:50 PM"
    assert published_on(day, day, TITLE, LEAD, *BODY) == date(2026, 5, 11)


def test_folders_of_pictures_tell_the_year_of_today() -> None:
    said = "Sáng sớm nay (16/1), bà Lài mở lớp học thứ hai ở đình làng bên, đông gấp đôi lớp mở năm 2005."
    picture = "![](https://example.vn/images/2025/01/15/lop-hoc.jpg)"
    assert published_on(TITLE, said, picture, *BODY) == date(2025, 1, 16)


def test_what_is_announced_as_pictures_is_shown() -> None:
    shown = ("Bà Lài bên chiếc thúng đầu tiên.", "Các em nhỏ ngồi quanh sân đình chiều thứ bảy.")
    found = kinds(*PAGE, "Dưới đây là một số hình ảnh của lớp học:", *shown, "Lê Hạ")
    assert found[-3:] == ["caption", "caption", "byline"]


def test_among_captions_one_may_tell_what_was_done() -> None:
    long = [f"{line} {more}" for line, more in zip(BODY, (BODY[2], BODY[0], BODY[1]), strict=True)]
    told = "Bà Lài đã nhận lại chiếc thúng đánh rơi."
    page = [TITLE, LEAD, long[0], "Lớp học ở làng Phú Hậu. Ảnh: Lê Hạ", long[1], told, long[2]]
    assert kinds(*page)[5] == "caption"
    assert kinds(*(line for line in page if "Ảnh:" not in line))[4] == "body"


def test_a_question_in_a_list_is_a_title() -> None:
    asked = "Lễ hội đua ghe trên sông năm nay có gì mới: giờ khai mạc, giá vé và chỗ đậu xe ra sao?"
    assert kinds(*PAGE, "Đọc nhiều", OTHER, asked)[-1] == "related_title"


def test_the_outlet_s_prefix_inside_of_a_box_names_the_outlet() -> None:
    box = f"{OTHER} SKĐS - {TEASER}"
    frames = transform(["\n".join((TITLE, LEAD, *BODY, box)).encode()], ["a" * 64], TransformSettings())
    assert frames["article_records"]["outlet"].item() == "Sức khỏe & Đời sống"


def test_the_name_of_the_outlet_below_the_lead_is_a_byline() -> None:
    assert segmented("\n".join((LEAD, "Vatican News", *BODY)))["kind"].to_list()[1] == "byline"
