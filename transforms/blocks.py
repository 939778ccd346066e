"""Short lines in a row between the paragraphs: verses, items of a list, tables of contents."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below

NUMBERED = r"^(?:(?:điều |chương |mục |phần |bước )?[0-9]{1,2}|(?:chương |mục |phần )?[ivx]{1,4}|[a-d])\s*[.):/-]"
OF_A_LAW = r"^(?:điều|chương|mục|phần) (?:[0-9]{1,3}|[ivx]{1,5})(?:[.:\s]|$)"
_CONTENTS = r"^(?:nội dung(?: chính)?(?: bài viết)?|mục lục|trong bài(?: viết)? này)\s?:?$"
_ITEM_WORDS = 8
_VERSES, _VERSE_WORDS, _VERSE_SPAN = 3, 10, 3
_POEM_TITLE_WORDS = 5
_COLUMNS = ("doc", "i", "n_words", "unit", "low", "is_row", "is_upper", "starts_lower", "stops", "below_contents")
_OVER = ("doc", "block")
_low, _words = pl.col("low"), pl.col("n_words")


def blocks(page: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `block_role` of short lines in a row: `verse`, `poem_title`, `contents`, or null.

    `page` has the lines that are not blank, with `unit`.
    """
    placed = page.with_columns(below_contents=above(_low.str.contains(_CONTENTS)).fill_null(False))
    units = placed.filter(pl.col("unit").is_not_null())
    short = units.select(*_COLUMNS, block=(pl.col("unit") != "short").cum_sum()).filter(pl.col("unit") == "short")
    short = _listed_below(short)
    is_verse = _alike() & (pl.len().over(_OVER) >= _VERSES)
    role = (
        pl.when(_numbered_contents() | pl.col("is_listed")).then(pl.lit("contents"))
        .when(is_verse & _is_poem_title()).then(pl.lit("poem_title"))
        .when(is_verse & ~_is_heading()).then(pl.lit("verse"))
    )  # fmt: skip
    return short.select("doc", "i", block_role=role)


def _alike() -> pl.Expr:
    """None of the lines is much longer than the others; or they are shorter than what pictures show."""
    least, most = _words.min().over(_OVER), _words.max().over(_OVER)
    plain = ~(pl.col("is_row") | _low.str.contains(NUMBERED)).any().over(_OVER)
    alike = (most <= _VERSE_WORDS) & (most - least <= _VERSE_SPAN)
    return plain & (alike | (_words.mean().over(_OVER) < _ITEM_WORDS))


def _is_heading() -> pl.Expr:
    return pl.any_horizontal(pl.col("is_upper"), _low.str.ends_with(":"))


def _is_poem_title() -> pl.Expr:
    """Among small letters a capital begins a stanza; a few words over another capital are the title of a poem."""
    n_lower = pl.col("starts_lower").sum().over(_OVER)
    over_capital = (below(pl.col("block")) == pl.col("block")) & below(~pl.col("starts_lower"))
    is_brief = (_words <= _POEM_TITLE_WORDS) & ~pl.col("starts_lower") & ~pl.col("stops")
    small = (n_lower > 0) & (n_lower * 2 + 2 >= pl.len().over(_OVER))
    return small & is_brief & over_capital.fill_null(False) & ~_is_heading()


def _numbered_contents() -> pl.Expr:
    """Numbered lines in a row, and the first number again below, over its part."""
    is_numbered, is_first = _low.str.contains(NUMBERED), _low.str.contains(r"^1\s*[.):/-]")
    again = (is_first.sum().over("doc") >= 2) & is_first.any().over(_OVER) & (is_numbered.sum().over(_OVER) >= 2)
    return again & is_numbered & (is_first.cum_sum().over("doc") == 1)


def _listed_below(short: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_listed`: below the words for contents, down to the last line that stands again over its part."""
    bare = _low.str.replace(NUMBERED, "").str.strip_chars(" ")
    listed = short.filter(pl.col("below_contents").any().over(_OVER)).select("doc", "block", "i", item=bare)
    if listed.is_empty():
        return short.with_columns(is_listed=pl.lit(False))
    later = short.select("doc", later_i="i", later=bare)
    again = listed.join(later, on="doc").filter(
        (pl.col("later_i") > pl.col("i")) & (pl.col("item") != "") & pl.col("later").str.starts_with(pl.col("item"))
    )
    ends = again.group_by("doc", "block").agg(last_i=pl.col("i").max())
    joined = short.join(ends, on=["doc", "block"], how="left", maintain_order="left")
    return joined.with_columns(is_listed=(pl.col("i") <= pl.col("last_i")).fill_null(False))
