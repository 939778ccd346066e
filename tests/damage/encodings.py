"""A text in the wrong bytes: legacy encodings, other Unicode forms, mojibake.

The tables are written out once more here, apart from those under test.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

_LETTERS = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâđêôơưĂÂĐÊÔƠƯ"
# TCVN 5712:1993 VN3 ("ABC", the .VnTime fonts), as Windows-1252 shows the bytes. The capitals of letters with a tone
# are the small letters in a font of capitals.
_TCVN3 = "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©®ª«¬\xad¡¢§£¤¥¦"
# VNI-Windows: a letter and its mark.
_VNI_TEXT = """
    aø aû aõ aù aï aè aú aü aé aë aà aå aã aá aä eø eû eõ eù eï eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oà oå oã oá oä
    ôø ôû ôõ ôù ôï uø uû uõ uù uï öø öû öõ öù öï yø yû yõ yù î aê aâ ñ eâ oâ ô ö AÊ AÂ Ñ EÂ OÂ Ô Ö
"""
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Encoder(NamedTuple):
    """How to write a text, and the flags that a file written so must get. `encode` raises ValueError where it can't."""

    encode: Callable[[str], bytes]
    flags: tuple[str, ...]


def _table(legacy: list[str]) -> dict[str, str]:
    table = dict(zip(_LETTERS, legacy, strict=True))
    capitals = {letter.upper(): value.upper() for letter, value in table.items() if letter.islower()}
    return {**capitals, **table}


_TCVN3_OF = dict(zip(_LETTERS, _TCVN3, strict=True))
_TCVN3_OF |= {letter.upper(): _TCVN3_OF[letter] for letter in _LETTERS[:60]}
_VNI_OF = _table(_VNI_TEXT.split())


def _legacy(table: dict[str, str]) -> Callable[[str], bytes]:
    return lambda text: "".join(table.get(char, char) for char in text).encode("cp1252")


def windows_1258(text: str) -> bytes:
    """Windows-1258: letters of the alphabet composed, their tones as marks of their own."""
    return "".join(map(_split_tone, text)).encode("cp1258")


def _split_tone(char: str) -> str:
    pieces = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in pieces if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in pieces if mark not in _TONES)) + tones


def _read_as_windows_1252(text: str) -> bytes:
    """UTF-8 read as Windows-1252 and saved; the five undefined bytes become C1 controls."""
    return "".join(_sloppy(byte) for byte in text.encode()).encode()


def _sloppy(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_NON_UTF8, _MOJIBAKE = ("non_utf8_encoding",), ("mojibake",)
ENCODERS: dict[str, Encoder] = {
    "utf-16": Encoder(lambda text: text.encode("utf-16"), _NON_UTF8),
    "windows-1258": Encoder(windows_1258, _NON_UTF8),
    "mojibake": Encoder(_read_as_windows_1252, _MOJIBAKE),
    "decomposed": Encoder(lambda text: unicodedata.normalize("NFD", text).encode(), ("decomposed_unicode",)),
    "tcvn3": Encoder(_legacy(_TCVN3_OF), _NON_UTF8),
    "vni": Encoder(_legacy(_VNI_OF), _NON_UTF8),
    "tcvn3_as_utf8": Encoder(lambda text: _legacy(_TCVN3_OF)(text).decode("cp1252").encode(), _MOJIBAKE),
    "vni_as_utf8": Encoder(lambda text: _legacy(_VNI_OF)(text).decode("cp1252").encode(), _MOJIBAKE),
    "crlf_and_mark": Encoder(lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), ()),
}


def encoded(text: str, encoding: str) -> bytes | None:
    """The text so written; None where the encoding lacks one of its characters."""
    try:
        return ENCODERS[encoding].encode(text)
    except ValueError:
        return None
