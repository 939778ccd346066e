"""Vietnamese of before Unicode: TCVN3 (ABC, the .VnTime fonts) and VNI-Windows, told by the syllables that they give.

Both put Vietnamese letters in the place of Western ones, so their bytes are good Windows-1252 ("Céng hßa", "Coäng
hoøa"), and so are files into which such text was pasted and saved as UTF-8. The tables are those of the standard TCVN
5712:1993 (VN3) and of the VNI fonts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from transforms.syllables import syllable_share

_MIN_SHARE = 0.85  # of words with marks that must be syllables afterwards
_MIN_GAIN = 0.15  # and so many more than before
_SURE_SHARE = 0.98  # the wrong one of the two never gives so many
_MIN_LEGACY_SHARE = 0.5  # of the letters beyond ASCII that are no Vietnamese Unicode letters before
_SAMPLE_CHARS, _FIRST_CHARS = 20_000, 2_000
_POOR_SHARE = 0.5  # of the first characters: the rest makes no legacy text of it
_DOUBTFUL = "?"
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦"
_FROM_TCVN3 = str.maketrans(_TCVN3, _LETTERS)
# A letter with a mark behind it: grave, acute, hook, tilde, dot; ư and ơ have letters of their own.
_VNI_MARKED = (
    ("a", "øùûõï", "àáảãạ"), ("a", "âàáåãä", "âầấẩẫậ"), ("a", "êèéúüë", "ăằắẳẵặ"), ("e", "øùûõï", "èéẻẽẹ"),
    ("e", "âàáåãä", "êềếểễệ"), ("o", "øùûõï", "òóỏõọ"), ("o", "âàáåãä", "ôồốổỗộ"), ("ô", "øùûõï", "ờớởỡợ"),
    ("u", "øùûõï", "ùúủũụ"), ("ö", "øùûõï", "ừứửữự"), ("y", "øùûõ", "ỳýỷỹ"),
)  # fmt: skip
_VNI_ALONE = dict(zip("æóòîñôö", "ỉĩịỵđơư", strict=True))
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\s“”‘’–—…]")
_MODERN_LETTER = re.compile("[\u1ea0-\u1ef9]")  # in the first words of nearly every text in Unicode
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
# Capitals of a TCVN3 font are small letters in the file: "CéNG HßA".
_BROKEN_CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_]*[A-ZĂÂĐÊÔƠƯ][à-ỹ]+[A-ZĂÂĐÊÔƠƯ][^\W\d_]*")
_SMALL_WORD = re.compile(r"[a-z]{2}")


class Converted(NamedTuple):
    """A text that was in a legacy encoding: `tcvn3` or `vni`."""

    text: str
    encoding: str


def from_bytes(content: bytes) -> Converted | None:
    """The text of a file in a legacy encoding; None where it is in none."""
    try:
        return from_text(content.decode("cp1252"))
    except UnicodeDecodeError:
        return None


def from_text(text: str) -> Converted | None:
    """The text converted, if it is all in one legacy encoding shown as Windows-1252; None otherwise.

    The whole text must gain: of its words with marks nearly all are syllables afterwards, and many more than before.
    """
    sample = text[:_SAMPLE_CHARS]
    if _MODERN_LETTER.search(text) or not _may_be_legacy(sample):
        return None
    encoding = _told_by(text[:_FIRST_CHARS])
    if encoding == _DOUBTFUL:
        encoding = _told_by(sample, is_all=True)
    if encoding is None:
        return None
    return Converted(_as_tcvn3(text) if encoding == "tcvn3" else _as_vni(text), encoding)


def _told_by(sample: str, *, is_all: bool = False) -> str | None:
    """The encoding of a sample, None for no legacy one; `_DOUBTFUL` where more of the text must say, if there is more.

    A few hundred words nearly always say it, in a quarter of the time.
    """
    shares: dict[str, float] = {}
    for name, convert in (("tcvn3", _as_tcvn3), ("vni", _as_vni)):
        shares[name] = _share(convert(sample))
        if shares[name] >= _SURE_SHARE:
            break
    encoding = max(shares, key=shares.__getitem__)
    if not is_all and (_POOR_SHARE < shares[encoding] < _SURE_SHARE or len(sample) < _FIRST_CHARS):
        return _DOUBTFUL
    if shares[encoding] < _MIN_SHARE or shares[encoding] < _share(sample) + _MIN_GAIN:
        return None
    return encoding


def _may_be_legacy(sample: str) -> bool:
    """Most letters beyond ASCII are Western ones: Vietnamese in Unicode has its own, such as ạ and ư."""
    n_beyond = len(_BEYOND_ASCII.findall(sample))
    return n_beyond - len(_UNICODE_LETTER.findall(sample)) > _MIN_LEGACY_SHARE * n_beyond


def _share(text: str) -> float:
    """Share of marked words that are syllables, signs such as `·` between letters counted as words that are none."""
    joined = _SIGN_IN_WORD.sub("ß", text)
    return syllable_share(joined, marked_only=True) or 0.0


_SIGN_IN_WORD = re.compile(r"(?<=[A-Za-z])[¨©®«¬\xad¶·¸¹»¼½¾×÷¡¢§£¤¥¦]|[¨©®«¬\xad¶·¸¹»¼½¾×÷¡¢§£¤¥¦](?=[A-Za-z])")


def _as_tcvn3(text: str) -> str:
    lines = text.translate(_FROM_TCVN3).split("\n")
    return "\n".join(map(_with_capitals, lines))


def _with_capitals(line: str) -> str:
    """A line set in capitals has small letters where the font had none: they are capitals, too."""
    if not _BROKEN_CAPITALS.search(line):
        return line
    return line.upper() if not _SMALL_WORD.search(line) else _BROKEN_CAPITALS.sub(lambda word: word[0].upper(), line)


def _as_vni(text: str) -> str:
    table, pattern = _vni()
    return pattern.sub(lambda match: table[match.group()], text)


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    table = dict(_VNI_ALONE)
    for letter, marks, letters in _VNI_MARKED:
        table |= {letter + mark: right for mark, right in zip(marks, letters, strict=True)}
    capitals = {key.upper(): value.upper() for key, value in table.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in table.items() if len(key) == 2}
    table |= mixed | capitals
    keys = sorted(table, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, keys)))
