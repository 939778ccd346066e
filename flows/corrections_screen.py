"""Corrections by hand on the screen of `tinsach show`: what was read, who corrected it, what the next run changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from flows.cells import shown
from warehouse.corrections import KIND

FIELD_NAMES = {"title": "title", "outlet": "outlet", "published_on": "date"}

_MARK = "✎"
_STYLE = "bold magenta"


def corrected_fields(corrections: Sequence[Mapping[str, Any]], part: int) -> Iterator[Text]:
    """One text for each corrected field of an article."""
    for row in corrections:
        if row["field"] != KIND and row["part"] == part:
            name = FIELD_NAMES[row["field"]]
            yield Text.assemble((f"{_MARK} {name}", _STYLE), (shown(f", {_story(row)}"), "dim"))


def corrected_line(corrections: Sequence[Mapping[str, Any]], line_no: int) -> Iterator[Text]:
    """The text for a line whose kind was corrected."""
    for row in corrections:
        if row["field"] == KIND and row["line_no"] == line_no:
            yield Text.assemble((f"{_MARK} kind", _STYLE), (shown(f", {_story(row)}"), "dim"))


def _story(row: Mapping[str, Any]) -> str:
    """What became of a correction, by whom, and why."""
    evidence = f" ({row['evidence_read']})" if row["evidence_read"] else ""
    read = f"“{row['value_read']}”{evidence}" if row["value_read"] else "nothing"
    what = {
        "active": f"read as {read}",
        "waiting": f"{read} → “{row['value']}” with the next run",
        "withdrawal_waiting": f"{read} again with the next run",
    }.get(row["status"], f"“{row['value']}”: no longer there")
    note = f": {row['note']}" if row["note"] else ""
    return f"{what}, by {row['corrected_by']}{note}"
