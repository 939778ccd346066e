"""Folding, keys and counts of text."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.fold import equality_key, folded, invisible_count, key_hash, tone_counts, word_count

COLUMN = pl.col("text")
TEXTS = st.text(
    st.one_of(st.sampled_from("hoàúyòaquý HOÀ\u200b\u00ad\u00a0\t\n_-–đĐƯ.0"), st.characters(codec="utf-8"))
)


def apply(expression: pl.Expr, *texts: str | None) -> list[object]:
    """The values of an expression over texts."""
    return pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(expression).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoà bình", "hòa bình"),
        ("HÒA BÌNH", "hòa bình"),
        ("thuỷ, khoẻ.", "thủy, khỏe."),
        ("UỶ BAN", "ủy ban"),
        ("toàn hoàng ngoài ngoèo khuỷu", "toàn hoàng ngoài ngoèo khuỷu"),
        ("quý QUỸ Quỳ", "quý quỹ quỳ"),
        ("hoà_giải", "hòa giải"),
        ("ho\u200bà", "hòa"),
        ("  a\u00a0\t b\u3000", "a b"),
        ("ĐƯỜNG ÑANDÚ ΑΒ ЖУК", "đường ñandú αβ жук"),
        ("\ufeff\u200e", ""),
        ("", ""),
        (None, None),
    ],
)
def test_folded(text: str | None, expected: str | None) -> None:
    assert apply(folded(COLUMN), text) == [expected]


@given(st.lists(TEXTS))
@settings(max_examples=30, deadline=None)  # each builds the automaton of the replacements twice
def test_folding_twice_changes_nothing(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(once=folded(COLUMN))
    assert frame.filter(pl.col("once") != folded(pl.col("once"))).is_empty()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoà  Bình!", "Hoà Bình!"),
        ("\u00a0Tin\u200b\t\tvui \u2003", "Tin vui"),
        ("a\u00adb\ufeff", "ab"),
        (" \u00a0\u200b\t", ""),
        ("a\u2028b\x85c", "a b c"),
        (None, None),
    ],
)
def test_equality_key(text: str | None, expected: str | None) -> None:
    assert apply(equality_key(COLUMN), text) == [expected]


@given(TEXTS)
def test_equality_key_keeps_all_that_can_be_seen(text: str) -> None:
    (key,) = apply(equality_key(COLUMN), text)
    assert isinstance(key, str)
    assert key == " ".join(piece for piece in key.split(" ") if piece)
    assert apply(equality_key(COLUMN), key) == [key]
    assert [char for char in key if char.isalnum()] == [char for char in text if char.isalnum()]


def test_key_hash_is_the_beginning_of_sha256() -> None:
    expected = hashlib.sha256("hòa bình".encode()).hexdigest()[:16]
    assert apply(key_hash(COLUMN), "hòa bình", None, "") == [expected, None, "e3b0c44298fc1c14"]
    frame = pl.DataFrame({"text": ["a", "b", "a"]}).lazy().select(key_hash(COLUMN)).collect()
    assert frame.to_series().n_unique() == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hà Nội - Huế – 13/7", 4),
        ("- Ảnh 1.", 2),
        ("–", 0),
        ("• một • hai", 2),
        ("một", 1),
        ("", 0),
        (None, None),
    ],
)
def test_word_count(text: str | None, expected: int | None) -> None:
    assert apply(word_count(COLUMN), text) == [expected]


@given(TEXTS)
def test_word_count_is_at_most_the_number_of_pieces(text: str) -> None:
    (key,) = apply(equality_key(COLUMN), text)
    assert isinstance(key, str)
    (count,) = apply(word_count(COLUMN), key)
    assert isinstance(count, int)
    assert 0 <= count <= len([piece for piece in key.split(" ") if piece])


@pytest.mark.parametrize(
    ("text", "n_old", "n_new"),
    [
        ("hòa hoà", 1, 1),
        ("HÒA Hoà", 1, 1),
        ("thủy uỷ khoẻ khỏe", 2, 2),
        ("toàn hoàng ngoài khoẻn khuỷu", 0, 0),
        ("quý quỹ Quỳ QUÝ", 0, 0),
        ("hòa,thuỷ.", 1, 1),
        ("hoà_bình hoà1", 0, 0),
        ("", 0, 0),
        (None, None, None),
    ],
)
def test_tone_counts(text: str | None, n_old: int | None, n_new: int | None) -> None:
    old, new = tone_counts(COLUMN)
    assert (apply(old, text), apply(new, text)) == ([n_old], [n_new])


@pytest.mark.parametrize(
    "char", "\u00a0\u202f\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u061c"
)
def test_invisible_characters_are_counted(char: str) -> None:
    assert apply(invisible_count(COLUMN), f"a{char}b{char}") == [2]


def test_ordinary_characters_are_not_invisible() -> None:
    assert apply(invisible_count(COLUMN), "Một dòng\tbình thường – “có dấu”…", "", None) == [0, 0, None]
