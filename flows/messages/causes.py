"""Why people are told, as data: one cause for what can be mended by one deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from expectations.record import SEVERITIES


@dataclass(frozen=True)
class Example:
    """One row behind a cause: the file's base name, the line in it, the article's title, what is wrong."""

    file: str | None = None
    line: int | None = None
    title: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Cause:
    """One cause. `kind` is a word of `messages.causes`, `code` tells it from others of its kind (a rule, a step).

    `facts` are the numbers and names that its message says, `reasons` further lines, each as (words, facts);
    `commands` show the rows, or what to do.
    """

    kind: str
    code: str
    severity: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    examples: tuple[Example, ...] = ()
    commands: tuple[str, ...] = ()
    run_id: str | None = None

    @property
    def key(self) -> str:
        """The same for the same cause in every run."""
        return f"{self.kind}:{self.code}"

    def is_at_least(self, severity: str) -> bool:
        """As grave as that, or graver."""
        return SEVERITIES.index(self.severity) <= SEVERITIES.index(severity)
