"""Texts to words to word 5-grams, as 64-bit hashes that stay the same across versions and platforms.

A word is a run of letters, marks and digits of the folded text. It is hashed as a polynomial over its letters, with
the tone kept apart from the letter that carries it, so that both tone styles (hòa, hoà) are the same word. All of it
is array arithmetic over a block of texts: no Python string for a word or a 5-gram is ever made.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.fold import folded
from transforms.settings import SHINGLE_WORDS

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]

_BLOCK_BYTES = 1 << 18  # of text at a time: arrays that stay in the processor's cache are twice as fast
_SLOTS = 1 << 18  # six for each 5-gram of a block
_BASIC_PLANE = 0x10000
_LETTER_PLANES = 0x40000  # no letters above
_WORD_CHARACTER = r"^[\p{L}\p{M}\p{N}]"
_SEPARATOR = np.uint64(0)
_INVISIBLE = np.uint64(1)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_TONE_SHIFT = 60
# Odd, so that it can be inverted modulo 2^64, and 1 modulo 16, so that the top four bits of a letter's value, where
# its tone is, count the same at each place in the word.
_PLACE = (0x9E3779B97F4A7C15 & ~15) | 1
_STEP = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True)
class Shingles:
    """The word 5-grams of a block of texts, text after text; those of text i are `hashes[offsets[i]:offsets[i + 1]]`.

    `hashes` holds repeats, `n_distinct` counts without them; `text_hashes` is the hash of each text's words in their
    order (32 hex digits), None where there is no word.
    """

    hashes: Hashes
    offsets: Positions
    n_distinct: Positions
    text_hashes: list[str | None]


def blocks(texts: pl.Series) -> Iterator[pl.Series]:
    """Consecutive slices of `texts` (String) of about a quarter of a megabyte; a longer text has a slice of its own."""
    block = texts.str.len_bytes().fill_null(0).cum_sum() // _BLOCK_BYTES
    start = 0
    for length in block.rle().struct.field("len"):
        yield texts.slice(start, length)
        start += length


def shingled(texts: pl.Series | Sequence[str | None]) -> Shingles:
    """The 5-grams of `texts` (NFC). A text of fewer than five words, or None, has none."""
    words, word_offsets = word_hashes(texts)
    hashes, offsets = _five_grams(words, word_offsets)
    return Shingles(hashes, offsets, _n_distinct(hashes, offsets), _text_hashes(words, word_offsets))


def word_hashes(texts: pl.Series | Sequence[str | None]) -> tuple[Hashes, Positions]:
    """One hash for each word of `texts`, text after text, and the offsets of the texts (one more than texts)."""
    present = pl.Series(texts, dtype=pl.String).fill_null("")
    joined = f"\n{present.str.join(chr(10)).item()}\n"
    points = np.frombuffer(joined.encode("utf-32-le"), "<u4")
    if points.max() < _BASIC_PLANE:
        values = _letter_values(_BASIC_PLANE)[points]
    else:
        values = _letter_values(_LETTER_PLANES)[np.minimum(points, _LETTER_PLANES)]
    ends = np.cumsum(present.str.len_chars().to_numpy().astype(np.int64) + 1)
    invisible = np.flatnonzero(values == _INVISIBLE)
    if invisible.size:
        values = np.delete(values, invisible)
        ends -= np.searchsorted(invisible, ends)
    words, starts = _spans(values)
    return words, np.append(0, np.searchsorted(starts, ends)).astype(np.int64)


def mixed(hashes: Hashes) -> Hashes:
    """The finalizer of splitmix64, in place: each bit of the input changes half of the bits of the output."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes


def _spans(values: Hashes) -> tuple[Hashes, Positions]:
    """Hash of each run of letters, and the place before its first letter. `values` begins and ends with a separator."""
    is_letter = values != _SEPARATOR
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]).reshape(-1, 2)
    before, last = np.ascontiguousarray(edges[:, 0]), np.ascontiguousarray(edges[:, 1])
    size = 1 << int(values.size).bit_length()
    values *= _powers(_PLACE, size)[: values.size]
    np.cumsum(values, out=values)
    words = values.take(last)
    words -= values.take(before)
    words *= _powers(pow(_PLACE, -1, 1 << 64), size).take(before)
    return mixed(words), before


def _five_grams(words: Hashes, word_offsets: Positions) -> tuple[Hashes, Positions]:
    """Hash of each five consecutive words of one text, and the offsets of the texts."""
    n_lost = SHINGLE_WORDS - 1
    counts = np.maximum(np.diff(word_offsets) - n_lost, 0)
    offsets = np.append(0, np.cumsum(counts))
    if not offsets[-1]:
        return np.empty(0, np.uint64), offsets
    grams = words[:-n_lost] * _STEP
    for nth in range(1, n_lost):
        grams += words[nth : nth - n_lost]
        grams *= _STEP
    grams += words[n_lost:]
    is_inside = np.ones(grams.size, bool)
    for nth in range(1, SHINGLE_WORDS):
        crossing = word_offsets[1:] - nth
        is_inside[crossing[(crossing >= 0) & (crossing < grams.size)]] = False
    return mixed(grams[is_inside]), offsets


def _n_distinct(hashes: Hashes, offsets: Positions) -> Positions:
    """How many different hashes each text has.

    Every hash claims a slot of a table, and the last to claim one has it. Who lost a slot to an equal hash of its own
    text is a repeat; the few that lost one to another hash are sorted.
    """
    keys = hashes ^ mixed(np.repeat(np.arange(1, offsets.size, dtype=np.uint64), np.diff(offsets)))
    slots = (keys & np.uint64(_SLOTS - 1)).astype(np.int64)
    owners = np.empty(_SLOTS, np.int64)
    owners[slots] = own = np.arange(keys.size)
    losers = np.flatnonzero(owners[slots] != own)
    is_repeat = keys[owners[slots[losers]]] == keys[losers]
    homeless = losers[~is_repeat]
    _, firsts = np.unique(keys[homeless], return_index=True)
    n_repeats = np.zeros(keys.size + 1, np.int64)
    n_repeats[losers + 1] = 1
    n_repeats[homeless[firsts] + 1] = 0
    return np.diff(offsets) - np.diff(np.cumsum(n_repeats)[offsets])


def _text_hashes(words: Hashes, word_offsets: Positions) -> list[str | None]:
    octets = memoryview(words.astype("<u8", copy=False).tobytes())
    return [
        hashlib.sha256(octets[start:end]).hexdigest()[:32] if end > start else None
        for start, end in pairwise((word_offsets * 8).tolist())
    ]


@lru_cache(maxsize=4)
def _powers(base: int, size: int) -> Hashes:
    """The powers of `base` from 1 to `size`, modulo 2^64."""
    return np.multiply.accumulate(np.full(size, base, np.uint64))


@lru_cache(maxsize=2)
def _letter_values(limit: int) -> Hashes:
    """The value of each code point below `limit`, and of all above it: a letter's, `_SEPARATOR` or `_INVISIBLE`."""
    # Between two letters it shows what folding makes of a character: another one, a space, or nothing. q, for it
    # composes with no mark.
    between = pl.Series([f"q{chr(point)}q" if not 0xD800 <= point < 0xE000 else "q q" for point in range(limit)])
    characters = pl.select(folded(pl.lit(between)).alias("character")).to_series().str.slice(1).str.head(-1)
    letters = np.frombuffer("".join(character[:1] or " " for character in characters).encode("utf-32-le"), "<u4")
    bases, tones = letters.astype(np.uint64), np.zeros(limit, np.uint64)
    for vowel, (tone, mark) in product(_VOWELS, enumerate(_TONES, start=1)):
        is_toned = letters == ord(unicodedata.normalize("NFC", vowel + mark))
        bases[is_toned] = ord(vowel)
        tones[is_toned] = tone
    bases *= np.uint64(0x9E3779B97F4A7C15)
    values = mixed(bases) + (tones << np.uint64(_TONE_SHIFT))
    values[~characters.str.contains(_WORD_CHARACTER).to_numpy()] = _SEPARATOR
    values[(characters == "").to_numpy()] = _INVISIBLE
    return np.append(values, _SEPARATOR)
