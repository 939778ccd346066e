"""Paragraphs that an extractor broke at their links: "… xử phạt" / "bị cáo Lê Văn Hạ" / ", 41 tuổi, 13 năm tù."

Each piece of such a paragraph is of the article, though by itself it reads like a title, a name or a subheading.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below, count_so_far, last_so_far

_OPEN = r"[\p{L}0-9,“\"]$"  # breaks off without a mark
_GOES_ON = r"^(?:[,;:)…][\s\p{L}“\"]|\.\s|\p{Ll}|\([\p{Ll}0-9]|[0-9]{4}\s\p{Ll})"
_GOES_ON_MARK = r"^[,;:)]\s*[\p{L}“\"(]|^\.\s\p{Lu}|^\([\p{Ll}0-9].*[.;]$|^\p{Ll}.*[.;]$"
_PIECE_WORDS = 12
_CUES = ["byline", "caption", "dateline"]  # what a piece may seem to be


def joined(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank) where the pieces of a broken paragraph are text (`is_text`), free of any cue.

    Asked is only what stands below the first paragraph.
    """
    seeming = pl.col("cue").is_null() | (pl.col("cue").is_in(_CUES) & (pl.col("n_words") <= _PIECE_WORDS))
    may_be = seeming & ~pl.col("is_repeat") & ~pl.col("is_bullet") & (pl.col("level") == 0) & (pl.col("n_words") > 0)
    may_be &= count_so_far(pl.col("is_text") & pl.col("is_free")) > 0
    opened = pl.when(may_be & ~pl.col("stops")).then("ending").str.contains(_OPEN).fill_null(False)
    going = pl.when(may_be).then("core").str.contains(_GOES_ON).fill_null(False)
    pieces = lines.select("doc", "is_text", "n_words", "core", opened=opened, going=going)
    pieces = pieces.with_columns(holds=_holds()).with_columns(is_joined=(pl.col("holds") | above(pl.col("holds"))))
    if not pieces["holds"].any():
        return lines
    told = pl.col("is_text") | pl.when("going").then("core").str.contains(_GOES_ON_MARK).fill_null(False)
    is_piece = pieces.with_columns(part=(~above(pl.col("holds")).fill_null(False)).cum_sum()).select(
        pl.when(pl.col("is_joined").fill_null(False)).then(told.any().over("part")).otherwise(False).alias("is_piece")
    )["is_piece"]
    return _as_text(lines, is_piece)


def _holds() -> pl.Expr:
    """The paragraph goes on in the next line, or behind the words of a link there."""
    goes_on = pl.col("opened") & below(pl.col("going")).fill_null(False)
    link = goes_on & ~pl.col("going") & (pl.col("n_words") <= _PIECE_WORDS)
    return goes_on | (pl.col("opened") & (pl.col("n_words") >= 2) & below(link).fill_null(False))


def announced(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank) where the items of a list that a paragraph announces with a colon are text, free of any cue.

    "Dự lễ có:" / "- Bà Lê Thị Mận - Phó phòng Đào tạo": by itself an author, in the list one of the guests.
    """
    is_item = pl.col("is_bullet") & ~pl.col("is_link") & ~pl.col("is_repeat")
    over = (pl.col("is_text") | (pl.col("level") >= 2)) & pl.col("is_free") & pl.col("ending").str.ends_with(":")
    over &= count_so_far(pl.col("is_text") & pl.col("is_free")) >= 1
    seeming = pl.col("cue").is_null() | pl.col("cue").is_in(["byline", "link"])
    found = lines.select(is_told=is_item & seeming & last_so_far(pl.when(~is_item).then(over)).fill_null(False))[
        "is_told"
    ]
    if not found.any():
        return lines
    return _as_text(lines, found)


def _as_text(lines: pl.DataFrame, found: pl.Series) -> pl.DataFrame:
    free = (pl.when(found).then(None).otherwise(name).alias(name) for name in ("cue", "cue_code"))
    text = {name: pl.col(name) | found for name in ("is_text", "is_free")}
    return lines.with_columns(*free, **text, is_name=pl.col("is_name") & ~found)
