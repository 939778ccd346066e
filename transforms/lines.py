"""Split texts into lines, and the facts of each line that need no other line.

Every later step works on bounded pieces of a line (`core`, `ending`), so a line of ten megabytes costs what a line of
four hundred characters costs.
"""

from __future__ import annotations

import polars as pl

from transforms.cue_patterns import CAPITAL, EVENT_ROW
from transforms.fold import equality_key, invisible_count, word_count
from transforms.markdown import read

CORE_CHARS = 400  # what pattern matching looks at; no furniture line is longer
LONG_CHARS = 450  # a longer line is running text: of its beginning just enough is kept to see how it opens
LONG_CORE_CHARS = 120
ENDING_CHARS = 120

_BULLET = r"^[\s|]*(?:>+|»|►|▶|☞|→|⇒|•|●|▪|■|◆|★|✔|\*+|\+|[-–—](?:\s))[\s|>]*"
_LINK_BULLET = r"^[\s|]*(?:>+|»|►|▶|☞|⇒)\s*\S"
# Closing quotes and brackets may follow the mark that ends a sentence; so may the square that ends a story.
_CLOSERS = r"[\"”’'»)\]\s|■▪♦./.]*$"
_EMPHASIS = r"</?[a-zA-Z][^<>]{0,200}>|\*\*|__"  # markup around a line does not change what it is
_ENTITIES = {
    "&nbsp;": " ", "&amp;": "&", "&quot;": '"', "&lt;": "<", "&gt;": ">", "&#39;": "'", "&raquo;": "»", "&laquo;": "«",
    "&hellip;": "…", "&ndash;": "–", "&mdash;": "—", "&copy;": "©", "&ldquo;": "“", "&rdquo;": "”", "&bull;": "•",
}  # fmt: skip
_MARKUP_SIGNS = r"[<&]|\*\*|__|\*$"  # eight times as fast as the list of them
_AROUND = r"^_([^_].*[^_])_$"
_ITALIC = r"\*([^*\s](?:[^*]*[^*\s])?)\*$"
_STOP = r"[.!?…:;][\"”’'»)\]\s|■▪♦]*$"
# Somebody's turn in an interview, and a sentence of a few words: "Rồi ba năm."
_SAYS = r"^(?:PV|P\.V|Phóng viên|Hỏi|Đáp|Trả lời|MC|Bạn đọc)\s*[:.]\s*\S"
_TURN = r"^[.+]\s+\S|^[-–—]\s*\p{Lu}.*\?$"  # questions and answers set off by a point and a plus, or a dash
# What closes an interview, a recipe, a part of a series; never a button.
_PARTING = (
    r"^(?i:xin (?:trân trọng |chân thành )?cảm ơn|trân trọng cảm ơn|chúc (?:các )?(?:bạn|chị|bà|quý)"
    r"|(?:cụ thể|trong đó|theo đó|như sau|cụ thể như sau|ví dụ|lưu ý|chú ý|bao gồm)\s?:$"
    r"|\(?(?:còn nữa|còn tiếp|hết))(?:\s|[.!…)]|$)"
)
# How a letter and its answer begin.
_ADDRESSES = (
    r"^(?:Chào|Thưa|Kính thưa|Kính gửi|Kính chào|Thân gửi|Gửi)\s[^!?:]*[,!]$|^(?:Trả lời|Đáp|Hỏi)\s?:$"
    r"|^\p{Lu}[^!?:.]*\s(?:thân mến|thân yêu|thân|quý mến|kính mến|yêu quý)\s?[,!]$"
)
# Rows of a table without bars: "Hải Vân: Minh, Sơn, Hùng, …", "20/08: Hải Vân 1-1 Cao Sơn", "Gửi về quê: 1.500 đồng".
_VALUES = (
    r"^[^\s:.!?]+(?:\s[^\s:.!?]+){0,7}:\s[^:,]+(?:,[^:,]+){3,}$|^[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{2,4})?\s*[:–-].*[0-9]\s?[-–]\s?[0-9]"
    r"|^[^\s:.!?0-9]+(?:\s[^\s:.!?0-9]+){0,7}:\s*[0-9][0-9.,]*\s\p{L}[^.!?:]*$|^[^:.!?]+:\s*[0-9]+(?:\s+[-–]\s+[0-9]+)+$"
    r"|^\(?(?:Đơn vị(?: tính)?|ĐVT)\s*:\s?[^.!?]+$"
    # a fixture, and a place in a race: "22/10: Phú Lộc - Sông Trà (16h00)", "2. Minh Quân (Hạ Bến): 4 phút 22 giây"
    r"|^[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\s*:\s[^.!?:]+\s[-–]\s[^.!?:]+\([0-9]{1,2}[h:][0-9]{0,2}\)$"
    r"|^[0-9]{1,2}[.)]\s[^.!?:]+:\s[0-9][^.!?:]*[0-9]$"
    rf"|{EVENT_ROW}"
)
_SLOGAN_WORDS = 5
_CRY_WORDS, _PARTING_WORDS, _COLON_WORDS, _COLON_LINES = 15, 18, 6, 3
_ROW_WORDS, _BRIEF_WORDS, _HEADING_WORDS = 40, 12, 25
_TABLE_RULE = r"^\|?\s*:?-{2,}:?\s*\|[\s|:-]*$"  # between the head of a table and its rows
_MINUTE = r"^[0-9]{1,3}(?:\+[0-9]{1,2})?['’′]\s"  # of a match told live
_PLAIN_SENTENCE = r"^[\p{Lu}\"“][^.]*\s\p{Ll}[^.\s]*\.[\"”]?$"
_UPPER, _LOWER = r"\p{Lu}", r"\p{Ll}"
_NAME_WORD = CAPITAL + r"[^\s0-9,;:!?()\[\]|/&+\"“”–—@-]*"  # told by what it is not: the class of all letters is slow
_NAME = (
    rf"^{_NAME_WORD}(?:(?:\s*[-–—,/&+]\s*|\s+(?:và\s+)?){_NAME_WORD}){{0,7}}\s*(?:\([^()]{{2,40}}\))?\s*,?$"
)  # fmt: skip


def split(documents: pl.DataFrame) -> pl.DataFrame:
    """One row for each line of each text.

    `documents` has `doc`, `text` (null where there is none) and maybe `is_tidy` (see `decode`). Gives `doc`, `line_no`
    (from 1), `text` and `is_tidy` in file order. Lines end at `\\n` only; the empty piece after a final `\\n` is no
    line.
    """
    is_tidy = pl.col("is_tidy") if "is_tidy" in documents.columns else pl.lit(False)
    texts = documents.select("doc", "text", is_tidy=is_tidy)
    texts = texts.filter(pl.col("text").is_not_null() & (pl.col("text") != ""))
    return (
        texts.with_columns(pl.col("text").str.strip_suffix("\n").str.split("\n"))
        .explode("text")
        .with_columns(line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("doc"))
        .select("doc", "line_no", "text", "is_tidy")
    )


def facts(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with what each line looks like by itself: lengths, ends, letter case, bounded pieces for patterns."""
    core = pl.col("plain")
    return (
        read(_cleaned(lines))
        .with_columns(
            n_chars=pl.col("read").str.len_chars().cast(pl.Int64),
            n_words=word_count(pl.col("read")).cast(pl.Int64),
            is_blank=pl.col("key") == "",
        )
        .pipe(_unmarked)
        .with_columns(
            core=core.str.replace(_BULLET, "").str.strip_chars(" |"),
            is_link=core.str.contains(_LINK_BULLET),
            is_bullet=core.str.contains(r"^[-–—•●▪■+*]\s*\S"),
            n_bars=core.str.count_matches("|", literal=True),
        )
        .with_columns(low=pl.col("core").str.to_lowercase())
        .pipe(_sentence_facts)
    )


def _unmarked(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `plain` and `ending`, beginning and end of the line without markup. Few lines have any."""
    n_chars = pl.when(pl.col("n_chars") > LONG_CHARS).then(LONG_CORE_CHARS).otherwise(CORE_CHARS)
    cut = lines.with_columns(plain=pl.col("read").str.slice(0, n_chars), ending=pl.col("read").str.tail(ENDING_CHARS))
    parts = ("plain", "ending")
    is_marked = pl.any_horizontal(pl.col(name).str.contains(_MARKUP_SIGNS) for name in parts)
    is_marked |= pl.col("plain").str.starts_with("_")
    marked = cut.with_row_index("row").filter(is_marked)
    if not marked.is_empty():
        bare = marked.select("row", *(_without_markup(pl.col(name)).alias(f"bare_{name}") for name in parts))
        joined = cut.with_row_index("row").join(bare, on="row", how="left", maintain_order="left")
        cut = joined.with_columns(pl.coalesce(f"bare_{name}", name).alias(name) for name in parts).drop(
            "row", "bare_plain", "bare_ending"
        )
    return cut.with_columns(pl.col("plain").str.strip_chars())


def _without_markup(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace_many(_ENTITIES).str.replace_all(_EMPHASIS, "")
    return bare.str.replace(_AROUND, "$1").str.replace(_ITALIC, "$1")


def _cleaned(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `key` and `n_invisible`; the lines of tidy texts only lose the spaces at their ends."""
    text = pl.col("text")
    tidy = lines.filter("is_tidy").with_columns(key=text.str.strip_chars(" "), n_invisible=pl.lit(0, pl.Int64))
    rest = lines.filter(~pl.col("is_tidy")).with_columns(
        key=equality_key(text), n_invisible=invisible_count(text).cast(pl.Int64)
    )
    return pl.concat([tidy, rest]).sort("doc", "line_no").drop("is_tidy")


def _sentence_facts(lines: pl.DataFrame) -> pl.DataFrame:
    n_words, core = pl.col("n_words"), pl.col("core")
    # Columns of their own: each mention of an expression is computed anew.
    ended = lines.with_columns(
        stops=pl.col("ending").str.contains(_STOP),
        ends_period=pl.col("ending").str.contains(r"[^.]\.[\"”’'»)\]\s|]*$"),
    )
    is_name = core.str.contains(_NAME) & (n_words <= 8) & (pl.col("n_chars") <= 60)
    return ended.with_columns(
        is_row=_is_row(),
        is_text=_reads_as_text() & ~pl.col("is_blank") & ~_is_heading(),
        is_name=is_name & ~core.str.contains(r"[0-9]") & ~_is_slogan(),
        is_upper=core.str.contains(_UPPER) & ~core.str.contains(_LOWER),
        starts_lower=core.str.contains(r"^\p{Ll}"),
    )


def _is_slogan() -> pl.Expr:
    """More capitals than a name has, and nothing that parts several names: "NHỮNG BẢN ÁN TÙ GIAM"."""
    wordy = pl.when(pl.col("n_words") >= _SLOGAN_WORDS).then("core")
    return wordy.str.contains(r"^[^\p{Ll},/&+–—-]*$").fill_null(False)


def _is_row() -> pl.Expr:
    """The row of a table: cells between bars or tabs, figures with their names."""
    n_words, barred = pl.col("n_words"), pl.when(pl.col("n_bars") >= 1)
    is_barred = barred.then("core").str.contains(r"\S\s*\|\s*\S").fill_null(False) & (n_words >= 2)
    is_row = is_barred | pl.when(n_words <= _ROW_WORDS).then("core").str.contains(_VALUES).fill_null(False)
    is_row |= pl.col("text").str.count_matches("\t", literal=True) >= 2
    return is_row | barred.then("plain").str.contains(_TABLE_RULE).fill_null(False)


def _reads_as_text() -> pl.Expr:
    """As long as a paragraph, or ended like one, or said by somebody."""
    n_words, core, ending, stops = pl.col("n_words"), pl.col("core"), pl.col("ending"), pl.col("stops")
    ends_dot = ending.str.contains(r"[.…;:][\"”’'»)\]\s|■▪♦]*$")
    # "… dựng một cây cầu gỗ trước mùa mưa. (TTXVN)"
    ends_dot |= ending.str.contains(r"[.!?…][\"”]?\s\([^()]+\)$") & (n_words >= 12)
    two_sentences = core.str.contains(r"^.{6,}[\p{Ll}0-9\"”)][.!?…]\s+[\"“(]?\p{Lu}")
    return (
        (pl.col("n_chars") >= 160)
        | (n_words >= 28)
        | (ends_dot & (n_words >= 6))
        | (ending.str.contains(r":$") & (n_words >= 3))
        | core.str.contains(_MINUTE)
        | (stops & (n_words >= 18))
        | (ending.str.ends_with("!") & (n_words >= _CRY_WORDS))
        | (two_sentences & (n_words >= 10))
        | ((core.str.contains(_SAYS) | pl.col("plain").str.contains(_TURN)) & stops)
        | (pl.col("ends_period") & (n_words >= 2) & core.str.contains(_PLAIN_SENTENCE))
        | pl.when(n_words <= _PARTING_WORDS).then("core").str.contains(_PARTING).fill_null(False)
        | pl.when(n_words <= _BRIEF_WORDS).then("core").str.contains(_ADDRESSES).fill_null(False)
    )


def _is_heading() -> pl.Expr:
    """Marked as one by Markdown, or a few words with a colon as others of the page: "Xét nghiệm máu:"."""
    n_words, level = pl.col("n_words"), pl.col("level")
    is_colon = (n_words <= _COLON_WORDS) & pl.col("ending").str.contains(r"[\p{L})]:$") & ~pl.col("is_bullet")
    is_heading = is_colon & (is_colon.sum().over("doc") >= _COLON_LINES) & ~pl.col("core").str.contains(_SAYS)
    return is_heading | (level == 1) | ((level >= 2) & (n_words <= _HEADING_WORDS) & ~pl.col("ends_period"))


def repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `repeats_line_no`: the first line of the file with the same text; null for that line itself."""
    # Few lines have a twin; a hash finds those that may, and only they are compared letter for letter.
    may_repeat = (pl.col("key").hash() ^ pl.col("doc").hash()).is_duplicated() & ~pl.col("is_blank")
    twins = lines.select("doc", "line_no", "key", "is_blank").filter(may_repeat)
    first = pl.col("line_no").min().over("doc", "key")
    found = twins.select(
        "doc", "line_no",
        repeats_line_no=pl.when(first < pl.col("line_no")).then(first), n_same=pl.len().over("doc", "key"),
    )  # fmt: skip
    joined = lines.join(found, on=["doc", "line_no"], how="left", maintain_order="left")
    return joined.with_columns(is_repeat=pl.col("repeats_line_no").is_not_null(), n_same=pl.col("n_same").fill_null(1))
