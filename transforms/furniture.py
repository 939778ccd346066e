"""Page furniture learned from repetition: a line that stands in many different articles belongs to the page.

`learn` says which lines those are, from counts over what is stored; `learned` uses them as evidence, for lines that
have no cue of their own. Lines are compared by `keys`: the beginning of the line, in lower case, without bullets.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.lines import LONG_CHARS, facts

# What such lines may be for other reasons: authors, places and photographers come back, leads of copies too.
_OF_ARTICLES = ("title", "lead", "appended_title", "byline", "dateline", "caption", "related_text")
_TEASER_WORDS = 6  # a related title of so many words is another article's: that it is teased often makes it no menu
_MAX_NAME_WORDS = 9


@dataclass(frozen=True)
class FurnitureSettings:
    """When a line is furniture: in at least `min_articles` different articles, and in `min_share` of all (of an outlet,
    or anywhere); running text in `text_factor` times as many. Known furniture stays until half of that is missed."""

    min_articles: int = 20
    min_share: float = 0.02
    text_factor: int = 3


def keys(texts: pl.Series) -> pl.DataFrame:
    """One row for each text, in their order: `line_key` (null: blank or long), `is_text`, `n_words`, `is_name`."""
    lines = pl.DataFrame({"text": texts}).with_columns(
        doc=pl.int_range(pl.len()), line_no=pl.lit(1, pl.Int64), is_tidy=pl.lit(False)
    )
    fits = ~pl.col("is_blank") & (pl.col("n_chars") <= LONG_CHARS) & (pl.col("low") != "")
    return facts(lines).select(pl.when(fits).then("low").alias("line_key"), "is_text", "n_words", "is_name")


def learn(counts: pl.DataFrame, known: pl.DataFrame, settings: FurnitureSettings) -> pl.DataFrame:
    """The furniture: `line_key`, `text` (as it is mostly written), `outlet` (null: anywhere), `n_articles`.

    `counts`: one row for each line and outlet (null: all articles together) with `line_key`, `text`, `kind` as they
    mostly are, `n_articles` that have it, and `n_stories` there are; `known`: `line_key` of the furniture until now.
    """
    lines = pl.concat([counts, keys(counts["text"]).select("is_text", "n_words", "is_name")], how="horizontal")
    is_known = pl.col("line_key").is_in(known["line_key"].implode())
    needed = pl.max_horizontal(pl.lit(settings.min_articles), pl.col("n_stories") * settings.min_share)
    needed = (
        needed * pl.when("is_text").then(settings.text_factor).otherwise(1) * pl.when(is_known).then(0.5).otherwise(1)
    )
    is_name = pl.col("is_name") & (pl.col("n_words") <= _MAX_NAME_WORDS) & (pl.col("n_words") >= 2)
    is_teaser = (pl.col("kind") == "related_title") & (pl.col("n_words") >= _TEASER_WORDS)
    is_own = pl.col("kind").is_in(_OF_ARTICLES) | is_teaser | is_name
    chosen = lines.filter((pl.col("n_articles") >= needed) & ~is_own)
    return (
        chosen.sort("line_key", pl.col("outlet").is_not_null(), -pl.col("n_articles"), "outlet")
        .unique("line_key", keep="first", maintain_order=True)
        .select("line_key", "text", "outlet", "n_articles")
    )


def learned(lines: pl.DataFrame, furniture: pl.DataFrame | None) -> pl.DataFrame:
    """`lines` with `is_furniture`; such a line without a cue gets the cue `navigation`.

    `furniture` has `line_key`. Needs `low`, `cue`, `cue_code` and `is_menu_row` of the cues.
    """
    if furniture is None or furniture.is_empty():
        return lines.with_columns(is_furniture=pl.lit(False))
    known = furniture.select(low="line_key", is_furniture=pl.lit(True)).unique("low")
    marked = lines.join(known, on="low", how="left", maintain_order="left").with_columns(
        is_furniture=pl.col("is_furniture").fill_null(False) & (pl.col("n_chars") <= LONG_CHARS)
    )
    is_evidence = pl.col("is_furniture") & pl.col("cue").is_null() & ~pl.col("is_menu_row")
    return marked.with_columns(
        cue=pl.when(is_evidence).then(pl.lit("navigation")).otherwise("cue"),
        cue_code=pl.when(is_evidence).then(pl.lit("navigation:learned")).otherwise("cue_code"),
    )
