"""How much of a text is the same few words again: the n-gram measures of Gopher (Rae et al. 2021, table A1).

Words are the pieces between white space. They are hashed, so no string for an n-gram is ever made; 64 bits are enough
inside one text.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.shingles import mixed

TOP_GRAMS = (2, 3, 4)
DUPLICATED_GRAMS = (5, 6, 7, 8, 9, 10)

_STEP = np.uint64(0xD6E8FEB86659FD93)

Hashes = NDArray[np.uint64]
Counts = NDArray[np.int64]


def repetition(words: pl.DataFrame, n_texts: int) -> dict[str, pl.Series]:
    """Characters of each text in its commonest n-gram, and in n-grams that stood there before.

    `words` has `text` (the text's number, from 0, ascending), `word` and `n_chars`, in the order of the texts. Gives
    `top_<n>_gram_chars` and `duplicated_<n>_gram_chars`, each of `n_texts` rows.
    """
    texts = words["text"].to_numpy().astype(np.int64)
    hashes = words["word"].hash().to_numpy()
    ends = np.append(0, np.cumsum(words["n_chars"].to_numpy().astype(np.int64)))
    found: dict[str, pl.Series] = {}
    for n in (*TOP_GRAMS, *DUPLICATED_GRAMS):
        grams = _grams(hashes, texts, ends, n)
        name, chars = (
            (f"top_{n}_gram_chars", _top(grams, n))
            if n in TOP_GRAMS
            else (f"duplicated_{n}_gram_chars", _again(grams, n))
        )
        counted = np.zeros(n_texts, np.int64)
        counted[chars["text"].to_numpy()] = chars["chars"].to_numpy()
        found[name] = pl.Series(name, counted)
    return found


def _grams(hashes: Hashes, texts: Counts, ends: Counts, n: int) -> pl.DataFrame:
    """One row for each n words in a row of one text: `text`, `place` of the first, `gram`, `n_chars` of the words."""
    size = max(hashes.size - n + 1, 0)
    gram = np.zeros(size, np.uint64)
    for nth in range(n):
        gram = gram * _STEP + hashes[nth : nth + size]
    places = np.flatnonzero(texts[:size] == texts[n - 1 : n - 1 + size])
    gram = mixed(gram[places] ^ (texts[places].astype(np.uint64) * _STEP))  # alike only within one text
    n_chars = ends[places + n] - ends[places]
    return pl.DataFrame({"text": texts[places], "place": places, "gram": gram, "n_chars": n_chars})


def _top(grams: pl.DataFrame, n: int) -> pl.DataFrame:
    """`text`, `chars`: of the commonest n-gram with its spaces, times how often it is there; of equals the first."""
    return (
        grams.group_by("text", "gram")
        .agg(n_times=pl.len(), place=pl.col("place").min(), n_chars=pl.col("n_chars").first())
        .sort("text", -pl.col("n_times").cast(pl.Int64), "place")
        .unique("text", keep="first", maintain_order=True)
        .select("text", chars=(pl.col("n_chars") + n - 1) * pl.col("n_times"))
    )


def _again(grams: pl.DataFrame, n: int) -> pl.DataFrame:
    """`text`, `chars`: of n-grams that stood earlier in the text, none counted for a word that another one covers.

    Whether an n-gram counts depends on those before it, so they are walked through; but few stand twice at all.
    """
    twice = grams.filter(pl.col("gram").is_duplicated()).sort("place")
    chars: dict[int, int] = {}
    seen: set[int] = set()
    next_place = 0
    for text, place, gram, n_chars in twice.iter_rows():
        if place < next_place:
            continue
        if gram in seen:
            chars[text] = chars.get(text, 0) + n_chars
            next_place = place + n
        else:
            seen.add(gram)
    return pl.DataFrame(
        {"text": list(chars), "chars": list(chars.values())}, schema={"text": pl.Int64, "chars": pl.Int64}
    )
