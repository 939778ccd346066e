"""What a short line says by itself: its cue, from general shapes and the phrases of `markers.toml`.

A cue is strong evidence for one kind. Lines without a cue are judged by position and neighbours (`segment`).
"""

from __future__ import annotations

import polars as pl

from transforms import cue_patterns as shape
from transforms.date_forms import dateline_residue, has_clock_time, has_full_date, has_partial_date
from transforms.markdown import marked_cues
from transforms.markers import markers, section_row
from transforms.near_cues import near_cues

MAX_CUE_CHARS = 450  # a longer line is running text, whatever phrase it holds
_MAX_FURNITURE_WORDS = 60
_MAX_BUTTON_CHARS = 240
_MAX_HEADING_WORDS = 10
_MAX_NAME_WORDS = 12


def cues(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `cue` (null where a line has none) and `cue_code`.

    Cues: media, promo, caption, byline, dateline, link, related_heading, tag_heading, comment_heading, section,
    navigation.
    """
    short = lines.filter(~pl.col("is_blank") & (pl.col("n_chars") <= MAX_CUE_CHARS))
    judged = _matched(short).select("doc", "line_no", *_first_match())
    return (
        lines.join(judged, on=["doc", "line_no"], how="left", maintain_order="left").pipe(marked_cues).pipe(near_cues)
    )


def _matched(short: pl.DataFrame) -> pl.DataFrame:
    """`short` with one flag `m_*` for each test. A costly test only sees the lines that a cheap one leaves over."""
    rows = short.with_row_index("row")
    for where, flags in _tests():
        judged = rows.filter(where).select("row", **flags)
        rows = rows.join(judged, on="row", how="left", maintain_order="left")
        rows = rows.with_columns(pl.col(name).fill_null(False) for name in flags if name.startswith("m_"))
    small = pl.when("m_clock").then(3).otherwise(1)
    # A decimal comma behind a colon ends a row of figures: "8 tháng năm 2024: 7,7".
    is_full = pl.col("m_full") & ~pl.when("m_full").then("core").str.contains(r":\s[0-9]+,[0-9]+$").fill_null(False)
    return rows.with_columns(
        m_dateline=is_full & (pl.col("residue") <= 2),
        m_part_date=pl.col("m_partial") & (pl.col("n_chars") <= 60) & (pl.col("residue") <= 1),
        m_dateline_words=is_full
        & (pl.col("residue") <= 7)
        & ((pl.col("small_residue") <= small) | pl.when("m_full").then("low").str.contains(shape.PUBLISHED)),
    ).with_columns(pl.col("m_dateline", "m_part_date", "m_dateline_words").fill_null(False))


def _tests() -> list[tuple[pl.Expr, dict[str, pl.Expr]]]:
    """Which lines to look at, and what to ask of them; later tests may rest on earlier flags."""
    plain, core, low = pl.col("plain"), pl.col("core"), pl.col("low")
    furniture = pl.col("n_words") <= _MAX_FURNITURE_WORDS
    brief = furniture & (pl.col("n_chars") <= _MAX_BUTTON_CHARS)
    credits = {"m_caption": plain.str.contains(shape.CAPTION), "m_view": plain.str.contains(shape.VIEW)}
    # "Bấm xem >>" and "Theo dõi sự kiện" lead to other articles.
    promo = (_has("promo") | core.str.contains(shape.FOLLOW)) & (pl.col("n_words") <= 45)
    promo &= ~low.str.contains(r"^bấm xem[\s>»]*$|sự kiện$|^e-?mail\s?:\s?[^\s@]+@\S+$")
    residues = {"residue": dateline_residue(core), "small_residue": dateline_residue(core, pattern=shape.SMALL_WORD)}
    named = (pl.col("n_words") <= _MAX_NAME_WORDS) | low.str.contains(shape.CREDIT_START)
    signed = named & (pl.col("n_chars") <= 120) & low.str.contains_any(shape.BYLINE_HINTS)
    return [
        (brief, {"m_media": _is_media()}),
        (furniture, {"m_promo": promo}),
        (plain.str.contains_any(shape.CREDIT_HINTS), credits),
        (brief & low.str.contains(r"[0-9]|hôm|vừa xong"), _date_tests()),
        (pl.col("m_full") | pl.col("m_partial"), residues),
        (signed, {"m_byline": _is_byline()}),
        (brief & (pl.col("n_words") <= _MAX_HEADING_WORDS), _heading_tests()),
        (brief, _button_tests()),
        (
            core.str.contains(" / ", literal=True)
            | core.str.contains(r"[0-9][\])]$")
            | pl.col("key").str.contains(r"^[a-z0-9]+ [a-z0-9]+ "),
            {"m_row": _is_title_row(), "m_slug": brief & core.str.contains(shape.SLUGGED_TITLE)},
        ),
        (
            brief & low.str.contains(shape.CLIP_HINTS),
            {
                "m_clip_credit": core.str.contains(shape.CLIP_CREDIT),
                "m_clip_line": core.str.contains(shape.CLIP_LINE)
                & ~low.str.contains(
                    r"xem nhiều(?: nhất)?$|^(?:video|clip) (?:cùng|mới|liên quan|nổi bật|khác|đáng chú ý)"
                ),
            },
        ),
    ]


def _has(group: str) -> pl.Expr:
    return markers(group).match(pl.col("low"))


def _is_media() -> pl.Expr:
    core = pl.col("core")
    marks = (core.str.contains(shape.ONLY_MARKS) | (core == "")) & ~pl.col("is_row")
    marks &= pl.col("key").str.contains(r"[\[{<]")  # of a picture; marks alone are of a menu or a form
    embedded = core.str.contains("♬", literal=True)
    return core.str.contains(shape.PLAYER_TIME) | _has("media") | marks | embedded


def _is_byline() -> pl.Expr:
    labelled = _has("byline") & (pl.col("n_words") <= 12) & ~pl.col("is_text") & ~pl.col("stops")
    is_button = pl.col("low").str.contains(
        r"^theo d(?:õi|òng)|^(?:font|cỡ|kích)\s"
        r"|^\(?theo (?:điều|khoản|nghị (?:quyết|định)|luật|thông tư|quyết định|bộ luật|công văn)\s"  # the law says so
    )
    return (pl.col("core").str.contains(shape.BYLINE_WHOLE) | labelled) & ~is_button


def _date_tests() -> dict[str, pl.Expr]:
    core = pl.col("core")
    brief = (pl.col("n_chars") <= 120) & ~core.str.contains(shape.NO_DATELINE)
    return {
        "m_full": has_full_date(core) & brief,
        "m_clock": has_clock_time(core) & brief,
        "m_partial": (has_partial_date(core) | has_clock_time(core)) & brief,
        # A day and month alone, and an age behind the outlet's name: "29 tháng 1", "Báo Bến Hạ 3 giờ".
        "m_age": (pl.col("n_words") <= 7) & core.str.contains(shape.AGE),
    }


def _is_title_row() -> pl.Expr:
    core = pl.col("core")
    return core.str.contains(shape.TITLE_ROW) | core.str.contains(shape.STAMPED_TITLE)


def _heading_tests() -> dict[str, pl.Expr]:
    return {
        "m_tag": _has("tag_heading"),
        "m_comment": _has("comment_heading"),
        "m_related": _has("related_heading"),
        "m_section": _has("section") & ~pl.col("is_text"),
    }


def _button_tests() -> dict[str, pl.Expr]:
    clip = pl.col("low").str.contains(r"^(?:video|clip|audio|podcast)\s*[:–-]\s*\S")
    sentence = pl.col("is_text") & pl.col("stops") & (pl.col("n_words") >= 18)
    # "Bài viết liên quan:" alone is a heading.
    link = (pl.col("is_link") | (_has("link") & ~pl.col("low").str.ends_with(":"))) & (pl.col("n_words") >= 3)
    on_comments = pl.when(pl.col("low").str.contains("bình luận", literal=True)).then("low")
    unstopped = pl.when(~pl.col("stops")).then("low")
    return {
        "m_form": markers("comment_form").match(on_comments),
        "m_menu": unstopped.str.contains(section_row()),
        "m_clip": clip & (pl.col("n_words") <= 30),
        "m_link": link,
        "m_navigation": (_has("navigation") & ~sentence & ~pl.col("low").str.contains(r"^(?:trả lời|đáp)\s?:$"))
        | _has("legal")
        | pl.col("core").str.contains(shape.NAVIGATION_SHAPE)
        | ((pl.col("core").str.contains(shape.ONLY_MARKS) | (pl.col("core") == "")) & ~pl.col("is_row")),
    }


def _first_match() -> list[pl.Expr]:
    order = (
        ("m_media", "media", "phrase"),
        ("m_menu", "navigation", "phrase"),
        ("m_row", "link", "row"),
        ("m_slug", "link", "row"),
        ("m_explicit_byline", "byline", "credit"),
        ("m_clip_line", "media", "clip"),
        ("m_caption", "caption", "credit"),
        ("m_view", "caption", "view"),
        ("m_clip", "media", "clip"),
        ("m_clip_credit", "media", "clip"),
        ("m_dateline", "dateline", "date"),
        ("m_part_date", "dateline", "part_date"),
        ("m_age", "dateline", "part_date"),
        ("m_dateline_words", "dateline", "date_with_words"),
        ("m_promo", "promo", "phrase"),
        ("m_byline", "byline", "credit"),
        ("m_link", "link", "mark"),
        ("m_tag", "tag_heading", "phrase"),
        ("m_comment", "comment_heading", "phrase"),
        ("m_form", "comment_heading", "phrase"),
        ("m_related", "related_heading", "phrase"),
        ("m_section", "section", "phrase"),
        ("m_navigation", "navigation", "phrase"),
    )
    both = pl.col("low").str.contains(shape.BOTH_CREDITS)
    explicit = pl.col("m_byline") & both & ~pl.col("low").str.contains(r"^(?:ảnh|hình|video|clip)\s*:")
    chain_kind = chain_code = pl.lit(None, dtype=pl.String)
    for flag, cue, code in reversed(order):
        test = explicit if flag == "m_explicit_byline" else pl.col(flag)
        chain_kind = pl.when(test).then(pl.lit(cue)).otherwise(chain_kind)
        chain_code = pl.when(test).then(pl.lit(f"{cue}:{code}")).otherwise(chain_code)
    return [chain_kind.alias("cue"), chain_code.alias("cue_code")]
