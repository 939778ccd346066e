"""Two articles put beside each other, on the screen and as JSON, with the passages that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from rich.table import Table
from rich.text import Text

from flows.cells import shown
from flows.dossier import Dossier, Row, paragraphs
from flows.lookup import short
from flows.screen import console, heading, is_terminal, say
from transforms.passages import Beside, Paragraph, beside
from warehouse.runner import fetch

_SHARED_STYLE = "green"
_SHARED_MARKS = ("‹", "›")  # where there is no colour
_MOST_ROWS = 80
_NARROWEST = 80


@dataclass(frozen=True)
class Sides:
    """Two articles (article_id, title, outlet, published_on) and their paragraphs beside each other."""

    left: Row
    right: Row
    found: Beside


def read_sides(con: duckdb.DuckDBPyConnection, left_id: str, right_id: str) -> Sides:
    """Two stored articles beside each other."""
    records = {row["article_id"]: row for row in fetch(con, "queries/article_headings", ids=[left_id, right_id])}
    found = beside(paragraphs(con, left_id), paragraphs(con, right_id))
    return Sides(records[left_id], records[right_id], found)


def closest(dossier: Dossier) -> tuple[str, str] | None:
    """An article of the dossier and the one that is most like it, unless the two say the same."""
    different = [pair for pair in dossier.pairs if pair.differences]
    if not different:
        return None
    pair = max(different, key=lambda pair: (pair.other["similarity"] or 0.0, pair.other["other_id"]))
    return pair.article_id, pair.other["other_id"]


def show_sides(sides: Sides) -> None:
    """Both, paragraph by paragraph; shared passages are coloured, or in ‹ › where the output has no colour."""
    heading("Side by side")
    say(
        f"  shared passages: {sides.found.left_share:.0%} of the words left, {sides.found.right_share:.0%} right", "dim"
    )
    table = Table(box=None, padding=(0, 2, 1, 0), expand=True, show_header=True, header_style="bold")
    for record in (sides.left, sides.right):
        table.add_column(Text(shown(_title(record))), ratio=1, overflow="fold")
    rows = sides.found.rows
    for left, right in rows[:_MOST_ROWS]:
        table.add_row(_cell(sides.found.left, left), _cell(sides.found.right, right))
    screen = console()
    if not is_terminal():
        screen.width = max(screen.width, _NARROWEST)
    screen.print(table)
    if len(rows) > _MOST_ROWS:
        say(f"  … and {len(rows) - _MOST_ROWS:,} more paragraphs", "dim")


def sides_as_json(sides: Sides) -> dict[str, Any]:
    """The same as data: each paragraph as a list of pieces, rows of places from 0."""
    return {
        "left": {**sides.left, "shared": sides.found.left_share, "paragraphs": _pieces(sides.found.left)},
        "right": {**sides.right, "shared": sides.found.right_share, "paragraphs": _pieces(sides.found.right)},
        "rows": [list(row) for row in sides.found.rows],
    }


def _title(record: Row) -> str:
    about = ", ".join(str(value) for value in (record["outlet"], record["published_on"]) if value)
    return f"{short(record['article_id'])} ({about or 'outlet and date unknown'})"


def _cell(side: Sequence[Paragraph], place: int | None) -> Text:
    text = Text()
    before, after = ("", "") if is_terminal() else _SHARED_MARKS
    for piece in side[place] if place is not None else ():
        if piece.is_shared:
            text.append(f"{before}{shown(piece.text)}{after}", _SHARED_STYLE)
        else:
            text.append(shown(piece.text))
    return text


def _pieces(side: Sequence[Paragraph]) -> list[list[dict[str, Any]]]:
    return [[{"text": piece.text, "is_shared": piece.is_shared} for piece in paragraph] for paragraph in side]
