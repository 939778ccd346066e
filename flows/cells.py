"""Values of the warehouse as text: for people (no control character gets through), for CSV and for JSON."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

# C0, DEL, C1, and what turns the direction of writing or breaks lines behind the terminal's back; lone surrogates too.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# No-break spaces, zero-width characters, soft hyphens, direction and byte order marks.
_INVISIBLE = re.compile("[\u00a0\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202f\u2060-\u2064\u2066-\u2069\ufeff]")
_LINE_ENDS = frozenset("\n\x85\u2028\u2029")
# Legal in JSON as they stand, but no friends of terminals and of readers that split lines generously.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AS_THEY_ARE = (str, int, bool, type(None))


def shown(text: object) -> str:
    """Text that is safe on a terminal: control characters become visible signs, line ends and tabs too."""
    written = str(text)
    return _UNSAFE.sub(_sign, written) if _UNSAFE.search(written) else written


def revealed(text: str) -> str:
    """`shown`, with invisible characters named where they stand: `máy⟨U+200B⟩ dùng tay`."""
    return shown(_INVISIBLE.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text))


def counted(number: int, noun: str) -> str:
    """`1 flag`, `1,234 flags`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def cell(value: object) -> str:
    """A value as CSV writes it: null is empty, times are ISO 8601, lists and structs are JSON."""
    if isinstance(value, str):
        return value
    plain = json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool | list | dict):
        return json.dumps(plain, ensure_ascii=False)
    return str(plain)


def to_json(value: object, *, indent: int | None = None) -> str:
    """JSON text, without control characters: those of the data stand there as escapes."""
    written = json.dumps(json_value(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def json_value(value: object) -> Any:
    """A value that JSON can hold: NaN and infinity are null, times ISO 8601, bytes hex; a decimal stays exact."""
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() and Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return str(value)


def _sign(match: re.Match[str]) -> str:
    character = match[0]
    if character in _LINE_ENDS:
        return "↵"
    if character == "\t":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else "␡" if character == "\x7f" else "\ufffd"
