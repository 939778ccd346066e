"""Words and 5-grams as hashes: the same as plain Python would say, and the same tomorrow."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit import invented
from transforms import shingles
from transforms.fold import folded
from transforms.shingles import blocks, shingled, word_hashes

WRITTEN = st.text(alphabet="aAbđĐ1_ .,\n-hoòóyỳủừựạậéÉ😀字ß\u00a0𝐀", max_size=60)


def words_of(text: str) -> list[int]:
    return [int(word) for word in word_hashes([text])[0]]


@settings(deadline=None)
@example(["ò1ó", "ó1ò"])
@given(st.lists(WRITTEN, max_size=6))
def test_words_are_those_of_the_plain_definition(texts: list[str]) -> None:
    hashes, offsets = word_hashes(texts)
    plain = [invented.plain_words(text) for text in texts]
    assert np.diff(offsets).tolist() == [len(words) for words in plain]
    flat = [word for words in plain for word in words]
    assert len(set(zip(flat, hashes.tolist(), strict=True))) == len(set(flat)) == len(set(hashes.tolist()))


@settings(deadline=None)
@given(WRITTEN)
def test_folding_first_changes_nothing(text: str) -> None:
    once = pl.select(folded(pl.lit(text))).item()
    assert words_of(once) == words_of(text)


@settings(deadline=None)
@given(st.lists(WRITTEN, max_size=6))
def test_five_grams_are_those_of_the_plain_definition(texts: list[str]) -> None:
    found = shingled(texts)
    plain = [invented.plain_shingles(text) for text in texts]
    assert found.n_distinct.tolist() == [len(grams) for grams in plain]
    assert np.diff(found.offsets).tolist() == [max(len(invented.plain_words(text)) - 4, 0) for text in texts]
    distinct = {int(gram) for gram in found.hashes}
    assert len(distinct) == len(frozenset().union(*plain))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa thuận", "hoà thuận"),
        ("Thủy triều", "thuỷ triều"),
        ("Học sinh GIỎI", "học_sinh giỏi"),
        ("bến đò", "bến\u200b đò"),
        ("mái đình", "mái đ\u00adình"),
        ("chợ, phiên!", "chợ phiên"),
        ("gạo nếp", "gạo\u00a0nếp"),
    ],
)
def test_the_same_words_in_another_spelling(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hóa"), ("ma", "mà"), ("ba", "bă"), ("dò", "đò"), ("an", "na"), ("x1", "x2"), ("á a", "a á")],
)
def test_different_words(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_words_do_not_depend_on_their_place() -> None:
    once, again = words_of("lúa")[0], words_of(invented.text(1, 500) + " lúa")[-1]
    assert once == again


def test_five_grams_do_not_cross_texts() -> None:
    texts = ["một hai ba bốn", "", "năm sáu bảy tám chín mười"]
    alone = shingled(texts[2:]).hashes
    assert shingled(texts).hashes.tolist() == alone.tolist()
    assert len(alone) == 2


def test_a_short_first_text_takes_nothing_from_the_last() -> None:
    last = "năm sáu bảy tám chín mười"
    assert shingled(["một", last]).hashes.tolist() == shingled([last]).hashes.tolist()


def test_invisible_characters_move_no_border_between_texts() -> None:
    dressed, plain = word_hashes(["b\u200bến\u200b đ\u00adò", "chợ phiên"]), word_hashes(["bến đò", "chợ phiên"])
    assert dressed[0].tolist() == plain[0].tolist()
    assert dressed[1].tolist() == plain[1].tolist() == [0, 2, 4]


def test_a_text_without_words_has_no_hash() -> None:
    found = shingled([None, "…", "một"])
    assert [text_hash is None for text_hash in found.text_hashes] == [True, True, False]
    assert found.n_distinct.tolist() == [0, 0, 0]


def test_text_hash_tells_the_order_of_words_apart_but_not_their_dress() -> None:
    hashes = shingled(["Bến đò, chợ phiên", "bến_đò chợ phiên.", "chợ phiên bến đò"]).text_hashes
    assert hashes[0] == hashes[1] != hashes[2]


def test_hashes_are_the_same_for_ever() -> None:
    """Stored signatures rest on these values: a change here needs a new transform version and a replay."""
    found = shingled(["Sáng nay, bến thuyền đông người."])
    assert found.text_hashes == ["9290c1238de5cf17fdac313a8b10da17"]
    assert found.hashes.tolist() == [4036939829807782810, 2096706839969520153]


def test_blocks_hold_every_text_once_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([invented.text(seed, 5 + seed * 7) for seed in range(40)] + [None, ""])
    monkeypatch.setattr(shingles, "_BLOCK_BYTES", 500)
    parts = list(blocks(texts))
    assert len(parts) > 10
    assert pl.concat(parts).to_list() == texts.to_list()
    assert list(blocks(texts.clear())) == []


def test_letters_of_all_planes_are_letters() -> None:
    assert len(words_of("chữ 𠀀𠀁 và 𝐀 😀")) == 4
    assert words_of("chữ") == words_of("chữ 😀")
