"""The rows of a query as CSV, JSON or JSON lines, streamed: only a handful of rows is in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import duckdb

from flows.cells import cell, to_json

_ROWS_AT_ONCE = 1000


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
    """A header line, then one line a row; null is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column_names(result))
    for row in fetched(result):
        writer.writerow([cell(value) for value in row])


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
