"""The registry of outlets, their prefixes, and the evidence frame as a whole. All sentences are invented."""

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


def test_two_agencies_are_outlets_too() -> None:
    agencies = [outlet for outlet in load_outlets() if outlet.agency]
    assert len(agencies) >= 12
    assert [outlet.outlet for outlet in agencies if outlet.domain] == ["TTXVN", "Sputnik"]


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
        ("BNEWS ", "Bnews"),
        ("(Dân trí/AFP) - ", "Dân trí"),
        ("- (PLVN) - ", "Pháp luật Việt Nam"),
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
        "(Khánh Hòa) - Mưa lớn từ đêm qua.",
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


@settings(max_examples=25, deadline=None)
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


@pytest.mark.parametrize("cue", ["Ghi nhận của", "Theo tìm hiểu của", "Theo nguồn tin của"])
def test_what_an_outlet_found_out_itself(cue: str) -> None:
    assert judge(("lead", f"{cue} Dân trí, cứ mười phút có một xe chạy qua."))["outlet"] == "Dân trí"


@pytest.mark.parametrize(
    ("kind", "text", "outlet"),
    [
        ("navigation", "© Cổng thông tin điện tử Công an tỉnh Bến Hạ", "Cổng thông tin điện tử Công an tỉnh Bến Hạ"),
        ("navigation", "CỔNG THÔNG TIN ĐIỆN TỬ TỈNH BẾN HẠ", "Cổng thông tin điện tử tỉnh Bến Hạ"),
        ("byline", "Nguồn: Cổng thông tin điện tử Bộ Đò Ngang", "Cổng thông tin điện tử Bộ Đò Ngang"),
        ("body", "Người dân gửi câu hỏi qua Cổng thông tin điện tử tỉnh Bến Hạ", None),
    ],
)
def test_offices_name_their_site(kind: str, text: str, outlet: str | None) -> None:
    assert judge(LEAD, (kind, text))["outlet"] == outlet
