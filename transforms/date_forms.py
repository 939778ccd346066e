"""Dates and times of day as Vietnamese pages write them, day first: found, parsed, taken out."""

from __future__ import annotations

import polars as pl

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4,
    "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MONTH_WORD = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug"
    r"|sept|sep|oct|nov|dec"
)
_VN_MONTH = r"giêng|mười một|mười hai|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|[0-9]{1,2}"
_YEAR = r"(?:19|20)[0-9]{2}"

# Each form as (pattern with groups y, m, d). Case is folded. Word boundaries are ASCII ones: a Unicode boundary makes
# the engine fifty times slower, and digits need no other.
_NUMERIC = rf"(?i)(?-u:\b)(?P<d>[0-9]{{1,2}})\s?[/.\-–]\s?(?P<m>[0-9]{{1,2}})\s?[/.\-–]\s?(?P<y>{_YEAR})(?-u:\b)"
_ISO = rf"(?i)(?-u:\b)(?P<y>{_YEAR})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}})"
_WORDS = rf"(?i)(?-u:\b)(?P<d>[0-9]{{1,2}})\s*[,-]?\s*tháng\s+(?P<m>{_VN_MONTH})\s*(?:[,/-]\s*)?(?:năm\s+)?(?P<y>{_YEAR})(?-u:\b)"
_MONTH_FIRST_VN = rf"(?i)(?-u:\b)tháng\s+(?P<m>{_VN_MONTH})\s+(?P<d>[0-9]{{1,2}}),?\s+(?P<y>{_YEAR})(?-u:\b)"
_ENGLISH = rf"(?i)(?-u:\b)(?P<m>{_MONTH_WORD})\.?\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})(?-u:\b)"
_ENGLISH_DAY_FIRST = (
    rf"(?i)(?-u:\b)(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_MONTH_WORD})\.?,?\s+(?P<y>{_YEAR})(?-u:\b)"
)
# "4-12-23 15:40", "30/5/22": a year of two figures counts beside the time, or where the date is all there is.
_SHORT_YEAR = r"^(?:[^0-9]{0,20}\s)?(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-3][0-9])(?:\s*[,|–-]?\s*[0-9]{1,2}[:hg][0-9]{2}(?::[0-9]{2})?)?$"
FORMS = (_ISO, _NUMERIC, _WORDS, _MONTH_FIRST_VN, _ENGLISH, _ENGLISH_DAY_FIRST, _SHORT_YEAR)

_CLOCK = r"(?-u:\b)(?P<hour>[01]?[0-9]|2[0-3])\s?(?:[:hg]|giờ)\s?(?P<minute>[0-5][0-9])(?::[0-5][0-9])?\s?(?P<half>AM|PM|SA|CH|am|pm)?(?-u:\b)"
_PARTIAL = r"(?i)(?-u:\b)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|hôm (?:nay|qua)|ngày)(?-u:\b).{0,12}(?-u:\b)[0-9]{1,2}\s?[/-]\s?[0-9]{1,2}(?-u:\b)|(?-u:\b)[0-9]+ (?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm) trước(?-u:\b)|^[0-9]{1,2}/[0-9]{1,2}$|^[0-9]{1,2}[:hg][0-9]{2}[\s,|–-]+[0-9]{1,2}/[0-9]{1,2}$|^[0-9]{1,2}/[0-9]{1,2}[\s,|–-]+[0-9]{1,2}[:hg][0-9]{2}$|(?i)^vừa xong$|^(?:hôm nay|hôm qua)[,\s]"
_HOUR_AND_DAY = r"^(?:(?i:thứ \p{L}+|thứ [2-7]|chủ nhật)[\s,]+)?[0-9]{1,2}[:hg][0-9]{2}[\s,|–-]+[0-9]{1,2}/[0-9]{1,2}$"
_ZONE = r"(?i)\(?\s*(?:GMT|UTC)\s*(?:\+?\s*0?7(?::00)?)?\s*\)?"
_FILLER = (
    r"(?i)\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon|tue|wed|thu|fri|sat|sun|ngày|lúc|vào|hôm nay|hôm qua|cập nhật|lần cuối|mới nhất|xuất bản|đăng|đăng lúc|đăng ngày|ngày đăng|ngày xuất bản|đã đăng|phát hành|giờ|phút"
    r"|sáng|chiều|tối|trưa|am|pm|sa|ch|t[2-7]|updated|published|posted|on|at|last|modified|date|tháng|năm|thời gian|phát sóng|chỉnh sửa|sửa)\b"
)


def has_full_date(text: pl.Expr) -> pl.Expr:
    """The text holds a date with day, month and year."""
    return text.str.contains(
        "|".join(
            f"(?:{form.replace('(?P<d>', '(?:').replace('(?P<m>', '(?:').replace('(?P<y>', '(?:')})" for form in FORMS
        )
    )


def has_clock_time(text: pl.Expr) -> pl.Expr:
    """The text holds a time of day."""
    return text.str.contains(_CLOCK)


def has_partial_date(text: pl.Expr) -> pl.Expr:
    """The text holds a date without a year, or an age such as "2 giờ trước"."""
    return text.str.contains(_PARTIAL)


def dateline_residue(text: pl.Expr, pattern: str = r"[\p{L}\p{N}]+") -> pl.Expr:
    """Number of words that are left when dates, times, weekdays and their labels are taken out; only those of `pattern`."""
    rest = text.str.replace(_HOUR_AND_DAY, " ")
    for form in FORMS:
        rest = rest.str.replace_all(form, " ")
    rest = (
        rest.str.replace_all(_CLOCK, " ")
        .str.replace_all(_ZONE, " ")
        .str.replace_all(_PARTIAL, " ")
        .str.replace_all(_FILLER, " ")
    )
    return rest.str.count_matches(pattern)


def _parsed(text: pl.Expr, form: str) -> pl.Expr:
    groups = text.str.extract_groups(form)
    month = groups.struct.field("m").str.to_lowercase()
    number = month.replace_strict(_MONTHS, default=month.cast(pl.Int32, strict=False), return_dtype=pl.Int32)
    day = groups.struct.field("d").cast(pl.Int32, strict=False)
    year = groups.struct.field("y").cast(pl.Int32, strict=False)
    year = pl.when(year < 100).then(year + 2000).otherwise(year)
    text_date = pl.format("{}-{}-{}", year, number.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return text_date.str.to_date("%Y-%m-%d", strict=False)


def full_date(text: pl.Expr) -> pl.Expr:
    """The first form of full date that the text holds and the calendar knows, as a date; null without one."""
    return pl.coalesce(*(_parsed(text, form) for form in FORMS))


def clock_time(text: pl.Expr) -> pl.Expr:
    """Minutes after midnight of the first time of day in the text; null without one."""
    groups = text.str.extract_groups(_CLOCK)
    hour = groups.struct.field("hour").cast(pl.Int64, strict=False)
    half = groups.struct.field("half").str.to_lowercase()
    afternoon = half.is_in(["pm", "ch"]).fill_null(False) & (hour < 12)
    midnight = half.is_in(["am", "sa"]).fill_null(False) & (hour == 12)
    hour = pl.when(afternoon).then(hour + 12).when(midnight).then(0).otherwise(hour)
    return hour * 60 + groups.struct.field("minute").cast(pl.Int64, strict=False)


# A day beside a word for today, and any year.
TODAY = r"(?i)(?-u:\b)(?:hôm nay|sáng nay|(?:sáng sớm|rạng sáng|sáng sớm và trưa) nay|trưa nay|chiều nay|tối nay|đêm nay)\s*[,(]?\s*(?:ngày\s+)?\(?(?P<d>[0-9]{1,2})[/-](?P<m>[0-9]{1,2})(?:[/-](?P<y>(?:19|20)[0-9]{2}))?(?-u:\b)"
ANY_YEAR = r"(?-u:\b)(?:năm\s+|[0-9]{1,2}[/-])((?:19|20)[0-9]{2})(?-u:\b)"
