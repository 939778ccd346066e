"""Rule files: TOML, one table a rule, read so that a mistake can be told by file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from transforms.errors import ConfigurationError

_HEADER = re.compile(r"^\s*\[+\s*([\w\"'-]+)\s*(?:\.\s*([\w-]+))?")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True)
class Entry:
    """One rule as written: its code, its fields, and where they stand."""

    code: str
    fields: Mapping[str, Any]
    path: Path
    lines: Sequence[str]  # of the whole file

    @cached_property
    def line_numbers(self) -> Mapping[str, int]:
        """Line of each field; the empty key is the rule's header. Only looked for when something is wrong."""
        return _line_numbers(self.code, self.lines)

    def where(self, key: str = "") -> str:
        """`file:line` of a field, or of the rule's header."""
        return f"{self.path}:{self.line_numbers.get(key, self.line_numbers.get('', 1))}"

    def refuse(self, key: str, what: str, allowed: Iterable[str] | str = ()) -> NoReturn:
        """Raise ConfigurationError that names file, line, rule, what is wrong, and what would be right."""
        raise ConfigurationError(f"{self.where(key)}: rule {self.code}: {what}{_allowed(allowed)}")


def _allowed(allowed: Iterable[str] | str) -> str:
    words = allowed if isinstance(allowed, str) else ", ".join(allowed)
    return f"; allowed: {words}" if words else ""


def read_entries(path: Path) -> list[Entry]:
    """The rules of one file, in its order. Raises ConfigurationError where it is not TOML or a rule is no table."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}:1: cannot be read as UTF-8 text: {error}") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}:{_error_line(str(error), text)}: not TOML: {_reason(str(error))}") from error
    lines = text.split("\n")
    return [_entry(code, fields, path, lines) for code, fields in content.items()]


def _entry(code: str, fields: object, path: Path, lines: list[str]) -> Entry:
    entry = Entry(code, fields if isinstance(fields, dict) else {}, path, lines)
    if not isinstance(fields, dict):
        entry.refuse("", "stands alone", "a table headed by the rule's code, like [missing_title]")
    return entry


def _line_numbers(code: str, lines: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.match(line):
            inside = header[1].strip("\"'") == code
            if inside:
                found.setdefault("", number)
                found.setdefault(header[2] or "", number)
        elif (key := re.match(r"\s*([\w-]+)\s*[.=]", line)) and (inside or key[1] == code):
            found.setdefault(key[1] if inside else "", number)
    return found


def _error_line(message: str, text: str) -> int:
    place = _AT_LINE.search(message)
    return int(place[1]) if place and place[1] else text.count("\n") + 1


def _reason(message: str) -> str:
    return _AT_LINE.sub("", message).strip()
