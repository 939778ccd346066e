"""Which pairs of duplicates are versions of one article: the outlet that published it changed its text."""

from __future__ import annotations

import polars as pl

from transforms.fold import folded

_WORD = r"[\p{L}\p{M}\p{N}]+"


def mark_versions(rows: pl.DataFrame, headings: pl.DataFrame, *, same_title: float) -> pl.DataFrame:
    """`rows` of `news.duplicates` with `is_version`: the same outlet, nearly the same title, another text.

    `headings` (article_id, outlet, title) of their articles. Titles are nearly the same from a Jaccard similarity of
    their sets of words of `same_title` on. An article without outlet or title is no version.
    """
    words = headings.select(
        "article_id", "outlet", words=folded(pl.col("title")).str.extract_all(_WORD).list.unique()
    ).unique("article_id")
    other = words.rename({"article_id": "duplicate_of"})
    both = rows.join(words, on="article_id", how="left", maintain_order="left")
    both = both.join(other, on="duplicate_of", how="left", maintain_order="left", suffix="_2")
    n_common = pl.col("words").list.set_intersection("words_2").list.len()
    n_all = pl.col("words").list.set_union("words_2").list.len()
    is_version = (
        (pl.col("method") != "exact")
        & (pl.col("outlet") == pl.col("outlet_2"))
        & (n_all > 0)
        & (n_common >= same_title * n_all)
    )
    return both.select(*rows.columns, is_version=is_version.fill_null(False))
