"""What a Vietnamese syllable looks like: one pattern for Polars and for `re`.

The pattern is loose on purpose. It takes any mark on any vowel, and vowels without marks, so that Vietnamese typed
without diacritics counts as well ("Thu tuong" has the shapes of "Thủ tướng"). About a fifth of the words of an English
or French text fit it by chance; of a Vietnamese article it is nine in ten, foreign names being the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_A = "[aàáảãạăằắẳẵặâầấẩẫậ]"
_E = "[eèéẻẽẹêềếểễệ]"
_I = "[iìíỉĩị]"
_O = "[oòóỏõọôồốổỗộơờớởỡợ]"
_U = "[uùúủũụưừứửữự]"
_Y = "[yỳýỷỹỵ]"

_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
_RIMES = (
    f"{_A}(?:ch|nh|ng|[ckmnptiouy])?",
    f"{_E}(?:ch|nh|ng|[ckmnptou])?",
    f"{_I}(?:ch|nh|ng|[ckmnptaou]|{_E}(?:ng|[cmnptu]))?",
    f"{_O}(?:ng|[ckmnpti]|{_A}(?:ch|nh|ng|[cmnptioy])?|{_E}[mnot]?|{_O}(?:c|ng))?",
    f"{_U}(?:ng|[ckmnptiu]|{_A}(?:ng|[nty])?|{_E}(?:ch|nh|[no])?|{_O}(?:ng|[cmnptiu])?|{_Y}(?:ch|nh|[ntpau]|{_E}[nt])?)?",
    f"{_Y}(?:ch|nh|[ntp]|{_E}(?:ng|[mntu]))?",
)

# Without anchors, word boundaries or look-around: Polars' regex engine has neither the last nor a fast Unicode `\b`.
SYLLABLE = f"{_ONSET}(?:{'|'.join(_RIMES)})"

_WORD = re.compile(r"[^\W\d_]+")
_IS_SYLLABLE = re.compile(SYLLABLE, re.IGNORECASE)
_MAX_SYLLABLE_CHARS = 7  # "nghiêng"
_SAMPLE_CHARS = 20_000


def is_syllable(word: str) -> bool:
    """Whether a word (NFC, any case) has the shape of one Vietnamese syllable."""
    return len(word) <= _MAX_SYLLABLE_CHARS and _fits(word)


@lru_cache(maxsize=100_000)  # Vietnamese has some 7,000 syllables; the same come back in every text
def _fits(word: str) -> bool:
    return _IS_SYLLABLE.fullmatch(word) is not None


def syllable_share(text: str, *, marked_only: bool = False) -> float | None:
    """Share of the words of `text` (NFC) that can be Vietnamese syllables, judged on its first 20,000 characters.

    With `marked_only` just words with a character beyond ASCII are asked: they tell a right decoding from a wrong one.
    None when there is no such word. For single texts; `language.vietnamese_share` is the same over a column.
    """
    words = Counter(_WORD.findall(text[:_SAMPLE_CHARS]))
    asked = {word: n for word, n in words.items() if not (marked_only and word.isascii())}
    return sum(n for word, n in asked.items() if is_syllable(word)) / sum(asked.values()) if asked else None


def with_stroke_for_eth(text: str, min_share: float) -> str:
    """đ and Đ where a Vietnamese text has the look-alike eth (ð, Ð); a text in another language stays as it is.

    A word is changed only if that makes it a syllable, so `Guðmundsson` keeps its eth in a Vietnamese article.
    """
    if "ð" not in text and "Ð" not in text:
        return text
    stroked = text.replace("ð", "đ").replace("Ð", "Đ")
    if (syllable_share(stroked) or 0.0) < min_share:
        return text
    return _ETH_WORD.sub(_stroke_in_syllable, text)


_STROKE_FOR_ETH = str.maketrans("ðÐ", "đĐ")
_ETH_WORD = re.compile(r"(?<![^\W\d_])[ðÐ][^\W\d_]*")


def _stroke_in_syllable(match: re.Match[str]) -> str:
    word = match.group().translate(_STROKE_FOR_ETH)
    return word if is_syllable(word) else match.group()
