"""Cues that hang on the line above: titles that read like cues, and texts below pictures."""

from __future__ import annotations

import polars as pl

from transforms.bare_captions import ITALIC
from transforms.lines import LONG_CHARS
from transforms.neighbours import above, below

_NUMBERED_PICTURE = r"\s?[-–] ?(?:Ảnh|Hình) +[0-9]{1,2}\.?$"
_LEAD_WORDS = 12
_CUT_TITLE_WORDS = (5, 20)
_MAX_SENTENCE_WORDS = 14  # a longer sentence below a picture is rather the next paragraph
_NUMBERED_TITLE = r"\S - [0-9]{1,2}\.?$"
_PICTURE_MARK = r"(?i)^\[?!\[|^\{|^\[(?:ảnh|image|photo)|^<img"
_MAX_PICTURE_TEXT_WORDS = 45
_MANY_SHOWN, _SHOWN_SHARE = 4, 0.6


def first_line(lines: pl.DataFrame) -> pl.DataFrame:
    """The first line of a file is its title where no later line of the head could be, whatever phrase it holds.

    "Thời tiết hôm nay 7/2/2017: …" is no dateline and "Clip: …" no player there.
    """
    weak = pl.col("cue_code").is_in(
        ["media:clip", "dateline:date_with_words", "byline:credit", "promo:phrase", "link:mark", "caption:view"]
    )
    weak |= (pl.col("cue") == "caption") & pl.col("core").str.contains(r"^(?:Ảnh|Hình ảnh)\s?:\s\S+(?:\s\S+){4,}$")
    wordy = (pl.col("n_words") >= 5) & ~pl.col("core").str.contains(r"^\(.*\)$")
    opens = pl.col("is_text") | (pl.col("n_words") >= _LEAD_WORDS)
    below_text = below((pl.col("is_free") & opens) | pl.col("cue").is_in(["dateline", "byline"])).fill_null(False)
    signed = pl.col("low").str.contains(r",\s(?:phóng viên|pv|biên tập viên|thông tín viên|nhà báo)\s")
    arrowed = signed | pl.col("key").str.contains(r"^(?:>>|»)")
    is_title = (pl.col("i") == 0) & weak & wordy & below_text & ~arrowed
    # A whole sentence over the outlet's prefix stands below a picture: titles have no full stop.
    is_caption = (pl.col("i") == 0) & pl.col("is_free") & pl.col("ends_period") & (pl.col("n_words") >= _LEAD_WORDS)
    is_caption &= below(pl.col("has_prefix")).fill_null(False)
    # Cut to so many words: "Phiên tòa sáng nay ở Bến Hạ: Những lời ..."
    is_cut = (pl.col("i") == 0) & pl.col("is_free") & pl.col("n_words").is_between(*_CUT_TITLE_WORDS) & below_text
    is_cut &= pl.col("core").str.contains(r"(?:\.\.\.|…)$")
    told = lines.select(is_title=is_title, is_caption=is_caption, is_cut=is_cut)
    title, caption, cut = (told[name].fill_null(False) for name in told.columns)
    return lines.with_columns(
        is_text=pl.col("is_text") & ~cut,
        stops=pl.col("stops") & ~cut,
        cue=pl.when(title).then(None).when(caption).then(pl.lit("caption")).otherwise("cue"),
        cue_code=pl.when(caption).then(pl.lit("caption:bare")).otherwise("cue_code"),
        is_free=(pl.col("is_free") | title) & ~caption,
    )


def pictured(lines: pl.DataFrame) -> pl.DataFrame:
    """A short text right below the empty mark of a picture describes the picture."""
    mark = (pl.col("cue") == "media") & pl.col("key").str.contains(_PICTURE_MARK)
    numbered = (pl.col("cue") == "caption") & pl.col("ending").str.contains(_NUMBERED_PICTURE)
    untitled = ~pl.col("is_text") & (pl.col("n_words") >= 6) & ~pl.col("is_upper")
    mark |= pl.col("cue_code") == "caption:picture_text"
    after_mark = above(mark).fill_null(False) & ~pl.col("key").str.ends_with(":")
    after_mark |= above(numbered).fill_null(False) & untitled
    after_mark &= ~pl.col("key").str.contains("@", literal=True)  # of the author, whose picture it is
    barred = pl.col("key").str.starts_with("|") & pl.col("key").str.ends_with("|") & ~pl.col("is_row")
    barred &= pl.col("core") != ""
    is_caption = (pl.col("is_free") & (pl.col("level") == 0)) & (
        pl.col("is_numbered_title")
        | _is_told(mark)
        | (after_mark & (pl.col("n_words") <= pl.when("is_text").then(_MAX_SENTENCE_WORDS).otherwise(25)))
        | (after_mark & (pl.col("n_words") <= _MAX_PICTURE_TEXT_WORDS) & pl.col("key").str.contains(ITALIC))
        | (barred & (pl.col("n_words") <= _MAX_PICTURE_TEXT_WORDS))
    )
    lines = _naming(_numbered_titles(lines))
    found = lines.select(is_caption=is_caption)["is_caption"]
    return lines.with_columns(
        cue=pl.when(found).then(pl.lit("caption")).otherwise("cue"),
        cue_code=pl.when(found).then(pl.lit("caption:below_picture")).otherwise("cue_code"),
        is_free=pl.col("is_free") & ~found,
    )


def _is_told(mark: pl.Expr) -> pl.Expr:
    """A sentence right below a picture of a story in pictures: most sentences of the page stand there."""
    is_text, below_mark = pl.col("is_text") & pl.col("is_free"), above(mark).fill_null(False)
    n_shown = (is_text & below_mark).sum().over("doc")
    is_story = (n_shown >= _MANY_SHOWN) & (n_shown >= _SHOWN_SHARE * is_text.sum().over("doc"))
    return is_story & below_mark & (pl.col("n_words") <= _MAX_PICTURE_TEXT_WORDS)


def _naming(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `names_pictures`: pictures of the file carry the line with " - Ảnh 2" behind it: an article's title."""
    captions = lines.filter((pl.col("cue") == "caption") & pl.col("read").str.contains(_NUMBERED_PICTURE))
    if captions.is_empty():
        return lines.with_columns(names_pictures=pl.lit(False))
    named = captions.select("doc", key=pl.col("read").str.replace(r"\s?[-–]\s?(?:Ảnh|Hình) +[0-9]{1,2}\.?$", ""))
    short = lines.filter(pl.col("n_chars") <= LONG_CHARS).select("doc", "i", key="read")
    found = short.join(named, on=["doc", "key"], how="semi").select("doc", "i", names_pictures=pl.lit(True))
    joined = lines.join(found, on=["doc", "i"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("names_pictures").fill_null(False))


def _numbered_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_numbered_title`: another line of the file with " - 1" behind it, as galleries name their pictures."""
    short = lines.filter(pl.col("n_chars") <= LONG_CHARS).select("doc", "i", "key")
    numbered = short.filter(pl.col("key").str.contains(_NUMBERED_TITLE)).with_columns(
        key=pl.col("key").str.replace(r"\s-\s[0-9]{1,2}\.?$", "")
    )
    found = numbered.join(short.join(numbered, on="doc", how="semi"), on=["doc", "key"], how="semi").select(
        "doc", "i", is_numbered_title=pl.lit(True)
    )
    joined = lines.join(found, on=["doc", "i"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("is_numbered_title").fill_null(False))
