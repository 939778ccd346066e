"""Kinds of lines that people corrected, and what follows for the lines beside them.

These are not judged anew: only what the definitions of the kinds imply follows. A page has one title and one lead,
and a line stands in an article.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import last_above

CORRECTED, FOLLOWS = "corrected", "corrected:follows"  # evidence

_OWN = ("title", "lead", "body", "heading")
_APPENDED = ("appended_title", "appended_body")
_BESIDE = ("byline", "dateline", "caption")
_MORE_THAN_LINES = 1_000_000_000


def with_kinds(lines: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """Segmented lines in the order that they came, with corrected `kind`, `evidence`, `part`, `repeats_line_no`.

    `kinds` has `doc`, `line_no`, `value`. A blank line stays blank, and a line that is not there is nothing.
    """
    if kinds.is_empty():
        return lines
    is_touched = pl.col("doc").is_in(kinds["doc"].unique().implode())
    given = kinds.select("doc", "line_no", given="value")
    touched = lines.filter(is_touched).join(given, on=["doc", "line_no"], how="left", maintain_order="left")
    is_given = pl.col("given").is_not_null() & (pl.col("kind") != "blank")
    touched = touched.with_columns(
        is_given=is_given,
        former_kind="kind",
        former_part="part",
        kind=pl.when(is_given).then("given").otherwise("kind"),
        evidence=pl.when(is_given).then(pl.lit(CORRECTED)).otherwise("evidence"),
        is_repeat=pl.col("is_repeat") & ~is_given,
        repeats_line_no=pl.when(~is_given).then("repeats_line_no"),
    )
    touched = _repeats(_beside(_appended(_own(_one_title(_one_lead(touched))))))
    return pl.concat([lines.filter(~is_touched), touched.select(lines.columns)]).sort("doc", "line_no")


def _one_title(lines: pl.DataFrame) -> pl.DataFrame:
    """The line that was read as the title is one of the page, when people say that another line is the title."""
    is_title, is_given = pl.col("kind") == "title", pl.col("is_given")
    return _following(lines, is_title & ~is_given & (is_title & is_given).any().over("doc"), pl.lit("navigation"))


def _one_lead(lines: pl.DataFrame) -> pl.DataFrame:
    """Of several leads the corrected one stays, the others are body; where the lead is none any more, the first
    paragraph is that nobody called body."""
    kind, is_given = pl.col("kind"), pl.col("is_given")
    rank = (
        pl.when((kind == "lead") & is_given).then(0)
        .when(kind == "lead").then(1)
        .when((kind == "body") & ~is_given).then(2)
    )  # fmt: skip
    place = rank.cast(pl.Int64) * _MORE_THAN_LINES + pl.col("line_no")
    had_lead = ((kind == "lead") | (pl.col("former_kind") == "lead")).any().over("doc")
    is_lead = had_lead & (place == place.min().over("doc"))
    lines = _following(lines, (kind == "lead") & ~is_lead, pl.lit("body"))
    return _following(lines, is_lead & (kind == "body") & ~is_given, pl.lit("lead"))


def _following(lines: pl.DataFrame, where: pl.Expr, kind: pl.Expr) -> pl.DataFrame:
    marked = lines.with_columns(_follows=where)
    follows = pl.col("_follows")
    return marked.with_columns(
        kind=pl.when(follows).then(kind).otherwise("kind"),
        evidence=pl.when(follows).then(pl.lit(FOLLOWS)).otherwise("evidence"),
    ).drop("_follows")


def _own(lines: pl.DataFrame) -> pl.DataFrame:
    """Title, lead, body and headings are of part 0; of others whose kind changed nothing is known yet."""
    is_changed = pl.col("is_given") | (pl.col("kind") != pl.col("former_kind"))
    own = pl.when(pl.col("kind").is_in(_OWN)).then(0)
    return lines.with_columns(part=pl.when(is_changed).then(own).otherwise("part").cast(pl.Int64))


def _appended(lines: pl.DataFrame) -> pl.DataFrame:
    """The parts of appended articles: those that were read keep their number, new ones get the next.

    A line is of the article above it, else of the untitled one below; a corrected title begins a new article, unless it
    is the first line of one.
    """
    former = pl.when(pl.col("former_kind").is_in(_APPENDED)).then("former_part")
    appended = lines.filter(pl.col("kind").is_in(_APPENDED)).select("doc", "line_no", "kind", "is_given", former=former)
    is_title = pl.col("kind") == "appended_title"
    first = pl.col("former").is_not_null().arg_max()
    below = pl.when(~is_title.get(first)).then(pl.col("former").get(first)).over("doc")
    based = appended.with_columns(
        base=pl.coalesce(pl.col("former").forward_fill().over("doc"), below, 0),
        n_parts=pl.col("former").max().over("doc").fill_null(0),
    )
    begins = is_title & pl.col("is_given") & (pl.col("line_no") != pl.col("line_no").min().over("doc", "base"))
    counted = based.with_columns(begun=begins.cast(pl.Int64).cum_sum().over("doc", "base"))
    counted = counted.with_columns(begin=pl.col("line_no").min().over("doc", "base", "begun"))
    is_new = (pl.col("base") == 0) | (pl.col("begun") > 0)
    numbered = counted.with_columns(nth=pl.when(is_new).then("begin").rank("dense").over("doc"))
    parts = numbered.select(
        "doc", "line_no", new_part=pl.when(is_new).then(pl.col("n_parts") + pl.col("nth")).otherwise("base")
    )
    joined = lines.join(parts, on=["doc", "line_no"], how="left", maintain_order="left")
    return joined.with_columns(part=pl.coalesce(pl.col("new_part").cast(pl.Int64), "part")).drop("new_part")


def _beside(lines: pl.DataFrame) -> pl.DataFrame:
    """A byline, dateline or caption stands in the article of the lines above it."""
    is_beside = pl.col("is_given") & pl.col("kind").is_in(_BESIDE)
    return lines.with_columns(
        part=pl.when(is_beside).then(pl.coalesce(last_above(pl.col("part")), 0)).otherwise("part").cast(pl.Int64)
    )


def _repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """A repeat stands in the article of the line that it repeats, as in `kinds.judge`."""
    first = lines.filter(~pl.col("is_repeat")).select("doc", repeats_line_no="line_no", first_part="part")
    joined = lines.join(first, on=["doc", "repeats_line_no"], how="left", maintain_order="left")
    return joined.with_columns(part=pl.when("is_repeat").then("first_part").otherwise("part")).drop("first_part")
