"""Who is the original, which cluster a pair belongs to, and that neither depends on the order of arrival."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clusters import _components, resolve

DATES = pl.Schema([("article_id", pl.String), ("published_on", pl.Date), ("published_at", pl.Datetime("us", "UTC"))])
PAIRS = pl.Schema({"a": pl.String, "b": pl.String, "method": pl.String, "similarity": pl.Float64})
ROW = ("article_id", "duplicate_of", "method", "similarity", "cluster_id")
INSIDE = PAIRS | {"contained_id": pl.String}

Pair = tuple[str, str, str, float]
Dated = dict[str, tuple[date | None, datetime | None]]


def rows(pairs: list[Pair], dates: Dated | None = None, max_copies: int = 16) -> list[tuple[str, str, str, float, str]]:
    dated = [(name, day, time) for name, (day, time) in (dates or {}).items()]
    frame = pl.DataFrame(pairs, schema=PAIRS, orient="row").with_columns(contained_id=pl.lit(None, pl.String))
    resolved = resolve(frame, pl.DataFrame(dated, schema=DATES, orient="row"), max_copies=max_copies)
    return resolved.select(ROW).rows()


def originals(pairs: list[Pair], dates: Dated) -> list[tuple[str, str]]:
    return [(later, earlier) for later, earlier, *_ in rows(pairs, dates)]


NEAR: list[Pair] = [("a", "b", "near", 0.9)]
DAY, NEXT_DAY = date(2017, 3, 1), date(2017, 3, 2)


def at(hour: int) -> datetime:
    return datetime(2017, 3, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, ("b", "a")),
        ({"a": (NEXT_DAY, None), "b": (DAY, None)}, ("a", "b")),
        ({"a": (DAY, None), "b": (DAY, None)}, ("b", "a")),
        ({"a": (None, None), "b": (NEXT_DAY, None)}, ("a", "b")),
        ({"b": (NEXT_DAY, None)}, ("a", "b")),
        ({"a": (DAY, at(9)), "b": (DAY, at(8))}, ("a", "b")),
        ({"a": (DAY, None), "b": (DAY, at(8))}, ("a", "b")),
        ({"a": (NEXT_DAY, None), "b": (DAY, at(8))}, ("a", "b")),
    ],
)
def test_the_original_is_the_earliest_published_else_the_smallest_id(dates: Dated, expected: tuple[str, str]) -> None:
    assert originals(NEAR, dates) == [expected]


def test_a_pair_is_one_row_whatever_its_direction() -> None:
    assert rows([*NEAR, ("b", "a", "near", 0.9), *NEAR]) == [("b", "a", "near", 0.9, "a")]


def test_the_cluster_is_named_after_its_smallest_id_even_when_another_is_the_original() -> None:
    chain: list[Pair] = [("d", "c", "edited", 0.6), ("c", "b", "near", 0.8), ("y", "x", "near", 0.9)]
    found = rows(chain, {"d": (DAY, None)})
    assert found == [("c", "b", "near", 0.8, "b"), ("c", "d", "edited", 0.6, "b"), ("y", "x", "near", 0.9, "x")]


def test_no_pairs_give_no_rows_of_the_right_shape() -> None:
    empty = resolve(pl.DataFrame(schema=INSIDE), pl.DataFrame(schema=DATES), max_copies=16)
    assert empty.is_empty()
    assert empty.columns == [*ROW, "text_id", "contained_id"]


def test_a_contained_text_joins_the_cluster_but_is_another_text() -> None:
    pairs = [
        ("a", "d", "contained", 0.95, "a"),
        ("b", "a", "exact", 1.0, None),
        ("c", "d", "contained", 0.9, "c"),
        ("e", "c", "near", 0.85, None),
    ]
    frame = pl.DataFrame(pairs, schema=INSIDE, orient="row")
    found = resolve(frame, pl.DataFrame([("d", DAY, None)], schema=DATES, orient="row"), max_copies=16)
    assert found["cluster_id"].unique().to_list() == ["a"]
    inside = found.filter(pl.col("method") == "contained")
    assert inside.select("article_id", "duplicate_of", "contained_id").rows() == [
        ("a", "d", "a"), ("b", "d", "b"), ("c", "d", "c"),
    ]  # fmt: skip
    texts = found.filter(pl.col("method") != "contained").select("article_id", "text_id").rows()
    assert texts == [("b", "a"), ("e", "c")]
    assert inside["text_id"].null_count() == 3


def test_what_is_like_one_copy_is_like_all() -> None:
    found = rows([("b", "a", "exact", 1.0), ("c", "a", "exact", 1.0), ("d", "b", "near", 0.9)])
    exact = [("b", "a"), ("c", "a"), ("c", "b")]
    near = [("d", "a"), ("d", "b"), ("d", "c")]
    assert [(later, earlier) for later, earlier, *_ in found] == exact + near
    assert [method for _, _, method, *_ in found] == ["exact"] * 3 + ["near"] * 3


def test_many_copies_have_a_row_with_the_original_only() -> None:
    star: list[Pair] = [(name, "c", "exact", 1.0) for name in "abdef"] + [("x", "b", "edited", 0.7)]
    found = rows(star, {"e": (DAY, None)}, max_copies=5)
    assert [(later, earlier) for later, earlier, *_ in found] == [
        ("a", "e"), ("b", "e"), ("c", "e"), ("d", "e"), ("f", "e"), ("x", "e"),
    ]  # fmt: skip
    assert {cluster for *_, cluster in found} == {"a"}


def test_as_many_copies_as_allowed_keep_every_pair() -> None:
    star: list[Pair] = [(name, "a", "exact", 1.0) for name in "bcd"]
    assert len(rows(star, max_copies=4)) == 6
    assert len(rows(star, max_copies=3)) == 3


def test_long_chains_are_one_component() -> None:
    order = np.random.default_rng(5).permutation(3000)
    edges = pl.DataFrame({"x": order[:-1], "y": order[1:]})
    assert _components(3001, edges).tolist() == [0] * 3000 + [3000]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Pair], Dated]:
    """All pairs among some articles: each has a text, texts are alike or not, some articles have a date."""
    texts = draw(st.lists(st.integers(0, 4), min_size=2, max_size=12))
    alike = draw(
        st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from([0.6, 0.9]), max_size=5)
    )
    names = [f"{nth:02d}" for nth in draw(st.permutations(range(len(texts))))]
    pairs: list[Pair] = []
    for x, one in enumerate(texts):
        for y, other in enumerate(texts[:x]):
            similarity = 1.0 if one == other else alike.get((min(one, other), max(one, other)), 0.0)
            if similarity:
                method = "exact" if one == other else "near" if similarity >= 0.8 else "edited"
                pairs.append((names[x], names[y], method, similarity))
    days = st.one_of(st.none(), st.sampled_from([DAY, NEXT_DAY]))
    return pairs, {name: (draw(days), None) for name in names}


@settings(deadline=None, max_examples=50)
@given(worlds(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_rows_do_not_depend_on_the_order_of_pairs_or_runs(
    world: tuple[list[Pair], Dated], order: random.Random, max_copies: int
) -> None:
    pairs, dates = world
    expected = rows(pairs, dates, max_copies)
    turned = [
        (b, a, method, similarity) if order.random() < 0.5 else (a, b, method, similarity)
        for a, b, method, similarity in pairs
    ]
    order.shuffle(turned)
    assert rows(turned, dates, max_copies) == expected
    stored: list[tuple[str, str, str, float, str]] = []
    for start in range(0, len(turned), 8):
        new = turned[start : start + 8]
        names = {name for pair in new for name in pair[:2]}
        touched = {row[4] for row in stored if names & {*row[:2]}}
        known = [row[:4] for row in stored if row[4] in touched]
        stored = [row for row in stored if row[4] not in touched] + rows([*new, *known], dates, max_copies)
    assert sorted(stored) == sorted(expected)


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_small_groups_of_copies_keep_every_pair(world: tuple[list[Pair], Dated]) -> None:
    pairs, dates = world
    found = {(frozenset(row[:2]), row[2], row[3]) for row in rows(pairs, dates)}
    assert found == {(frozenset(pair[:2]), pair[2], pair[3]) for pair in pairs}
