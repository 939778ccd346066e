"""Tables, macros, views and comments of a snapshot, derived from the schema and from `migrations`, `macros` and `views`
in `sql`."""

from __future__ import annotations

import hashlib
import re

import duckdb

from transforms.errors import UnreachableError
from transforms.schema import BASE, TABLES
from transforms.schema_types import Column, Table
from warehouse import runner

_MACRO = re.compile(r"^create or replace macro ([\w.]+)", re.MULTILINE)
_TEXTS = {("lines", "text")}  # paragraphs: zstd takes a quarter of their size, which DuckDB would not choose by itself


def define(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the current catalog to today's shape: migrations, missing tables and columns, macros, views, comments.

    Does nothing when the shape is that of today already. UnreachableError for a snapshot that a newer version made.
    """
    shape = _shape()
    if _meta(con, "shape") == shape:
        return
    _migrate(con)
    for table in BASE.values():
        _create(con, table)
    for name in (*runner.names("macros"), *runner.names("views")):
        runner.run(con, name)
    for view, source in mirrors().items():
        con.execute(f"create or replace view main.{runner.identifier(view)} as from {runner.identifier(source)}")
    for view, table in _described().items():
        _comment(con, view, table)
    set_meta(con, "shape", shape)


def existing(con: duckdb.DuckDBPyConnection, database: str | None = None) -> frozenset[str]:
    """The tables of a database (by default the current one) as `schema.table`: an older snapshot may lack some."""
    named = "current_database()" if database is None else runner.literal(database)
    query = f"select schema_name || '.' || table_name from duckdb_tables() where database_name = {named}"  # noqa: S608
    return frozenset(name for (name,) in con.execute(query).fetchall())


def missing(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Views and macros of today that a snapshot of another version does not have, as `schema.name`."""
    query = """
        select schema_name || '.' || view_name from duckdb_views() where not internal
        union all
        select schema_name || '.' || function_name from duckdb_functions() where not internal
    """
    there = {name for (name,) in con.execute(query).fetchall()}
    views = {name.removeprefix("views/") for name in runner.names("views")}
    return frozenset(views | macros()) - there


def macros() -> frozenset[str]:
    """The macros that `sql/macros` makes, as `schema.name`."""
    return frozenset(name for file in runner.names("macros") for name in _MACRO.findall(runner.sql(file)))


def mirrors() -> dict[str, str]:
    """Each view of `main` and the table or view that it shows under the same name; the first of equal names wins."""
    sources = [*TABLES, *(name.removeprefix("views/") for name in runner.names("views"))]
    shown: dict[str, str] = {}
    for source in sources:
        shown.setdefault(source.split(".")[1], source)
    return shown


def set_meta(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    """Keep a text with the snapshot."""
    runner.let(con, key=key, value=value)
    con.execute("delete from ops.meta where key = getvariable('key')")
    con.execute("insert into ops.meta values (getvariable('key'), getvariable('value'))")


def _shape() -> str:
    """A hash of all that makes up the shape of a snapshot."""
    sources = [runner.sql(name) for folder in ("migrations", "macros", "views") for name in runner.names(folder)]
    return hashlib.sha256("\n".join([repr(TABLES), *sources]).encode()).hexdigest()[:16]


def _meta(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    if "ops.meta" not in existing(con):
        return None
    runner.let(con, key=key)
    row = con.execute("select value from ops.meta where key = getvariable('key')").fetchone()
    return row[0] if row else None


def _migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Run the migrations that the snapshot has not seen; their names begin with their number."""
    done = _meta(con, "migration") or ""
    available = [name.removeprefix("migrations/") for name in runner.names("migrations")]
    if done > available[-1]:
        raise UnreachableError(f"a newer tinsach made this warehouse (migration {done}); update tinsach")
    for name in available:
        if name > done:
            runner.run(con, f"migrations/{name}")
            set_meta(con, "migration", name)


def _create(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create a table, or add the columns that it lacks."""
    name = runner.identifier(table.qualified)
    columns = [f"{runner.identifier(column.name)} {_storage(table, column)}" for column in table.columns]
    con.execute(f"create table if not exists {name} ({', '.join(columns)})")
    there = {row[0] for row in con.execute(f"describe {name}").fetchall()}
    for column, definition in zip(table.columns, columns, strict=True):
        if column.name not in there:
            con.execute(f"alter table {name} add column {definition}")


def _storage(table: Table, column: Column) -> str:
    return f"{column.sql_type} using compression zstd" if (table.name, column.name) in _TEXTS else column.sql_type


def _described() -> dict[str, Table]:
    """Every table and view that the schema has words for."""
    shown = {f"main.{view}": TABLES[source] for view, source in mirrors().items() if source in TABLES}
    return {**TABLES, **shown}


def _comment(con: duckdb.DuckDBPyConnection, name: str, table: Table) -> None:
    is_table = table.is_base and not name.startswith("main.")
    quoted = runner.identifier(name)
    comments = [f"comment on {'table' if is_table else 'view'} {quoted} is {runner.literal(table.meaning)}"]
    comments += [
        f"comment on column {quoted}.{runner.identifier(column.name)} is {runner.literal(column.meaning)}"
        for column in table.columns
    ]
    con.execute(";\n".join(comments))
