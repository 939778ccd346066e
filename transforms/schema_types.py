"""What a table and a column are."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

TEXT = pl.String()
INT = pl.Int64()
FLOAT = pl.Float64()
BOOL = pl.Boolean()
DATE = pl.Date()
TIME = pl.Datetime("us", "UTC")

_SQL = {TEXT: "VARCHAR", INT: "BIGINT", FLOAT: "DOUBLE", BOOL: "BOOLEAN", DATE: "DATE", TIME: "TIMESTAMPTZ"}


@dataclass(frozen=True)
class Column:
    """One column. `is_processing` marks what the same input may give otherwise (run ids, times of processing)."""

    name: str
    dtype: pl.DataType
    meaning: str
    is_processing: bool = False

    @property
    def sql_type(self) -> str:
        """The DuckDB type that stores it."""
        if isinstance(self.dtype, pl.List):
            return "UBIGINT[]"
        return _SQL[self.dtype]


@dataclass(frozen=True)
class Table:
    """One table: schema, name, what one row is, its columns. A view has `is_base` False.

    `is_index` marks what only makes queries faster: it may hold less than the other tables, or nothing.
    """

    schema: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_base: bool = True
    is_index: bool = False

    @property
    def qualified(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(column.name for column in self.columns)
