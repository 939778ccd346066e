"""Measures judged by rules: one flag for each row that breaks one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import polars as pl

from expectations.kinds import KINDS, is_good
from expectations.rules import Rule
from transforms.schema import TABLES, conform, empty

_FLAGS = TABLES["quality.flags"]
_ADDED_LATER = ("run_id", "opened_at")
_KEY = ("rule", "file_id", "part", "line_key", "occurrence")


def verdicts(rules: Sequence[Rule], frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The flags of active rules over the tables in `frames`, all of them open; rules on other tables are left out.

    Columns of `quality.flags` without `run_id` and `opened_at`; ordered by rule as in the catalogue, then by file and
    line. The order of the rows that come in makes no difference, nor does what else is in the batch.
    """
    judging = (rule for rule in rules if rule.active and rule.makes_flags and rule.table in frames)
    found = [_broken(rule, frames[rule.table]) for rule in judging]
    flags = pl.concat(found) if found else empty(_FLAGS).with_columns(part=pl.lit(""), line_key=pl.lit(""))
    if flags.is_empty():
        return empty(_FLAGS).drop(_ADDED_LATER)
    flags = flags.with_columns(flag_id=_flag_ids(flags), status=pl.lit("open"))
    return conform(flags, _FLAGS).drop(_ADDED_LATER)


def critical_reasons(flags: pl.DataFrame) -> pl.DataFrame:
    """Why files are quarantined: `file_id, reason, detail`, one row a file, from flags as `verdicts` orders them.

    The first critical rule of the catalogue gives the reason.
    """
    critical = flags.filter(pl.col("severity") == "critical")
    return critical.unique("file_id", keep="first", maintain_order=True).select(
        "file_id", pl.col("rule").alias("reason"), "detail"
    )


def _broken(rule: Rule, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of `frame` that break the rule, as flags still without an id."""
    rows = frame.filter(~is_good(rule.kind, rule.columns[0], rule.limits))
    if rule.level == "outlet":
        return _broken_outlets(rule, rows)
    line = {"line": "line_no", "article": rule.line_column}.get(rule.level)
    of_line = rule.level == "line"
    return (
        rows.select(
            rule=pl.lit(rule.rule),
            severity=pl.lit(rule.severity),
            file_id=pl.col("file_id"),
            article_id=pl.lit(None, pl.String) if rule.level == "file" else pl.col("article_id"),
            line_no=pl.col(line).cast(pl.Int64) if line else pl.lit(None, pl.Int64),
            value=pl.col(rule.columns[0]).cast(pl.String),
            outlet=pl.lit(None, pl.String),
            part=pl.col("part").cast(pl.String) if rule.level == "article" else pl.lit(""),
            line_key=pl.col("line_key") if of_line else pl.lit(""),
        )
        .with_columns(detail=_detail(rule))
        .sort("file_id", "line_no", "part")
        .with_columns(occurrence=pl.int_range(pl.len()).over("file_id", "part", "line_key").cast(pl.String))
    )


def _broken_outlets(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    """Flags about outlets: no file, no article, no line; the outlet's name stands for the part."""
    return (
        rows.sort("outlet")
        .select(
            rule=pl.lit(rule.rule),
            severity=pl.lit(rule.severity),
            file_id=pl.lit(None, pl.String),
            article_id=pl.lit(None, pl.String),
            line_no=pl.lit(None, pl.Int64),
            value=pl.col(rule.columns[0]).cast(pl.String),
            outlet=pl.col("outlet"),
            part=pl.col("outlet"),
            line_key=pl.lit(""),
        )
        .with_columns(detail=_detail(rule), occurrence=pl.lit("0"))
    )


def _detail(rule: Rule) -> pl.Expr:
    """The finding as a sentence: what is wrong, then the number it rests on."""
    expected = KINDS[rule.kind].expected(rule.limits)
    found = pl.col("value").fill_null("missing")
    what = rule.description.rstrip(".")
    return pl.concat_str(pl.lit(f"{what} ({rule.columns[0]} is "), found, pl.lit(f"; expected: {expected})."))


def _flag_ids(flags: pl.DataFrame) -> pl.Series:
    """A hash over rule, file, part, line text and occurrence; no line number, so that it survives a replay."""
    keys = flags.select(pl.concat_str(pl.col(_KEY).fill_null(""), separator="\x1f")).to_series()
    return pl.Series("flag_id", [hashlib.blake2b(key.encode(), digest_size=16).hexdigest() for key in keys])
