"""Text that was decoded with the wrong encoding and saved like that, put right where nothing is lost.

The method is that of ftfy (Robyn Speer, `fixes.py` and its "sloppy" codecs): turn the wrong characters back into the
bytes they were read from and decode those as UTF-8. Only what Vietnamese needs of it is here: UTF-8 read as Latin-1,
Windows-1252 or Windows-1258, and Windows-1258 read as Windows-1252. A "sloppy" codec fills the five bytes that
Windows-1252 leaves undefined with the C1 control of the same number, as browsers and most converters do.
"""

from __future__ import annotations

import re
import unicodedata

from transforms.syllables import is_syllable, syllable_share

# Character -> the byte that was read as it. Latin-1 needs no entries: there the number is the byte.
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_PUNCTUATION_OF = {bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in _UNDEFINED}
_BYTE_OF = str.maketrans({**_PUNCTUATION_OF, "Ă": 0xC3})  # Windows-1258 reads C3 as Ă
_CONTINUATIONS = (*map(chr, range(0x80, 0xC0)), *_PUNCTUATION_OF)
_NEXT = f"[{''.join(_CONTINUATIONS)}]"
_SEQUENCE = re.compile(f"[\xc2-\xdfĂ]{_NEXT}|[\xe0-\xef]{_NEXT}{{2}}|[\xf0-\xf4]{_NEXT}{{3}}")
# What may well follow a real Ã or Ă in capitals ("XÃ…", "THỊ XÃ”") proves nothing there.
_ORDINARY = "\xa0»…–—‘’“”•™"
_TELLING = f"[{''.join(char for char in _CONTINUATIONS if char not in _ORDINARY)}]"
_CERTAIN = re.compile(f"á[º»]{_NEXT}|[ÄÆ]{_NEXT}|â€{_NEXT}|[ÃĂ]{_TELLING}|Ì[€\x81\x83‰£‚†›]")
# Letters that are in neither of the wrong encodings: the line, or this part of it, was decoded rightly.
_GENUINE = re.compile("[đĩŨũơư\u1ea0-\u1ef9]")
# à is C3 A0 and í is C3 AD: the second byte was read as a no-break space or a soft hyphen, which get tidied away.
_LOST_BYTE = re.compile(r"(?<!\w)(\w{0,5})Ã( ?)(\w{0,4})(?!\w)")
# Bytes without a meaning that a strict decoder replaced: beyond repair. In «khá», that is, a quotation ends.
_LEFT_OVER = re.compile(r"á[º»](?![\s,.;:!)…]|$)|[ÄÆÃ]\ufffd")
_MIN_LEFT_OVER = 3
_MAX_ROUNDS = 3
_MIN_SYLLABLE_SHARE = 0.8

# Strings one of which is in every text that `repair` may change: a cheap test for whole columns.
HINTS = ("á»", "áº", "Ä", "Æ", "â€", "Ã", "ð", "Ð")


def repair(text: str) -> tuple[str, bool]:
    """The text with its mojibake repaired, line by line, and whether it had any.

    Text read wrongly twice is repaired twice. What can't be repaired without loss stays as it is: `(text, True)`.
    """
    repaired, is_mojibake = text, False
    if not any(hint in text for hint in HINTS):
        return repaired, is_mojibake
    for _ in range(_MAX_ROUNDS):
        before = repaired
        repaired = _repair_once(before)
        if repaired == before:
            break
        is_mojibake = True
    if not is_mojibake:
        repaired = _from_windows_1258(text)
        is_mojibake = repaired != text or len(_LEFT_OVER.findall(text)) >= _MIN_LEFT_OVER
    return repaired, is_mojibake


def _repair_once(text: str) -> str:
    lines = text.split("\n")
    if not any(map(_is_certain, lines)):
        return text
    return "\n".join(_repair_line(line) for line in lines)


def _is_certain(line: str) -> bool:
    """Whether a line has sequences that right text doesn't have; a lone short one among right letters is not enough."""
    found = _CERTAIN.findall(line)
    is_lone = len(found) == 1 and len(found[0]) == 2
    return bool(found) and not (is_lone and _GENUINE.search(line))


def _repair_line(line: str) -> str:
    is_mixed = _GENUINE.search(line) is not None
    if line.isascii() or (is_mixed and not _is_certain(line)):
        return line
    try:
        return line.translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        repaired = _SEQUENCE.sub(_decode_sequence, line)
    return repaired if is_mixed else _LOST_BYTE.sub(_restore_byte, repaired)


def _restore_byte(match: re.Match[str]) -> str:
    """`lÃ má»™t`: là một; `thÃ nh`: thành; `chÃnh`: chính. The syllables say which it was."""
    onset, gap, coda = match.groups()
    if not gap and coda:
        return f"{onset}í{coda}" if is_syllable(f"{onset}í{coda}") else match.group()
    joined = f"{onset}à{coda}"
    return joined if not coda or (is_syllable(joined) and not is_syllable(coda)) else f"{onset}à {coda}"


def _decode_sequence(match: re.Match[str]) -> str:
    try:
        return match.group().translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return match.group()


def _from_windows_1258(text: str) -> str:
    """Windows-1258 that was read as Windows-1252 (`Viêòt` for `Việt`), told by its eths (đ) and the result."""
    if "ð" not in text and "Ð" not in text:
        return text
    try:
        decoded = text.translate(_BYTE_OF).encode("latin-1").decode("cp1258")
    except UnicodeError:
        return text
    composed = unicodedata.normalize("NFC", decoded)
    share = syllable_share(composed, marked_only=True) or 0.0
    gain = share - (syllable_share(text.replace("ð", "đ").replace("Ð", "Đ"), marked_only=True) or 0.0)
    return composed if share >= _MIN_SYLLABLE_SHARE and gain > 0 else text
