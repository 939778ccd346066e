"""Below the lead: runs of paragraphs and what opens each of them.

A *run* is what stands between two breakers. A breaker is a short line without cue, a name, a heading of a list, of tags
or of comments; captions, players, promotion and repeats are transparent. Whether a run continues the article, is a
teaser or belongs to another article follows from its length, what opens it, and the runs before and after.
"""

from __future__ import annotations

import polars as pl

_BREAKING_CUES = ["related_heading", "tag_heading", "comment_heading", "section", "byline"]
_TITLE_WORDS = 6  # fewer words make a section name or a button rather than a title
_SIGNED_TITLE_WORDS = 7
_APPENDED_SCORE = 2.5
# A capitalised name inside a sentence.
_INNER_NAME = r"[\p{Ll},;\d”\"(]\s\p{Lu}[\p{L}]+(?:\s\p{Lu}[\p{L}]+)*"
_MIN_MAIN_PARAGRAPHS = 3  # a name after fewer paragraphs is a byline on top, not the end


def mark_runs(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (not blank) with `unit` (`text`, a breaker's class, or null for transparent lines) and `run` below the lead."""
    below = pl.col("i") >= pl.col("lead_i").fill_null(1_000_000)
    is_text = pl.col("is_free") & (pl.col("is_text") | pl.col("is_row"))
    unit = (
        pl.when(~below | pl.col("is_repeat")).then(None)
        .when(pl.col("i") == pl.col("lead_i")).then(pl.lit("text"))
        .when(pl.col("cue").is_in(_BREAKING_CUES)).then(pl.col("cue"))
        .when(pl.col("is_menu_row")).then(pl.lit("menu"))
        .when((pl.col("cue_code") == "dateline:part_date") & ~pl.col("low").str.contains(r"trước$|vừa")).then(pl.lit("day"))
        .when(is_text).then(pl.lit("text"))
        .when(pl.col("is_free") & pl.col("is_bullet") & ~pl.col("is_link")).then(pl.lit("bullet"))
        .when(pl.col("is_free")).then(pl.lit("short"))
    )  # fmt: skip
    after_blocks = (
        pl.col("is_repeat").shift(1) & pl.col("is_repeat").shift(2) & pl.col("is_text").shift(1) & pl.col("is_text").shift(2)
    ).over("doc").fill_null(False)  # fmt: skip
    return (
        lines.with_columns(unit=unit, dated_below=(pl.col("cue") == "dateline").shift(-1).over("doc").fill_null(False), same_below=(pl.col("key").shift(-1) == pl.col("key")).over("doc").fill_null(False))
        .with_columns(unit=_bullets_in_text())
        .with_columns(unit=_names(), after_blocks=after_blocks)
        .with_columns(unit=_days())
        .with_columns(breaks=_breaks())
        .with_columns(run=pl.when(pl.col("unit").is_not_null()).then(pl.col("breaks").cum_sum().over("doc")))
        .with_columns(run=pl.col("run").forward_fill().over("doc"))
    )


def _bullets_in_text() -> pl.Expr:
    """A list item that follows running text belongs to it; under a heading of links it is a link."""
    unit = pl.col("unit")
    context = pl.when(unit != "bullet").then(unit).forward_fill().over("doc")
    return pl.when(unit == "bullet").then(pl.when(context == "text").then(pl.lit("text")).otherwise(pl.lit("short"))).otherwise(unit)


def _names() -> pl.Expr:
    """A name alone is a byline where no text follows it, or right under the lead."""
    unit = pl.col("unit")
    next_unit = unit.backward_fill().shift(-1).over("doc")
    last_unit_i = pl.when(unit.is_not_null()).then(pl.col("i")).forward_fill().shift(1).over("doc")
    addressed = pl.col("core").str.contains(r"^(?:Ông|Bà|Anh|Chị|Cô|Chú|Bác|Em|Cụ|Mẹ|Thầy)\s")
    under_lead = (last_unit_i == pl.col("lead_i")) & ~addressed
    named = (unit == "short") & pl.col("is_name") & ((next_unit.fill_null("end") != "text") | under_lead)
    above = unit.forward_fill().shift(1).over("doc")
    words_above = pl.when(unit.is_not_null()).then(pl.col("n_words")).forward_fill().shift(1).over("doc")
    follows_text = above.is_in(["text", "byline"]).fill_null(False)
    # A name between a title and its text signs another article.
    signs = (unit == "short") & pl.col("is_name") & ~addressed & (above == "short") & (words_above >= _SIGNED_TITLE_WORDS) & (next_unit == "text")
    return pl.when((named & follows_text) | signs).then(pl.lit("byline")).otherwise(unit)


def _days() -> pl.Expr:
    """A day or an hour alone between two paragraphs heads the second one; elsewhere it dates the page."""
    unit = pl.col("unit")
    above = unit.forward_fill().shift(1).over("doc")
    below = unit.backward_fill().shift(-1).over("doc")
    heads = (unit == "day") & (above == "text") & (below == "text")
    return pl.when(unit == "day").then(pl.when(heads).then(pl.lit("short"))).otherwise(unit)


def _breaks() -> pl.Expr:
    """Paragraphs break a run where another article visibly begins: an outlet's prefix again, or after a repeated block."""
    unit = pl.col("unit")
    previous = unit.forward_fill().shift(1).over("doc")
    is_last_text = pl.col("i") == pl.col("i").filter(unit == "text").max().over("doc")
    n_before = (unit == "text").cum_sum().over("doc") - 1
    prefixed = (unit == "text") & pl.col("has_prefix") & (previous == "text") & (n_before >= 2)
    new_block = (unit == "text") & pl.col("after_blocks") & is_last_text
    return ((unit.is_not_null() & (unit != "text")) | prefixed | new_block).fill_null(False)


def summarise(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each run: what opens it, its paragraphs, and its `state`.

    States: `main`, `list` (other articles listed or teased), `end` (after the end of the article), `comments`, `tags`,
    `appended`.
    """
    units = lines.filter(pl.col("unit").is_not_null())
    text = pl.col("unit") == "text"
    opener = pl.col("breaks").first()
    runs = (
        units.group_by("doc", "run", maintain_order=True)
        .agg(
            opener=pl.when(opener & text.first() & pl.col("has_prefix").first()).then(pl.lit("prefix"))
            .when(opener & text.first()).then(pl.lit("block"))
            .otherwise(pl.col("unit").first()),
            opener_words=pl.col("n_words").first(),
            opener_key=pl.col("key").first(),
            opener_low=pl.col("low").first(),
            opener_twice=pl.col("same_below").first(),
            opener_is_name=pl.col("is_name").first(),
            dated_below=pl.col("dated_below").first(),
            n_text=text.sum().cast(pl.Int64),
            text_prefix=(pl.col("has_prefix") & text).any(),
            first_text_chars=pl.col("n_chars").filter(text).first(),
            first_text_dated=pl.col("key").filter(text).first().str.slice(0, 300).str.contains(r"\b(?:ngày|hôm|sáng|chiều|tối)\s+\d{1,2}[/-]\d{1,2}|^Theo "),
            n_repeated=(text & (pl.col("n_same") > 1)).sum().cast(pl.Int64),
            first_i=pl.col("i").first(),
        )
        .sort("doc", "run")
    )  # fmt: skip
    return _states(_scores(runs, lines))


def _scores(runs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `score`, how much a short line with paragraphs looks like the title of another article."""
    before = pl.col("n_text").cum_sum().over("doc") - pl.col("n_text")
    above = pl.col("opener").shift(1).over("doc")
    in_list = (above == "short") & (pl.col("n_text").shift(1).over("doc") == 0)
    runs = runs.with_columns(
        in_list=in_list.fill_null(False), text_before=before, text_after=pl.col("n_text").sum().over("doc") - before - pl.col("n_text")
    )
    candidates = runs.filter(
        (pl.col("opener") == "short") & (pl.col("n_text") >= 2) & (pl.col("opener_words") >= 9) & (pl.col("text_before") >= 2)
    )
    novelty = _novelty(candidates, lines)
    known = _known_names(candidates, lines)
    copied = (pl.col("n_repeated") >= 2) & (pl.col("n_repeated") + 1 >= pl.col("n_text"))
    score = (
        0.75 * (pl.col("opener_words") >= 10).cast(pl.Float64)
        + 0.75 * (pl.col("opener_words") >= 13).cast(pl.Float64)
        + 2.5 * copied.cast(pl.Float64)
        + 3.0 * pl.col("text_prefix").cast(pl.Float64)
        + 0.5 * pl.col("first_text_dated").fill_null(False).cast(pl.Float64)
        + pl.col("novelty").fill_null(0.0)
        # People and places of the article so far are named again: it goes on.
        + pl.when((pl.col("known_share") > 0) & ~copied).then(-2.5).when(pl.col("known_share") == 0).then(0.5).otherwise(0.0)
        - 1.5 * pl.col("in_list").cast(pl.Float64)
        - 2.0 * pl.col("opener_low").str.contains(r"^(?:\d{1,2}|[ivx]{1,4}|bước \d+|thứ \p{L}+)\s*[.):/-]")
    )
    judged = runs.join(novelty, on=["doc", "run"], how="left").join(known, on=["doc", "run"], how="left")
    return judged.with_columns(
        score=pl.when(pl.col("novelty").is_not_null()).then(score).otherwise(0.0)
    )


def _novelty(candidates: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """-1 where every proper name of the line was named before in the file, up to 1 where none was."""
    if candidates.is_empty():
        return candidates.select("doc", "run", novelty=pl.lit(0.0))
    prior = (
        lines.join(candidates.select("doc", "run", until="first_i"), on="doc", how="inner", suffix="_candidate")
        .filter((pl.col("i") < pl.col("until")) & ~pl.col("is_repeat"))
        .group_by("doc", pl.col("run_candidate").alias("run"))
        .agg(prior=pl.col("key").str.slice(0, 1500).str.join(" ").str.slice(0, 20_000))
    )
    names = candidates.select(
        "doc", "run", name=pl.col("opener_key").str.slice(1).str.extract_all(r"\b\p{Lu}[\p{L}\d]+(?:\s\p{Lu}[\p{L}\d]+)*")
    ).explode("name").drop_nulls()  # fmt: skip
    known = names.join(prior, on=["doc", "run"], how="left").with_columns(
        known=pl.col("prior").fill_null("").str.contains(pl.col("name"), literal=True)
    )
    share = known.group_by("doc", "run").agg(new=1.0 - pl.col("known").mean())
    return candidates.select("doc", "run").join(share, on=["doc", "run"], how="left").select(
        "doc", "run", novelty=pl.when(pl.col("new").is_null()).then(0.0).otherwise(pl.col("new") * 2.0 - 1.0)
    )  # fmt: skip


def _known_names(candidates: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Share of the proper names in a run's paragraphs that the text before it has; null where it names nobody."""
    if candidates.is_empty():
        return candidates.select("doc", "run", known_share=pl.lit(0.0))
    text = lines.filter((pl.col("unit") == "text") | (pl.col("i") == pl.col("title_i"))).select("doc", "i", "run", "key")
    asked = candidates.select("doc", "run", "first_i")
    before = (
        asked.select("doc", "first_i", asked_run="run").join(text, on="doc")
        .filter(pl.col("i") < pl.col("first_i"))
        .group_by("doc", run="asked_run").agg(before=pl.col("key").str.slice(0, 1500).str.join(" ").str.slice(0, 20_000))
    )  # fmt: skip
    names = (
        text.join(asked.select("doc", "run"), on=["doc", "run"], how="semi")
        .select("doc", "run", name=pl.col("key").str.slice(0, 1500).str.extract_all(_INNER_NAME))
        .explode("name").drop_nulls("name").with_columns(pl.col("name").str.slice(2)).unique()
    )  # fmt: skip
    found = names.join(before, on=["doc", "run"]).with_columns(
        known=pl.col("before").str.contains(pl.col("name"), literal=True)
    )
    return found.group_by("doc", "run").agg(known_share=pl.col("known").mean())


def _states(runs: pl.DataFrame) -> pl.DataFrame:
    opener, words, n_text = pl.col("opener"), pl.col("opener_words"), pl.col("n_text")
    before, after = pl.col("text_before"), pl.col("text_after")
    short = opener == "short"
    titled = short | (opener == "section")
    # A title with a date or an author of its own below it begins another article.
    is_row = pl.col("opener_low").str.contains(r"\s-\s[\d.,%]+\s-\s")
    signed = short & ~is_row & (words >= _SIGNED_TITLE_WORDS) & (before >= 2) & (
        pl.col("dated_below") | ((n_text == 0) & (opener.shift(-1).over("doc") == "byline"))
    )  # fmt: skip
    below = pl.when(n_text > 0).then(n_text).otherwise(n_text.shift(-1).over("doc"))
    teaser = (signed & (below == 1)) | (titled & (pl.col("opener_twice") | pl.col("text_prefix"))) | (opener == "prefix")
    ends = (opener == "byline") & (n_text == 0) & (before >= _MIN_MAIN_PARAGRAPHS)
    listed = short & (n_text == 0) & (after == 0) & (words >= _TITLE_WORDS) & (before >= 2)
    was_ended = ends.cum_max().shift(1).over("doc").fill_null(False)
    next_short = (opener.shift(-1).over("doc") == "short") & (words.shift(-1).over("doc") >= _TITLE_WORDS)
    leads_on = (opener == "section") & pl.col("opener_low").str.contains(r"^(?:xem|đọc|tham khảo|tin)") & next_short
    headed = leads_on & (before >= 2) | opener.is_in(["short", "section"]) & (n_text == 0) & (after == 0) & (words <= 5) & next_short & (before >= 2)
    flagged = runs.with_columns(
        headed=headed, teaser=teaser, ends=ends, listed=listed, was_ended=was_ended,
        comments=(opener == "comment_heading") & (before >= 2) & (after + n_text <= before + 2),
        appended=(signed & (below >= 2)) | (short & was_ended & (n_text >= 2) & (words >= _TITLE_WORDS) & ~teaser)
        | (short & (pl.col("score") >= _APPENDED_SCORE) & (~teaser | (n_text >= 3))) | (teaser & (n_text >= 3)),
    )  # fmt: skip
    was_appended = pl.col("appended").cum_max().shift(1).over("doc").fill_null(False)
    resumes = (n_text >= 2) & ~pl.col("teaser") & ~pl.col("was_ended") & ~was_appended
    event = (
        pl.when(pl.col("run") == 0).then(pl.lit("main"))
        .when(pl.col("comments")).then(pl.lit("comments"))
        .when(pl.col("appended")).then(pl.lit("appended"))
        .when(opener == "related_heading").then(pl.when(resumes & (n_text >= 3)).then(pl.lit("main")).otherwise(pl.lit("list")))
        .when(pl.col("teaser") | (opener == "block")).then(pl.lit("list"))
        .when(opener == "tag_heading").then(pl.when(before >= 2).then(pl.lit("tags")))
        .when(pl.col("ends")).then(pl.lit("end"))
        .when(pl.col("listed") | pl.col("headed")).then(pl.lit("list"))
        .when(resumes & short).then(pl.lit("main"))
    )  # fmt: skip
    # Whatever readers write, only a heading of other articles ends their comments.
    commenting = pl.when(event == "comments").then(True).when(opener == "related_heading").then(False)
    states = flagged.with_columns(
        state=pl.when(commenting.forward_fill().over("doc").fill_null(False)).then(pl.lit("comments"))
        .otherwise(event.forward_fill().over("doc")),
        event=event,
    )  # fmt: skip
    return states.with_columns(
        part=pl.col("appended").cum_sum().over("doc").cast(pl.Int64),
        next_opener=pl.col("opener").shift(-1).over("doc"),
        next_words=pl.col("opener_words").shift(-1).over("doc"),
    )
