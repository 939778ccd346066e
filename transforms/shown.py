"""Stories in pictures: pages where a line without a full stop stands with nearly every paragraph."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import last_above, next_below

_WORDS = (5, 25)
_LONG_WORDS = 11
_MANY_LONG = 3
_MANY = 4  # and hardly more paragraphs than such lines, which are longer than subheadings on the whole
_PARAGRAPHS_EACH = 1.5
_MEAN_WORDS = 8
_NUMBERED = r"^(?:[0-9]{1,2}|[IVX]{1,4}|[a-d])\s*[.):/-]"


def shown(lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `is_pictured` of the lines that are asked; `lines` have `unit` and `is_ended`.

    Asked are lines without cue, each alone between two paragraphs, before any sign that the article is over.
    """
    unit = pl.col("unit")
    plain = (unit == "short") & ~pl.col("is_ended") & (pl.col("level") == 0) & ~pl.col("core").str.contains(_NUMBERED)
    alone = (last_above(unit) == "text") & (next_below(unit) == "text") & (pl.col("i") > pl.col("lead_i") + 1)
    counted = lines.with_columns(
        is_alone=alone.fill_null(False), n_paragraphs=(unit == "text").sum().over("doc")
    ).filter(plain & pl.col("n_words").is_between(*_WORDS))  # fmt: skip
    return counted.filter("is_alone").select("doc", "i", is_pictured=_is_pictured())


def _is_pictured() -> pl.Expr:
    """The page tells its story in pictures: such a line with nearly every paragraph, or several long ones."""
    n_lines, n_long = pl.len().over("doc"), (pl.col("n_words") >= _LONG_WORDS).sum().over("doc")
    each = (n_lines >= _MANY) & (pl.col("n_paragraphs") <= _PARAGRAPHS_EACH * n_lines + 1)
    each &= pl.col("n_words").mean().over("doc") >= _MEAN_WORDS
    return each | ((n_long >= _MANY_LONG) & (pl.col("n_words") >= _LONG_WORDS))
