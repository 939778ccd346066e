"""Long lines without a full stop between the paragraphs: of pictures, or the titles of other articles put in between?

What a picture shows is what the text speaks of; another article's title shares little with it. A page with several such
lines, each alone between two paragraphs, is a story in pictures.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import last_above, next_below

_WORDS = (5, 25)
_LONG_WORDS = 11
_MIN_SHARE = 0.25  # of the pairs of words that the paragraphs have, too
_MANY_LONG = 3
_MANY = 4  # and hardly more paragraphs than such lines, which are longer than subheadings on the whole
_PARAGRAPHS_EACH = 1.5
_MEAN_WORDS = 8
_NUMBERED = r"^(?:\d{1,2}|[IVX]{1,4}|[a-d])\s*[.):/-]"
_NOT_A_WORD = r"[^\p{L}\d]+"


def shown(lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `is_shown`, `is_pictured` of the lines that are asked; `lines` have `unit` and `is_ended`.

    Asked are lines without cue, each alone between two paragraphs, before any sign that the article is over.
    `is_pictured`: the page has so many of them that it is a story in pictures.
    """
    unit = pl.col("unit")
    plain = (unit == "short") & ~pl.col("is_ended") & ~pl.col("core").str.contains(_NUMBERED)
    alone = (last_above(unit) == "text") & (next_below(unit) == "text") & (pl.col("i") > pl.col("lead_i") + 1)
    counted = lines.with_columns(
        is_alone=alone.fill_null(False), n_text=(unit == "text").sum().over("doc")
    ).filter(plain & pl.col("n_words").is_between(*_WORDS))  # fmt: skip
    if counted.is_empty():
        return counted.select("doc", "i", is_shown=pl.lit(False), is_pictured=pl.lit(False))
    asked = counted.filter("is_alone").with_columns(is_pictured=_is_pictured())
    share = _shared(asked.filter(pl.col("n_words") >= _LONG_WORDS), lines.filter(unit == "text"))
    is_shown = pl.col("is_pictured") | (pl.col("share") >= _MIN_SHARE)
    judged = asked.join(share, on=["doc", "i"], how="left")
    return judged.select("doc", "i", is_shown=is_shown.fill_null(False), is_pictured="is_pictured")


def _is_pictured() -> pl.Expr:
    """The page tells its story in pictures: such a line with nearly every paragraph, or several long ones."""
    n_lines, n_long = pl.len().over("doc"), (pl.col("n_words") >= _LONG_WORDS).sum().over("doc")
    each = (n_lines >= _MANY) & (pl.col("n_text") <= _PARAGRAPHS_EACH * n_lines + 1)
    each &= pl.col("n_words").mean().over("doc") >= _MEAN_WORDS
    return each | ((n_long >= _MANY_LONG) & (pl.col("n_words") >= _LONG_WORDS))


def _shared(asked: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `share`: of the pairs of neighbouring words of each line, those that its page's paragraphs have."""
    words = pl.col("low").str.replace_all(_NOT_A_WORD, " ").str.strip_chars(" ")
    page = text.join(asked.select("doc").unique(), on="doc", how="semi").group_by("doc").agg(
        page=pl.concat_str(pl.lit(" "), words.str.join(" "), pl.lit(" "))
    )  # fmt: skip
    singles = asked.select("doc", "i", word=words.str.split(" ")).explode("word")
    is_pair = (pl.col("doc").shift(-1) == pl.col("doc")) & (pl.col("i").shift(-1) == pl.col("i"))
    second = pl.when(is_pair).then(pl.col("word").shift(-1))
    pairs = singles.select("doc", "i", pair=pl.format(" {} {} ", "word", second))
    found = pairs.drop_nulls().unique().join(page, on="doc").with_columns(
        known=pl.col("page").str.contains(pl.col("pair"), literal=True)
    )  # fmt: skip
    return found.group_by("doc", "i").agg(share=pl.col("known").mean())
