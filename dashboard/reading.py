"""What the pages read: the published snapshot, never anything else of the warehouse, and never to write to it.

A rerun of a page works on one snapshot from beginning to end: `begin` looks where the link leads, everything after it
asks that snapshot. Rows are cached by its number, for a snapshot never changes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from flows.settings import resolve_home
from transforms.errors import UnreachableError
from warehouse import runner, snapshots, store
from warehouse.layout import Home

Row = dict[str, Any]

_NUMBER = "snapshot"


def home() -> Home:
    """The home folder that TINSACH_HOME names."""
    return Home(resolve_home(None, os.environ))


def begin() -> None:
    """Find the current snapshot for this rerun; makes an empty one where there is none."""
    if snapshots.current(home()) is None:
        store.open_reader(home()).close()
    st.session_state[_NUMBER] = snapshots.current(home())
    _session(str(home().root), number())


def number() -> int:
    """The snapshot that this rerun shows."""
    return int(st.session_state[_NUMBER])


def signs() -> tuple[object, ...]:
    """What changes when there is something new to show: the snapshot, decisions, runs that published nothing."""
    return (snapshots.current(home()), *(_stamp(file) for file in (home().decisions, home().notes)))


def rows(name: str, **parameters: object) -> list[Row]:
    """The rows of a named query (`queries/file_lines`), or of the last of its statements."""
    return _rows(str(home().root), number(), name, parameters)


def view(name: str) -> list[Row]:
    """All rows of a view such as `quality.rule_status`, in the order of its columns."""
    return _view(str(home().root), number(), name)


def one(name: str) -> Row:
    """The row of a view that has one."""
    (row,) = view(name)
    return row


def fresh(name: str, **parameters: object) -> list[Row]:
    """The rows of a named query whose answer depends on the clock or on files beside the snapshot: not cached."""
    return _fetch(str(home().root), number(), (name,), parameters)


def session(names: tuple[str, ...], parameters: Mapping[str, object]) -> list[list[Row]]:
    """The rows of several named queries that build on each other (a temporary table, then selects from it)."""
    return _several(str(home().root), number(), names, dict(parameters))


@st.cache_resource(max_entries=3, show_spinner=False)
def _session(root: str, snapshot: int) -> duckdb.DuckDBPyConnection:
    """One connection for each snapshot; every read takes a cursor of it. `snapshot` is the key of the cache."""
    con = store.open_reader(Home(Path(root)))
    there = {row[0] for row in con.execute("select schema_name || '.' || view_name from duckdb_views()").fetchall()}
    missing = {name.removeprefix("views/") for name in runner.names("views")} - there
    if missing:
        con.close()
        raise UnreachableError(
            f"snapshot {snapshot} of {root} was made by another version of tinsach and has no {min(missing)}; "
            "the next run that publishes brings it up to date"
        )
    return con


@st.cache_data(max_entries=300, show_spinner=False)
def _rows(root: str, snapshot: int, name: str, parameters: Mapping[str, object]) -> list[Row]:
    return _fetch(root, snapshot, (name,), parameters)


@st.cache_data(max_entries=100, show_spinner=False)
def _several(root: str, snapshot: int, names: tuple[str, ...], parameters: Mapping[str, object]) -> list[list[Row]]:
    with _session(root, snapshot).cursor() as con:
        return [_last_rows(con, name, parameters) for name in names]


@st.cache_data(max_entries=100, show_spinner=False)
def _view(root: str, snapshot: int, name: str) -> list[Row]:
    with _session(root, snapshot).cursor() as con:
        return _records(con.execute(f"from {runner.identifier(name)} order by all"))


def _fetch(root: str, snapshot: int, names: tuple[str, ...], parameters: Mapping[str, object]) -> list[Row]:
    with _session(root, snapshot).cursor() as con:
        return _last_rows(con, names[-1], parameters)


def _last_rows(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]) -> list[Row]:
    runner.run(con, name, **parameters)
    return _records(con)


def _records(result: duckdb.DuckDBPyConnection) -> list[Row]:
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
