"""Vietnamese or not, in which language otherwise."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.language import LanguageLimits, judge_language, sampled, vietnamese_share

VIETNAMESE = (
    "Sáng nay, hơn bảy mươi em nhỏ ở xã đảo đã dự buổi học bơi đầu tiên tại bãi tắm phía đông. Thầy giáo nói các em "
    "cần biết bơi trước khi biết chèo thuyền. Mỗi lớp có hai người dạy và một y tá đứng trên bờ."
)
ENGLISH = (
    "More than seventy children of the island took their first swimming lesson this morning. Their teacher said that "
    "they have to learn how to swim before they learn how to row, and that a nurse will be with them at all times."
)
FRENCH = (
    "Plus de soixante-dix enfants de l'île ont suivi ce matin leur première leçon de natation. Les maîtres disent que "
    "les enfants doivent nager avant de ramer, et une infirmière est avec eux sur la plage pour la saison."
)


def judge(*texts: str | None) -> list[str | None]:
    """The languages of the texts."""
    return judge_language(pl.Series(texts, dtype=pl.String))["language"].to_list()


def share(text: str) -> float:
    """The share of one text."""
    value = pl.select(vietnamese_share(pl.lit(text))).item()
    assert isinstance(value, float)
    return value


def without_marks(text: str) -> str:
    """Vietnamese typed without diacritics."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in parts if not unicodedata.combining(char))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (VIETNAMESE, "vi"),
        (VIETNAMESE.upper(), "vi"),
        (without_marks(VIETNAMESE), "vi"),
        (VIETNAMESE + " “" + ENGLISH[:150] + "”", "vi"),
        (
            "Kết quả: Chelsea - Arsenal 2-1, Liverpool - Everton 0-0, Burnley - Fulham 1-3, Đức - Mexico 4-1, vòng 38",
            "vi",
        ),
        (ENGLISH, "en"),
        (ENGLISH + " Nguyễn Văn Quảng and Phạm Thị Hương of Đà Nẵng said this was for the children of Lý Sơn.", "en"),
        (
            "Tran Thi Lan and Le Van Minh of Hoi An said this is for Bui Tien Dung and Ho Van Hai of Lao Cai, who have",
            "en",
        ),
        (FRENCH, "fr"),
        ("Pemerintah akan memberikan bantuan kepada para petani yang terkena dampak kekeringan di daerah.", "other"),
        ("Ministrul a anunțat că fermierii vor primi ajutoare după seceta din această vară, până la iarnă.", "other"),
        ("政府周二宣布了一系列旨在支持受干旱影响的农民的措施。农业部长表示，援助将在年底前支付。工会欢迎。", "zh"),
        ("政府は火曜日、干ばつの影響を受けた農家を支援する措置を発表した。大臣は年末までに支払うと述べた。", "ja"),
        (
            "정부는 화요일 가뭄 피해를 입은 농민을 지원하기 위한 조치를 발표했다. 장관은 연말까지 지급한다고 말했다.",
            "ko",
        ),
        ("Правительство объявило во вторник о мерах поддержки фермеров, пострадавших от засухи.", "ru"),
        ("รัฐบาลประกาศมาตรการช่วยเหลือเกษตรกรที่ได้รับผลกระทบจากภัยแล้งเมื่อวันอังคารที่ผ่านมา", "th"),
        ("Tin ngắn.", None),
        ("13/7/2024 19:05 | 12.345", None),
        ("", None),
        (None, None),
    ],
)
def test_language(text: str | None, language: str | None) -> None:
    assert judge(text) == [language]


def test_share_tells_vietnamese_from_others() -> None:
    assert share(VIETNAMESE) > 0.95
    assert share(without_marks(VIETNAMESE)) > 0.95
    assert share(ENGLISH) < 0.4
    assert share(FRENCH) < 0.4


def test_share_counts_each_word_once() -> None:
    assert share("học bơi street học") == 0.75
    assert share("học, bơi. street\nhọc") == 0.75
    assert share("(học)\n“bơi”") == 1.0
    assert pl.select(vietnamese_share(pl.lit("12 - 34"))).item() is None
    assert pl.select(vietnamese_share(pl.lit(None, pl.String))).item() is None


def test_limits_decide() -> None:
    texts = pl.Series([without_marks(VIETNAMESE), "Tin ngắn."])
    strict = LanguageLimits(min_vietnamese_share=1.1, sure_share=1.1)
    assert judge_language(texts, strict)["language"].to_list() == ["other", None]
    assert judge_language(texts, LanguageLimits(min_letters=5))["language"].to_list() == ["vi", "vi"]


def test_rows_keep_their_order() -> None:
    assert judge(ENGLISH, VIETNAMESE, None, FRENCH, VIETNAMESE) == ["en", "vi", None, "fr", "vi"]


def test_sample_is_taken_from_beginning_and_middle() -> None:
    assert pl.select(sampled(pl.lit("abcdefghij"), 4)).item() == "ab fg"
    assert pl.select(sampled(pl.lit("abcd"), 4)).item() == "abcd"
    # A short Vietnamese notice in front of a long English text doesn't make it Vietnamese.
    assert judge("Bản tiếng Anh. " + ENGLISH * 20) == ["en"]


@given(st.lists(st.one_of(st.none(), st.text(), st.text("hoàtạ e1.\n“", max_size=80)), max_size=8))
def test_any_text_gets_a_row(texts: list[str | None]) -> None:
    frame = judge_language(pl.Series(texts, dtype=pl.String))
    assert frame.schema == {"vietnamese_share": pl.Float64, "language": pl.String}
    assert frame.height == len(texts)
    assert frame["vietnamese_share"].drop_nulls().is_between(0, 1).all()
