"""The two ways to a connection of our own: in memory, and to the draft of a snapshot. Both speak UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import runner, snapshots
from warehouse.layout import Home

_HEADER_BYTES = 3 * 4096  # before the first block
_MEMORY_LIMIT = "512MiB"  # of each of two sessions that work on a run; what does not fit goes to HOME/tmp


def read_only(home: Home, snapshot: Path) -> duckdb.DuckDBPyConnection:
    """A snapshot, read-only. Connections of one process to the same file share its cache, so all are made here."""
    return _in_utc(duckdb.connect(str(snapshot), read_only=True, config={"temp_directory": str(home.spill)}))


def is_whole(home: Home, number: int) -> bool:
    """Whether a snapshot opens and is not shorter than when it was made: one that was cut short may open too."""
    snapshot = snapshots.path(home, number)
    try:
        with read_only(home, snapshot) as con:
            query = "select block_size * used_blocks from pragma_database_size()"
            (n_bytes,) = con.execute(query).fetchone() or (0,)
        length = snapshot.stat().st_size
    except (duckdb.Error, OSError):
        return False
    made = snapshots.length_when_made(home, number)
    return bool(length >= (n_bytes + _HEADER_BYTES if made is None else made))


def in_memory(home: Home) -> duckdb.DuckDBPyConnection:
    """An empty database of its own, called `memory`."""
    con = duckdb.connect(":memory:", config={"temp_directory": str(home.spill), "memory_limit": _MEMORY_LIMIT})
    return _in_utc(con)


@contextmanager
def draft(home: Home, file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Write to a draft: `news`, `quality`, `ops` are its schemas, `staging` is one in memory.

    Checkpointed and closed at the end, so that the file is whole without a log beside it.
    """
    con = in_memory(home)
    try:
        # in its default storage version DuckDB 1.5 cannot compress with zstd
        # a draft that a crash interrupts is thrown away: no need for a write-ahead log
        con.execute(
            f"attach {runner.literal(file)} as warehouse (storage_version 'v1.5.0', recovery_mode no_wal_writes)"
        )
        con.execute("create schema memory.staging")
        con.execute("set search_path = 'warehouse.main,memory.staging'")
        yield con
        con.execute("checkpoint warehouse")
    finally:
        con.close()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing, on a draft: one that an error interrupts is closed and thrown away, so nothing is rolled back."""
    con.begin()
    yield
    con.commit()


def _in_utc(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    con.execute("set TimeZone = 'UTC'")  # not in the config: DuckDB can't load what knows time zones that early
    return con
