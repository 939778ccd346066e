"""Somebody's query for the page SQL: run within its limits, its rows kept as Arrow, and written as CSV and Parquet."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

from dashboard import written
from flows.cells import cell
from flows.querying import limited_reader, run_all
from flows.row_formats import column_names
from flows.settings_groups import Sql
from warehouse.layout import Home
from warehouse.runner import literal

_ROWS_AT_ONCE = 1000
_HINT = "ask for less, or raise sql.page_max_seconds"
_PLAIN = (bool, int, float, str)


@dataclass(frozen=True)
class Answer:
    """The rows of a query, and whether there were more than it may have."""

    query: str
    rows: pa.Table
    is_cut: bool
    seconds: float

    def shown(self) -> pl.DataFrame:
        """The rows for people: what is no number, text or truth value is written out."""
        with _alone(self.rows) as con:
            values = zip(*con.execute("from kept").fetchall(), strict=True)
            columns = list(values) or [()] * self.rows.num_columns
        names = self.rows.column_names
        return pl.DataFrame([_column(name, column) for name, column in zip(names, columns, strict=True)])

    def as_csv(self) -> bytes:
        """CSV that no spreadsheet takes for formulas."""
        with _alone(self.rows) as con:
            return written.csv_bytes(self.rows.column_names, con.execute("from kept").fetchall())

    def as_parquet(self) -> bytes:
        """Parquet, with the types of the query."""
        with tempfile.TemporaryDirectory(prefix="tinsach-") as folder, _alone(self.rows) as con:
            file = Path(folder) / "answer.parquet"
            con.execute(f"copy kept to {literal(file)} (format parquet, compression zstd)")
            return file.read_bytes()


def ask(home: Home, query: str, limits: Sql) -> Answer:
    """Run a query on what is published. ConfigurationError, one line, when it fails or takes too long."""
    started = time.monotonic()
    with limited_reader(home, limits.page_max_seconds, limits.max_temporary_bytes, _HINT) as con:
        names = column_names(run_all(con, query))
        rows, is_cut = _some(con.to_arrow_reader(_ROWS_AT_ONCE), limits.page_max_rows, limits.page_max_bytes)
    return Answer(query, rows.rename_columns(names), is_cut, time.monotonic() - started)


def _some(reader: pa.RecordBatchReader, max_rows: int, max_bytes: int) -> tuple[pa.Table, bool]:
    """As many rows as may be kept, and whether there are more."""
    batches, n_rows, n_bytes = [], 0, 0
    try:
        for batch in reader:
            batches.append(batch)
            n_rows, n_bytes = n_rows + batch.num_rows, n_bytes + batch.nbytes
            if n_rows > max_rows or n_bytes > max_bytes:
                break
    except OSError as error:  # what Arrow makes of an error of DuckDB in the middle of a result
        is_late = "INTERRUPT" in str(error)
        raise (duckdb.InterruptException if is_late else duckdb.Error)(str(error)) from error
    if n_bytes > max_bytes:
        batches = batches[:-1]
    rows = pa.Table.from_batches(batches, reader.schema)
    return rows.slice(0, max_rows), n_rows > max_rows or n_bytes > max_bytes


def _alone(rows: pa.Table) -> duckdb.DuckDBPyConnection:
    """A session of its own that knows nothing but the rows, as `kept`."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    con.register("kept", rows)
    return con


def _column(name: str, values: Iterable[Any]) -> pl.Series:
    """Numbers, texts and truth values as they are, everything else as text."""
    kept = list(values)
    kinds = {type(value) for value in kept if value is not None}
    is_plain = len(kinds) == 1 and kinds <= set(_PLAIN)
    if is_plain and kinds == {int}:
        is_plain = all(value is None or abs(value) < 2**53 for value in kept)  # what a browser counts exactly
    if not is_plain:
        kept = [None if value is None else cell(value) for value in kept]
    return pl.Series(name, kept, strict=False, dtype=None if is_plain else pl.String)
