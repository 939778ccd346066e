"""How numbers, shares, times and hostile text are written, in the language and time zone of who looks."""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard.texts import language, say
from flows.row_formats import write_csv_rows

NOTHING = "–"

_VIETNAMESE = str.maketrans(",.", ".,")
_SHOWN_CONTROLS = ("Cf", "Cc", "Zl", "Zp")  # letters that are not seen, or that change how others are


def number(value: float | None) -> str:
    """A count: 35.430 in Vietnamese, 35,430 in English."""
    return NOTHING if value is None else _localized(f"{value:,}")


def share(value: float | None) -> str:
    """A share as a percentage, never rounded up to 100 %."""
    if value is None:
        return NOTHING
    text = "99.9" if 0.9995 <= value < 1 else f"{value:.1%}".removesuffix("%").removesuffix(".0")
    return f"{_localized(text)} %"


def change(value: int | None) -> str:
    """How much a count grew: +35, −2, ±0."""
    return NOTHING if value is None else _signed(f"{value:+,}")


def points(value: float | None) -> str:
    """How much a share grew, in percentage points: +1.2 points."""
    if value is None:
        return NOTHING
    return say("common.points", n=_signed(f"{value * 100:+.1f}"))


def seconds(value: float | None) -> str:
    """A duration in seconds."""
    return NOTHING if value is None else f"{_localized(f'{value:,.1f}')} s"


def day(value: date | None) -> str:
    """A date: 21/11/2026 in Vietnamese, 2026-11-21 in English."""
    if value is None:
        return NOTHING
    return f"{value:%d/%m/%Y}" if language() == "vi" else value.isoformat()


def moment(value: datetime | None) -> str:
    """A time to the second, in the time zone of the browser."""
    if value is None:
        return NOTHING
    there = value.astimezone(time_zone())
    return f"{day(there.date())} {there:%H:%M:%S}"


def short_moment(value: datetime) -> str:
    """A time to the second without its year, in the time zone of the browser."""
    there = value.astimezone(time_zone())
    return f"{there:%d/%m %H:%M:%S}" if language() == "vi" else f"{there:%m-%d %H:%M:%S}"


def versions(text: str | None) -> str:
    """What a run was made with, from an object in JSON: `tinsach 0.1.0 · transforms 6`."""
    return " · ".join(f"{name} {version}" for name, version in json.loads(text or "{}").items())


def time_zone() -> tzinfo:
    """That of the browser, else UTC."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def escaped(text: object) -> str:
    """Any text as HTML that shows it letter by letter: nothing in it is markup, and what is invisible is marked."""
    return "".join(_escaped_letter(letter) for letter in str(text))


def attribute(text: str) -> str:
    """Any text as the value of an HTML attribute in double quotes."""
    return html.escape(text, quote=True)


def definitions(pairs: Iterable[tuple[str, object]]) -> str:
    """`label  value` lines as HTML; those without a value are left out."""
    cells = (f"<dt>{escaped(label)}</dt><dd>{escaped(value)}</dd>" for label, value in pairs if value not in (None, ""))
    return f'<dl class="ts-facts">{"".join(cells)}</dl>'


def csv_bytes(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows as CSV in UTF-8, marked as such for spreadsheets, without formulas."""
    out = StringIO()
    write_csv_rows(names, rows, out)
    return out.getvalue().encode("utf-8-sig")


def _escaped_letter(letter: str) -> str:
    is_hidden = letter == "\u00a0" or (unicodedata.category(letter) in _SHOWN_CONTROLS and letter not in "\n\t")
    if not is_hidden:
        return html.escape(letter)
    return f'<span class="ts-hidden" title="{unicodedata.name(letter, "")}">U+{ord(letter):04X}</span>'


def _signed(text: str) -> str:
    text = text.replace("-", "\u2212")
    return _localized(text if text.strip("+\u22120.,") else f"\u00b1{text[1:]}")


def _localized(text: str) -> str:
    return text.translate(_VIETNAMESE) if language() == "vi" else text
