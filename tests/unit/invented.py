"""Invented Vietnamese-looking texts, and the plain definitions that the fast code is compared with."""

from __future__ import annotations

import random
import unicodedata
from functools import cache

SYLLABLES = [
    "sáng",
    "nay",
    "bến",
    "thuyền",
    "làng",
    "Hạ",
    "đông",
    "người",
    "mua",
    "cá",
    "thu",
    "hoạch",
    "lúa",
    "sớm",
    "trời",
    "trong",
    "gió",
    "nhẹ",
    "đò",
    "ngang",
    "chở",
    "khách",
    "qua",
    "sông",
    "cụ",
    "Tâm",
    "kể",
    "chuyện",
    "dựng",
    "cầu",
    "gỗ",
    "năm",
    "xưa",
    "trẻ",
    "nhỏ",
    "thả",
    "diều",
    "trên",
    "đê",
    "thợ",
    "mộc",
    "bào",
    "ván",
    "mái",
    "đình",
    "lợp",
    "ngói",
    "mới",
    "chợ",
    "phiên",
    "họp",
    "giữa",
    "tuần",
    "gạo",
    "nếp",
    "thơm",
    "mật",
    "ong",
    "rừng",
    "vải",
    "chàm",
    "thầy",
    "giáo",
    "mở",
    "lớp",
    "đêm",
    "dạy",
    "chữ",
    "hội",
    "làng",
    "rước",
    "kiệu",
    "trống",
    "vang",
]
TONES = "\u0300\u0301\u0303\u0309\u0323"


def text(seed: int, n_words: int) -> str:
    """A text of `n_words` random words in sentences; the same seed gives the same text."""
    pick = random.Random(seed)
    words = [pick.choice(SYLLABLES) + (str(pick.randrange(100)) if pick.random() < 0.2 else "") for _ in range(n_words)]
    return " ".join(word + ("." if position % 12 == 11 else "") for position, word in enumerate(words))


def edited(original: str, seed: int, n_edits: int) -> str:
    """`original` with `n_edits` of its words replaced."""
    pick, words = random.Random(seed), original.split()
    for position in pick.sample(range(len(words)), n_edits):
        words[position] = f"thay{pick.randrange(1000)}"
    return " ".join(words)


def plain_words(written: str) -> list[str]:
    """Runs of letters, marks and digits, lower case, the tone at the end of the word.

    A syllable has one tone at most; of a word with more only their sum counts, as in the hash.
    """
    spaced = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in written.lower())
    return [_tone_last(word) for word in spaced.split()]


@cache
def plain_shingles(written: str) -> frozenset[tuple[str, ...]]:
    """The set of word 5-grams."""
    words = plain_words(written)
    return frozenset(tuple(words[start : start + 5]) for start in range(len(words) - 4))


def plain_similarity(one: str, other: str) -> float:
    """Jaccard similarity of the word 5-gram sets."""
    left, right = plain_shingles(one), plain_shingles(other)
    return len(left & right) / len(left | right)


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = sum(TONES.index(mark) + 1 for mark in letters if mark in TONES)
    return "".join(mark for mark in letters if mark not in TONES) + f"|{tones % 16}"
