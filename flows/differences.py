"""Where two versions of a text differ, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=\S)")
_MOST_SENTENCES = 3000  # beyond, comparing takes seconds


@dataclass(frozen=True)
class Passage:
    """One place of difference: the sentences before and after; one of the two may be empty."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def passages(before: Sequence[str], after: Sequence[str]) -> list[Passage]:
    """The places where the paragraphs `after` differ from `before`, in their order; white space does not count."""
    old, new = _sentences(before), _sentences(after)
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Passage(tuple(old[i:j]), tuple(new[k:m])) for tag, i, j, k, m in changes if tag != "equal"]


def _sentences(paragraphs: Sequence[str]) -> list[str]:
    split = (sentence for text in paragraphs for sentence in _SENTENCE_END.split(" ".join(text.split())))
    return [sentence for sentence in split if sentence][:_MOST_SENTENCES]
