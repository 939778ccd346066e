"""Each kind of sign that names the outlet of a file, and what only looks like one. All sentences are invented."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.outlets import outlet_evidence

Line = tuple[str, str]
MAIN = {"title", "lead", "body", "heading", "byline", "dateline", "caption"}
LEAD = ("lead", "Cây cầu gỗ qua suối Nà Lơi vừa được dựng lại sau mùa lũ.")


def judge(*lines: Line) -> dict[str, object]:
    """The evidence of one file with these lines; the kinds of the main article are its part 0, appended ones part 1."""
    rows = [
        (0, number, text, kind, 0 if kind in MAIN else 1 if kind.startswith("appended") else None)
        for number, (kind, text) in enumerate(lines, start=1)
    ]
    schema = {"doc": pl.UInt32, "line_no": pl.Int64, "text": pl.String, "kind": pl.String, "part": pl.Int64}
    return outlet_evidence(pl.DataFrame(rows, schema=schema, orient="row")).row(0, named=True)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Báo Kon Tum điện tử giữ bản quyền nội dung", "Báo Kon Tum"),
        ("© Báo điện tử Dân trí. Cấm sao chép.", "Dân trí"),
        ("Bản quyền thuộc về Báo Mekong xanh. Mọi hình thức sao chép phải được đồng ý.", "Báo Mekong xanh"),
        ("© 2019-2025 Mekong Xanh. All rights reserved.", "Mekong Xanh"),
        ('Ghi rõ nguồn "Tạp chí Sông Nước" khi phát hành lại', "Tạp chí Sông Nước"),
        ("Báo điện tử Sông Nước giữ bản quyền", "Báo Sông Nước"),
        ("Cơ quan chủ quản: Thông tấn xã Việt Nam. © Báo Tin tức", "Báo Tin tức"),
    ],
)
def test_copyright(text: str, outlet: str) -> None:
    found = judge(LEAD, ("navigation", text))
    assert (found["outlet"], found["outlet_basis"]) == (outlet, "copyright")


def test_a_copyright_of_nobody_in_particular() -> None:
    assert judge(LEAD, ("navigation", "© Bản quyền thuộc về tác giả. All rights reserved."))["outlet"] is None
    assert judge(LEAD, ("navigation", "© 2024 Công ty TNHH Sông Nước"))["outlet"] is None


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Theo dõi Lao Động trên Google News", "Lao Động"),
        ("Mời quý độc giả theo dõi VOV.VN trên", "VOV"),
        ("Mời bạn đọc gửi bài về hộp thư bandoc@vietnamnet.vn", "VietNamNet"),
        ("Mời quý vị xem lại các chương trình của Đài Truyền hình Việt Nam", "VTV"),
        ("Đặt mua báo in Thanh Niên tại bưu điện gần nhất", "Thanh Niên"),
        ("Theo dõi Sông Nước trên Zalo", "Sông Nước"),
        ("Bạn đọc gửi thư về toasoan@songnuoc.com.vn", "songnuoc.com.vn"),
        ("Mời quý vị đón đọc báo Sông Nước phát hành thứ Hai", "Báo Sông Nước"),
    ],
)
def test_promotion(text: str, outlet: str) -> None:
    assert judge(LEAD, ("promo", text))["outlet"] == outlet


@pytest.mark.parametrize(
    "text",
    [
        "Theo dõi chúng tôi trên Facebook",
        "Theo dõi Cúp Mùa Xuân trên truyền hình lúc 19h",
        "Tải ứng dụng trên App Store",
        "Liên hệ quảng cáo: quangcao.abc@gmail.com",
        "Mua vé tại www.songnuoc.com",
    ],
)
def test_promotion_without_an_outlet(text: str) -> None:
    assert judge(LEAD, ("promo", text))["outlet"] is None


def test_addresses_of_the_page() -> None:
    assert judge(LEAD, ("navigation", "Email: toasoan@nld.com.vn"))["outlet"] == "Người Lao Động"
    assert judge(LEAD, ("media", "![](https://cdn.tuoitre.vn/anh/1.jpg)"))["outlet"] == "Tuổi Trẻ"
    assert judge(LEAD, ("related_title", "[Cầu cũ](https://plo.vn/cau-cu)"))["outlet"] == "Pháp Luật TP.HCM"
    assert judge(LEAD, ("media", "https://www.youtube.com/watch"))["outlet"] is None
    assert judge(LEAD, ("navigation", "Liên hệ: 0912 345 678, songnuoc.gov.vn"))["outlet"] is None
    assert judge(LEAD, ("body", "Trang vnexpress.net từng đăng ảnh cây cầu."))["outlet"] is None


def test_names_in_the_furniture() -> None:
    assert judge(LEAD, ("navigation", "BÁO KON TUM"))["outlet"] == "Báo Kon Tum"
    assert judge(LEAD, ("navigation", "Lao động - Việc làm"))["outlet"] is None
    assert judge(LEAD, ("navigation", "Lịch phát sóng VTV"))["outlet"] is None


# ---------------------------------------------------------------- author and source


@pytest.mark.parametrize(
    ("text", "outlet", "agency"),
    [
        ("Lê Mộc/Báo Tin tức", "Báo Tin tức", None),
        ("Lê Mộc/VOV-Tây Bắc", "VOV", None),
        ("LÊ MỘC (báo lao động)", "Lao Động", None),
        ("Lê Mộc - VTC News", "VTC News", None),
        ("PV Dân Việt", "Dân Việt", None),
        ("Theo Tiền Phong", "Tiền Phong", None),
        ("(Theo Báo Thanh Hoá)", "Báo Thanh Hóa", None),
        ("(TTXVN/Vietnam+)", "VietnamPlus", "TTXVN"),
        ("Theo Lê Mộc (TTXVN)", "TTXVN", "TTXVN"),
        ("Theo AFP, Reuters", None, "AFP"),
        ("Nguồn: dantri.com.vn", "Dân trí", None),
        ("Lê Mộc/Báo Sông Nước", "Báo Sông Nước", None),
        ("Lê Mộc/SNO", "SNO", None),
        ("Lê Mộc | 12/05/2025 08:00", None, None),
        ("Theo Đời sống Plus/GĐVN", "Đời sống Plus", None),
        ("Khánh Hòa", None, None),
        ("Tiến Phong", None, None),
        ("Lê Mộc/Hà Thu", None, None),
        ("A.P", None, None),
        ("Lê Mộc - Ảnh: AFP", None, None),
        ("Theo BBC", None, None),
    ],
)
def test_byline(text: str, outlet: str | None, agency: str | None) -> None:
    found = judge(LEAD, ("byline", text))
    assert (found["outlet"], found["agency"]) == (outlet, agency)


def test_a_credited_agency_gives_way_to_the_outlet() -> None:
    found = judge(LEAD, ("byline", "Theo Lê Mộc (TTXVN)"), ("navigation", "Báo Sông Nước điện tử giữ bản quyền"))
    assert (found["outlet"], found["agency"]) == ("Báo Sông Nước", "TTXVN")


def test_a_source_glued_to_the_last_paragraph() -> None:
    first = ("body", "Người dân vui vì cầu chắc chắn (VnExpress)")
    assert judge(LEAD, first, ("body", "Cầu dài 40 mét. Theo Người Lao Động"))["outlet"] == "Người Lao Động"
    assert judge(LEAD, first, ("body", "Cầu dài 40 mét."))["outlet"] is None
    assert judge(LEAD, ("body", "Cầu dài 40 mét. Ảnh: Lê Mộc/TTXVN"))["outlet"] is None


def test_captions_and_repeats_never_count() -> None:
    credit = "Cầu treo Nà Lơi. Ảnh: Lê Mộc/TTXVN"
    assert judge(LEAD, ("caption", credit), ("duplicate", credit))["outlet"] is None
    assert judge(LEAD, ("caption", "VOV.VN - Cầu treo. vov.vn"))["outlet"] is None


# ---------------------------------------------------------------- the text itself


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Ông Lê Mộc nói với VnExpress rằng cầu sẽ bền.", "VnExpress"),
        ('"Cầu sẽ bền", ông Mộc nói với Thanh Niên.', "Thanh Niên"),
        ("Trao đổi với phóng viên Báo CAND, ông Mộc cho biết cầu bền.", "Công an nhân dân"),
        ("Chia sẻ nhanh với PV Dân trí, ông Mộc cho biết cầu bền.", "Dân trí"),
        ("Trả lời phỏng vấn của báo Gia Lai, ông Mộc cho biết cầu bền.", "Báo Gia Lai"),
        ("Trả lời báo điện tử tổ quốc, ông Mộc cho biết cầu bền.", "Tổ Quốc"),
        ("Như Báo Giao thông đã đưa tin, cầu cũ sập hồi tháng 9.", "Báo Giao thông"),
        ("Bạn đọc gọi tới đường dây nóng của Tuổi Trẻ kể chuyện cây cầu.", "Tuổi Trẻ"),
        ("Ghi nhận của PV Pháp Luật TP.HCM, cầu đã thông.", "Pháp Luật TP.HCM"),
        ("Trao đổi với phóng viên Báo Khánh Hoà, ông Mộc nói cầu bền.", "Báo Khánh Hòa"),
        ("Trao đổi với phóng viên Báo Sông nước Cửu Long, ông Mộc nói cầu bền.", "Báo Sông nước Cửu Long"),
        ("Theo phóng viên TTXVN tại Oslo, cầu vừa thông xe.", "TTXVN"),
    ],
)
def test_the_outlet_in_its_own_text(text: str, outlet: str) -> None:
    assert judge(LEAD, ("body", text))["outlet"] == outlet


@pytest.mark.parametrize(
    "text",
    [
        "Ông Mộc nói với Reuters và BBC rằng cầu sẽ bền.",
        "Xã phối hợp với Báo Thanh Niên tặng quà cho học sinh.",
        "Theo VnExpress, cây cầu từng sập năm 2019.",
        "Ông Mộc trao đổi với Thanh Niên Xung phong về cây cầu.",
        "Đoàn làm việc với Hải quan và Công an TP.HCM.",
        "Ông thề trung thành với Tổ quốc, phục vụ Nhân dân.",
        "Một phóng viên VTV bị hành hung khi quay phim.",
        "Trả lời phóng viên báo New York Times, ông Mộc từ chối.",
        "Như Thanh Niên trong xã đều biết, cầu rất trơn.",
        "Nâng cao dân trí là việc của tuổi trẻ.",
    ],
)
def test_other_outlets_in_the_text(text: str) -> None:
    assert judge(LEAD, ("body", text))["outlet"] is None


def test_the_text_of_appended_articles_does_not_speak_for_the_file() -> None:
    assert judge(LEAD, ("appended_body", "Bà Mai nói với VnExpress rằng chợ đông."))["outlet"] is None


def test_the_most_frequent_name_wins_among_quotes() -> None:
    rare = ("body", "Năm ngoái ông trả lời Dân trí rằng cầu yếu.")
    often = ("body", "Ông nói với VietNamNet: cầu bền. Bà cũng trao đổi với VietNamNet, cầu đẹp.")
    assert judge(LEAD, rare, often)["outlet"] == "VietNamNet"


def test_the_stronger_sign_wins_wherever_it_stands() -> None:
    quote, byline, promo = (
        ("body", "Ông Mộc nói với VnExpress rằng cầu bền."),
        ("byline", "Lê Mộc/VOV"),
        ("promo", "Theo dõi Tiền Phong trên Google News"),
    )
    assert judge(quote)["outlet"] == "VnExpress"
    assert judge(quote, byline)["outlet"] == "VOV"
    assert judge(quote, byline, promo)["outlet"] == "Tiền Phong"
    assert judge(("lead", "(GLO)- Cầu mới."), quote, byline, promo)["outlet"] == "Báo Gia Lai"
