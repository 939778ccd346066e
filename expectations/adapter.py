"""Great Expectations on a DuckDB connection that is already open. Goes away once GX has a DuckDB engine of its own.

GX closes a connection before it fetches from it, and DuckDB drops the result then. So this dialect fetches every result
at once, into SQLAlchemy's buffered strategy. Import this module through `suite.prepare`, which keeps GX quiet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import duckdb_engine
import great_expectations as gx
from great_expectations.core import id_dict
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from sqlalchemy import types
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGExecutionContext_psycopg2
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

_TYPES: dict[str, type[types.TypeEngine[Any]]] = {
    "VARCHAR": types.String, "BIGINT": types.BigInteger, "DOUBLE": types.Float, "BOOLEAN": types.Boolean,
    "DATE": types.Date, "TIMESTAMP WITH TIME ZONE": types.DateTime,
}  # fmt: skip


class _FetchingContext(PGExecutionContext_psycopg2):
    def post_exec(self) -> None:
        super().post_exec()  # type: ignore[no-untyped-call]
        if self.cursor.description:
            rows = self.cursor.fetchall()
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(self.cursor, self.cursor.description, rows)


class FetchingDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect with results that outlive their connection."""

    execution_ctx_cls = _FetchingContext
    supports_statement_cache = False

    # GX asks for columns and keys twice a table, and the ways of the parent class take a tenth of a second each.
    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> list[Any]:
        """Name and type of each column of a table or view of the search path."""
        name = '"' + table_name.replace('"', '""') + '"'
        cursor = connection.connection.cursor()
        described = cursor.execute(f"describe {name}").fetchall()
        return [
            {"name": column, "type": _TYPES.get(kind, types.NullType)(), "nullable": True, "default": None}
            for column, kind, *_ in described
        ]

    def get_pk_constraint(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """None: no table here has keys."""
        return {"constrained_columns": [], "name": None}


registry.register("duckdb", __name__, FetchingDialect.__name__)


@contextmanager
def datasource(con: duckdb.DuckDBPyConnection, schema: str) -> Iterator[SQLDatasource]:
    """A GX data source whose unqualified tables are those of `schema` in `con`; it sees what `con` has committed."""
    cursors: list[duckdb.DuckDBPyConnection] = []

    def connect() -> Any:
        cursor = con.cursor()
        cursor.execute("set search_path = '" + schema.replace("'", "''") + "'")
        cursors.append(cursor)
        return duckdb_engine.ConnectionWrapper(cursor)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    # Else it writes itself as YAML, which nobody reads, twice for each table.
    context._save_project_config = lambda: None  # type: ignore[method-assign]
    try:
        with _quick():
            yield context.data_sources.add_sql(
                "warehouse",
                connection_string="duckdb:///:memory:",
                kwargs={"creator": connect},  # type: ignore[call-arg]
            )
    finally:
        for cursor in cursors:
            cursor.close()


@contextmanager
def _quick() -> Iterator[None]:
    """Two things that GX does thousands of times in an audit, and that take two fifths of it, done once or not at all.

    An expectation makes its configuration anew each time that it is asked for it, and what names a metric is made fit
    for JSON, by asking NumPy of each value, though nearly all are plain.
    """
    made, serializable = Expectation.configuration, id_dict.convert_to_json_serializable  # type: ignore[attr-defined]
    known: dict[int, tuple[Expectation, ExpectationConfiguration]] = {}

    def configuration(self: Expectation) -> ExpectationConfiguration:
        if id(self) not in known:
            known[id(self)] = (self, made.fget(self))  # type: ignore[attr-defined]
        return known[id(self)][1]

    def json_of(data: dict[str, Any]) -> Any:
        return data if all(type(value) in _PLAIN for value in data.values()) else serializable(data=data)

    Expectation.configuration = property(configuration)  # type: ignore[method-assign, assignment]
    id_dict.convert_to_json_serializable = json_of  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        Expectation.configuration = made  # type: ignore[method-assign]
        id_dict.convert_to_json_serializable = serializable  # type: ignore[attr-defined]


_PLAIN = (str, int, bool, type(None))
