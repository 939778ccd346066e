"""Paragraphs that an extractor broke at their links: "… xử phạt" / "bị cáo Lê Văn Hạ" / ", 41 tuổi, 13 năm tù."

Each piece of such a paragraph is of the article, though by itself it reads like a title, a name or a subheading.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below, count_so_far

_OPEN = r"[\p{L}0-9,“\"]$"  # breaks off without a mark
_GOES_ON = r"^(?:[,;:)…][\s\p{L}“\"]|\.\s|\p{Ll}|\([\p{Ll}0-9])"
_GOES_ON_MARK = r"^[,;:)]\s*[\p{L}“\"(]|^\.\s\p{Lu}|^\([\p{Ll}0-9].*[.;]$"
_PIECE_WORDS = 12
_CUES = ["byline", "caption", "dateline"]  # what a piece may seem to be


def joined(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank) where the pieces of a broken paragraph are text (`is_text`), free of any cue.

    Asked is only what stands below the first paragraph.
    """
    seeming = pl.col("cue").is_null() | (pl.col("cue").is_in(_CUES) & (pl.col("n_words") <= _PIECE_WORDS))
    may_be = seeming & ~pl.col("is_repeat") & ~pl.col("is_bullet") & (pl.col("level") == 0) & (pl.col("n_words") > 0)
    opened = pl.when(may_be & ~pl.col("stops")).then("ending").str.contains(_OPEN).fill_null(False)
    going = pl.when(may_be).then("core").str.contains(_GOES_ON).fill_null(False)
    marked = pl.when(going).then("core").str.contains(_GOES_ON_MARK).fill_null(False)
    pieces = lines.select(
        "doc", "is_text", "n_words", opened=opened, going=going, rest=going & (pl.col("is_text") | marked),
        in_text=count_so_far(pl.col("is_text") & pl.col("is_free")) > 0,
    )  # fmt: skip
    if not pieces["rest"].any():
        return lines
    found = pieces.select(is_piece=_is_piece())["is_piece"]
    return lines.with_columns(
        pl.when(found).then(None).otherwise(name).alias(name) for name in ("cue", "cue_code")
    ).with_columns(
        is_text=pl.col("is_text") | found, is_free=pl.col("is_free") | found, is_name=pl.col("is_name") & ~found
    )


def _is_piece() -> pl.Expr:
    opened, rest, in_text = pl.col("opened"), pl.col("rest"), pl.col("in_text")
    # The piece between: a link's words, small or a name.
    inner = opened & (pl.col("n_words") <= _PIECE_WORDS) & below(rest).fill_null(False)
    first = opened & (below(rest) | (below(inner) & (pl.col("is_text") | (pl.col("n_words") >= 2)))).fill_null(False)
    is_first = first & (~inner | ~above(opened).fill_null(False))
    is_inner = inner & above(opened).fill_null(False)
    is_rest = rest & above(opened).fill_null(False)
    return ((is_first | is_inner) & in_text) | (is_rest & in_text)
