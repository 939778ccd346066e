"""Pages as lists of labelled lines, and what the labels say about the file. Definitions, not the rules under test."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

MAIN_TEXT = frozenset({"title", "lead", "body", "heading"})
_FLAG_OF_KIND = {
    "related_heading": "related_links_residue",
    "related_title": "related_links_residue",
    "related_text": "related_links_residue",
    "navigation": "navigation_residue",
    "promo": "promo_residue",
    "media": "media_residue",
    "appended_body": "appended_article",
}
_PARAGRAPHS = frozenset({"lead", "body", "appended_body", "related_text"})
_TITLES = frozenset({"title", "appended_title", "related_title"})
_INVISIBLE = re.compile("[\u00a0\u202f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ZERO_WIDTH = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_OLD_TONE = re.compile(r"(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?!\w)", re.IGNORECASE)
_NEW_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_LONG_LINE = 2000


class Line(NamedTuple):
    """One line of a page: its kind and its text."""

    kind: str
    text: str


def key(text: str) -> str:
    """What equal lines have in common."""
    return " ".join(_ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text)).split())


def with_duplicates(lines: Iterable[Line]) -> tuple[list[Line], set[str]]:
    """The lines with blank ones and repeats labelled as such, and the flags that the repeats bring."""
    seen: dict[str, str] = {}
    labelled, flags = [], set()
    for line in lines:
        text = key(line.text)
        if not text:
            labelled.append(Line("blank", line.text))
        elif text in seen:
            labelled.append(Line("duplicate", line.text))
            flags |= {"repeated_paragraphs"} if seen[text] in _PARAGRAPHS else set()
            flags |= {"repeated_title"} if seen[text] in _TITLES else set()
        else:
            seen[text] = line.kind
            labelled.append(line)
    return labelled, flags


def flags_of(lines: list[Line]) -> set[str]:
    """The flags that follow from kinds and characters alone."""
    full = [line for line in lines if line.kind != "blank"]
    kinds = [line.kind for line in full]
    text = unicodedata.normalize("NFC", "\n".join(line.text for line in full))
    tests = {
        "missing_title": "title" not in kinds,
        "caption_as_title": "title" not in kinds and kinds[:1] == ["caption"],
        "very_long_line": any(len(key(line.text)) > _LONG_LINE for line in full),
        "invisible_characters": _INVISIBLE.search("\n".join(line.text for line in lines)) is not None,
        "mixed_tone_placement": bool(_OLD_TONE.search(text)) and bool(_NEW_TONE.search(text)),
    }
    found = {_FLAG_OF_KIND[kind] for kind in kinds if kind in _FLAG_OF_KIND}
    return found | {flag for flag, holds in tests.items() if holds}
