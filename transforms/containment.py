"""Which articles may stand inside longer ones: marks that meet wherever two texts share a passage.

Winnowing (Schleimer, Wilkerson and Aiken, 2003): of each `window` consecutive 5-grams of a text the one with the
smallest hash is a mark. Where two texts share that many consecutive 5-grams they have a mark in common, wherever in
the texts that is and however different their lengths are; MinHash bands want texts of about one length.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.settings import DuplicateSettings
from transforms.shingles import Hashes, Shingles

MARKS = pl.List(pl.UInt64)

_MARK_BITS = 40  # as wide as a band: five bytes in a column store
_LONGEST = 4_000
_EDIT_SHINGLES = 4  # 5-grams that one inserted word takes from a text; a replaced one takes five


def marks(shingles: Shingles, settings: DuplicateSettings) -> tuple[Hashes, NDArray[np.int64]]:
    """The marks of the texts, text after text, and how many each has: none if it has fewer 5-grams than the window."""
    least = _window_minima(shingles.hashes, settings.window)
    is_mark = np.ones(least.size, bool)
    np.not_equal(least[1:], least[:-1], out=is_mark[1:])
    starts, ends = shingles.offsets[:-1], shingles.offsets[1:]
    is_mark[starts[starts < least.size]] = True
    for nth in range(1, settings.window):  # windows that reach into the next text
        crossing = ends - nth
        is_mark[crossing[(crossing >= 0) & (crossing < least.size)]] = False
    places = np.flatnonzero(is_mark)
    counts = np.diff(np.searchsorted(places, shingles.offsets))
    return least[places] & np.uint64((1 << _MARK_BITS) - 1), counts


def needed_marks(settings: DuplicateSettings) -> list[int]:
    """How many marks a text shares at least with one that holds the share asked of its 5-grams.

    For 1, 2, … 5-grams; those of longer texts ask no more than the last. Edits that take (1 - contained) of the
    5-grams cut the rest into at most so many runs, and each `window` consecutive ones have a mark of their own. (A text
    that says the same again has fewer marks, and may be missed.)
    """
    n_shingles = np.arange(1, _LONGEST + 1)
    n_kept = settings.contained * n_shingles
    n_runs = (n_shingles - n_kept) // _EDIT_SHINGLES + 1
    least = np.ceil((n_kept - n_runs * (settings.window - 1)) / settings.window)
    return [int(n) for n in np.maximum(least, 1)]


def length_ratio(settings: DuplicateSettings) -> float:
    """How many times as long the other text must be: up to that, a contained text is at least an edited copy."""
    return max(1.0, settings.contained / settings.edited + settings.contained - 1)


def _window_minima(hashes: Hashes, window: int) -> Hashes:
    """The smallest of each `window` consecutive hashes, by doubling; `window` - 1 fewer than `hashes`."""
    if hashes.size < window:
        return hashes[:0]
    least, width = hashes, 1
    while width * 2 <= window:
        least = np.minimum(least[:-width], least[width:])
        width *= 2
    rest = window - width
    return np.minimum(least[:-rest], least[rest:]) if rest else least


def as_lists(values: Hashes, counts: NDArray[np.int64]) -> pl.Series:
    """`values` cut into one list for each of `counts`, List(UInt64) in their order, without repeats."""
    frame = pl.DataFrame({"text": np.repeat(np.arange(counts.size), counts), "mark": values})
    lists = frame.with_columns(pl.col("text").set_sorted()).group_by("text", maintain_order=True).agg("mark")
    lists = lists.with_columns(pl.col("mark").list.unique(maintain_order=True))
    every = pl.DataFrame({"text": np.arange(counts.size)}).join(lists, on="text", how="left", maintain_order="left")
    return every["mark"].fill_null(pl.lit([], MARKS))
