"""A hash of each table's content, to see whether two warehouses hold the same tables."""

from __future__ import annotations

import hashlib

import duckdb

from transforms.schema import TABLES
from transforms.schema_types import Table
from warehouse.layout import Home
from warehouse.runner import identifier
from warehouse.sessions import open_reader

_PER_RUN = frozenset({"run_id", "versions"})


def fingerprint(home: Home) -> dict[str, str]:
    """Qualified name of each contract table or view to a hash of its rows, in whatever order they stand.

    Left out is what the same input may give otherwise: run ids, versions and times of processing; and indexes, which
    hold what the last upkeep found.
    """
    with open_reader(home) as con:
        return {name: _of_table(con, table) for name, table in TABLES.items() if not table.is_index}


def _of_table(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    columns = [column.name for column in table.columns if not column.is_processing and column.name not in _PER_RUN]
    cells = ", ".join(f"coalesce({identifier(name)}::varchar, chr(30))" for name in columns)
    contents = f"select concat_ws(chr(31), {cells}) as content from {identifier(table.qualified)}"  # noqa: S608  names of the schema
    sums = "count(*), sum(md5_number_upper(content)), sum(md5_number_lower(content))"
    row = con.execute(f"select {sums} from ({contents})").fetchone()  # noqa: S608
    return hashlib.sha256(repr(row).encode()).hexdigest()[:16]
