"""The search finds all that is there among generated articles, and nothing else."""

from __future__ import annotations

import random

import polars as pl

from benchmarks.generated_copies import BINS, compared, generate
from benchmarks.search import NO_DATES, candidates
from benchmarks.truth import all_pairs
from transforms.clusters import resolve
from transforms.duplicates import classify, signatures, verify
from transforms.settings import DuplicateSettings


def test_copies_are_found_by_every_method_and_nothing_else() -> None:
    settings = DuplicateSettings()
    articles, changes = generate(700, 200, random.Random(7))
    signed = signatures(articles, settings=settings)
    pairs = classify(verify(candidates(signed, settings), articles), settings=settings)
    found = resolve(pairs, NO_DATES, max_copies=settings.max_copies)
    judged = compared(found, all_pairs(articles, BINS[0]), signed, changes, settings)
    assert set(judged["expected"].drop_nulls()) == {"exact", "near", "edited", "contained"}
    missed = judged.filter(pl.col("expected").ne_missing(pl.col("found")))
    assert missed["found"].null_count() == missed.height, "no pair is wrong"
    # bands miss a pair of similarity 0.5 once in eighty
    assert missed.filter((pl.col("expected") != "edited") | (pl.col("similarity") > 0.55)).is_empty()
    assert missed.height <= 0.02 * judged["expected"].count()
