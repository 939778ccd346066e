"""Measures: numbers about lines, articles and files, without opinion. Rules judge them."""

from __future__ import annotations

import polars as pl

from transforms.articles import PARAGRAPH_KINDS
from transforms.endings import is_cut_off, is_teaser_cut_off
from transforms.fold import folded, key_hash, may_have_new_tones, tone_counts
from transforms.markup import count_markup, has_title_slug, may_hold_slug, plain_ascii
from transforms.record_measures import has_address, has_signed_end, title_measures

_KEY_CHARS = 160  # with its length they tell a line from the others of its file
_REPEATED_PARAGRAPHS = ["lead", "body", "appended_body", "related_text"]
_RESIDUE_KINDS = ["media", "promo", "related_heading", "related_title", "related_text", "navigation"]
_REPEATED_TITLES = ["title", "appended_title", "related_title"]


def line_measures(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each line that is not blank or holds invisible characters, keyed by `doc` and `line_no`."""
    full = lines.filter((pl.col("kind") != "blank") | (pl.col("n_invisible") > 0))
    full = full.with_columns(count_markup(full))
    originals = full.select("doc", repeats_line_no="line_no", original_kind="kind")
    teasers = full.filter(kind="related_text")
    judged = teasers.select("doc", "line_no", is_teaser_cut_off=is_teaser_cut_off(pl.col("ending")))
    return (
        full.join(_slugs(full), on=["doc", "line_no"], how="left", maintain_order="left")
        .join(judged, on=["doc", "line_no"], how="left", maintain_order="left")
        .join(originals, on=["doc", "repeats_line_no"], how="left", maintain_order="left")
        .with_columns(
            n_replaced=pl.col("key").str.count_matches("\ufffd", literal=True).cast(pl.Int64),
            has_address=pl.when(pl.col("kind").is_in(PARAGRAPH_KINDS)).then(has_address(pl.col("key"))),
            n_markup=pl.col("n_markup") + pl.col("is_slug").fill_null(False).cast(pl.Int64),
            repeats_paragraph=pl.col("original_kind").is_in(_REPEATED_PARAGRAPHS),
            repeats_title=pl.col("original_kind").is_in(_REPEATED_TITLES),
            line_key=key_hash(
                folded(pl.col("key").str.slice(0, _KEY_CHARS)) + pl.col("key").str.len_chars().cast(pl.String)
            ),
        )
    )


def _slugs(lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `line_no`, `is_slug` of lines that may hold their title as an address writes it: few do."""
    bare = lines.filter(may_hold_slug(pl.col("low"))).select("doc", "line_no", "low")
    titles = lines.filter(kind="title").join(bare, on="doc", how="semi")
    titles = titles.select("doc", slug=plain_ascii(pl.col("core")), title_low="low")
    is_slug = has_title_slug(pl.col("low"), pl.col("slug"), pl.col("title_low"))
    return bare.join(titles, on="doc").select("doc", "line_no", is_slug=is_slug)


def _paragraphs(lines: pl.DataFrame) -> pl.DataFrame:
    paragraphs = lines.filter(pl.col("kind").is_in(PARAGRAPH_KINDS) & pl.col("part").is_not_null())
    last, lead = pl.col("ending", "n_words").last().name.prefix("last_"), pl.col("kind") == "lead"
    counted = paragraphs.group_by("doc", "part").agg(
        last,
        n_paragraphs=pl.len().cast(pl.Int64),
        last_paragraph=pl.col("line_no").last(),
        is_regular=_are_regular(),
        lead=pl.col("key").filter(lead).first(),
        n_lead_words=pl.col("n_words").filter(lead).first(),
    )
    # Patterns are matched here, not among the aggregations: there they would run group by group.
    cut_off = is_cut_off(pl.col("last_ending"), pl.col("last_n_words"), pl.col("is_regular"))
    return counted.with_columns(
        # A lone paragraph is a lead whose body was lost; leads often end without a full stop.
        is_cut_off=cut_off & (pl.col("n_paragraphs") >= 2),
        has_signed_end=has_signed_end(pl.col("last_ending")),
    ).drop("last_ending", "last_n_words", "is_regular")


def _are_regular() -> pl.Expr:
    """At least two paragraphs stand above the last one, and nearly all of them end like sentences."""
    n_above = pl.len() - 1
    n_stops = pl.col("stops").sum() - pl.col("stops").last().cast(pl.UInt32)
    return (n_above >= 2) & (n_stops >= 0.8 * n_above)


def article_measures(records: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each article, keyed by `doc` and `part`."""
    top = (
        lines.filter(~pl.col("is_blank") & (pl.col("kind") != "duplicate"))
        .group_by("doc", maintain_order=True)
        .agg(is_caption_on_top=pl.col("kind").first() == "caption", top_line=pl.col("line_no").first())
    )
    main = pl.col("part") == 0
    return (
        records.join(_paragraphs(lines), on=["doc", "part"], how="left", maintain_order="left")
        .join(top, on="doc", how="left", maintain_order="left")
        .with_columns(
            n_chars=pl.col("text").str.len_chars().fill_null(0).cast(pl.Int64),
            n_words=pl.col("word_count"),
            n_paragraphs=pl.col("n_paragraphs").fill_null(0),
            has_title=pl.when(main).then(pl.col("title").is_not_null()),
            is_caption_first=pl.when(main).then(
                pl.col("title").is_null() & pl.col("is_caption_on_top").fill_null(False)
            ),
            has_outlet=pl.when(main).then(pl.col("outlet").is_not_null()),
            has_published_on=pl.when(main).then(pl.col("published_on").is_not_null()),
            is_appended=~main,
            published_year=pl.col("published_on").dt.year().cast(pl.Int64),
            is_date_coarse=pl.col("published_on_precision") != "day",
            **{name: pl.when(main).then(measure) for name, measure in title_measures(pl.col("lead")).items()},
            top_line=pl.when(main).then("top_line"),
            last_line=pl.coalesce("last_paragraph", "last_line"),
        )
    )


def file_measures(documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """One row for each file content, keyed by `doc`. `languages` has `doc`, `language`, `vietnamese_share`."""
    counted = lines.group_by("doc").agg(
        n_lines=pl.len().cast(pl.Int64),
        n_text_lines=(~pl.col("is_blank")).sum().cast(pl.Int64),
        n_residue_lines=pl.col("kind").is_in(_RESIDUE_KINDS).sum(),
        n_repeated_lines=(pl.col("kind") == "duplicate").sum(),
        n_main_paragraphs=pl.col("kind").is_in(["lead", "body"]).sum().cast(pl.Int64),
    )
    tones = _tone_words(lines.filter(~pl.col("is_blank")).select("doc", "key"))
    has_text = pl.col("text").is_not_null()
    n_text_lines = pl.when(pl.col("n_text_lines") > 0).then("n_text_lines")
    vietnamese = pl.col("language").fill_null("vi") == "vi"
    return (
        documents.join(counted, on="doc", how="left", maintain_order="left")
        .join(tones, on="doc", how="left", maintain_order="left")
        .join(languages, on="doc", how="left", maintain_order="left")
        .with_columns(
            n_lines=pl.when(has_text).then(pl.col("n_lines").fill_null(0)),
            n_text_lines=pl.when(has_text).then(pl.col("n_text_lines").fill_null(0)),
            n_minor_tone_words=pl.when(has_text).then(pl.col("n_minor_tone_words").fill_null(0)),
            n_new_tone_words=pl.when(has_text).then(pl.col("n_new_tone_words").fill_null(0)),
            residue_share=pl.col("n_residue_lines") / n_text_lines,
            repeated_share=pl.col("n_repeated_lines") / n_text_lines,
            has_replaced_bytes=pl.when(has_text).then(
                pl.col("repairs").fill_null("").str.contains("replaced_bytes", literal=True)
            ),
            # An empty file and one in another language have reasons of their own.
            n_paragraphs=pl.when(has_text & (pl.col("n_text_lines").fill_null(0) > 0) & vietnamese).then(
                pl.col("n_main_paragraphs").fill_null(0)
            ),
        )
    )


def _tone_words(lines: pl.DataFrame) -> pl.DataFrame:
    """`n_new_tone_words` of each doc: words like `hoà`; `n_minor_tone_words`: of `hòa` and `hoà`, those it uses less.

    Few docs use the newer style at all; the other one is only counted in those.
    """
    old, new = tone_counts(pl.col("key"))
    newer = lines.filter(may_have_new_tones(pl.col("key")))
    return (
        lines.join(newer, on="doc", how="semi")
        .select("doc", n_old=old, n_new=new)
        .group_by("doc")
        .agg(
            n_minor_tone_words=pl.min_horizontal(pl.col("n_old").sum(), pl.col("n_new").sum()).cast(pl.Int64),
            n_new_tone_words=pl.col("n_new").sum().cast(pl.Int64),
        )
    )
