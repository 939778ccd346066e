"""Somebody's SQL on what is published: read-only, within a time. Only DuckDB and the store are imported for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.cells import shown
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.store import safe_reader

_AGAIN_SECONDS = 0.2


@dataclass(frozen=True)
class When:
    """Which snapshot answers (None: the current one), and which one more is there as `before`."""

    snapshot: int | None = None
    before: int | None = None


NOW = When()


@contextmanager
def limited_reader(
    home: Home,
    max_seconds: float,
    max_temporary_bytes: int,
    hint: str,
    write_to: Path | None = None,
    when: When = NOW,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session for somebody's query, which is interrupted when its time is over; `hint` says who gives it more.

    ConfigurationError, one line, for a query that fails or takes too long.
    """
    with safe_reader(home, write_to, max_temporary_bytes, when.snapshot, when.before) as con:
        done = threading.Event()
        threading.Thread(target=_interrupt, args=(con, max_seconds, done), daemon=True).start()
        try:
            yield con
        except duckdb.InterruptException as error:
            raise ConfigurationError(
                f"the query took more than {max_seconds:g} s and was broken off; {hint}"
            ) from error
        except duckdb.Error as error:
            raise ConfigurationError(_one_line(error)) from error
        finally:
            done.set()


def _interrupt(con: duckdb.DuckDBPyConnection, max_seconds: float, done: threading.Event) -> None:
    """Again and again once the time is over: an interrupt between two statements has no effect."""
    is_done = done.wait(max_seconds)
    while not is_done:
        con.interrupt()
        is_done = done.wait(_AGAIN_SECONDS)


def run_all(con: duckdb.DuckDBPyConnection, text: str) -> duckdb.DuckDBPyConnection:
    """Execute all statements; the connection then gives the rows of the last, as they are computed."""
    for statement in statements(con, text):
        con.execute(statement)
    return con


def statements(con: duckdb.DuckDBPyConnection, text: str) -> list[duckdb.Statement]:
    """The statements of a text. ConfigurationError where there are none."""
    found = con.extract_statements(text)
    if not found:
        raise ConfigurationError("the query is empty")
    return found


def _one_line(error: duckdb.Error) -> str:
    """DuckDB's message without its drawing of the query, but with the line that the drawing is about."""
    message, _, drawing = str(error).partition("\n\nLINE ")
    place = f" (line {drawing.split(':')[0]} of the query)" if drawing else ""
    return f"the query fails: {shown(' '.join(message.split()))}{place}"
