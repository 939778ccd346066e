"""Another article's title and its teaser in one line, as extractors leave boxes: told by what stands in between."""

from __future__ import annotations

import polars as pl

from transforms.neighbours import count_from_here
from transforms.outlet_names import bracket_keys, prefix_keys

_WORDS = (15, 80)
_LAST_PARAGRAPHS = 2
_LAST = r"[\p{L}0-9”\"'?…!]"  # of the title
PREFIX = rf"{_LAST}\s(\p{{Lu}}[^\s()–,;:-]+)\s?[-–]\s?[\p{{Lu}}\"“]"
IN_BRACKETS = rf"{_LAST}\s?\((\p{{Lu}}[^()–,;:]+)\)\s?[-–]\s?[\p{{Lu}}\"“]"
_APART = r"\S(?:\s\S+){4,}\s\(?\p{Lu}[^\s()]*\)?\s[-–]\s[\p{Lu}\"“]\S*(?:\s\S+){7,}"
# With the credit of its picture in between.
_PICTURE = r"[^.!?,;:\s]\s(?:Ảnh|Hình)(?: minh họa| minh hoạ| tư liệu)?:\s\S+(?:\s\S+){8,}"
# Words that only begin a sentence, behind one that did not end: one lead in two thousand has them so.
_OPENING = (
    r"[\p{Ll}0-9]\s(?:(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm)\s(?:[0-9]|nay|qua)|(?:Mới đây|Sau khi|Trong khi|Theo đó|Bạn đang"
    r"|Dự kiến|Tuy nhiên|Không chỉ|Hiện nay|Hãy thử|Chương trình gồm|Liên quan đến"
    r"|Theo (?:hãng|trang|báo|thông tin|Bộ|ông|bà|nguồn|đó|dự báo|các))[\s,])"
)


def glued(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_glued`: another article's title, the outlet's prefix and its text in one line.

    "Cầu mới thông xe (VTC) - Sáng nay…". Also `is_apart`: the prefix is set off by spaces, as where it is sure;
    `is_run_on`, without any prefix; and `has_inner_credit`: the credit of its picture stands in between.
    """
    may_be = pl.col("is_text") & pl.col("is_free") & pl.col("n_words").is_between(*_WORDS)
    core = lines.select(core=pl.when(may_be).then("core"))
    asked = core.select(pl.when(pl.col("core").str.contains("- |– | -|Ảnh|Hình")).then("core"))
    bare = prefix_keys().knows(asked, pl.col("core").str.extract(PREFIX, 1))
    return lines.with_columns(
        is_apart=asked["core"].str.contains(_APART).fill_null(False),
        is_glued=bare | bracket_keys().knows(asked, pl.col("core").str.extract(IN_BRACKETS, 1)),
        is_run_on=_is_run_on(lines, core["core"].str.contains(_OPENING).fill_null(False)),
        has_inner_credit=asked["core"].str.contains(_PICTURE).fill_null(False),
    )


def _is_run_on(lines: pl.DataFrame, opens: pl.Series) -> pl.Series:
    """Among the last paragraphs; further up a picture's caption runs on into the paragraph below it."""
    n_left = count_from_here((pl.col("is_text") & pl.col("is_free")).fill_null(False))
    return lines.select(is_last=n_left <= _LAST_PARAGRAPHS)["is_last"] & opens
