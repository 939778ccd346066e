"""Cues that hang on the lines beside: teasers, what comments are sorted by, clips, lists set in, rows of menus."""

from __future__ import annotations

import polars as pl

from transforms.cue_patterns import FUNCTION_WORDS
from transforms.markdown import LINK_HEADING
from transforms.neighbours import above, below, count_so_far

_BUTTON_WORDS, _INSET_WORDS = 3, (7, 25)


def near_cues(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (with `cue`) with what the lines beside say, `is_tag_heading`, `is_comment_heading`, `is_menu_row`."""
    return (
        _teasers(lines)
        .with_columns(
            is_tag_heading=(pl.col("cue") == "tag_heading").fill_null(False),
            is_comment_heading=(pl.col("cue") == "comment_heading").fill_null(False),
        )
        .pipe(_sorted_comments)
        .pipe(_clips)
        .pipe(_indented)
        .pipe(_menu_rows)
    )


def _sorted_comments(lines: pl.DataFrame) -> pl.DataFrame:
    """By what comments are sorted stands below their heading; elsewhere the same words head a list of articles."""
    full = lines.filter(~pl.col("is_blank"))
    heads = pl.col("is_comment_heading") & ~pl.col("low").str.contains("chưa có", literal=True)  # nothing to sort
    sorts = full.filter(
        pl.col("low").str.contains(r"^(?:mới|cũ|hay|nổi bật|quan tâm|yêu thích)(?: nhất)?$")
        & (above(heads) | above(heads, 2)).fill_null(False)
    ).select("doc", "line_no", is_sort=pl.lit(True))
    return _as_cue(lines, sorts, "is_sort", "navigation", "navigation:phrase")


def _clips(lines: pl.DataFrame) -> pl.DataFrame:
    """Below the times of a player a time is one of them, below a call to watch stands the name of the clip."""
    full = lines.filter(~pl.col("is_blank"))
    is_time = full["core"].str.contains(r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")
    by_player = (above(pl.col("cue")) == "media").fill_null(False)
    calls = (pl.col("cue") == "promo") & pl.col("low").str.contains(r"(?:video|clip).*:$")
    named = above(calls).fill_null(False) & pl.col("cue").is_null() & ~pl.col("is_text") & (pl.col("n_words") >= 4)
    # "Cài đặt" and a slash among the buttons of a player.
    among = (pl.col("n_words") <= _BUTTON_WORDS) & (pl.col("cue").is_null() | (pl.col("cue") == "navigation"))
    among &= by_player & (below(pl.col("cue")) == "media").fill_null(False)
    clips = full.filter((is_time & by_player) | named | among).select("doc", "line_no", is_clip=pl.lit(True))
    return _as_cue(lines, clips, "is_clip", "media", "media:clip")


def _teasers(lines: pl.DataFrame) -> pl.DataFrame:
    """A paragraph right below a heading that is a link is that article's."""
    if not lines["markdown"].is_not_null().any():
        return lines
    below_title = (above(pl.col("cue_code")) == LINK_HEADING).fill_null(False)
    found = lines.remove("is_blank").filter(below_title & pl.col("cue").is_null() & pl.col("is_text"))
    return _as_cue(
        lines, found.select("doc", "line_no", is_teaser=pl.lit(True)), "is_teaser", "related_text", "list:text"
    )


def _indented(lines: pl.DataFrame) -> pl.DataFrame:
    """An item of a list that the extractor set in, where no paragraph is: of a title's length, a link."""
    inset = lines.select(inset=pl.col("text").str.contains("^(?:  |\t)"))["inset"]
    if not inset.any():
        return lines
    is_text = pl.col("is_text") & ~pl.col("is_blank")
    titled = pl.col("cue").is_null() & ~pl.col("is_text") & ~pl.col("is_row") & ~pl.col("stops")
    titled &= ~pl.col("is_bullet") & pl.col("n_words").is_between(*_INSET_WORDS) & (count_so_far(is_text) > 0)
    alone = ~(is_text & pl.col("inset")).any().over("doc")
    found = (
        lines.with_columns(inset=inset)
        .filter(pl.col("inset").any().over("doc"))
        .filter(titled & pl.col("inset") & alone)
    )
    return _as_cue(lines, found.select("doc", "line_no", is_inset=pl.lit(True)), "is_inset", "link", "link:mark")


def _as_cue(lines: pl.DataFrame, marked: pl.DataFrame, flag: str, cue: str, code: str) -> pl.DataFrame:
    """`lines` with `cue` and `cue_code` set for those that `marked` has."""
    if marked.is_empty():
        return lines
    holds = pl.col(flag).fill_null(False)
    joined = lines.join(marked, on=["doc", "line_no"], how="left", maintain_order="left")
    return joined.with_columns(
        cue=pl.when(holds).then(pl.lit(cue)).otherwise("cue"),
        cue_code=pl.when(holds).then(pl.lit(code)).otherwise("cue_code"),
    ).drop(flag)


def _menu_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_menu_row`: section names glued to one line, below a short line.

    Many capitalised restarts without a function word. A title of proper names can look the same, so the line above must
    be a section's name.
    """
    # Patterns see the few lines that may be such a row.
    may_be = pl.col("n_words").is_between(8, 60) & pl.col("cue").is_null() & ~pl.col("is_text")
    judged = lines.with_row_index("row").filter(may_be).select(
        "row", "core", "low",
        restarts=pl.col("core").str.count_matches(r"\p{Ll}\s+\p{Lu}"),
        named=pl.col("core").str.count_matches(r"\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+"),  # "Vũ Đình": of people
    )  # fmt: skip
    judged = judged.filter((pl.col("restarts") >= 3) & (pl.col("named") * 2 < pl.col("restarts")))
    plain = ~pl.col("core").str.contains(r"[,.:?!\"”0-9]") & ~pl.col("low").str.contains(FUNCTION_WORDS)
    rows = judged.filter(plain)
    # "Xã Bến Hạ công bố mùa cá Đông": three names are a title's, more restarts hardly.
    rows = rows.filter((pl.col("named") == 0) | (pl.col("restarts") > 3))
    names, row = rows.filter(pl.col("named") > 0)["row"], pl.int_range(pl.len(), dtype=pl.UInt32)
    below = lines.filter(~pl.col("is_blank")).select(
        "doc", "line_no", below_short=(above(pl.col("n_words")) <= 5).fill_null(False)
    )
    return (
        lines.join(below, on=["doc", "line_no"], how="left", maintain_order="left")
        .with_columns(is_menu_like=row.is_in(rows["row"].implode()))
        .with_columns(
            is_menu_row=pl.col("is_menu_like") & pl.col("below_short").fill_null(False) & ~row.is_in(names.implode())
        )
        .drop("below_short")
    )
