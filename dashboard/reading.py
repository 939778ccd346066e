"""What the pages read: the published snapshot, and never to write to it.

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
from warehouse import notes, runner, snapshots, store, tables
from warehouse.layout import Home

Row = dict[str, Any]

_NUMBER = "snapshot"
_ROWS_OF_A_PAGE = 1000


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
    return (snapshots.current(home()), *(_stamp(file) for file in (home().decisions, home().reviews, home().notes)))


def view(name: str, snapshot: int | None = None) -> list[Row]:
    """All rows of a view such as `quality.rule_status`, of the snapshot of this rerun or another."""
    return _view(str(home().root), snapshot or number(), name)


def one(name: str) -> Row:
    """The row of a view that has one."""
    (row,) = view(name)
    return row


def rows(name: str, snapshot: int | None = None, /, **parameters: object) -> list[Row]:
    """The rows of a query of `warehouse/sql/queries`, of the snapshot of this rerun or another."""
    return _rows(str(home().root), snapshot or number(), name, parameters)


def with_notes(name: str, **parameters: object) -> list[Row]:
    """The rows of a query that also wants the runs that published nothing, or the time: not cached."""
    given = {"notes": notes.as_parameter(notes.read(home())), "shape": notes.SHAPE, **parameters}
    return _fetch(_session(str(home().root), number()), name, given)


def kept(file_id: str, n_bytes: int) -> list[Row]:
    """The beginning of the kept bytes of a content, as a row; none where they are gone."""
    packs = sorted(map(str, [*home().originals.glob("*.parquet"), *home().held.glob("*/batch-*/originals.parquet")]))
    return rows("kept_bytes", packs=packs, file_id=file_id, n_bytes=n_bytes) if packs else []


def has_table(name: str) -> bool:
    """Whether the snapshot has a table: one of an older version may not."""
    return name in _tables(str(home().root), number())


def held_runs() -> list[Row]:
    """The held runs that wait for a decision, or for the run that applies it."""
    return store.held_runs(home())


def is_parked(run_id: str) -> bool:
    """Whether the data of a held run is still there."""
    return (home().held / run_id).is_dir()


def held(run_id: str, name: str, **parameters: object) -> list[Row]:
    """The rows of a query over the data of a held run, which never changes."""
    return _held(str(home().root), run_id, name, parameters)


@st.cache_data(max_entries=50, show_spinner=False)
def _held(root: str, run_id: str, name: str, parameters: Mapping[str, object]) -> list[Row]:
    there = Home(Path(root))
    with store.stage(there, there.held / run_id) as con:
        con.execute("set search_path = 'staging'")  # so one query reads the tables of a run, or those of the snapshot
        return runner.fetch(con, f"queries/{name}", **parameters)


@st.cache_resource(max_entries=3, show_spinner=False)
def _session(root: str, snapshot: int) -> duckdb.DuckDBPyConnection:
    """One connection for each snapshot, of which every read takes a cursor. `snapshot` is the key of the cache."""
    con = store.open_reader(Home(Path(root)))
    missing = tables.missing(con)
    if missing:
        con.close()
        raise UnreachableError(
            f"snapshot {snapshot} of {root} was made by another version of tinsach and has no {min(missing)}; "
            "the next run that publishes brings it up to date"
        )
    return con


@st.cache_data(max_entries=10, show_spinner=False)
def _tables(root: str, snapshot: int) -> frozenset[str]:
    with _cursor(_session(root, snapshot)) as con:
        found = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return frozenset(name for (name,) in found)


@st.cache_data(max_entries=100, show_spinner=False)
def _view(root: str, snapshot: int, name: str) -> list[Row]:
    with _cursor(_session(root, snapshot)) as con:
        result = con.execute(f"from {runner.identifier(name)} order by all")
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@st.cache_data(max_entries=300, show_spinner=False)
def _rows(root: str, snapshot: int, name: str, parameters: Mapping[str, object]) -> list[Row]:
    return _fetch(_session(root, snapshot), name, parameters)


def _fetch(session: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]) -> list[Row]:
    with _cursor(session) as con:
        return runner.fetch(con, f"queries/{name}", **parameters)


def _cursor(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    con = session.cursor()
    con.execute("set TimeZone = 'UTC'")  # a cursor starts with the time zone of the machine
    # a join with the rows of a page reads those of the large table only, not all
    con.execute(f"set dynamic_or_filter_threshold = {_ROWS_OF_A_PAGE}")
    return con


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
