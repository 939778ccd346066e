"""The rows of a query as CSV, JSON or JSON lines, streamed: only a handful of rows is in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

import duckdb

from flows.cells import cell, to_json

_ROWS_AT_ONCE = 1000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def column_names(result: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of a result's columns, each once: a second `a` becomes `a_1`."""
    names: list[str] = []
    for name in (str(column[0]) for column in result.description or ()):
        place, distinct = 0, name
        while distinct in names:
            place += 1
            distinct = f"{name}_{place}"
        names.append(distinct)
    return names


def fetched(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows of a result, a few at a time."""
    while rows := result.fetchmany(_ROWS_AT_ONCE):
        yield from rows


def write_csv(result: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    """The rows of a result as `write_csv_rows` writes them."""
    write_csv_rows(column_names(result), fetched(result), out)


def write_csv_rows(names: Iterable[str], rows: Iterable[Iterable[Any]], out: TextIO) -> None:
    """A header line, then one line a row; null is an empty field.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets write it themselves.
    """
    writer = csv.writer(_Rows(out))
    writer.writerow([harmless(name) for name in names])
    for row in rows:
        writer.writerow([harmless(value) if isinstance(value, str) else cell(value) for value in row])


class _Rows:
    """Where a CSV writer puts its rows. Told of both characters of `\\r\\n` it quotes a text with either; a row ends
    with `\\n` alone."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, row: str) -> None:
        self._out.write(row.removesuffix("\r\n") + "\n")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def write_jsonl(result: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    """One object a line, and no other line end in it."""
    names = column_names(result)
    for row in fetched(result):
        out.write(to_json(dict(zip(names, row, strict=True))) + "\n")


def write_json(result: duckdb.DuckDBPyConnection, out: TextIO) -> None:
    """A list of objects, one a line."""
    names = column_names(result)
    separator = "[\n"
    for row in fetched(result):
        out.write(separator + to_json(dict(zip(names, row, strict=True))))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, TextIO], None]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
}
