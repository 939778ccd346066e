"""Phrases that mark furniture, from `markers.toml`, compiled to one regular expression a group."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

# A phrase stands alone when only punctuation or a count such as "(12)" follows it.
_WHOLE_END = r"[\s:.…!?»>›▼▾+]*(?:\(\s*\d+\s*\))?[\s:]*$"


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    text = files("transforms").joinpath("markers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def section_row() -> str:
    """A lower-cased line that is nothing but three names of sections or more."""
    names = "|".join(sorted(_groups()["section"]["whole"], key=len, reverse=True))
    return rf"^(?:(?:{names}|trang chủ|trang nhất|home)(?:[\s|·•,/»›>-]+|$)){{3,}}$"


@cache
def marker_pattern(group: str) -> str:
    """A regular expression (linear-time syntax) that a lower-cased line of this group matches."""
    phrases = _groups()[group]
    parts = []
    if whole := phrases.get("whole"):
        parts.append(f"^(?:{'|'.join(whole)}){_WHOLE_END}")
    if prefix := phrases.get("prefix"):
        parts.append(f"^(?:{'|'.join(prefix)})")
    if inside := phrases.get("inside"):
        parts.append(f"(?:{'|'.join(inside)})")
    return "|".join(parts)
