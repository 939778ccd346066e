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

from transforms import legacy, mojibake
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

    `repairs`: null, or some of `replaced_bytes`, `nul_bytes`, `mojibake`, `tcvn3`, `vni`, `eth`, joined by commas.
    `tcvn3` and `vni` are repairs of such text saved as UTF-8; of a file in their own bytes they are the encoding.
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

# How files of common binary formats begin; the rest are told by their control characters. Only the mark of PDF could
# begin UTF-8 text without control characters, so `documents.decode` asks for it as well.
MAGIC_NUMBERS = (
    b"%PDF-", b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"Rar!\x1a", b"PAR1\x15",
)  # fmt: skip

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\v\f\r") + b"\x7f"
# High bytes of UTF-16 units in Vietnamese text: ASCII and Latin-1, ă đ ơ ư, ạ to ỹ, dashes and quotes.
_UTF16_HIGH_BYTES = b"\x00\x01\x1e\x20"
_MIN_HIGH_SHARE = 0.98
_MIN_NUL_SHARE = 0.3
# Broken UTF-8 is surely UTF-8 when this many characters beyond ASCII are whole for each broken one.
_WHOLE_FOR_A_BROKEN = 10
_ONE_BYTE = ("windows-1258", "tcvn3", "vni")
_TYPOGRAPHY = frozenset("\xa0‘’“”‚„–—…•«»°·€")
_MAX_STRANGE_SHARE = 0.05
_SAMPLE_CHARS = 20_000
# Unicode's stream-safe format allows 30 marks in a row. Bringing a run in order takes quadratic time.
_MAX_MARKS = 64

_Found = tuple[str, str, bool]  # text, encoding, whether U+FFFD stands for broken bytes


def settle(content: bytes, limits: DecodeLimits) -> Decoded:
    """Decode one file. Never raises for what is in it: data that is no text is `BINARY` or `UNDECODABLE`."""
    body = content.rstrip(b"\0")  # what is left of a file that a crash padded to the end of its block
    if content.startswith(MAGIC_NUMBERS) or len(body) == 0 < len(content):
        return BINARY
    found = _with_mark(content, limits) or _utf16_without_mark(content)
    if found is None and _control_share(body) > limits.max_control_share:
        return BINARY
    found = found or _utf8(body, limits) or _one_byte(body, limits) or _mostly_ascii(body, limits)
    return _finish(found, len(content) > len(body), limits) if found else UNDECODABLE


def _finish(found: _Found, is_padded: bool, limits: DecodeLimits) -> Decoded:
    """Put right what can be put right in the decoded text, and note it."""
    read, encoding, is_replaced = found
    without_nul = read.replace("\0", "")
    converted = legacy.from_text(without_nul) if encoding not in _ONE_BYTE else None
    right, is_mojibake = (converted.text, True) if converted else mojibake.repair(without_nul)
    stroked = with_stroke_for_eth(right, limits.min_vietnamese_share)
    text = compose(stroked)
    is_padded = is_padded and encoding == "utf-8"
    repairs = {
        "replaced_bytes": is_replaced,
        "nul_bytes": is_padded or read != without_nul,
        "mojibake": right != without_nul and not converted,
        "tcvn3": converted is not None and converted.encoding == "tcvn3",
        "vni": converted is not None and converted.encoding == "vni",
        "eth": stroked != right,
    }
    return Decoded(
        text=text.replace("\r\n", "\n"),
        encoding=encoding,
        repairs=",".join(name for name, is_done in repairs.items() if is_done) or None,
        is_binary=False,
        is_undecodable=False,
        is_mojibake=is_mojibake,
        is_decomposed=encoding == "utf-8" and text != stroked,
    )


def _with_mark(content: bytes, limits: DecodeLimits) -> _Found | None:
    """UTF-16 or UTF-32 with a byte order mark; null where too much of it is broken."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            n_broken = _n_broken(text, content, encoding)
            is_tail = n_broken == 1 and text.endswith("\ufffd")
            is_text = is_tail or n_broken <= limits.max_replaced_share * len(text)
            if is_text and _control_share(text.encode()) <= limits.max_control_share:
                return text, encoding, n_broken > 0
    return None


def _utf16_without_mark(content: bytes) -> _Found | None:
    """UTF-16 told by the high bytes of its units, nearly all of them from four pages, many of them zero."""
    if b"\0" not in content or len(content) % 2:
        return None
    for encoding, high in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        n_known = len(high) - len(high.translate(None, _UTF16_HIGH_BYTES))
        if n_known < _MIN_HIGH_SHARE * len(high) or high.count(0) < _MIN_NUL_SHARE * len(high):
            continue
        text = content.decode(encoding, "replace")
        n_readable = sum(char.isalnum() or char.isspace() for char in text)
        if "\ufffd" not in text and "\0" not in text and n_readable > len(text) / 2:
            return text, "utf-16", False
    return None


def _utf8(content: bytes, limits: DecodeLimits) -> _Found | None:
    """UTF-8, also with a few broken bytes, or cut inside its last character."""
    try:
        return content.decode("utf-8-sig"), "utf-8", False
    except UnicodeDecodeError as error:
        is_tail = error.reason == "unexpected end of data"
    text = content.decode("utf-8-sig", "replace")
    n_broken = _n_broken(text, content, "utf-8")
    n_whole = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    is_few = n_broken <= max(1, limits.max_replaced_share * len(text))
    is_sure = n_whole >= (1 if is_tail else _WHOLE_FOR_A_BROKEN * n_broken)
    return (text, "utf-8", True) if is_few and is_sure else None


def _one_byte(content: bytes, limits: DecodeLimits) -> _Found | None:
    """Windows-1258, or what came before it."""
    if converted := legacy.from_bytes(content):
        return converted.text, converted.encoding, False
    return _windows_1258(content, limits)


def _windows_1258(content: bytes, limits: DecodeLimits) -> _Found | None:
    """Windows-1258, if what it gives are Vietnamese syllables: any bytes can be decoded as something."""
    try:
        text = compose(content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    beyond_ascii = [char for char in text[:_SAMPLE_CHARS] if char > "\x7f"]
    n_strange = sum(not char.isalpha() and char not in _TYPOGRAPHY for char in beyond_ascii)
    share = syllable_share(text, marked_only=True)
    is_right = share is None or share >= limits.min_syllable_share
    is_right = is_right and n_strange <= _MAX_STRANGE_SHARE * len(beyond_ascii)
    return (text, "windows-1258", False) if is_right else None


def _mostly_ascii(content: bytes, limits: DecodeLimits) -> _Found | None:
    """ASCII with a few stray bytes of an unknown encoding: too little to lose the file for."""
    text = content.decode("ascii", "replace")
    is_few = text.count("\ufffd") <= limits.max_replaced_share * len(text)
    return (text, "utf-8", True) if is_few else None


def _n_broken(text: str, content: bytes, encoding: str) -> int:
    """Replacement characters that decoding put in; those that the file had already are not counted."""
    return text.count("\ufffd") - content.decode(encoding, "ignore").count("\ufffd")


def _control_share(content: bytes) -> float:
    return 1 - len(content.translate(None, _CONTROLS)) / len(content) if content else 0.0


def compose(text: str) -> str:
    """NFC. Runs of more than 64 combining marks, which no language has, stay as they are."""
    if text.isascii() or not _may_have_long_run(text):
        return unicodedata.normalize("NFC", text)
    runs = re.compile(f"({_mark_class()}{{{_MAX_MARKS + 1},}})")
    # The groups of `split` put the runs at the odd places.
    return "".join(
        piece if index % 2 else unicodedata.normalize("NFC", piece) for index, piece in enumerate(runs.split(text))
    )


def _may_have_long_run(text: str) -> bool:
    """Looks at each eighth character: a long run shows there as a shorter one, and the large class is slow."""
    return re.search(f"{_mark_class()}{{{_MAX_MARKS // 8}}}", text[::8]) is not None


@cache
def _mark_class() -> str:
    return f"[{''.join(char for char in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(char))}]"
