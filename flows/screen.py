"""What the verbs print: tables and coloured text on a terminal, plain text when piped.

Everything goes through `cells.shown`, and nothing of it is read as markup: data cannot steer a terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cells import shown

Style = str | Callable[[str], str]

SEVERITY_STYLES = {"critical": "bold red", "warning": "yellow", "info": "cyan"}
STATUS_STYLES = {
    "open": "yellow",
    "loaded": "green",
    "duplicate": "cyan",
    "quarantined": "red",
    "held": "red",
    "discarded": "dim",
    "dismissed": "dim",
    "resolved": "dim",
}
_GAP = 2
_LABEL_WIDTH = 9
_RECORD_CELL = 12  # a table whose columns would get less than this is shown record by record


@dataclass(frozen=True)
class Column:
    """A column of a table: `key` of the row mapping, how it looks, and whether it may be cut to fit the terminal."""

    key: str
    title: str | None = None
    style: Style = ""
    is_number: bool = False
    can_shrink: bool = False

    @property
    def header(self) -> str:
        """What stands above it."""
        return self.key if self.title is None else self.title

    def style_of(self, text: str) -> str:
        """The style of one cell."""
        return self.style if isinstance(self.style, str) else self.style(text)


def severity_style(text: str) -> str:
    """The colour of a severity."""
    return SEVERITY_STYLES.get(text, "")


def status_style(text: str) -> str:
    """The colour of a status; one that a decision is about to change ("open → dismissed") has that of the new one."""
    return STATUS_STYLES.get(text.rpartition("→")[2].strip(), "")


def console() -> Console:
    """Standard output as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def is_terminal() -> bool:
    """Standard output goes to a person's screen."""
    return console().is_terminal


def say(text: object = "", style: str = "") -> None:
    """One line."""
    write(Text(shown(text), style))


def write(text: Text) -> None:
    """Text put together by `Text`, of parts that went through `cells.shown`; a piped line is never broken."""
    console().print(text, soft_wrap=True)


def heading(text: str) -> None:
    """A blank line and a heading."""
    write(Text())
    say(text, "bold")


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """`label  value` lines, those without a value left out; a value may be a `Text`."""
    given = [(label, value) for label, value in pairs if value not in (None, "")]
    width = max((cell_len(label) for label, _ in given), default=0)
    width = max(width, _LABEL_WIDTH)
    for label, value in given:
        start = Text(f"  {_pad(label, width)}  ", "dim")
        hanging(start, value if isinstance(value, Text) else Text(shown(value)))


def hanging(start: Text, text: Text) -> None:
    """`text` behind `start`; on a terminal its further lines stand under its first."""
    if not is_terminal():
        write(Text.assemble(start, text))
        return
    grid = Table.grid()
    grid.add_column(width=start.cell_len, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(start, text)
    console().print(grid)


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    """A table: fitted into a terminal, with the columns that can shrink cut; aligned and whole when piped."""
    texts = [[_cell(row[column.key], column) for column in columns] for row in rows]
    if is_terminal():
        _print_rich(columns, texts)
    else:
        _print_aligned(columns, texts)


def record_table(names: Sequence[str], rows: Sequence[Sequence[str]], are_numbers: Sequence[bool]) -> None:
    """The rows of any query: a table, or record by record where the columns don't fit side by side."""
    widths = [max(map(cell_len, (name, *column))) for name, column in zip(names, _columns(rows, names), strict=True)]
    if sum(min(width, _RECORD_CELL) + _GAP for width in widths) > console().width:
        for number, row in enumerate(rows, start=1):
            say(f"─── {number} ", "dim")
            facts((name, text or "∅") for name, text in zip(names, row, strict=True))
        return
    shape = [
        Column(str(place), name, is_number=is_number, can_shrink=not is_number)
        for place, (name, is_number) in enumerate(zip(names, are_numbers, strict=True))
    ]
    table(shape, [{str(place): text for place, text in enumerate(row)} for row in rows])


def _columns(rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[list[str]]:
    return [[shown(row[place]) for row in rows] for place in range(len(names))]


def _cell(value: object, column: Column) -> str:
    if value is None:
        return ""
    if column.is_number and isinstance(value, int):
        return f"{value:,}"
    return shown(value)


def _print_rich(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold")
    for column in columns:
        drawn.add_column(
            Text(shown(column.header)),
            justify="right" if column.is_number else "left",
            no_wrap=not column.can_shrink,
            overflow="ellipsis",
        )
    for row in rows:
        # no_wrap of the cell, not of the column: a column that may not wrap would not be the first to shrink
        drawn.add_row(
            *(
                Text(text, column.style_of(text), no_wrap=True, overflow="ellipsis")
                for text, column in zip(row, columns, strict=True)
            )
        )
    console().print(drawn)


def _print_aligned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    lines = [[shown(column.header) for column in columns], *rows]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(columns))]
    for line in lines:
        padded = [
            _pad(text, width, column.is_number) for text, width, column in zip(line, widths, columns, strict=True)
        ]
        write(Text((" " * _GAP).join(padded).rstrip()))


def _pad(text: str, width: int, is_number: bool = False) -> str:
    space = " " * (width - cell_len(text))
    return space + text if is_number else text + space
