"""Which passages two articles share, for people to see: the runs of words of which every five in a row are in both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from transforms.fold import folded
from transforms.settings import SHINGLE_WORDS

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 20_000  # of one side; the rest is shown as not shared

Gram = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph, and whether the other article has it, too."""

    text: str
    is_shared: bool


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Beside:
    """Two articles side by side.

    `rows` pairs paragraphs by their place (None where the other side has no counterpart): all paragraphs of both,
    those of the left side in their order. `left_share` and `right_share`: words in shared passages, of all words.
    """

    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]
    rows: tuple[tuple[int | None, int | None], ...]
    left_share: float
    right_share: float


@dataclass(frozen=True)
class _Word:
    paragraph: int
    start: int
    end: int
    key: str


def beside(left: Sequence[str], right: Sequence[str]) -> Beside:
    """The paragraphs `left` and `right` (NFC) cut into shared and other pieces, and put beside each other."""
    words = _words(left), _words(right)
    grams = [_grams(side) for side in words]
    common = set(grams[0]) & set(grams[1])
    shared = [_covered(side, common) for side in grams]
    pieces = [
        _pieces(texts, own, marked) for texts, own, marked in zip((left, right), words, shared, strict=True)
    ]  # fmt: skip
    pairs = _counterparts(words, grams, common)
    shares = [len(marked) / max(len(own), 1) for own, marked in zip(words, shared, strict=True)]
    return Beside(pieces[0], pieces[1], _rows(len(left), len(right), pairs), *shares)


def _words(paragraphs: Sequence[str]) -> list[_Word]:
    found = [(nth, match) for nth, text in enumerate(paragraphs) for match in _WORD.finditer(text)][:_MOST_WORDS]
    keys = pl.select(folded(pl.lit(pl.Series([match[0] for _, match in found], dtype=pl.String)))).to_series()
    return [_Word(nth, *match.span(), key) for (nth, match), key in zip(found, keys, strict=True)]


def _grams(words: Sequence[_Word]) -> list[Gram]:
    keys = [word.key for word in words]
    return [tuple(keys[start : start + SHINGLE_WORDS]) for start in range(len(keys) - SHINGLE_WORDS + 1)]


def _covered(grams: Sequence[Gram], common: set[Gram]) -> set[int]:
    """The places of the words that are in a common 5-gram."""
    starts = (start for start, gram in enumerate(grams) if gram in common)
    return {place for start in starts for place in range(start, start + SHINGLE_WORDS)}


def _pieces(texts: Sequence[str], words: Sequence[_Word], shared: set[int]) -> tuple[Paragraph, ...]:
    """Each paragraph cut where shared words begin and end; what stands between two shared words goes with them."""
    spans: list[list[tuple[int, int]]] = [[] for _ in texts]
    for place in sorted(shared):
        word = words[place]
        own = spans[word.paragraph]
        is_next = place - 1 in shared and own
        if is_next:
            own[-1] = (own[-1][0], word.end)
        else:
            own.append((word.start, word.end))
    return tuple(_cut(text, own) for text, own in zip(texts, spans, strict=True))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Paragraph:
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    return tuple(piece for piece in (*pieces, Piece(text[end:], False)) if piece.text)


def _counterparts(
    words: tuple[list[_Word], list[_Word]], grams: Sequence[list[Gram]], common: set[Gram]
) -> dict[int, int]:
    """Right paragraph to the left one it is put beside: those with the most common 5-grams find each other first."""
    places: dict[Gram, int] = {}
    for start, gram in enumerate(grams[0]):
        places.setdefault(gram, words[0][start].paragraph)
    counts = Counter((places[gram], words[1][start].paragraph) for start, gram in enumerate(grams[1]) if gram in common)
    chosen: dict[int, int] = {}
    for (one, other), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if other not in chosen and one not in chosen.values():
            chosen[other] = one
    return chosen


def _rows(n_left: int, n_right: int, pairs: dict[int, int]) -> tuple[tuple[int | None, int | None], ...]:
    """All paragraphs of both; one without a counterpart on the right follows the one before it there."""
    counterpart = {one: other for other, one in pairs.items()}
    rows: list[tuple[int | None, int | None]] = [(one, counterpart.get(one)) for one in range(n_left)]
    at = 0
    for other in range(n_right):
        if other in pairs:
            at = rows.index((pairs[other], other)) + 1
        else:
            rows.insert(at, (None, other))
            at += 1
    return tuple(rows)
