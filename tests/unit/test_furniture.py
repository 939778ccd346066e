"""Which lines are learned to be page furniture, and what that changes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.furniture import FurnitureSettings, keys, learn
from transforms.pipeline import transform
from transforms.settings import TransformSettings

LIMITS = FurnitureSettings(min_articles=4, min_share=0.02, text_factor=3)
NONE = pl.DataFrame(schema={"line_key": pl.String()})
SENTENCE = "Mời bạn đọc gửi câu hỏi về tòa soạn để được luật sư giải đáp trong chuyên mục tuần sau của chúng tôi."
PAGE = """Bến đò làng Hạ đông khách ngày cuối năm

Sáng nay, bến đò làng Hạ đông hơn ngày thường vì phiên chợ cuối năm họp sớm hai hôm so với mọi năm trước.

Ông Trịnh Văn Bảy, người chèo đò đã ba mươi năm, cho biết mỗi chuyến chở được mười hai người cùng hàng hóa.

Hộp thư bến Hạ xin hồi âm sau

Chính quyền xã dự kiến dựng một cây cầu gỗ trước mùa mưa, kinh phí do các hộ dân hai bên bờ cùng đóng góp.
"""


def counted(
    text: str, n_articles: int, *, kind: str = "body", outlet: str | None = None, of: int = 100
) -> pl.DataFrame:
    (key,) = keys(pl.Series([text]))["line_key"]
    row = {"line_key": key, "text": text, "outlet": outlet, "kind": kind, "n_articles": n_articles, "n_stories": of}
    return pl.DataFrame([row], schema_overrides={"outlet": pl.String()})


@pytest.mark.parametrize(
    ("text", "n_articles", "kind", "of", "is_learned"),
    [
        ("Hộp thư bến Hạ xin hồi âm sau", 4, "body", 100, True),
        ("Hộp thư bến Hạ xin hồi âm sau", 3, "body", 100, False),
        ("Hộp thư bến Hạ xin hồi âm sau", 4, "body", 1000, False),  # too small a share
        ("Hộp thư bến Hạ xin hồi âm sau", 50, "lead", 100, False),  # the same lead in copies
        (SENTENCE, 11, "body", 100, False),
        (SENTENCE, 12, "body", 100, True),
        ("Trịnh Văn Bảy", 60, "body", 100, False),  # an author
        ("Thông xe cầu mới qua sông Hậu", 60, "related_title", 100, False),  # an article that is much teased
        ("Góc bạn đọc", 60, "related_title", 100, True),
    ],
)
def test_what_is_learned(text: str, n_articles: int, kind: str, of: int, is_learned: bool) -> None:
    found = learn(counted(text, n_articles, kind=kind, of=of), NONE, LIMITS)
    assert found.height == is_learned


def test_known_furniture_goes_only_when_it_is_half_as_frequent() -> None:
    few = counted("Hộp thư bến Hạ xin hồi âm sau", 2)
    assert learn(few, NONE, LIMITS).is_empty()
    assert learn(few, few.select("line_key"), LIMITS).height == 1
    assert learn(few.with_columns(n_articles=1), few.select("line_key"), LIMITS).is_empty()


def test_a_line_learned_everywhere_and_of_an_outlet_is_there_once() -> None:
    both = pl.concat([counted("Góc bạn đọc", 9, outlet="VOV", of=10), counted("Góc bạn đọc", 9)])
    assert learn(both, NONE, LIMITS)["outlet"].to_list() == [None]
    assert learn(both.head(1), NONE, LIMITS)["outlet"].to_list() == ["VOV"]


def test_bullets_and_case_make_no_difference() -> None:
    found = keys(pl.Series(["» Góc bạn đọc", "GÓC BẠN ĐỌC ", "", "x" * 500]))["line_key"].to_list()
    assert found[0] == found[1] == "góc bạn đọc"
    assert found[2:] == [None, None]


def kinds(page: str, furniture: pl.DataFrame | None) -> dict[str, tuple[str, str]]:
    lines = transform([page.encode()], ["a"], TransformSettings(), furniture)["lines"]
    return {row["text"]: (row["kind"], row["evidence"]) for row in lines.iter_rows(named=True)}


def test_a_learned_line_is_navigation_and_the_rest_stays() -> None:
    known = keys(pl.Series(["Hộp thư bến Hạ xin hồi âm sau"])).select("line_key")
    before, after = kinds(PAGE, None), kinds(PAGE, known)
    line = "Hộp thư bến Hạ xin hồi âm sau"
    assert before[line][0] != "navigation"
    assert after[line] == ("navigation", "navigation:learned")
    assert {text: kind for text, (kind, _) in after.items() if text != line} == {
        text: kind for text, (kind, _) in before.items() if text != line
    }


@settings(max_examples=3, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30), max_size=4))
def test_furniture_that_no_line_has_changes_nothing(others: list[str]) -> None:
    known = pl.DataFrame({"line_key": [f"khác hẳn {text}" for text in others]}, schema={"line_key": pl.String()})
    assert kinds(PAGE, known) == kinds(PAGE, None)
