"""Article files of invented words, for measuring without a corpus. The same arguments give the same files.

    python -m benchmarks.made FOLDER --files 10000 [--shape corpus|pages] [--seed 1]

`corpus`: line 1 the title, 2 the lead, 3 the body, as extracted articles often are; how long they are and how often
the commonest, the tenth, the hundredth … word occurs is that of 35,440 real ones. One file in 400 is a changed copy of
the one before, one in 4,000 the same again. `pages`: the same articles as web pages leave them, about 30 lines with
captions, menus, lists of other articles, repeats, cuts and odd encodings (`tests/damage`).
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.damage.articles import Article
from tests.damage.pages import damaged

SHAPES = ("corpus", "pages")
BLOCK = 1000  # files that are made together, and stand in one folder

_ONSETS = ("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "s", "t", "th", "tr", "v", "x")
# What bears the tone, and what follows it.
_RIMES = (
    ("a", "n"), ("a", "ng"), ("a", "o"), ("â", "m"), ("ă", "ng"), ("e", "m"), ("ê", "nh"), ("iê", "n"), ("i", "nh"),
    ("oa", "n"), ("ô", "ng"), ("ơ", "i"), ("u", "n"), ("ươ", "ng"), ("uyê", "n"), ("ư", "a"), ("a", "y"),
)  # fmt: skip
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
# The share of all words that the commonest so many words make up.
_RANKS = (0, 1, 10, 100, 1_000, 3_000, 10_000, 30_000, 100_000)
_SHARES = (0.0, 0.0116, 0.081, 0.3, 0.74, 0.881, 0.952, 0.98, 1.0)
# Words of title, lead and body in the shortest article, then up to such a share of all.
_UP_TO = (*(share / 20 for share in range(20)), 0.99, 0.999, 1.0)
_TITLE = (3, 8, 9, 10, 10, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 16, 16, 18, 21, 25, 34)
_LEAD = (2, 19, 21, 23, 25, 27, 28, 29, 31, 32, 33, 35, 36, 38, 40, 42, 44, 48, 54, 64, 105, 906, 1854)
_BODY = (
    20,
    127,
    184,
    220,
    249,
    279,
    303,
    332,
    362,
    393,
    429,
    468,
    515,
    569,
    633,
    702,
    790,
    893,
    1015,
    1244,
    1828,
    2999,
    6673,
)
_CHANGED, _SAME = 400, 4000
_CHANGED_WORD = 25  # in a changed copy, every so many words another one
_TOPICS, _TOPIC_WORD = 8, 6  # pairs of words that an article is about, and how often one of them comes

Words = list[str]


def write(folder: Path, n_files: int, *, shape: str = "corpus", seed: int = 1, first: int = 0) -> int:
    """Write the files number `first` to `first + n_files - 1`, a thousand to a folder. Returns their bytes."""
    n_bytes = 0
    for number, content in islice(_numbered(shape, seed, first), n_files):
        path = folder / f"{number // BLOCK:04}" / f"{number:07}.txt"
        if number % BLOCK == 0 or number == first:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        n_bytes += len(content)
    return n_bytes


def contents(n_files: int, *, shape: str = "corpus", seed: int = 1) -> list[bytes]:
    """What would stand in the first `n_files` files."""
    return [content for _, content in islice(_numbered(shape, seed, 0), n_files)]


def syllables() -> Words:
    """All that the onsets, rimes and tones make: as rare ones as common ones, in a fixed order."""
    return [
        unicodedata.normalize("NFC", onset + nucleus + tone + coda)
        for onset in _ONSETS
        for nucleus, coda in _RIMES
        for tone in _TONES
    ]


def _numbered(shape: str, seed: int, first: int) -> Iterator[tuple[int, bytes]]:
    block = first // BLOCK
    while True:
        chance, articles = random.Random(seed * 1_000_003 + block), _articles(seed, block)
        for place, article in enumerate(articles):
            number = block * BLOCK + place
            if number >= first:
                yield number, _as_page(article, articles, chance) if shape == "pages" else _as_lines(article)
        block += 1


def _as_lines(article: Article) -> bytes:
    return "\n".join((article.title, article.lead, " ".join(article.paragraphs))).encode()


def _as_page(article: Article, others: list[Article], chance: random.Random) -> bytes:
    return damaged(article, lambda: chance.choice(others), chance).content


def _articles(seed: int, block: int) -> list[Article]:
    """The articles of one block."""
    draw = np.random.default_rng((seed, block))
    words, below = _vocabulary()
    sizes = np.stack([_drawn(draw, quantiles) for quantiles in (_TITLE, _LEAD, _BODY)])
    places = np.searchsorted(below, draw.random(int(sizes.sum())), side="right")
    text: Words = words[np.minimum(places, len(words) - 1)].tolist()
    articles: list[Article] = []
    start = 0
    for title, lead, body in sizes.T.tolist():
        own, start = _on_topic(text[start : start + title + lead + body]), start + title + lead + body
        copied = draw.integers(_SAME)
        if articles and copied == 0:
            articles.append(articles[-1])
        elif articles and copied <= _SAME // _CHANGED:
            articles.append(_changed(articles[-1], own))
        else:
            articles.append(_written(own, title, lead, draw))
    return articles


def _on_topic(words: Words) -> Words:
    """The words with a few pairs of them coming back again and again, as in any text that is about something."""
    topics = list(pairwise(words[: _TOPICS + 1]))
    for nth, place in enumerate(range(_TOPICS + 1, len(words) - 1, _TOPIC_WORD)):
        words[place], words[place + 1] = topics[nth % len(topics)]
    return words


def _drawn(draw: np.random.Generator, quantiles: tuple[int, ...]) -> NDArray[np.int64]:
    return np.interp(draw.random(BLOCK), _UP_TO, quantiles).astype(np.int64)


def _written(words: Words, n_title: int, n_lead: int, draw: np.random.Generator) -> Article:
    """An article of these words: a title, a lead, and paragraphs of two to four sentences."""
    sentences = list(_sentences(words[n_title + n_lead :], draw))
    paragraphs, start = [], 0
    for size in draw.integers(2, 5, len(sentences)).tolist():
        if start < len(sentences):
            paragraphs.append(" ".join(sentences[start : start + size]))
        start += size
    lead = " ".join(words[n_title : n_title + n_lead])
    return Article(_capital(" ".join(words[:n_title])), f"{_capital(lead)}.", tuple(paragraphs))


def _sentences(words: Words, draw: np.random.Generator) -> Iterator[str]:
    """The words as sentences of 12 to 36."""
    start = 0
    for size in draw.integers(12, 37, len(words) // 12 + 1).tolist():
        if start < len(words):
            yield f"{_capital(' '.join(words[start : start + size]))}."
        start += size


def _changed(article: Article, words: Words) -> Article:
    """The article with another title, and another word here and there."""
    paragraphs = []
    for paragraph in article.paragraphs:
        old = paragraph.split(" ")
        old[_CHANGED_WORD // 2 :: _CHANGED_WORD] = [words[0]] * len(old[_CHANGED_WORD // 2 :: _CHANGED_WORD])
        paragraphs.append(" ".join(old))
    return Article(_capital(" ".join(words[:10])), article.lead, tuple(paragraphs))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _vocabulary() -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Words from the commonest to the rarest, and the share of all words up to each."""
    common = syllables()
    any_length = random.Random(0)
    common.sort(key=lambda word: len(word) + 3 * any_length.random())  # common words are shorter
    known = [*common, *map(str.capitalize, common), *(f"{word}," for word in common)]
    rare = random.Random(1)
    tail = [_rare(rare) for _ in range(_RANKS[-1] - len(known))]
    ranks = np.arange(1, _RANKS[-1] + 1)
    below = np.interp(np.log1p(ranks), np.log1p(_RANKS), _SHARES)
    return np.array(known + tail, dtype=object), below


def _rare(chance: random.Random) -> str:
    """A number, or a foreign name."""
    if chance.random() < 0.3:
        return f"{int(10 ** (chance.random() * 5)):,}".replace(",", ".")
    name = "".join(chance.choice(_ONSETS[:8]) + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))
    return name.replace("đ", "d").capitalize()


def main() -> None:
    """Write a folder of files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.files, shape=given.shape, seed=given.seed)


if __name__ == "__main__":
    main()
