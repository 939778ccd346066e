"""Build the warehouse anew in a fresh file, where too much of the old one is empty: rows that were replaced leave
holes, and a snapshot is a copy of the one before it, holes and all."""

from __future__ import annotations

import duckdb

from transforms.errors import UnreachableError
from transforms.schema import BASE
from warehouse import connections, runner, snapshots, tables
from warehouse.layout import Home
from warehouse.lock import writing
from warehouse.publishing import Steps, next_snapshot
from warehouse.recovery import forget_former, recover

_BOOKKEEPING = ("ops.meta", "ops.applied_decisions", "ops.totals")


def free_share(home: Home) -> float:
    """The share of the current snapshot's blocks that hold nothing."""
    with connections.in_memory(home) as con:
        number = snapshots.current(home)
        if number is None:
            return 0.0
        con.execute(f"attach {runner.literal(snapshots.path(home, number))} as warehouse (read_only)")
        query = (
            "select free_blocks / nullif(total_blocks, 0) from pragma_database_size() where database_name = 'warehouse'"
        )
        row = con.execute(query).fetchone()
    return float(row[0] or 0.0) if row else 0.0


def compact(home: Home, *, forgets_former: bool = False) -> tuple[int, int]:
    """Publish the same tables from a file without holes: its bytes before and after.

    With `forgets_former` all earlier snapshots go, for they hold what must not be found any more.
    """
    with writing(home, "maintain"):
        base = recover(home)
        former = snapshots.path(home, base)

        def attach(con: duckdb.DuckDBPyConnection) -> None:
            con.execute(f"attach {runner.literal(former)} as former (read_only)")

        def fill(con: duckdb.DuckDBPyConnection) -> None:
            _copy(con)
            if forgets_former:
                con.execute("delete from ops.meta where key = 'takedown_unfinished'")
                con.execute("delete from ops.meta where key = 'oldest'")
                con.execute("insert into ops.meta select 'oldest', value from ops.meta where key = 'snapshot'")

        n_bytes = former.stat().st_size
        number = next_snapshot(home, base, Steps(fill, attach, starts_empty=True))
        forget_former(home)
        return n_bytes, snapshots.path(home, number).stat().st_size


def _copy(con: duckdb.DuckDBPyConnection) -> None:
    """Every table, row by row as it stood; UnreachableError when a table has other rows afterwards."""
    there = tables.existing(con, "former")
    for name in (*BASE, *_BOOKKEEPING):
        if name not in there:
            continue
        table = runner.identifier(name)
        rows = f"select * from former.{table}"  # noqa: S608  names of the schema
        if name == "ops.meta":  # what the new snapshot says of itself is there already
            rows += " where key not in (select key from ops.meta)"
        con.execute(f"insert into {table} by name {rows}")
        counts = [con.execute(f"select count(*) from {where}{table}").fetchone() for where in ("former.", "")]  # noqa: S608
        if counts[0] != counts[1] and name != "ops.meta":
            raise UnreachableError(
                f"compaction lost rows of {name}: {counts[0]} became {counts[1]}; nothing was changed"
            )
