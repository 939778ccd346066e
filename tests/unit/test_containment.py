"""Passage marks: winnowing as it is defined, and that no contained text is missed."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.search import candidates
from tests.unit import invented
from transforms.containment import as_lists, length_ratio, marks, needed_marks
from transforms.duplicates import classify, signatures, verify
from transforms.settings import DuplicateSettings
from transforms.shingles import shingled

SETTINGS = DuplicateSettings()


def articles(texts: dict[str, str]) -> pl.DataFrame:
    frame = pl.DataFrame({"article_id": list(texts), "text": list(texts.values())})
    return frame.with_columns(file_id=pl.col("article_id").str.head(-2))


def found(texts: dict[str, str]) -> list[tuple[str, str, str, str | None]]:
    frame = articles(texts)
    pairs = candidates(signatures(frame, settings=SETTINGS), SETTINGS)
    rows = classify(verify(pairs, frame), settings=SETTINGS)
    return rows.select("a", "b", "method", "contained_id").sort("a", "b").rows()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=5), st.integers(1, 20), st.integers(0, 1000))
def test_marks_are_the_least_of_each_window_of_a_text(sizes: list[int], window: int, seed: int) -> None:
    texts = [invented.text(seed + nth, size) for nth, size in enumerate(sizes)]
    block = shingled(texts)
    plain = []
    for start, end in zip(block.offsets, block.offsets[1:], strict=False):
        own = [int(gram) for gram in block.hashes[start:end]]
        least = (min(own[place : place + window]) & (1 << 40) - 1 for place in range(len(own) - window + 1))
        plain.append(list(dict.fromkeys(least)))
    assert as_lists(*marks(block, DuplicateSettings(window=window))).to_list() == plain


@settings(max_examples=20, deadline=None)
@given(st.integers(24, 400), st.integers(0, 10), st.integers(0, 10_000))
def test_a_text_of_which_the_share_asked_stands_elsewhere_shares_the_marks_asked(
    n_words: int, n_edits: int, seed: int
) -> None:
    short = invented.text(seed, n_words)
    kept = invented.edited(short, seed, min(n_edits, n_words))
    long = "\n".join((invented.text(seed + 1, 300), kept, invented.text(seed + 2, 500)))
    one, other = invented.plain_shingles(short), invented.plain_shingles(long)
    mine, theirs = as_lists(*marks(shingled([short, long]), SETTINGS)).to_list()
    if len(one & other) >= SETTINGS.contained * len(one):
        assert len(set(mine) & set(theirs)) >= needed_marks(SETTINGS)[len(one) - 1]


def test_longer_texts_need_more_marks() -> None:
    needed = needed_marks(SETTINGS)
    assert needed[:38] == [1] * 38
    assert [needed[n - 1] for n in (39, 100, 400)] == [2, 3, 10]


def test_a_shorter_text_than_the_ratio_is_an_edited_copy() -> None:
    assert length_ratio(SETTINGS) == pytest.approx(1.7)
    assert length_ratio(DuplicateSettings(edited=0.8, contained=0.5)) == 1.0


def test_what_is_inside_a_longer_text_is_found() -> None:
    item, other, long = invented.text(1, 90), invented.text(2, 40), invented.text(3, 600)
    words = invented.edited(item, 5, 1)
    digest = "\n".join((long[:1000], words, other, long[1000:]))
    assert found({"digest/0": digest, "item/0": item, "other/0": other, "apart/0": invented.text(4, 300)}) == [
        ("digest/0", "item/0", "contained", "item/0"),
        ("digest/0", "other/0", "contained", "other/0"),
    ]


def test_too_little_of_a_text_or_too_short_a_text_is_not_inside() -> None:
    item, long = invented.text(1, 90), invented.text(3, 600)
    half = " ".join(item.split()[:70])
    assert found({"long/0": f"{long}\n{half}", "item/0": item}) == []
    brief = invented.text(7, 20)
    assert found({"long/0": f"{long}\n{brief}", "item/0": brief}) == []


def test_copies_of_an_item_are_compared_once() -> None:
    item = invented.text(1, 90)
    texts = {f"{name}/0": item for name in "abc"} | {"long/0": f"{invented.text(3, 600)}\n{item}"}
    pairs = candidates(signatures(articles(texts), settings=SETTINGS), SETTINGS)
    assert pairs.remove("is_same_text").select("a", "b").rows() == [("a/0", "long/0")]


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_pairs_do_not_depend_on_the_order_of_arrival(order: random.Random, n_runs: int) -> None:
    items = [invented.text(seed, 60 + 15 * seed) for seed in range(6)]
    texts = {f"item{nth}/0": text for nth, text in enumerate(items)}
    texts |= {f"again{nth}/0": invented.edited(text, nth, 2) for nth, text in enumerate(items)}
    texts |= {"one/0": "\n".join([*items[:3], invented.text(50, 200)]), "two/0": "\n".join(items[2:])}
    expected = {(a, b, method) for a, b, method, _ in found(texts)}
    assert {"contained", "near"} <= {method for *_, method in expected}
    names, seen, pairs = list(texts), dict[str, str](), set[tuple[str, str, str]]()
    order.shuffle(names)
    for start in range(n_runs):
        seen |= {name: texts[name] for name in names[start::n_runs]}
        pairs |= {(a, b, method) for a, b, method, _ in found(seen)}
    assert pairs == expected
