"""What Markdown says of a line: the words that a reader would see, and whether it is a link, a picture or a heading.

Extractors that keep Markdown put the addresses of links and pictures into the text. An address is no text: a line is as
long as the words that one reads, and a line that is nothing but a link leads elsewhere.
"""

from __future__ import annotations

import polars as pl

from transforms.fold import word_count

_ADDRESS = r"\((?:[^()\\]|\\.|\([^()]*\))*\)"  # with brackets in it, escaped or one deep
_WORDS = r"((?:[^\[\]\\]|\\.)*)"
_PICTURE = rf"!\[{_WORDS}\]{_ADDRESS}"
_LINK = rf"\[{_WORDS}\]{_ADDRESS}"
_ESCAPED = r"\\([()\[\]_*#!.+-])"
_LEVEL = r"^(?:[*+•-]\s+)*(#{1,6})\s+"
_EMPHASIS = r"(^|[\s(*])_([^_\s](?:[^_]*[^_\s])?)_([\s.,;:!?)*]|$)"
_LETTER = r"[\p{L}0-9]"
_THUMBNAIL = r"\[\s*!\["  # a picture that is a link itself
_ARROW = r"^(?:>|»|►|▶|☞|⇒)"  # marks a link to another article, however short
_SCRIPT = r"\]\((?:javascript:|[^\s()]*(?:/sharer|/share\?|intent/tweet|mailto:))"
_SOCIAL = (
    r"\]\(https?://(?:[a-z]+\.)?(?:news\.google|google|facebook|fb|youtube|zalo|tiktok|telegram|t|whatsapp|twitter|x)"
    r"\.(?:com|me|vn)/"
)
_ICON = r"(?i)\.(?:png|jpe?g|webp|gif|svg)$|google news|facebook|zalo|youtube|logo|icon|avatar|banner|quảng cáo"
_CREDITED = r"[-–]\s?Ảnh\s[0-9]{1,2}\.?$|[(.,\s](?:Ảnh|Nguồn|Photo)\s?:|Ảnh\s\p{Lu}"
_LINK_WORDS = 5  # fewer words of a link are a button, a section's name or a tag
_EACH_LINK_WORDS = 7
_TITLE_WORDS = 8  # the number of its comments may be a link behind it
_SHOWN_WORDS, _CAPTION_WORDS = 4, 70
_SECTION_WORDS = 7  # a link of as few words whose address has no number leads to a part of the site
_NUMBERED = r"\]\([^\s)]*[0-9]{4}"
_LONG_SECTION_WORDS = 12
_SLUG = r"\]\([^\s)]*/[^/\s)]*(?:-[^/\s)-]+){3}"  # words of a title in the last part of the address
_BOLD = r"^(?:\*+\s)?\*\*[^*]+[^*.!?…]\*\*$"
_BOLD_LEVEL, _BOLD_WORDS = 3, (3, 25)  # fewer may be the author
_BUTTON_WORDS = 20
_SENTENCE_WORDS, _SENTENCE = 15, r"[.…][\"”’']?$"  # a link that is a whole sentence is a teaser
LINK_HEADING, LINK_TEXT = "link:heading", "related_text:link"
# What the words of a link say of it, whatever their length.
_SAID = ["byline", "dateline", "related_heading", "tag_heading", "comment_heading", "promo", "navigation", "media"]


def read(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `read` (`key` as one reads it), `level` (of a heading; 0: none), `markdown` (a cue or null) and its code.

    `lines` have `key`. Few lines have Markdown, and only they are looked at.
    """
    key = pl.col("key")
    rows = lines.with_row_index("row")
    is_marked = key.str.contains("](", literal=True) | key.str.contains(r"^(?:[*+•-]\s)*#{1,6}\s")
    is_marked |= key.str.starts_with("**")
    is_marked |= pl.when(key.str.contains("_", literal=True)).then(key).str.contains(_EMPHASIS).fill_null(False)
    marked = rows.filter(is_marked)
    plain = (pl.lit(None, pl.String).alias(name) for name in ("markdown", "markdown_code"))
    if marked.is_empty():
        return lines.with_columns(*plain, read=key, level=pl.lit(0, pl.Int64))
    found = pl.concat([marked.select("row"), _judged(marked)], how="horizontal")
    joined = rows.join(found, on="row", how="left", maintain_order="left").drop("row")
    return joined.with_columns(pl.col("read").fill_null(key), pl.col("level").fill_null(0))


def _judged(marked: pl.DataFrame) -> pl.DataFrame:
    parts = _parts(marked)
    words = word_count(pl.col("read"))
    is_bare = ~pl.col("shown").str.contains(_LETTER)
    is_whole = ~pl.col("outside").str.contains(_LETTER)
    has_picture, is_thumbnail = pl.col("alt").is_not_null(), pl.col("key").str.contains(_THUMBNAIL)
    tells = pl.col("alt").str.contains(r"\S\s+\S+\s+\S") & ~pl.col("alt").str.contains(_ICON)
    credited = pl.col("alt").str.contains(_CREDITED)
    key, n_links, level = pl.col("key"), pl.col("n_links"), pl.col("level")
    is_social, is_script = key.str.contains(_SOCIAL), key.str.contains(_SCRIPT)
    code = (
        pl.when(is_bare & has_picture & (credited | (tells & ~is_thumbnail))).then(pl.lit("caption:picture_text"))
        .when(is_script & (is_whole | (words <= _BUTTON_WORDS))).then(pl.lit("navigation:phrase"))
        .when(is_social & is_whole & (has_picture | (n_links == 1))).then(pl.lit("promo:phrase"))
        .when(is_bare & has_picture).then(pl.lit("media:phrase"))
        .when(has_picture & ~is_thumbnail & (words < _SHOWN_WORDS)).then(pl.lit("navigation:phrase"))
        .when(has_picture & ~is_thumbnail & (words <= _CAPTION_WORDS)).then(pl.lit("caption:picture_text"))
        .when(is_bare & (n_links > 0)).then(pl.lit("navigation:phrase"))
        .when(~is_whole | (level == 1) | (n_links == 0) | pl.col("key").str.contains(_ARROW)).then(None)
        .when((n_links >= 2) & (words >= n_links * _EACH_LINK_WORDS)).then(pl.lit("link:row"))
        .when((n_links >= 2) & (word_count(pl.col("first")) >= _TITLE_WORDS)).then(pl.lit("link:mark"))
        .when(n_links >= 2).then(pl.lit("navigation:phrase"))
        .when((words < _LINK_WORDS) & (level >= 2)).then(pl.lit("section:phrase"))
        .when(words < _LINK_WORDS).then(pl.lit("navigation:phrase"))
        .when((words >= _SENTENCE_WORDS) & pl.col("shown").str.contains(_SENTENCE)).then(pl.lit(LINK_TEXT))
        .when(level >= 2).then(pl.lit(LINK_HEADING))
        .when(~pl.col("key").str.contains(_NUMBERED) & ((words <= _SECTION_WORDS) | _leads_to_part(words)))
        .then(pl.lit("navigation:phrase"))
        .otherwise(pl.lit("link:mark"))
    )  # fmt: skip
    judged = parts.with_columns(markdown_code=code)
    return judged.select("read", "level", "markdown_code", markdown=pl.col("markdown_code").str.extract("^([a-z_]+)"))


def _leads_to_part(words: pl.Expr) -> pl.Expr:
    """The link's address is too short for that of an article."""
    return (words <= _LONG_SECTION_WORDS) & ~pl.col("key").str.contains(_SLUG)


def _parts(marked: pl.DataFrame) -> pl.DataFrame:
    """`key` taken to pieces: words with and without those of links, of the first picture, of the whole."""
    is_bold = pl.col("key").str.contains(_BOLD) & word_count(pl.col("key")).is_between(*_BOLD_WORDS)
    signs = pl.col("key").str.extract(_LEVEL, 1).str.len_chars().cast(pl.Int64)
    level = pl.coalesce(signs, pl.when(is_bold).then(_BOLD_LEVEL), pl.lit(0, pl.Int64)).cast(pl.Int64)
    bare = pl.col("key").str.replace_all(_PICTURE, " ")
    return marked.select(
        "key",
        level=level,
        alt=_tidy(pl.col("key").str.extract(_PICTURE, 1)),
        first=bare.str.extract(_LINK, 1).fill_null("").str.strip_chars(" "),
        n_links=bare.str.count_matches(_LINK).cast(pl.Int64),
        shown=_tidy(bare.str.replace_all(_LINK, "$1").str.replace(_LEVEL, "")),
        outside=bare.str.replace_all(_LINK, " "),
    ).with_columns(
        read=pl.when(pl.col("shown").str.contains(_LETTER)).then("shown").otherwise(pl.coalesce("alt", "shown"))
    )


def _tidy(text: pl.Expr) -> pl.Expr:
    for pattern, kept in ((_ESCAPED, "$1"), (_EMPHASIS, "$1$2$3"), (" {2,}", " ")):
        text = text.str.replace_all(pattern, kept)
    return text.str.strip_chars(" ")


def marked_cues(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `cue` and `cue_code` from Markdown where it tells; the words of a link may tell more."""
    told = pl.col("markdown").is_not_null()
    if lines["markdown"].null_count() == lines.height:
        return lines
    # The words may say what the link is: an author, a date, the heading of a list.
    is_link = pl.col("markdown_code").is_in(["link:mark", LINK_HEADING, "section:phrase", "navigation:phrase"])
    is_name = pl.col("is_name") & (pl.col("n_words") >= 2) & (pl.col("level") == 0)
    told &= ~(is_link & (pl.col("n_words") > 0) & (pl.col("cue").is_in(_SAID).fill_null(False) | is_name))
    return lines.with_columns(
        cue=pl.when(told).then("markdown").otherwise("cue"),
        cue_code=pl.when(told).then("markdown_code").otherwise("cue_code"),
    )
