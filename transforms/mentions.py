"""Dates that the text of an article speaks of: days, ranges of days, months and years, day first.

Numbers count as a day only behind a word such as "ngày" or "sáng nay", or with their year: "13/7" alone is a score or a
fraction as well. A missing year is taken from the day of publication (the nearest), or from the article, if it prints
one year only; never from today.
"""

from __future__ import annotations

import polars as pl

_KINDS = ["title", "lead", "body", "heading", "caption", "appended_title", "appended_body"]
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_MARK = r"\s?[/.-]\s?"
_NEXT_MONTH = rf"(?:{_MARK}|\s+tháng\s+){_MONTH}"
_NEXT_YEAR = rf"(?:{_MARK}|,?\s+năm\s+){_YEAR}"
_WORD = (
    r"(?:[Tt]ừ\s+)?(?:[Nn]gày|(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm|[Hh]ôm)(?:\s+(?:nay|qua|mai))?|[Mm]ùng"
    r"|[Tt]hứ\s+(?:hai|ba|tư|năm|sáu|bảy)|[Cc]hủ nhật)"
)
_TO = r"\s*(?:đến hết|cho đến|đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?"
_START = rf"{_DAY}(?:{_NEXT_MONTH})?(?:{_NEXT_YEAR})?{_TO}"
_END = r"(?-u:\b)"
_DATE = (
    rf"{_WORD}[\s,]+\(?(?:ngày\s+)?(?:{_START})?{_DAY}{_NEXT_MONTH}(?:{_NEXT_YEAR})?{_END}\)?"
    rf"|[Tt]ừ\s+{_START}{_DAY}{_NEXT_MONTH}{_NEXT_YEAR}{_END}"
    rf"|(?-u:\b)(?:{_DAY}\s?[-–]\s?)?{_DAY}{_MARK}{_MONTH}{_MARK}{_YEAR}{_END}"
    rf"|[Tt]háng\s+{_MONTH}(?:{_MARK}|\s+năm\s+|,\s+năm\s+){_YEAR}{_END}"
    rf"|[Nn]ăm\s+{_YEAR}{_END}"
)
# After the words are taken off and the ways to write a range and a date made one: "18~20/2/2026".
_PARTS = (
    r"^(?:(?P<d1>\d{1,2})(?:/(?P<m1>\d{1,2}))?(?:/(?P<y1>\d{4}))?~)?(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}))?$"
)
_HALF_YEAR = 183  # days; a day without its year lies nearer to the day of publication


def mentions(lines: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """One row for each date: `doc`, `part`, `line_no`, `position`, `text`, `start`, `end`, `precision`, `year_from`.

    `lines` are segmented; `published` has `doc`, `part` and `published_on`. `start` and `end` are null where the year
    stays unknown.
    """
    spoken = lines.filter(pl.col("part").is_not_null() & pl.col("kind").is_in(_KINDS))
    spoken = spoken.select("doc", "part", "line_no", "text").filter(
        pl.col("text").str.contains(r"\d\d?\s?[/.-]\s?\d|\d{4}")
    )
    found = (
        spoken.with_columns(pl.col("text").str.extract_all(_DATE))
        .explode("text")
        .drop_nulls("text")
        .with_columns(text=_closed(pl.col("text")))
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("doc", "line_no"))
    )
    return _dated(_parsed(found), published)


def _closed(text: pl.Expr) -> pl.Expr:
    """Without a bracket that was opened further up."""
    return pl.when(text.str.contains("(", literal=True)).then(text).otherwise(text.str.strip_suffix(")"))


def _parsed(found: pl.DataFrame) -> pl.DataFrame:
    """Adds the numbers `d1` … `y2` of days, and `month` and `year` of months and years."""
    low = pl.col("text").str.to_lowercase()
    numbers = (
        low.str.replace_all(r"\s+tháng\s+", "/")
        .str.replace_all(r",?\s+năm\s+(\d{4})", "/$1")
        .str.replace_all(r"\s*(?:đến|tới|–)\s*\D*", "~")
        .str.replace(r"^\D+", "")
        .str.strip_suffix(")")
        .str.replace_all(r"\s", "")
        .str.replace(r"^(\d{1,2})-(\d{1,2}[/.])", "$1~$2")
        .str.replace(r"^(\d{1,2}/\d{1,2}(?:/\d{4})?)-", "$1~")
        .str.replace_all(r"[.-]", "/")
    )
    is_month, is_year = low.str.starts_with("tháng"), low.str.contains(r"^năm\s+\d{4}$")
    parts = found.with_columns(
        parts=pl.when(~is_month & ~is_year).then(numbers).str.extract_groups(_PARTS),
        month=pl.when(is_month).then(low.str.extract(r"^\D+(\d{1,2})")).cast(pl.Int32),
        year=pl.when(is_month | is_year).then(low.str.extract(r"(\d{4})$")).cast(pl.Int32),
    ).unnest("parts")
    parts = parts.with_columns(pl.col("d1", "m1", "y1", "d2", "m2", "y2").cast(pl.Int32))
    return parts.filter(pl.col("d2").is_not_null() | pl.col("year").is_not_null())


def _dated(parts: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    printed = pl.coalesce("y2", "year", "y1")
    years = parts.select("doc", "part", year_printed=printed).drop_nulls().unique()
    only = years.group_by("doc", "part").agg(only_year=pl.col("year_printed").first(), n=pl.len()).filter(n=1)
    known = parts.join(only.drop("n"), on=["doc", "part"], how="left", maintain_order="left").join(
        published.select("doc", "part", "published_on"), on=["doc", "part"], how="left", maintain_order="left"
    )
    nearest = _nearest_year(pl.col("published_on"), pl.col("m2"), pl.col("d2"))
    year_from = (
        pl.when(printed.is_not_null()).then(pl.lit("printed"))
        .when(pl.col("published_on").is_not_null()).then(pl.lit("publication"))
        .when(pl.col("only_year").is_not_null()).then(pl.lit("only_year"))
    )  # fmt: skip
    known = known.with_columns(year_from=year_from, end_year=pl.coalesce(printed, nearest, "only_year"))
    return _bounds(known).select("doc", "part", "line_no", "position", "text", "start", "end", "precision", "year_from")


def _nearest_year(day: pl.Expr, month: pl.Expr, number: pl.Expr) -> pl.Expr:
    same = pl.date(day.dt.year(), month, number.clip(1, 28))
    gap = (same - day).dt.total_days()
    shift = pl.when(gap > _HALF_YEAR).then(-1).when(gap < -_HALF_YEAR).then(1).otherwise(0)
    return day.dt.year() + shift


def _bounds(known: pl.DataFrame) -> pl.DataFrame:
    """Adds `start`, `end` and `precision`; rows whose numbers the calendar does not know are left out."""
    m1 = pl.coalesce("m1", "m2")
    wraps = (m1 > pl.col("m2")) & pl.col("y1").is_null()
    start_year = pl.coalesce("y1", pl.col("end_year") - wraps.cast(pl.Int32))
    is_day, is_month = pl.col("d2").is_not_null(), pl.col("month").is_not_null()
    of_month = _date(pl.col("year"), pl.coalesce("month", pl.lit(1)), pl.lit(1))
    end_of_month = _date(pl.col("year"), pl.coalesce("month", pl.lit(12)), pl.lit(1)).dt.month_end()
    first = _date(start_year, m1, pl.coalesce("d1", "d2"))
    last = _date(pl.col("end_year"), pl.col("m2"), pl.col("d2"))
    bounds = known.with_columns(
        start=pl.when(is_day).then(first).otherwise(of_month),
        end=pl.when(is_day).then(last).otherwise(end_of_month),
        precision=pl.when(is_day).then(pl.lit("day")).when(is_month).then(pl.lit("month")).otherwise(pl.lit("year")),
    )
    is_real = pl.col("start").is_not_null() & pl.col("end").is_not_null() & (pl.col("start") <= pl.col("end"))
    return bounds.filter(is_real | pl.col("end_year").is_null() & is_day)


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    written = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return written.str.to_date("%Y-%m-%d", strict=False)
