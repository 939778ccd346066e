"""Signatures, candidate pairs and true similarity, against comparing everything with everything."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit import invented
from transforms import duplicates
from transforms.clusters import resolve
from transforms.duplicates import classify, shared_bands, signatures, verify
from transforms.errors import ConfigurationError
from transforms.settings import DuplicateSettings

SETTINGS = DuplicateSettings()
NO_DATES = pl.DataFrame(
    schema={"article_id": pl.String, "published_on": pl.Date, "published_at": pl.Datetime("us", "UTC")}
)


def articles(texts: Mapping[str, str | None]) -> pl.DataFrame:
    schema = {"article_id": pl.String, "text": pl.String}
    return pl.DataFrame({"article_id": list(texts), "text": list(texts.values())}, schema=schema).with_columns(
        file_id=pl.col("article_id").str.head(-2)
    )


def found(texts: Mapping[str, str | None], chosen: DuplicateSettings = SETTINGS) -> pl.DataFrame:
    frame = articles(texts)
    candidates = shared_bands(signatures(frame, settings=chosen), settings=chosen)
    return classify(verify(candidates, frame), settings=chosen)


def family(seed: int, n_words: int, edits: list[int]) -> list[str]:
    original = invented.text(seed, n_words)
    return [original, *(invented.edited(original, seed * 100 + nth, n) for nth, n in enumerate(edits))]


def corpus() -> dict[str, str | None]:
    """Texts in ten families, from copies to texts with little in common; one has more copies than speak for it."""
    edits = [[0] * 5 + [4, 4], *([0, 1, 3, 8, 20] for _ in range(9))]
    texts = [text for seed, changes in enumerate(edits) for text in family(seed, 120 + 20 * seed, changes)]
    return {f"{nth:02d}/0": text for nth, text in enumerate(texts)}


def by_comparing_all(texts: Mapping[str, str | None], edited: float) -> dict[tuple[str, str], float]:
    """Similarity of all pairs of texts from `edited` up."""
    pairs = combinations(sorted((name, text) for name, text in texts.items() if text), 2)
    alike = {(a, b): invented.plain_similarity(one, other) for (a, one), (b, other) in pairs}
    return {pair: similarity for pair, similarity in alike.items() if similarity >= edited}


def test_every_pair_is_found_and_none_is_wrong() -> None:
    texts = corpus()
    expected = by_comparing_all(texts, SETTINGS.edited)
    rows = resolve(found(texts), NO_DATES, max_copies=SETTINGS.max_copies)
    assert {(a, b): s for b, a, s in rows.select("article_id", "duplicate_of", "similarity").rows()} == expected
    assert len(expected) > 80


def test_method_follows_text_and_similarity() -> None:
    one = invented.text(1, 200)
    texts = {
        "a/0": one,
        "b/0": one.upper() + " !",
        "c/0": invented.edited(one, 2, 3),
        "d/0": invented.edited(one, 3, 10),
    }
    rows = found(texts).filter((pl.col("a") == "a/0") | (pl.col("b") == "a/0"))
    assert rows.sort("similarity", descending=True)["method"].to_list() == ["exact", "near", "edited"]


def test_other_paragraph_order_is_near_and_not_exact() -> None:
    halves = [invented.text(1, 300), invented.text(2, 300)]
    rows = found({"a/0": "\n".join(halves), "b/0": "\n".join(reversed(halves))})
    assert rows["method"].to_list() == ["near"]
    assert rows["similarity"][0] == pytest.approx(invented.plain_similarity("\n".join(halves), "\n".join(halves[::-1])))


def test_limits_are_inclusive() -> None:
    verified = pl.DataFrame(
        {
            "a": list("vwxyz"), "b": list("eabcd"), "is_same_text": [False] * 5,
            "similarity": [0.8, 0.79, 0.5, 0.49, 0.49], "inside": [0.95, 0.95, 0.95, 0.9, 0.89],
            "longer_id": list("vwxyz"),
        }
    )  # fmt: skip
    rows = classify(verified, settings=SETTINGS)
    assert rows.select("a", "method", "similarity", "contained_id").rows() == [
        ("v", "near", 0.8, None), ("w", "edited", 0.79, None), ("x", "edited", 0.5, None), ("y", "contained", 0.9, "c"),
    ]  # fmt: skip


TWELVE_WORDS = "Dự báo thời tiết sáng nay trời nắng nhẹ gió đông cấp"


def test_an_item_of_twelve_words_is_no_duplicate() -> None:
    assert found({"a/0": TWELVE_WORDS, "b/0": TWELVE_WORDS}).is_empty()
    assert found({"a/0": f"{TWELVE_WORDS} " * 20, "b/0": f"{TWELVE_WORDS} " * 20}).height == 1
    assert found({"a/0": "xin chào " * 50, "b/0": "xin chào " * 50}).is_empty(), "repeating few words adds none"


def test_a_short_text_is_a_duplicate_of_the_same_text_only() -> None:
    one = f"{TWELVE_WORDS} hai ở ven biển"
    rows = found({"a/0": one, "b/0": one.lower(), "c/0": one + " miền trung"})
    assert rows.select("a", "b", "method").rows() == [("b/0", "a/0", "exact")]
    looser = found({"a/0": one, "c/0": one + " miền trung"}, DuplicateSettings(min_shingles=9))
    assert looser["method"].to_list() == ["near"]


def test_short_texts_meet_in_a_join_on_bands() -> None:
    signed = signatures(articles({"a/0": f"{TWELVE_WORDS} hai ở", "b/0": f"{TWELVE_WORDS}, hai ở!"}), settings=SETTINGS)
    assert signed["n_shingles"].to_list() == [10, 10]
    assert signed["bands"][0].to_list() == signed["bands"][1].to_list()
    assert len(signed["bands"][0]) == SETTINGS.min_shared_bands


def test_texts_that_are_missing_or_empty_pair_with_nothing() -> None:
    signed = signatures(articles({"a/0": None, "b/0": None, "c/0": "", "d/0": "…"}), settings=SETTINGS)
    assert signed["n_shingles"].to_list() == [0, 0, 0, 0]
    assert signed["text_hash"].null_count() == 4
    assert signed["bands"].to_list() == [[], [], [], []]
    assert shared_bands(signed, settings=SETTINGS).is_empty()


def test_no_articles_at_all() -> None:
    empty = articles({})
    signed = signatures(empty, settings=SETTINGS)
    assert signed.schema == signatures(articles({"a/0": "x"}), settings=SETTINGS).schema
    rows = classify(verify(shared_bands(signed, settings=SETTINGS), empty), settings=SETTINGS)
    assert resolve(rows, NO_DATES, max_copies=16).is_empty()


def test_copies_stand_behind_one_article() -> None:
    one = invented.text(4, 100)
    near = invented.edited(one, 1, 1)
    texts = {f"{name}/0": one for name in "abcdefgh"} | {"x/0": near, "y/0": near}
    signed = signatures(articles(texts), settings=SETTINGS)
    pairs = shared_bands(signed, settings=SETTINGS)
    assert pairs.filter(~pl.col("is_same_text")).rows() == [("a/0", "x/0", False)]
    assert pairs.filter("is_same_text").height == 8


def test_signatures_do_not_depend_on_company_or_order() -> None:
    frame = articles(corpus())
    together = signatures(frame, settings=SETTINGS)
    shuffled = signatures(frame.sample(fraction=1, shuffle=True, seed=3), settings=SETTINGS)
    assert shuffled.sort("article_id").equals(together)
    assert pl.concat([signatures(frame[nth], settings=SETTINGS) for nth in range(20)]).equals(together[:20])


def test_bands_of_other_settings_never_meet() -> None:
    frame = articles({"a/0": invented.text(1, 100)})
    bands = [
        set(signatures(frame, settings=chosen)["bands"][0])
        for chosen in (
            SETTINGS,
            DuplicateSettings(seed=7),
            DuplicateSettings(bands=36, rows=4),
            DuplicateSettings(bands=40),
        )
    ]
    assert all(one.isdisjoint(other) for one, other in combinations(bands, 2))
    assert all(len(band) >= 36 for band in bands), "the number of the band is mixed in"


def test_bands_are_the_same_for_ever() -> None:
    """Stored signatures rest on these values: a change here needs a new transform version and a replay."""
    text = "một hai ba bốn năm sáu bảy tám chín mười"
    chosen = DuplicateSettings(min_shingles=1, bands=3)
    assert signatures(articles({"a/0": text}), settings=chosen)["bands"].to_list() == [
        [700881275394, 550786891211, 421124418849]
    ]


def test_a_large_bucket_is_joined_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = corpus()
    whole = shared_bands(signatures(articles(texts), settings=SETTINGS), settings=SETTINGS)
    monkeypatch.setattr(duplicates, "_JOIN_ROWS", 50)
    parts = shared_bands(signatures(articles(texts), settings=SETTINGS), settings=SETTINGS)
    assert parts.equals(whole)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab c\n", min_size=20, max_size=60), min_size=2, max_size=6))
def test_similarity_is_that_of_the_plain_sets(texts: list[str]) -> None:
    spaced = [" ".join(text.replace(" ", "").replace("\n", "")) + " a b c a b" for text in texts]
    frame = articles({f"{nth}/0": text for nth, text in enumerate(spaced)})
    pairs = list(combinations(range(len(texts)), 2))
    candidates = pl.DataFrame({"a": [f"{a}/0" for a, _ in pairs], "b": [f"{b}/0" for _, b in pairs]})
    verified = verify(candidates.with_columns(is_same_text=False), frame)
    expected = [invented.plain_similarity(spaced[a], spaced[b]) for a, b in pairs]
    assert verified["similarity"].to_list() == expected


def test_one_run_ten_runs_and_shuffled_runs_give_the_same_rows() -> None:
    texts = corpus()
    expected = resolve(found(texts), NO_DATES, max_copies=4)
    names = list(texts)
    for seed in range(3):
        random.Random(seed).shuffle(names)
        assert _in_ten_runs(names, articles(texts)).equals(expected)


def _in_ten_runs(names: list[str], frame: pl.DataFrame) -> pl.DataFrame:
    """`news.duplicates` after ten runs that each see a tenth of the articles."""
    stored, rows = frame.clear(), resolve(found({}), NO_DATES, max_copies=4)
    for start in range(0, len(names), 8):
        new = names[start : start + 8]
        stored = pl.concat([stored, frame.filter(pl.col("article_id").is_in(new))])
        candidates = shared_bands(signatures(stored, settings=SETTINGS), settings=SETTINGS)
        fresh = candidates.filter(pl.col("a").is_in(new) | pl.col("b").is_in(new))
        pairs = classify(verify(fresh, stored), settings=SETTINGS)
        rows = _published(rows, pairs)
    return rows


def _published(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """`rows` after a publish: those of the touched clusters anew, the others as they were."""
    ids = pl.concat([pairs["a"], pairs["b"]]).implode()
    touched = rows.filter(pl.col("article_id").is_in(ids) | pl.col("duplicate_of").is_in(ids))["cluster_id"].implode()
    old = rows.filter(pl.col("cluster_id").is_in(touched))
    known = old.select("method", "similarity", "contained_id", a="article_id", b="duplicate_of").select(pairs.columns)
    anew = resolve(pl.concat([pairs, known]), NO_DATES, max_copies=4)
    untouched = rows.remove(pl.col("cluster_id").is_in(touched))
    return pl.concat([untouched, anew]).sort("article_id", "duplicate_of")


@pytest.mark.parametrize(
    "wrong",
    [
        {"near": 0.4}, {"edited": 0.0}, {"near": 1.1}, {"bands": 0}, {"rows": 0}, {"min_shingles": 0},
        {"min_exact_shingles": 0}, {"max_copies": 0}, {"min_shared_bands": 49}, {"contained": 0.0}, {"same_title": 1.1},
        {"window": 0},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match="duplicates: "):
        DuplicateSettings(**wrong)  # type: ignore[arg-type]
