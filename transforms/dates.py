"""Dates of publication, with the words and the line that prove them.

Vietnamese dates are day first. A date counts only where the page dates itself: in a dateline, or in running text beside
a word such as "hôm nay" with a year in the same article. Today's year is never assumed.
"""

from __future__ import annotations

import polars as pl

from transforms.date_forms import ANY_YEAR, TODAY, clock_time, full_date

_FIRST_YEAR = "1997"  # of Vietnamese news on the net: an older one is somebody's birth or a decree
_PLANNED = (
    r"(?i)dự kiến[^.;]{0,60}20\d\d"
    r"|(?:đến|tới|hết|trước|giai đoạn|từ nay đến|tầm nhìn)\s+(?:hết\s+|cuối\s+|đầu\s+)?(?:năm\s+)?"
    r"20\d\d(?:\s?[-–]\s?20\d\d)?"
)
_FOLDER_OF_DAY = r"/((?:19|20)[0-9]{2})/[0-9]{1,2}/"
_FIRST_PARAGRAPHS = 8  # further down "hôm nay" is hardly the day of the page
_ZONE_HOURS = 7  # Vietnamese outlets print Indochina time


def publication(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each text whose main article proves its date of publication.

    `lines` has `doc`, `line_no`, `text`, `core`, `low`, `kind` and `is_main` (line of the main article, not of a list
    or an appended article). Gives `doc`, `published_on`, `published_at` (UTC), `published_on_precision`,
    `published_on_basis`, `published_on_line`.
    """
    dated = _from_datelines(lines)
    spoken = _from_running_text(lines).join(dated, on="doc", how="anti")
    return pl.concat([dated, spoken]).sort("doc")


def _from_datelines(lines: pl.DataFrame) -> pl.DataFrame:
    found = (
        lines.filter((pl.col("kind") == "dateline") & pl.col("is_main"))
        .with_columns(
            published_on=full_date(pl.col("core")),
            minutes=clock_time(pl.col("core")),
            is_update=pl.col("low").str.contains(r"cập nhật|chỉnh sửa|updated|modified|sửa lần"),
        )
        .filter(pl.col("published_on").is_not_null())
        .sort("doc", "is_update", "line_no")
        .group_by("doc", maintain_order=True)
        .first()
    )
    local = pl.col("published_on").cast(pl.Datetime("us")) + pl.duration(minutes=pl.col("minutes"))
    return found.select(
        "doc",
        "published_on",
        (local - pl.duration(hours=_ZONE_HOURS)).dt.replace_time_zone("UTC").alias("published_at"),
        pl.lit("day").alias("published_on_precision"),
        pl.col("core").alias("published_on_basis"),
        pl.col("line_no").alias("published_on_line"),
    )


def _from_running_text(lines: pl.DataFrame) -> pl.DataFrame:
    """A day beside "hôm nay" or the like, with its own year or the only one that the article names."""
    text = lines.filter(pl.col("kind").is_in(["lead", "body"]) & pl.col("is_main"))
    text = text.with_columns(nth=pl.int_range(pl.len()).over("doc"))
    said = pl.col("text").str.extract_groups(TODAY).struct
    near = (pl.col("nth") < _FIRST_PARAGRAPHS) & pl.col("text").str.contains(TODAY)
    today = text.filter(near).select(
        "doc", "line_no", said.field("y", "m", "d"), basis=pl.col("text").str.extract(f"({TODAY})")
    )
    years = _years(today.select("doc").unique(), text, lines)
    day = pl.format("{}-{}-{}", pl.coalesce("y", "year"), pl.col("m").str.zfill(2), pl.col("d").str.zfill(2))
    found = today.join(years, on="doc", how="left").with_columns(published_on=day.str.to_date("%Y-%m-%d", strict=False))
    return (
        found.filter(pl.col("published_on").is_not_null())
        .sort("doc", "line_no")
        .group_by("doc", maintain_order=True)
        .first()
        .select(
            "doc",
            "published_on",
            pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("published_at"),
            pl.lit("day").alias("published_on_precision"),
            pl.col("basis").alias("published_on_basis"),
            pl.col("line_no").alias("published_on_line"),
        )
    )


def _years(asked: pl.DataFrame, text: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `year` of `asked`: that of the folders of its pictures, which are named by days, else that of its text."""
    named = _latest_year(text.join(asked, on="doc", how="semi"))
    folder = pl.col("text").str.extract(_FOLDER_OF_DAY, 1)
    stored = lines.join(asked, on="doc", how="semi").group_by("doc").agg(stored=folder.max())
    years = asked.join(named, on="doc", how="left").join(stored, on="doc", how="left")
    return years.select("doc", year=pl.coalesce("stored", "year"))


def _latest_year(text: pl.DataFrame) -> pl.DataFrame:
    """`doc` and `year` (text) of articles that name a year in which they can have been published: the latest.

    "đến năm 2030" is a plan.
    """
    past = pl.col("text").str.replace_all(_PLANNED, "")
    years = past.str.extract_all(ANY_YEAR).list.eval(pl.element().str.extract(r"(\d{4})$"))
    return (
        text.select("doc", year=years)
        .explode("year")
        .drop_nulls()
        .filter(pl.col("year") >= _FIRST_YEAR)
        .unique()
        .group_by("doc")
        .agg(pl.col("year").max())
        .select("doc", "year")
    )
