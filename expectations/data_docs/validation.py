"""What a page about one run is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Validation:
    """One audited run. `results` are its rows of `quality.results`; `rules_version` is that of the rules it knew."""

    run_id: str
    flow: str | None
    status: str | None
    judged_at: datetime | None
    detail: str | None
    rules_version: str | None
    results: tuple[Mapping[str, Any], ...]

    @property
    def file(self) -> str:
        """Its page, from the root of the site."""
        return f"validations/{quote(self.run_id, safe='')}.html"

    def count(self, outcome: str) -> int:
        """How many rules were `kept`, `broken` or `errored`."""
        return sum(outcome_of(row) == outcome for row in self.results)


def outcome_of(row: Mapping[str, Any]) -> str:
    """What became of a rule: `kept`, `broken`, or `errored` where it could not be computed."""
    if row["errored"]:
        return "errored"
    return "kept" if row["success"] else "broken"
