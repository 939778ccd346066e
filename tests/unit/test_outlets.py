"""The registry of outlets, and each kind of sign that names the outlet of a file. All sentences are invented."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.errors import ConfigurationError
from transforms.outlet_registry import parse_outlets
from transforms.outlets import dateline_prefix_pattern, domain_pattern, load_outlets, outlet_evidence, outlets_frame
from transforms.schema import KINDS
from transforms.schema_news import OUTLETS

Line = tuple[str, str]
MAIN = {"title", "lead", "body", "heading", "byline", "dateline", "caption"}
LEAD = ("lead", "Cây cầu gỗ qua suối Nà Lơi vừa được dựng lại sau mùa lũ.")


def frame(*files: list[Line]) -> pl.DataFrame:
    """Lines of several files; the kinds of the main article are its part 0, appended ones part 1."""
    rows = [
        (doc, number, text, kind, 0 if kind in MAIN else 1 if kind.startswith("appended") else None)
        for doc, lines in enumerate(files)
        for number, (kind, text) in enumerate(lines, start=1)
    ]
    schema = {"doc": pl.UInt32, "line_no": pl.Int64, "text": pl.String, "kind": pl.String, "part": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def judge(*lines: Line) -> dict[str, object]:
    """The evidence of one file with these lines."""
    return outlet_evidence(frame(list(lines))).row(0, named=True)


# ---------------------------------------------------------------- the registry


def test_registry_is_large_and_its_table_has_every_outlet_once() -> None:
    table = outlets_frame()
    assert table.height >= 200
    assert table.columns == list(OUTLETS.column_names)
    assert table.null_count().row(0) == (0, 0, 0)
    assert table["outlet"].is_unique().all()
    assert table["domain"].is_unique().all()


def test_only_one_agency_is_an_outlet() -> None:
    agencies = [outlet for outlet in load_outlets() if outlet.agency]
    assert len(agencies) >= 12
    assert [outlet.outlet for outlet in agencies if outlet.domain] == ["TTXVN"]


def entry(**keys: str) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in keys.items()) + " }"


FIRST = entry(outlet='"A"', name='"Báo A"', domain='"a.vn"', datelines='["AO"]')


@pytest.mark.parametrize(
    ("second", "complaint"),
    [
        (entry(outlet='"B"', name='"Báo B"', domain='"b.vn"', colour='"red"'), "unknown key 'colour'"),
        (entry(outlet='"A"', name='"Báo B"', domain='"b.vn"'), "outlet 'A' is given twice"),
        (entry(outlet='"B"', name='"Báo B"', domain='"A.vn"'), "domain 'A.vn' is given twice"),
        (entry(outlet='"B"', name='"Báo B"', domain='"b.vn"', datelines='["(AO)"]'), "dateline 'AO' is given twice"),
        (entry(outlet='"B"', name='"Báo B"'), "'domain' is missing"),
        (entry(outlet='"B"', name='"Báo B"', domain='"b.vn"', spellings='"BB"'), "wrong type"),
        (entry(outlet='"B"', name='"Báo B"', domain='"b.vn"', common='"yes"'), "wrong type"),
        ("{ outlet = ", "not valid TOML"),
    ],
)
def test_a_wrong_registry_is_refused_with_the_place(second: str, complaint: str) -> None:
    assert len(parse_outlets(f"outlets = [{FIRST}]", "x.toml")) == 1
    with pytest.raises(ConfigurationError, match=r"x\.toml") as error:
        parse_outlets(f"outlets = [{FIRST}, {second}]", "x.toml")
    assert complaint in str(error.value)


def test_an_unknown_key_at_the_top_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="papers"):
        parse_outlets("papers = []", "x.toml")


# ---------------------------------------------------------------- prefixes


@pytest.mark.parametrize(
    ("prefix", "outlet"),
    [
        ("VOV.VN - ", "VOV"),
        ("VOV.VN – ", "VOV"),
        ("VTV.vn - ", "VTV"),
        ("(GLO)- ", "Báo Gia Lai"),
        ("(GLO) – ", "Báo Gia Lai"),
        ("(Ngày Nay) - ", "Ngày Nay"),
        ("(Dân trí)\u00a0- ", "Dân trí"),
        ("TTO - ", "Tuổi Trẻ"),
        ("TP - ", "Tiền Phong"),
        ("TGVN. ", "Thế giới và Việt Nam"),
        ("(SGGPO).- ", "Sài Gòn Giải Phóng"),
        ("(ĐTCK) ", "Đầu tư Chứng khoán"),
        ("(Baothanhhoa.vn) - ", "Báo Thanh Hóa"),
        ("Baohatinh.vn - ", "Báo Hà Tĩnh"),
        ("(Báo Quảng Ngãi)- ", "Báo Quảng Ngãi"),
        ("[VietQ.vn] - ", "VietQ"),
        ("**(PLO)** - ", "Pháp Luật TP.HCM"),
        ("\u200bNDO - ", "Nhân Dân"),
        ("(LĐ online) - ", "Báo Lâm Đồng"),
        ("GD&TĐ -", "Giáo dục & Thời đại"),
        ("Kinhtedothi - ", "Kinh tế & Đô thị"),
        ("Hà Nội (TTXVN 12/3) - ", "TTXVN"),
        ("TTXVN (Oslo 3/4) - ", "TTXVN"),
    ],
)
def test_a_known_prefix_of_the_lead(prefix: str, outlet: str) -> None:
    found = judge(("title", "Cầu mới"), ("lead", prefix + "Sáng nay, xã khánh thành cây cầu treo."))
    assert (found["outlet"], found["outlet_line"], found["outlet_basis"]) == (outlet, 2, "dateline")


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("(Mekong Xanh) - Mùa nước nổi năm nay về muộn.", "Mekong Xanh"),
        ("(MKXO)- Mùa nước nổi năm nay về muộn.", "MKXO"),
        ("MKXO - Mùa nước nổi năm nay về muộn.", "MKXO"),
        ("Mekongxanh.vn – Mùa nước nổi năm nay về muộn.", "Mekongxanh.vn"),
        ("BaoMekong - Mùa nước nổi năm nay về muộn.", "BaoMekong"),
    ],
)
def test_an_unknown_prefix_of_the_lead(text: str, outlet: str) -> None:
    assert judge(("lead", text))["outlet"] == outlet


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội - thành phố bên sông Hồng - đón đợt rét đầu mùa.",
        "HUẾ - Mưa lớn từ đêm qua.",
        "(Hà Nội) - Mưa lớn từ đêm qua.",
        "(Kỳ 2) - Người giữ rừng kể chuyện.",
        "(Thể thao) - Đội chủ nhà thắng trận thứ ba.",
        "(Ảnh minh họa) - Trạm y tế xã.",
        "TP. Vinh vừa mở thêm hai tuyến xe buýt.",
        "TS. Lê Văn Mộc cho rằng cần trồng thêm cây.",
        "LTS - Bài viết là ý kiến riêng của tác giả.",
        "Lao động - nghề nghiệp là chủ đề của hội thảo.",
        "(AFP) - Một trận động đất nhẹ xảy ra ngoài khơi.",
    ],
)
def test_no_prefix_of_an_outlet(text: str) -> None:
    assert judge(("lead", text))["outlet"] is None


def test_a_prefix_alone_on_a_line() -> None:
    assert judge(("dateline", "VOV.VN -"), LEAD)["outlet_basis"] == "dateline"
    assert judge(("dateline", "Thứ Hai, 12/05/2025, 08:30 (GMT+7)"), LEAD)["outlet"] is None


def test_teasers_count_only_where_they_agree_and_nothing_else_is_known() -> None:
    ours, other = ("related_text", "VOV.VN - Nước sông dâng nhanh."), ("related_text", "(PLO)- Tòa tuyên án.")
    assert judge(LEAD, ours, ours)["outlet"] == "VOV"
    assert judge(LEAD, ours, other)["outlet"] is None
    assert judge(LEAD, ours, ("related_text", "Một."), ("related_text", "Hai."))["outlet"] is None
    assert judge(("lead", "(GLO)- Vụ tiêu năm nay được mùa."), ours, ours)["outlet"] == "Báo Gia Lai"


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
    assert judge(LEAD, ("media", "https://www.youtube.com/watch"))["outlet"] is None
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
    assert judge(LEAD, ("caption", "VOV.VN - Cầu treo. vov.vn"))["agency"] is None


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


# ---------------------------------------------------------------- the frame as a whole


def test_one_row_for_each_file_whatever_the_order_of_lines() -> None:
    files = [[LEAD], [("lead", "TTO - Cầu mới.")], [LEAD, ("byline", "Lê Mộc/VOV")], [("blank", "")]]
    lines = frame(*files)
    found = outlet_evidence(lines)
    assert found.columns == ["doc", "outlet", "outlet_line", "outlet_basis", "agency"]
    assert found["doc"].to_list() == [0, 1, 2, 3]
    assert found["outlet"].to_list() == [None, "Tuổi Trẻ", "VOV", None]
    assert outlet_evidence(lines.reverse()).equals(found)
    assert outlet_evidence(lines.clear()).is_empty()


def test_the_prefix_pattern_for_segmentation() -> None:
    known = [
        "VOV.VN - Cầu",
        "(GLO)- Cầu",
        "TGVN. Cầu",
        "(ĐTCK) Cầu",
        "(Sông Nước) - Cầu",
        "songnuoc.vn – Cầu",
        "SNO - Cầu",
    ]
    other = ["Hà Nội - Cầu", "TP. Vinh", "(Kỳ 2) - Cầu", "Cầu (GLO)- mới", "- Cầu mới", "TS. Mộc"]
    lines = pl.Series([*known, *other])
    assert lines.filter(lines.str.contains(dateline_prefix_pattern())).to_list() == known


def test_the_domain_pattern() -> None:
    lines = pl.Series(["Gửi về bandoc@vietnamnet.vn", "WWW.BAOGIALAI.COM.VN", "songnuoc.vn", "vietnamnetXvn"])
    assert lines.str.contains(domain_pattern()).to_list() == [True, True, False, False]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([meaning.kind for meaning in KINDS]),
            st.one_of(
                st.text(max_size=60),
                st.lists(
                    st.sampled_from(
                        [
                            "Báo",
                            "phóng viên",
                            "nói với",
                            "(",
                            ")",
                            " - ",
                            "/",
                            "Theo",
                            "©",
                            "@",
                            ".vn",
                            "TTXVN",
                            "Thanh Niên",
                            "\u200b",
                        ]
                    ),
                    max_size=8,
                ).map(" ".join),
            ),
        ),
        max_size=6,
    )
)
def test_any_text_is_judged_without_an_error(lines: list[Line]) -> None:
    found = outlet_evidence(frame(lines))
    assert found.height == min(1, len(lines))
    named = found.filter(pl.col("outlet").is_not_null())
    assert named["outlet_basis"].null_count() == 0
    assert named["outlet"].str.strip_chars().str.len_chars().gt(0).all()
