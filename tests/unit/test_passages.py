"""Shared passages of two articles, and their paragraphs side by side."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit import invented
from transforms.passages import Paragraph, beside

BOAT = "Sáng nay bến đò làng Hạ đông hơn ngày thường."
MARKET = "Chợ phiên cuối năm họp sớm hai hôm so với mọi năm."


def marked(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return ["".join(f"[{piece.text}]" if piece.is_shared else piece.text for piece in pieces) for pieces in paragraphs]


def test_shared_words_are_marked_whatever_their_case_and_tone_style() -> None:
    found = beside([f"Tin mới: {BOAT}"], ["SÁNG NAY, bến đò làng Hạ đông vui."])
    assert marked(found.left) == ["Tin mới: [Sáng nay bến đò làng Hạ đông] hơn ngày thường."]
    assert marked(found.right) == ["[SÁNG NAY, bến đò làng Hạ đông] vui."]
    assert (found.left_share, found.right_share) == (7 / 12, 7 / 8)
    assert marked(beside(["Nhà hoà giải ở xã này"], ["nhà hòa giải ở xã"]).left) == ["[Nhà hoà giải ở xã] này"]


def test_fewer_than_five_words_in_a_row_are_not_shared() -> None:
    assert marked(beside(["một hai ba bốn"], ["một hai ba bốn"]).left) == ["một hai ba bốn"]


def test_moved_paragraphs_stand_beside_their_counterparts() -> None:
    found = beside([BOAT, "Riêng bên này.", MARKET], ["Bên kia.", MARKET, BOAT, "Hết."])
    assert found.rows == ((None, 0), (0, 2), (None, 3), (1, None), (2, 1))


def test_empty_sides() -> None:
    assert beside([], []).rows == ()
    assert beside([BOAT], []).rows == ((0, None),)
    assert beside([], [BOAT]).rows == ((None, 0),)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=6), st.lists(st.integers(0, 5), max_size=6))
def test_nothing_is_lost_and_every_mark_is_a_shared_five_gram(one: list[int], other: list[int]) -> None:
    texts = [invented.text(seed, 4 + 5 * seed) for seed in range(6)]
    left, right = [texts[nth] for nth in one], [texts[nth] for nth in other]
    found = beside(left, right)
    assert ["".join(piece.text for piece in pieces) for pieces in found.left] == left
    assert ["".join(piece.text for piece in pieces) for pieces in found.right] == right
    for side, n in ((0, len(left)), (1, len(right))):
        assert sorted(row[side] for row in found.rows if row[side] is not None) == list(range(n))
    grams = invented.plain_shingles("\n".join(right))
    for place, pieces in enumerate(found.left):
        shared = invented.plain_shingles(" ".join(piece.text for piece in pieces if piece.is_shared))
        assert invented.plain_shingles(left[place]) & grams <= shared
