"""The text of one file: which encoding it is in, what is broken in it, what can be put right.

`settle` is slow and thorough. `documents.decode` calls it for the few files that are not plainly clean UTF-8.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from transforms import mojibake
from transforms.syllables import syllable_share, with_stroke_for_eth


@dataclass(frozen=True)
class DecodeLimits:
    """What still counts as text. Shares are between 0 and 1.

    `max_control_share`: control bytes (C0 without white space, DEL) among all bytes; above it, the file is binary.
    `max_replaced_share`: broken characters among all; up to it, broken UTF-8 or UTF-16 is decoded with U+FFFD.
    `min_syllable_share`: words that can be Vietnamese, for believing that a text is in Windows-1258, or Vietnamese.
    """

    max_control_share: float = 0.02
    max_replaced_share: float = 0.005
    min_syllable_share: float = 0.8
    min_vietnamese_share: float = 0.5


class Decoded(NamedTuple):
    """One file. `text` is null where there is none; it is NFC and its lines end with `\\n`.

    `repairs`: null, or some of `replaced_bytes`, `nul_bytes`, `mojibake`, `eth`, joined by commas.
    """

    text: str | None
    encoding: str | None
    repairs: str | None
    is_binary: bool
    is_undecodable: bool | None
    is_mojibake: bool | None
    is_decomposed: bool | None


BINARY = Decoded(None, None, None, True, None, None, None)
UNDECODABLE = Decoded(None, None, None, False, True, None, None)

# How files of common binary formats begin. Formats full of NULs need no entry.
MAGIC_NUMBERS = (
    b"\x1f\x8b", b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"PAR1", b"BZh91AY",
    b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"Rar!\x1a", b"RIFF",
    b"OggS", b"ID3\x03", b"ID3\x04", b"SQLite format 3\x00",
)  # fmt: skip

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\v\f\r") + b"\x7f"
# High bytes of UTF-16 units in Vietnamese text: ASCII and Latin-1, ă đ ơ ư, dashes and quotes, ạ to ỹ.
_UTF16_HIGH_BYTES = b"\x00\x01\x1e\x20"
_MIN_UTF16_SHARE = 0.98
_MIN_ASCII_UNITS = 0.2
# Broken UTF-8 is still surely UTF-8 when this many characters beyond ASCII are whole for each broken one.
_WHOLE_FOR_A_BROKEN = 10
# Unicode's own stream-safe format allows 30. Sorting a run of marks takes quadratic time.
_MAX_MARKS = 64


def settle(content: bytes, limits: DecodeLimits) -> Decoded:
    """Decode one file. Never raises for what is in it: data that is no text is `BINARY` or `UNDECODABLE`."""
    if content.startswith(MAGIC_NUMBERS):
        return BINARY
    found = _decode(content, limits)
    if found is None:
        return BINARY if _control_share(content) > limits.max_control_share else UNDECODABLE
    text, encoding = found
    repairs = []
    if "\ufffd" in text and text.count("\ufffd") > _own_replacements(content, encoding):
        repairs.append("replaced_bytes")
    if "\0" in text:
        text = text.replace("\0", "")
        repairs.append("nul_bytes")
    text, is_mojibake = mojibake.repair(text)
    if is_mojibake:
        repairs.append("mojibake")
    if "ð" in text or "Ð" in text:
        before, text = text, with_stroke_for_eth(text, limits.min_vietnamese_share)
        repairs += ["eth"] if text != before else []
    composed = _compose(text.replace("\r\n", "\n"))
    return Decoded(
        text=composed,
        encoding=encoding,
        repairs=",".join(repairs) or None,
        is_binary=False,
        is_undecodable=False,
        is_mojibake=is_mojibake,
        is_decomposed=encoding == "utf-8" and not _is_composed(text),
    )
