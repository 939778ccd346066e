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
_SAME_SHARE = 0.35  # of their words in the title and the text
_NOT_A_WORD = r"[^\p{L}0-9]+"
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


def shown_below(lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `is_pictured` of lines in a row below a short text: its pictures', where they speak of the same.

    Asked is only where nothing else on the page is residue: elsewhere such rows are lists of other articles. `lines`
    have `unit`, `state`, `own_after`, `n_text` and `is_furnished`.
    """
    below_text = (
        (pl.col("unit") == "short") & (pl.col("state") == "main") & (pl.col("own_after") + pl.col("n_text") == 0)
    )
    asked = below_text & ~pl.col("is_furnished") & pl.col("n_words").is_between(*_WORDS) & ~pl.col("starts_lower")
    placed = lines.with_columns(
        is_asked=asked.fill_null(False), n_paragraphs=(pl.col("unit") == "text").sum().over("doc")
    )
    n_lines = pl.col("is_asked").sum().over("doc")
    placed = placed.filter((n_lines >= _MANY) & (n_lines >= 2 * pl.col("n_paragraphs")))
    if placed.is_empty():
        return placed.select("doc", "i", is_pictured=pl.lit(True))
    said = (pl.col("i") == pl.col("title_i")) | (pl.col("unit") == "text")
    page = placed.filter(said).group_by("doc").agg(
        page=pl.concat_str(pl.lit(" "), pl.col("low").str.join(" ").str.replace_all(_NOT_A_WORD, " "), pl.lit(" "))
    )  # fmt: skip
    rows = placed.filter("is_asked").join(page, on="doc")
    words = rows.select(
        "doc", "i", "page", word=pl.col("low").str.replace_all(_NOT_A_WORD, " ").str.strip_chars(" ").str.split(" ")
    )
    known = pl.col("page").str.contains(pl.concat_str(pl.lit(" "), "word", pl.lit(" ")), literal=True)
    shares = words.explode("word").with_columns(known=known).group_by("doc").agg(share=pl.col("known").mean())
    same = shares.filter(pl.col("share") >= _SAME_SHARE)
    return rows.join(same, on="doc", how="semi").select("doc", "i", is_pictured=pl.lit(True))


def _is_pictured() -> pl.Expr:
    """The page tells its story in pictures: such a line with nearly every paragraph, or several long ones."""
    n_lines, n_long = pl.len().over("doc"), (pl.col("n_words") >= _LONG_WORDS).sum().over("doc")
    each = (n_lines >= _MANY) & (pl.col("n_paragraphs") <= _PARAGRAPHS_EACH * n_lines + 1)
    each &= pl.col("n_words").mean().over("doc") >= _MEAN_WORDS
    return each | ((n_long >= _MANY_LONG) & (pl.col("n_words") >= _LONG_WORDS))
