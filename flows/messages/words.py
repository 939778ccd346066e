"""Causes in words: the title and text of a message, in the language of the settings."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flows.messages.causes import Cause, Example
from flows.messages.plain import plain, unlinked, without_passwords
from warehouse.layout import Home

_FILE = Path(__file__).parent / "words.toml"
_DETAIL = 300  # characters of an error that a message repeats
_EXAMPLES = 3
_REASONS = 5
_SUBJECT = 150
_SHARES = ("share", "usual", "limit")


@cache
def texts() -> dict[str, dict[str, dict[str, str]]]:
    """Group to name to language to text."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """What messages of a home say, in one language."""

    home: Home
    language: str

    def say(self, group: str, name: str, facts: Mapping[str, Any] | None = None) -> str:
        """A text with its places filled: numbers and times as the language writes them, everything else harmless."""
        filled = {key: self._written(key, value) for key, value in (facts or {}).items()}
        return texts()[group][name][self.language].format(**filled)

    def title(self, cause: Cause) -> str:
        """The subject of the message about a cause."""
        return self.subject(self.say(cause.kind, "title", self._facts(cause)))

    def subject(self, title: str) -> str:
        """A title with the home that it is about."""
        return self.say("common", "subject", {"home": self.home.root.name, "title": plain(title, _SUBJECT)})

    def text(self, cause: Cause, now: datetime, told_before: str | None = None) -> str:
        """The text of the message about a cause, with the day it was first told of, if it was."""
        facts = self._facts(cause)
        lines = [self.say(cause.kind, "text", facts)]
        if cause.kind == "held":
            lines += [f"- {self.say('reason', kind, given)}" for kind, given in cause.reasons[:_REASONS]]
            lines += ["- …"] * (len(cause.reasons) > _REASONS)
        lines += [self.say(cause.kind, "counts", facts)]
        if told_before is not None:
            lines.append(self.say("common", "again", {"since": datetime.fromisoformat(told_before)}))
        lines += self._examples(cause.examples)
        return self.closed(lines, cause.commands, now)

    def several(self, causes: Sequence[Cause], now: datetime) -> tuple[str, str]:
        """Subject and text of one message about many causes of a kind."""
        n_more = len(causes) - 1
        subject = f"{self.title(causes[0])} {self.say('common', 'several', {'n': n_more})}"
        lines = [self.say("common", "several_text", {"n": len(causes)})]
        lines += [f"- {self.say(cause.kind, 'title', self._facts(cause))}" for cause in causes]
        commands = dict.fromkeys(command for cause in causes for command in cause.commands[:1])
        return subject, self.closed(lines, list(commands)[:_EXAMPLES], now)

    def closed(self, lines: Iterable[str], commands: Iterable[str], now: datetime) -> str:
        """A text with the commands, and where and when it was written."""
        shown = [line for line in lines if line]
        listed = [f"  {command}" for command in commands]
        if listed:
            shown += ["", self.say("common", "commands"), *listed]
        place = {"when": now, "host": socket.gethostname(), "root": str(self.home.root)}
        return "\n".join([*shown, "", self.say("common", "when", place)])

    def _facts(self, cause: Cause) -> dict[str, Any]:
        facts = {"code": cause.code, "run_id": cause.run_id or "", **cause.facts}
        if cause.reasons:
            facts["why"] = "; ".join(self.say("reason", kind, given) for kind, given in cause.reasons)
        if "flow" in facts:
            facts["flow"] = self.say("flow", facts["flow"]) if facts["flow"] in texts()["flow"] else facts["flow"]
        if "description" in facts:
            facts["description"] = facts["description"][self.language] or facts["description"]["en"]
        if "holder" in facts:
            facts["holder"] = self.say("holder", "busy" if facts["holder"] else "none", facts["holder"])
            facts["last"] = facts["last"] or self.say("holder", "never")
        return facts

    def _examples(self, examples: Sequence[Example]) -> list[str]:
        shown = [self._example(example) for example in examples[:_EXAMPLES]]
        return ["", self.say("common", "examples"), *shown] if shown else []

    def _example(self, example: Example) -> str:
        """`- tệp.txt, dòng 4: “Tựa đề” (why)`"""
        place = _file_name(example.file)
        if example.line is not None:
            place += f", {self.say('common', 'line')} {example.line}"
        title = f": “{unlinked(example.title, 80)}”" if example.title else ""
        detail = f" ({unlinked(example.detail, 120)})" if example.detail else ""
        return f"- {place}{title}{detail}"

    def _written(self, key: str, value: object) -> str:
        if isinstance(value, datetime):
            pattern = "%d/%m/%Y %H:%M %Z" if self.language == "vi" else "%Y-%m-%d %H:%M %Z"
            return value.astimezone().strftime(pattern)
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y" if self.language == "vi" else "%Y-%m-%d")
        if isinstance(value, float) and key in _SHARES:
            return self._decimal(f"{value:.1%}")
        if isinstance(value, int | float):
            return self._decimal(f"{value:,}")
        return plain(without_passwords(str(value)), _DETAIL)

    def _decimal(self, number: str) -> str:
        """1,234.5 as Vietnamese writes it: 1.234,5."""
        return number.translate(str.maketrans(",.", ".,")) if self.language == "vi" else number


def _file_name(name: str | None) -> str:
    """The base name; its suffix stays as it is, so that an ordinary name can be copied."""
    stem, dot, suffix = (name or "?").rpartition("/")[2].rpartition(".")
    if suffix.lower() not in ("txt", "text"):
        return unlinked(stem + dot + suffix, 80)
    return unlinked(stem, 80) + dot + suffix
