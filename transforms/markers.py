"""Phrases that mark furniture, from `markers.toml`, compiled to a few regular expressions a group."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

# A phrase stands alone when only punctuation or a count such as "(12)" follows it.
_WHOLE_END = r"[\s:：.…!?»>›▼▾+]*(?:\(\s*\d+\s*\))?[\s:]*$"


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    text = files("transforms").joinpath("markers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def section_row() -> str:
    """A lower-cased line that is nothing but three names of sections or more."""
    names = "|".join(sorted(_groups()["section"]["whole"], key=len, reverse=True))
    return rf"^(?:(?:{names}|trang chủ|trang nhất|home)(?:[\s|·•,/»›>-]+|$)){{3,}}$"


@dataclass(frozen=True)
class Markers:
    """Regular expressions (linear-time syntax) of a group, for lower-cased lines.

    Those that begin at the beginning of a line are apart from `inside`, which is looked for anywhere: together in one
    expression all would be looked for anywhere, in three times the time. A line without one of `hints` is not asked
    for `inside`.
    """

    anchored: tuple[str, ...]
    inside: str | None
    hints: tuple[str, ...]

    def match(self, low: pl.Expr) -> pl.Expr:
        """Whether lines are of the group."""
        found = [low.str.contains(pattern) for pattern in self.anchored]
        if self.inside is not None:
            hinted = pl.when(low.str.contains_any(list(self.hints))).then(low) if self.hints else low
            found.append(hinted.str.contains(self.inside).fill_null(False))
        return pl.any_horizontal(found)


@cache
def markers(group: str) -> Markers:
    """What marks lines of a group of `markers.toml`."""
    phrases = _groups()[group]
    anchored = []
    if whole := phrases.get("whole"):
        anchored.append(f"^(?:{'|'.join(whole)}){_WHOLE_END}")
    if prefix := phrases.get("prefix"):
        anchored.append(f"^(?:{'|'.join(prefix)})")
    inside = phrases.get("inside")
    return Markers(
        tuple(anchored), f"(?:{'|'.join(inside)})" if inside else None, tuple(phrases.get("inside_hints", ()))
    )
