"""What stands below the last paragraph, or where none follows: captions, links, authors, verses, and no titles."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below

LIST_NUMBER = r"^\(?(?:[0-9]{1,2}|[IVX]{1,4}|[a-d])\s*[.):/-]\s*\S"
TITLE_WORDS = 6
SECTION_WORDS = 5
_CAPTION_WORDS = 25
_TAG_WORDS = 8
_NO_TITLE = (
    r"\*$|^\S+(?:\s\S+){0,3}(?:, \S+(?:\s\S+){0,3}){3,}$"
    r"|^(?:Số )?[0-9]{1,4}[A-Z]?(?:/[0-9]+)?,?\s\p{Lu}[^,.!?:]*(?:,\s[^,.!?:]+){2,4}$"  # an address
    r"|[0-9][.,][0-9]+\s[-–]\s[0-9]|(?:^|\s)1 2 3(?:\s|$)|[0-9]\s?[°º]\s?C(?:\W|$)"
)
# Who signs what offices publish.
_OFFICE = r"^(?:Phòng|Ban|Sở|Văn phòng|Trung tâm|Cục|Vụ|Khoa|Bộ|UBND|Đoàn|Hội|Đội|Chi cục)\s\p{Lu}[^.:!?]*$"
_LISTED_OFFICE = (
    r"^(?:Bộ|Tổng cục|Cục|Sở|Ủy ban|Uỷ ban|UB|UBND|Văn phòng|Ban|Thanh tra|Viện|Kiểm toán|Ngân hàng|Đài|Hội|Tỉnh ủy)\s"
    r"[^.:!?…\"“]*$"
)
_VERSES, _VERSE_WORDS, _MEAN_VERSE_WORDS = 8, 10, 8


def is_sung() -> pl.Expr:
    """Verses that no paragraph follows: many short lines of nearly the same length, before anything ended the text."""
    brief = (pl.col("unit") == "short") & (pl.col("state") == "main") & ~pl.col("is_ended") & ~pl.col("is_bullet")
    brief = (brief & pl.col("n_words").is_between(2, _VERSE_WORDS) & pl.col("head_kind").is_null()).fill_null(False)
    n_lines = brief.sum().over("doc")
    mean = pl.when(brief).then("n_words").mean().over("doc")
    n_text = ((pl.col("unit") == "text") & (pl.col("state") == "main")).sum().over("doc")
    is_title = (pl.col("role") == "heading").fill_null(False)
    return brief & ~is_title & (n_lines >= _VERSES) & (mean <= _MEAN_VERSE_WORDS) & (n_lines > 2 * n_text)


def is_signature() -> pl.Expr:
    """A few words alone right below the last paragraph, before anything else ended the article: who wrote it."""
    right_below = (above(pl.col("unit")) == "text").fill_null(False)
    core = pl.when(right_below & ~pl.col("is_ended")).then("core")
    in_row = ((pl.col("next_opener") == "short") & (pl.col("next_words") < TITLE_WORDS)).fill_null(False)
    return ~in_row & right_below & ~pl.col("is_ended") & core.str.contains(r"^\p{Lu}[^!?:{}]*$") & ~pl.col("stops")


def is_no_title() -> pl.Expr:
    """What stands among the titles below an article and is none: tags, figures, pages, menus, fields of a form."""
    words = pl.col("n_words")
    core = pl.when(pl.col("unit").is_in(["short", "section"]) & (pl.col("state") != "main")).then("core")
    n_figures = core.str.count_matches(r"(?:^|\s)[-+(]?[0-9][0-9.,:/%-]*\)?(?:$|\s)")
    in_capitals = pl.col("is_upper") & (words <= TITLE_WORDS)
    office = core.str.contains(_LISTED_OFFICE) & (words <= _TAG_WORDS)  # of a list of links to offices
    is_office = office & (above(office) | below(office)).fill_null(False)
    is_tag = pl.col("starts_lower") & (words <= _TAG_WORDS)
    return (
        (words <= 4)
        | is_tag
        | is_office
        | (n_figures * 2 >= words)
        | in_capitals
        | pl.col("is_menu_like")
        | core.str.contains(_NO_TITLE)
    )


def below_text() -> pl.Expr:
    """Where nothing ended the article, what stands below its last paragraph belongs to pictures.

    Three in a row and more are a list of other articles.
    """
    goes_on = pl.col("own_after") + pl.col("n_text") > 0
    ends = ~pl.col("is_in_list") & ~goes_on & ~pl.col("is_ended")
    ends &= pl.col("n_words").is_between(SECTION_WORDS, _CAPTION_WORDS) & ~pl.col("starts_lower")
    core = pl.when(ends).then("core")
    # What the author's name follows belongs to the text, or was put in between, as a bullet says, too.
    is_linked = (pl.col("next_opener") == "byline").fill_null(False) | pl.col("is_bullet")
    is_linked &= ~core.str.contains(r"^(?:Bức|Tấm|Hình|Ảnh|Khung)\s")
    is_linked |= core.str.contains(r"^(?:Bài|Kỳ|Phần) [0-9IVX]+\s?:")
    value = core.str.contains(r"^[^:]{1,25}:\s.*[0-9](?:$|\s?[-–]\s?[0-9])")
    return (
        pl.when(~ends | pl.col("is_listed")).then(None)
        .when(core.str.contains(_OFFICE)).then(pl.lit("byline|after_text"))
        .when(value).then(pl.lit("body|figures"))
        .when(is_linked).then(pl.lit("related_title|after_text"))
        .otherwise(pl.lit("caption|caption:after_text"))
    )  # fmt: skip
