"""Sessions to read what is published, to work on a staged run, to audit. None of them can write to a snapshot."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from transforms.errors import UnreachableError
from transforms.schema import BATCH_TABLES, RUN_TABLES
from transforms.schema_types import Table
from warehouse import connections, runner, snapshots, tables
from warehouse.layout import Home, batches

if TYPE_CHECKING:
    import polars as pl

_OPEN_ATTEMPTS = 20  # gc may remove a snapshot between reading the link and opening the file


def open_reader(home: Home) -> duckdb.DuckDBPyConnection:
    """Read-only, on the current snapshot; publishes an empty one first where there is none.

    Sessions of one process on one snapshot share its cache. UnreachableError when it can't be opened.
    """
    return _on_current(home, lambda snapshot: connections.read_only(home, snapshot))


def safe_reader(
    home: Home,
    write_to: Path | None = None,
    max_temporary_bytes: int | None = None,
    snapshot: int | None = None,
    before: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """For SQL that somebody else wrote: read-only, and no way to files, the network or settings.

    `write_to` is the one file that COPY may write. The session shares nothing with others of the process. It reads the
    current snapshot, or that of the number `snapshot`; `before` is one more, attached under that name to compare with.
    """
    chosen, earlier = (None if number is None else snapshots.kept(home, number) for number in (snapshot, before))

    def attach(current: Path) -> duckdb.DuckDBPyConnection:
        con = _with_snapshot(home, chosen or current, "warehouse")
        if earlier is not None:
            con.execute(f"attach {runner.literal(earlier)} as before (read_only)")
        con.execute("use warehouse")
        if write_to is not None:
            con.execute(f"set allowed_paths = [{runner.literal(os.path.abspath(write_to))}]")
        if max_temporary_bytes is not None:
            con.execute(f"set max_temp_directory_size = '{max_temporary_bytes} bytes'")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        return con

    return _on_current(home, attach)


def stage(home: Home, run_dir: Path) -> duckdb.DuckDBPyConnection:
    """In memory: the current snapshot as `live`, `staging.*` over the Parquet files of a staged run, and `stored.*`:
    the tables of the snapshot in today's shape, whatever version of tinsach made it."""
    con = _on_current(home, lambda snapshot: _with_snapshot(home, snapshot, "live"))
    con.execute("create schema staging")
    _define_stored(con)
    define_staging(con, run_dir)
    runner.run(con, "sessions/known")
    return con


def audit_session(home: Home) -> duckdb.DuckDBPyConnection:
    """In memory: the names of `stage`, over what is published; measures only of files with status `loaded`."""
    con = _on_current(home, lambda snapshot: _with_snapshot(home, snapshot, "live"))
    con.execute("create schema staging")
    _define_stored(con)
    for name in {**BATCH_TABLES, **RUN_TABLES}:
        con.execute(f"create view staging.{runner.identifier(name)} as from stored.{runner.identifier(name)}")
    runner.run(con, "sessions/audit")
    runner.run(con, "sessions/known")
    return con


def _define_stored(con: duckdb.DuckDBPyConnection) -> None:
    """Views `stored.*` over the snapshot: a table or column that it lacks is empty or null."""
    con.execute("create schema stored")
    known = "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = 'live'"
    there = set(con.execute(known).fetchall())
    for name, table in {**BATCH_TABLES, **RUN_TABLES}.items():
        typed = ", ".join(
            f"{'' if (table.qualified, column.name) in there else f'null::{column.sql_type} as '}"
            f"{runner.identifier(column.name)}"
            for column in table.columns
        )
        is_there = any(qualified == table.qualified for qualified, _ in there)
        source = f"from live.{runner.identifier(table.qualified)}" if is_there else "where false"
        con.execute(f"create view stored.{runner.identifier(name)} as select {typed} {source}")


def define_staging(con: duckdb.DuckDBPyConnection, run_dir: Path | None, only: frozenset[str] | None = None) -> None:
    """(Re)define `staging.*` in the memory of a session; a table that the run does not bring is empty.

    Call it again when the run has written more files. With no run all tables are empty; with `only` all others are.
    """
    for name, table in {**BATCH_TABLES, **RUN_TABLES}.items():
        is_wanted = run_dir is not None and (only is None or name in only)
        _define(con, table, _parts(run_dir, name) if run_dir and is_wanted else [])
    con.execute("create or replace view memory.staging.articles as from memory.staging.article_records")


def define_reference(con: duckdb.DuckDBPyConnection, run_dir: Path, table: Table) -> None:
    """Define `staging.<table>` over run/<table>.parquet: a table that a run replaces as a whole, or leaves alone."""
    file = reference_file(run_dir, table)
    _define(con, table, [file] if file.exists() else [])


def reference_file(run_dir: Path, table: Table) -> Path:
    """Where a run leaves the new content of a table that it replaces as a whole."""
    return run_dir / "run" / f"{table.name}.parquet"


def known_files(con: duckdb.DuckDBPyConnection, inside: Sequence[str] | None = None) -> pl.DataFrame:
    """One row for each uri, what was seen there last: uri, size_bytes, modified_at, file_id, status.

    With `inside` only uris that are one of those or lie in one, as in a folder: what a large ledger has of a small
    source is found thirty times as fast.
    """
    import polars as pl  # late: a reader that only runs SQL does without

    if inside is None:
        return pl.DataFrame(con.sql("from ops.current_files"))
    runner.let(con, roots=json.dumps(list(inside)))
    return pl.DataFrame(con.sql(runner.sql("queries/known_inside")))


def ensure(home: Home) -> int:
    """The number of the current snapshot; publishes an empty one where there is none. Needs no lock."""
    if (number := snapshots.current(home)) is not None:
        return number
    try:
        home.published.mkdir(parents=True, exist_ok=True)
        if not snapshots.numbers(home):
            _reveal_empty(home)
        snapshots.point_first(home)
    except (OSError, duckdb.Error) as error:
        if snapshots.current(home) is None:  # else another process was faster and swept our draft away
            raise UnreachableError(f"cannot make a warehouse in {home.published}: {error}") from error
    return ensure(home)


def _reveal_empty(home: Home) -> None:
    file = snapshots.first_draft(home)
    with connections.draft(home, file) as con, connections.transaction(con):
        tables.define(con)
        tables.set_meta(con, "snapshot", "1")
    snapshots.seal(file)
    snapshots.reveal_first(home, file)


def _on_current(home: Home, connect: Callable[[Path], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    for _ in range(_OPEN_ATTEMPTS):
        snapshot = snapshots.path(home, ensure(home))
        try:
            return connect(snapshot)
        except duckdb.Error as error:
            if snapshot.exists():
                raise UnreachableError(f"cannot open {snapshot}: {error}") from error
    raise UnreachableError(
        f"{home.link} leads to {snapshot.name}, which is gone; `tinsach rollback` to one that is there"
    )


def _with_snapshot(home: Home, snapshot: Path, name: str) -> duckdb.DuckDBPyConnection:
    con = connections.in_memory(home)
    try:
        con.execute(f"attach {runner.literal(snapshot)} as {runner.identifier(name)} (read_only)")
    except duckdb.Error:
        con.close()
        raise
    return con


def _parts(run_dir: Path, name: str) -> list[Path]:
    """The Parquet files of one table of a staged run, in the order of its batches."""
    folders = [] if name in RUN_TABLES else [folder for _, folder in batches(run_dir)]
    folders.append(run_dir / "run")  # flags that need the whole run stand there
    return [file for folder in folders if (file := folder / f"{name}.parquet").exists()]


def _define(con: duckdb.DuckDBPyConnection, table: Table, parts: list[Path]) -> None:
    """A view of `memory.staging` with the columns of a table, over Parquet files; empty without any."""
    if parts:
        columns = ", ".join(runner.identifier(name) for name in table.column_names)
        files = ", ".join(runner.literal(part) for part in parts)
        query = f"select {columns} from read_parquet([{files}])"  # noqa: S608  names of the schema, quoted paths
    else:
        typed = (f"null::{column.sql_type} as {runner.identifier(column.name)}" for column in table.columns)
        query = f"select {', '.join(typed)} where false"
    con.execute(f"create or replace view memory.staging.{runner.identifier(table.name)} as {query}")
