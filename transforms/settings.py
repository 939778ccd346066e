"""What the transforms are told, and their version. Light to import: a run that finds nothing new needs no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.errors import ConfigurationError

TRANSFORM_VERSION = "7"  # counts up with every change that can change a row
SHINGLE_WORDS = 5  # words of a piece of text by which texts are compared: its 5-grams


@dataclass(frozen=True)
class DuplicateSettings:
    """What counts as a duplicate, and how it is looked for.

    `near` and `edited` are Jaccard similarities of word 5-gram sets, `contained` is the share of an article's 5-grams
    that a longer one holds. `same_title` is the Jaccard similarity of the words of two titles from which a changed
    text of the same outlet is a version. A text of fewer than `min_shingles` different
    5-grams is a duplicate only of the same text, one of fewer than `min_exact_shingles` of nothing: so few words (8
    5-grams are 12 words) are the same by chance or by template. A text with up to `max_copies` exact copies has a
    row for each pair of them, beyond that one for each copy with the original.
    `bands`, `rows`, `seed` and `window` must be those of the stored signatures: others never meet. With a `window` of
    18 or less no text of `min_shingles` 5-grams is missed whose edits leave 0.9 of them.
    """

    near: float = 0.8
    edited: float = 0.5
    contained: float = 0.9
    same_title: float = 0.6
    min_shingles: int = 20
    min_exact_shingles: int = 9
    max_copies: int = 16
    bands: int = 48
    rows: int = 3
    min_shared_bands: int = 2
    seed: int = 42
    window: int = 18

    def __post_init__(self) -> None:
        if not 0 < self.edited <= self.near <= 1:
            raise ConfigurationError(f"duplicates: 0 < edited ({self.edited}) <= near ({self.near}) <= 1 is required")
        for name in ("contained", "same_title"):
            if not 0 < getattr(self, name) <= 1:
                raise ConfigurationError(f"duplicates: 0 < {name} ({getattr(self, name)}) <= 1 is required")
        for name in ("min_shingles", "min_exact_shingles", "max_copies", "bands", "rows", "min_shared_bands", "window"):
            if getattr(self, name) < 1:
                raise ConfigurationError(f"duplicates: {name} is {getattr(self, name)}, must be at least 1")
        if self.min_shared_bands > self.bands:
            raise ConfigurationError(f"duplicates: min_shared_bands is above bands ({self.bands})")


@dataclass(frozen=True)
class TransformSettings:
    """What the transforms are told: thresholds of algorithms, whether the costly measures are wanted, and
    the day of the run (None: no date is ahead of it)."""

    min_vietnamese_share: float = 0.5
    max_lines: int = 50_000  # a text with more, or with a longer line, is not worked on
    max_line_chars: int = 20_000_000
    duplicates: DuplicateSettings = field(default_factory=DuplicateSettings)
    has_corpus_measures: bool = False
    today: date | None = None
