"""Run the named `.sql` files of this folder with bound parameters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

_SQL = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of a named file, such as `loads/ledger`."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """The named files of a folder (`migrations`, `loads`, `views`), in order of their names."""
    return sorted(f"{folder}/{path.stem}" for path in (_SQL / folder).glob("*.sql"))


def run(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> None:
    """Execute every statement of a named file; each is given those of the `$name` parameters that it uses."""
    for statement in con.extract_statements(sql(name)):
        con.execute(statement.query, {key: parameters[key] for key in statement.named_parameters})


def fetch(con: duckdb.DuckDBPyConnection, name: str, /, **parameters: object) -> list[dict[str, Any]]:
    """The rows of a named file with one query, each as column name to value."""
    (statement,) = con.extract_statements(sql(name))
    result = con.execute(statement.query, {key: parameters[key] for key in statement.named_parameters})
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def let(con: duckdb.DuckDBPyConnection, **texts: str) -> None:
    """Set texts for `getvariable('name')` in the SQL that follows on this connection.

    For readers, which must start fast: the first bound parameter of a process makes DuckDB import pandas.
    """
    for name, text in texts.items():
        con.execute(f"set variable {identifier(name)} = {literal(text)}")


def identifier(name: str) -> str:
    """A name, quoted for SQL; each part of `schema.table` by itself."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(value: str | Path) -> str:
    """A text or path, quoted for statements that take no bound parameter (ATTACH, CREATE VIEW, COMMENT, SET)."""
    return "'" + str(value).replace("'", "''") + "'"
