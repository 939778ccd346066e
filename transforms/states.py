"""What each run of paragraphs is: the article, a list of others, comments, tags, or another article appended."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import above, below
from transforms.others import others
from transforms.runs import SIGNED_TITLE_WORDS

_TITLE_WORDS = 6  # fewer words make a section name or a button rather than a title
_SECTION_WORDS = 5
_HEADING_WORDS = 8
_COMMENTED_TITLE_WORDS = 8
_BOXED_WORDS = 7
_PARAGRAPH_WORDS = 25
_COMMENT_WORDS = 20
_AS_TITLE = r"^[\"“'‘]?\p{Lu}.*[\p{L}0-9…?\"”'’%)]$"
_MIN_MAIN_PARAGRAPHS = 3  # a name after fewer paragraphs is a byline on top, not the end
_DATED = r"(?:ngày|hôm|sáng|chiều|tối)\s+[0-9]{1,2}[/-][0-9]{1,2}|^Theo "
_TABLE_ROW = r"\s-\s[0-9.,%]+\s-\s"
_LEADS_ON = r"^(?:xem|đọc|tham khảo|tin)"


def summarise(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each run: what opens it, its paragraphs, its `state` and the `event` that began that state.

    States: `main`, `list` (other articles listed or teased), `end` (after the end of the article), `comments`, `tags`,
    `appended`. `part` counts appended articles.
    """
    runs = _facts(lines)
    # Most files are one run: nothing interrupts the article, and there is nothing to judge.
    is_alone = pl.len().over("doc") == 1
    alone = runs.filter(is_alone & (pl.col("run") == 0)).with_columns(
        event=pl.lit("main"), state=pl.lit("main"), part=pl.lit(0, pl.Int64), own_after=pl.lit(0, pl.Int64),
        over_other=pl.lit(False), resumes=pl.lit(False),
    )  # fmt: skip
    several = runs.join(alone, on="doc", how="anti")
    return pl.concat([alone, _states(_flagged(others(several, lines)))], how="diagonal_relaxed")


def _facts(lines: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("unit") == "text"
    opens = pl.col("breaks").first() & text.first()
    first_text = pl.col("key").filter(text).first().str.slice(0, 300)
    runs = (
        lines.filter(pl.col("unit").is_not_null())
        .group_by("doc", "run", maintain_order=True)
        .agg(
            opener=pl.when(opens & pl.col("has_prefix").first())
            .then(pl.lit("prefix"))
            .when(opens & pl.col("is_retitled").first())
            .then(pl.lit("retitled"))
            .when(opens)
            .then(pl.lit("block"))
            .otherwise(pl.col("unit").first()),
            opener_words=pl.col("n_words").first(),
            opener_key=pl.col("key").first(),
            opener_low=pl.col("low").first(),
            opener_names=pl.col("names_pictures").first(),
            closes=pl.col("closes").first(),
            opener_level=pl.col("level").first(),
            opener_twice=pl.col("same_below").first(),
            is_ended=pl.col("is_ended").first(),
            dated_below=pl.col("dated_below").first(),
            n_text=text.sum().cast(pl.Int64),
            text_prefix=(pl.col("has_prefix") & text).any(),
            first_prefix=pl.col("has_prefix").filter(text).first(),
            second_words=pl.col("n_words").filter(text).get(1, null_on_oob=True),
            first_text_dated=first_text.str.contains(_DATED),
            n_repeated=(text & (pl.col("n_same") > 1)).sum().cast(pl.Int64),
            first_i=pl.col("i").first(),
        )
        .sort("doc", "run")
    )
    before = pl.col("n_text").cum_sum().over("doc") - pl.col("n_text")
    after = pl.col("n_text").sum().over("doc") - before - pl.col("n_text")
    return runs.with_columns(text_before=before, text_after=after)


def _flagged(runs: pl.DataFrame) -> pl.DataFrame:
    """Adds what a run is by itself and its neighbours: `signed`, `teaser`, `ends`, `listed`, `headed`, `comments`."""
    opener, words, n_text = pl.col("opener"), pl.col("opener_words"), pl.col("n_text")
    before = pl.col("text_before")
    short, titled = opener == "short", opener.is_in(["short", "section"])
    next_opener = below(opener)
    # A title with a date or an author of its own below it begins another article.
    has_author = (n_text == 0) & (next_opener == "byline")
    is_title = short & ~pl.col("opener_low").str.contains(_TABLE_ROW) & (words >= SIGNED_TITLE_WORDS) & (before >= 2)
    signed = is_title & (pl.col("dated_below") | has_author).fill_null(False)
    n_signed = pl.when(n_text > 0).then(n_text).otherwise(below(n_text))
    is_other = (pl.col("other_score") > 0).fill_null(False) & ~_is_linked()
    retold = titled & (pl.col("opener_twice") | pl.col("text_prefix"))
    # Before any end a teaser with the outlet's prefix stands in a box.
    boxed = retold & pl.col("first_prefix").fill_null(False) & ~pl.col("is_ended") & (n_text >= 2)
    # An article goes on below one teaser, hardly below a list of them.
    resumes = (pl.col("resumes") | boxed) & ~pl.col("dated_below").fill_null(False)
    resumes &= ~above(is_other | retold).fill_null(False)
    return (
        runs.with_columns(
            is_other=is_other,
            signed=signed,
            n_signed=n_signed,
            teaser=(signed & (n_signed == 1)) | (is_other & ((n_text == 1) | resumes)) | retold | (opener == "prefix"),
            resumes=resumes & (is_other | retold),
            ends=(opener == "byline") & ((n_text == 0) | pl.col("closes")) & (before >= _MIN_MAIN_PARAGRAPHS),
        )
        .pipe(_listed)
        .pipe(_commented)
    )


def _is_linked() -> pl.Expr:
    """Before any end, the second of two titles in a row: it only seems to open the paragraphs below."""
    is_second = (above(pl.col("opener")) == "short") & (above(pl.col("n_text")) == 0)
    is_second &= above(pl.col("opener_words")) >= _BOXED_WORDS
    return (is_second & ~pl.col("is_ended") & (pl.col("n_text") >= 2)).fill_null(False)


def _listed(runs: pl.DataFrame) -> pl.DataFrame:
    """Adds `listed`, a title below the last paragraph of the article, and `headed`, the line over such titles."""
    opener, words, n_text, before = pl.col("opener"), pl.col("opener_words"), pl.col("n_text"), pl.col("text_before")
    in_tail = (n_text == 0) & (_below_sum(pl.when(~pl.col("teaser") & ~pl.col("is_other")).then(n_text)) == 0)
    titled = opener.is_in(["short", "section"])
    next_is_title = (below(opener) == "short") & (below(words) >= _TITLE_WORDS) & (before >= 2)
    next_is_other = below(pl.col("is_other")) & (n_text == 0) & (words <= _HEADING_WORDS)
    leads_on = (opener == "section") & pl.col("opener_low").str.contains(_LEADS_ON)
    is_brief = titled & in_tail & (words <= _SECTION_WORDS)
    is_below = pl.col("is_ended") | (above(n_text) > 0)
    return runs.with_columns(
        # Where nothing ended the article, long lines below its last paragraph belong to pictures.
        listed=(opener == "short") & in_tail & (words >= _TITLE_WORDS) & (before >= 2) & pl.col("is_ended"),
        headed=(next_is_title & (leads_on | (is_brief & is_below))) | (titled & next_is_other),
        over_other=(titled & next_is_other & ~pl.col("is_other")).fill_null(False),
    )


def _below_sum(value: pl.Expr) -> pl.Expr:
    """The sum of `value` over the runs below, of the same file."""
    value = value.fill_null(0)
    return value.reverse().cum_sum().reverse().over("doc") - value


def _commented(runs: pl.DataFrame) -> pl.DataFrame:
    """Adds `was_ended` and `comments`. The words over comments are also a button while the article goes on."""
    before, n_text = pl.col("text_before"), pl.col("n_text")
    is_late = (before >= _MIN_MAIN_PARAGRAPHS) | pl.col("was_ended")
    is_small = pl.col("text_after") + n_text <= before + 2
    return runs.with_columns(was_ended=above(pl.col("ends").cum_max().over("doc")).fill_null(False)).with_columns(
        comments=(pl.col("opener") == "comment_heading") & is_late & is_small
    )


def _appended() -> pl.Expr:
    """The run begins another article of two paragraphs or more."""
    short, n_text, teaser = pl.col("opener") == "short", pl.col("n_text"), pl.col("teaser")
    after_end = short & pl.col("was_ended") & (n_text >= 2) & (pl.col("opener_words") >= _TITLE_WORDS) & ~teaser
    by_score = pl.col("is_other") & (n_text >= 2) & (~teaser | (n_text >= 3))
    by_author = pl.col("signed") & (pl.col("n_signed") >= 2).fill_null(False)
    # Two paragraphs of a paragraph's length below the end, and a title over them.
    two_long = (
        short & pl.col("is_ended") & (n_text == 2) & (pl.col("second_words") >= _PARAGRAPH_WORDS).fill_null(False)
    )
    two_long &= (teaser | pl.col("is_other")) & (pl.col("opener_words") >= _TITLE_WORDS)
    # Markdown marks the parts of an article with three signs and more.
    is_part = (pl.col("opener_level") >= 3).fill_null(False) & ~pl.col("opener_names").fill_null(False)
    return ~is_part & (by_author | after_end | by_score | two_long | (teaser & (n_text >= 3))) & ~pl.col("resumes")


def _states(runs: pl.DataFrame) -> pl.DataFrame:
    opener, n_text = pl.col("opener"), pl.col("n_text")
    runs = runs.with_columns(appended=_appended())
    was_appended = above(pl.col("appended").cum_max().over("doc")).fill_null(False)
    resumes = (n_text >= 2) & ~pl.col("teaser") & ~pl.col("was_ended") & ~was_appended
    event = (
        pl.when(pl.col("run") == 0).then(pl.lit("main"))
        .when(pl.col("comments")).then(pl.lit("comments"))
        .when(pl.col("appended")).then(pl.lit("appended"))
        .when((opener == "related_heading") & resumes & (n_text >= 3)).then(pl.lit("main"))
        .when(pl.col("teaser") | opener.is_in(["related_heading", "block", "retitled"])).then(pl.lit("list"))
        .when((opener == "tag_heading") & (pl.col("text_before") >= 2)).then(pl.lit("tags"))
        .when(pl.col("ends")).then(pl.lit("end"))
        .when(pl.col("listed") | pl.col("headed")).then(pl.lit("list"))
        .when((resumes & (opener == "short")) | above(pl.col("resumes")).fill_null(False)).then(pl.lit("main"))
    )  # fmt: skip
    return (
        runs.with_columns(event=event)
        .with_columns(state=_state())
        .with_columns(
            own_after=_below_sum(pl.when((pl.col("state") == "main") | pl.col("resumes")).then(n_text)),
            part=pl.col("appended").cum_sum().over("doc").cast(pl.Int64),
            next_opener=below(opener),
            next_words=below(pl.col("opener_words")),
        )
    )


def _state() -> pl.Expr:
    """The last event, save comments: whatever readers write, only other articles end them, headed or two in a row."""
    words, key = pl.col("opener_words"), pl.col("opener_key")
    is_other = pl.col("is_other") & (words >= _COMMENTED_TITLE_WORDS)
    # Readers end their sentences or write small letters; titles of articles do neither.
    is_plain = (pl.col("opener") == "short") & words.is_between(_TITLE_WORDS, _COMMENT_WORDS)
    is_plain &= key.str.contains(_AS_TITLE) & (pl.col("n_text") <= 1)
    is_title = is_other | is_plain | (pl.col("opener") == "retitled")
    two_in_a_row = (is_title & (below(is_title) | above(is_title))).fill_null(False)
    over_title = (pl.col("opener") == "section") & (pl.col("n_text") == 0) & below(is_title)
    ends = (pl.col("opener") == "related_heading") | two_in_a_row | over_title.fill_null(False)
    commenting = pl.when(pl.col("event") == "comments").then(True).when(ends).then(False)
    in_comments = commenting.forward_fill().over("doc").fill_null(False)
    state = pl.col("event").forward_fill().over("doc")
    return pl.when(in_comments).then(pl.lit("comments")).otherwise(state)
