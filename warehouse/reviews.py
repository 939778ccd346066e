"""What people found in articles that no rule complains of: an append-only log beside that of the decisions.

Each publish takes it into `quality.reviews`; what counts is the last answer on an article.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime

from transforms.errors import ConfigurationError
from warehouse.files import append_line
from warehouse.layout import Home

VERDICTS = ("clean", "missed")
POPULATIONS = ("unflagged", "clean")


@dataclass(frozen=True)
class Review:
    """One answer: `verdict` (one of VERDICTS) on an article that was drawn at random from `population`, the `rule` that
    should have found something (or null) and a note, by whom and when (with a zone)."""

    article_id: str
    verdict: str
    population: str
    who: str
    when: datetime
    rule: str | None = None
    note: str | None = None
    review_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        """ConfigurationError for an unknown verdict or population."""
        if self.verdict not in VERDICTS or self.population not in POPULATIONS:
            raise ConfigurationError(f"unknown review {self.verdict!r} of {self.population!r}")
        if self.when.tzinfo is None:
            raise ValueError("a review needs a time with a zone")


def append(home: Home, review: Review) -> None:
    """Add an answer to the log, on the disk when this returns."""
    record = asdict(review) | {"when": review.when.isoformat()}
    append_line(home.reviews, json.dumps(record, ensure_ascii=False) + "\n")


def read(home: Home) -> tuple[Review, ...]:
    """The last answer on each article. A line that a crash tore is left out: see `unreadable`."""
    found = {review.article_id: review for _, review in _parsed(home) if review is not None}
    return tuple(found.values())


def unreadable(home: Home) -> tuple[int, ...]:
    """Numbers of the lines of the log that cannot be read, from 1."""
    return tuple(number for number, review in _parsed(home) if review is None)


def as_parameter(reviews: tuple[Review, ...]) -> str:
    """The answers as the JSON list that `loads/reviews.sql` takes."""
    return json.dumps([asdict(review) | {"when": review.when.isoformat()} for review in reviews])


def _parsed(home: Home) -> Iterator[tuple[int, Review | None]]:
    """(line number, answer or None) of each line that is not blank."""
    try:
        content = home.reviews.read_bytes()
    except FileNotFoundError:
        return
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield number, _from_json(line)


def _from_json(line: bytes) -> Review | None:
    try:
        record = json.loads(line)
        return Review(**{**record, "when": datetime.fromisoformat(record["when"])})
    except (ValueError, KeyError, TypeError, ConfigurationError):
        return None
