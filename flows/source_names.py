"""Names of files: which ones are wanted, and how a name that is not UTF-8 is written.

Names are matched without regard to case (`BAI.TXT` is a text file) and in NFC (macOS stores names decomposed).
A path pattern is matched part by part: `*` stays inside one part, `**` stands for any number of folders, and what
matches a folder holds for everything in it.
"""

from __future__ import annotations

import fnmatch
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_UNFINISHED = (b".tmp", b".part", b".crdownload", b"~")
_WILDCARD = re.compile(r"[*?\[]")
_SURROGATE = re.compile("[\udc80-\udcff]")
# What could be taken for an escaped byte, or for an escaped percent sign.
_LIKE_AN_ESCAPE = re.compile("%(?=[89A-F][0-9A-F]|25)")
_ESCAPE = re.compile(rb"%([89A-F][0-9A-F]|25)")

States = frozenset[int]


def uri_of(path: bytes) -> str:
    """The path as text: itself, with each byte that is not UTF-8 as `%XX` (capitals).

    No two paths have the same uri: a percent sign that would read as such an escape becomes `%25`.
    """
    text = path.decode("utf-8", "surrogateescape")
    if "%" in text:
        text = _LIKE_AN_ESCAPE.sub("%25", text)
    if not text.isascii():
        text = _SURROGATE.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", text)
    return text


def path_of(uri: str) -> bytes:
    """The path that `uri_of` wrote."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), os.fsencode(uri))


def is_unfinished(name: bytes) -> bool:
    """A temporary name: `*.tmp`, `*.part`, `*.crdownload`, `~*`, `*~`."""
    return name[:1] == b"~" or name.lower().endswith(_UNFINISHED)


def is_hidden(name: bytes) -> bool:
    """A name that starts with a dot."""
    return name[:1] == b"."


def _folded(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _regex(patterns: Iterable[str]) -> re.Pattern[str]:
    """One regex for all patterns; without patterns it matches nothing."""
    return re.compile("|".join(fnmatch.translate(_folded(text)) for text in patterns) or r"(?!)", re.IGNORECASE)


@dataclass(frozen=True)
class PathPattern:
    """A pattern of path parts, None for `**`. Its states are the numbers of parts that may have been matched."""

    parts: tuple[re.Pattern[str] | None, ...]

    @classmethod
    def of(cls, text: str) -> PathPattern:
        """The pattern written as `a/*/**/b*`."""
        parts = (part for part in text.split("/") if part not in ("", "."))
        return cls(tuple(None if part == "**" else _regex([part]) for part in parts))

    def start(self) -> States:
        """The states before the first part."""
        return self._skip_stars({0})

    def step(self, states: States, name: str) -> States:
        """The states after one more part of the path; none when the pattern can no longer match."""
        after = set()
        for state in states:
            part = self.parts[state] if state < len(self.parts) else None
            if part is None:
                after.add(state)
            elif part.match(_folded(name)):
                after.add(state + 1)
        return self._skip_stars(after)

    def is_met(self, states: States) -> bool:
        """The whole pattern has been matched: so has all that lies below."""
        return len(self.parts) in states

    def holds(self, names: Iterable[str]) -> bool:
        """The pattern matches the path of these names, or a folder on it."""
        states = self.start()
        for name in names:
            states = self.step(states, name)
        return self.is_met(states)

    def _skip_stars(self, states: set[int]) -> States:
        pending = list(states)
        while pending:
            state = pending.pop()
            if state < len(self.parts) and self.parts[state] is None and state + 1 not in states:
                states.add(state + 1)
                pending.append(state + 1)
        return frozenset(states)


class Patterns:
    """The include and exclude patterns of a source. One without a slash is matched with the name alone."""

    def __init__(self, include: Iterable[str], exclude: Iterable[str]) -> None:
        self._include, self._include_paths = _split(include)
        self._exclude, self._exclude_paths = _split(exclude)

    @property
    def need_paths(self) -> bool:
        """Whether the names alone don't decide."""
        return bool(self._include_paths or self._exclude_paths)

    def select(self, name: str, relative: str, *, is_named: bool) -> bool:
        """The file is wanted. `relative` is its path in the source; one that `is_named` need not be included."""
        name = _folded(name)
        if self._exclude.match(name) or (self._exclude_paths and _any(self._exclude_paths, relative)):
            return False
        return is_named or bool(self._include.match(name)) or _any(self._include_paths, relative)


def _split(patterns: Iterable[str]) -> tuple[re.Pattern[str], tuple[PathPattern, ...]]:
    texts = tuple(patterns)
    return _regex(t for t in texts if "/" not in t), tuple(PathPattern.of(t) for t in texts if "/" in t)


def _any(patterns: tuple[PathPattern, ...], relative: str) -> bool:
    return any(pattern.holds(relative.split("/")) for pattern in patterns)


def split_glob(path: str) -> tuple[bytes, PathPattern]:
    """The folder in which a source starts, and the pattern below it: an empty one, always met, for a plain path.

    A path that exists as it is written is plain, whatever characters it has.
    """
    parts = path.split("/")
    first = next((number for number, part in enumerate(parts) if _WILDCARD.search(part)), len(parts))
    if first == len(parts) or os.path.lexists(path):
        return os.fsencode(path), PathPattern(())
    return os.fsencode("/".join(parts[:first]) or "/"), PathPattern.of("/".join(parts[first:]))
