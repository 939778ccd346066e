"""Saved queries for the page SQL: the worked ones of docs/queries.md, and the user's own in HOME/queries."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dashboard import reading

_PAGE = Path(__file__).parents[1] / "docs" / "queries.md"
_WORKED = re.compile(r"^### (\d+)\. ([^\n]+)\n\n```sql\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_MOST_BYTES = 100_000
_OWN = "home:"


@cache
def worked() -> dict[str, str]:
    """Number to SQL; none where the documentation was not installed."""
    try:
        return {number: query for number, _, query in _WORKED.findall(_PAGE.read_text(encoding="utf-8"))}
    except FileNotFoundError:
        return {}


def own() -> dict[str, str]:
    """`home:NAME` to SQL, for each `HOME/queries/NAME.sql` that can be read."""
    found = {}
    for file in sorted(reading.home().queries.glob("*.sql")):
        try:
            if file.stat().st_size <= _MOST_BYTES:
                found[_OWN + file.stem] = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):  # not ours to mend: it is not offered
            continue
    return found


def own_name(code: str) -> str | None:
    """The name of one of the user's own; None for a worked one."""
    return code.removeprefix(_OWN) if code.startswith(_OWN) else None
