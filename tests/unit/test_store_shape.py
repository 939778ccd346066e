"""The tables and views of a snapshot are those of the schema, each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from transforms.schema import BATCH_TABLES, RUN_TABLES, TABLES
from warehouse import runner, store, tables
from warehouse.layout import Home


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_reader(Home(tmp_path_factory.mktemp("home"))) as connection:
        yield connection


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_of_the_schema(con: duckdb.DuckDBPyConnection, name: str) -> None:
    long_names = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    wanted = [(column.name, long_names.get(column.sql_type, column.sql_type)) for column in TABLES[name].columns]
    for shown in (name, f"main.{TABLES[name].name}"):
        assert [row[:2] for row in con.execute(f"describe {shown}").fetchall()] == wanted


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_has_its_words(con: duckdb.DuckDBPyConnection, name: str) -> None:
    table = TABLES[name]
    query = "select column_name, comment from duckdb_columns() where schema_name = ? and table_name = ?"
    query += " order by column_index"
    for schema in (table.schema, "main"):
        words = con.execute(query, [schema, table.name]).fetchall()
        assert words == [(column.name, column.meaning) for column in table.columns]
    kinds = "select table_name, comment from duckdb_tables() where schema_name = $s union all "
    kinds += "select view_name, comment from duckdb_views() where schema_name = $s"
    for schema in (table.schema, "main"):
        assert (table.name, table.meaning) in con.execute(kinds, {"s": schema}).fetchall()


def test_views_beyond_the_schema_have_words_too(con: duckdb.DuckDBPyConnection) -> None:
    for name in runner.names("views"):
        schema, _, view = name.removeprefix("views/").partition(".")
        query = "select count(*), count(comment) from duckdb_columns() where schema_name = ? and table_name = ?"
        (columns, words) = con.execute(query, [schema, view]).fetchall()[0]
        assert columns == words > 0


def test_no_two_tables_share_a_name_in_main() -> None:
    assert set(tables.mirrors().values()) >= set(TABLES)


def test_nothing_rests_on_keys_or_indexes(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("select count(*) from duckdb_indexes()").fetchall() == [(0,)]
    constraints = "select count(*) from duckdb_constraints() where database_name = current_database()"
    assert con.execute(constraints).fetchall() == [(0,)]


def test_every_sql_file_is_short_and_begins_with_a_sentence() -> None:
    folder = Path(runner.__file__).parent / "sql"
    files = sorted(folder.rglob("*.sql"))
    assert len(files) > 20
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("-- "), file
        assert len(lines) < 60, file


def test_every_staged_table_is_loaded() -> None:
    loads = "\n".join(runner.sql(name) for name in runner.names("loads"))
    for name in {**BATCH_TABLES, **RUN_TABLES}:
        assert f"staging.{name}" in loads, name


def test_every_load_is_used() -> None:
    source = (Path(runner.__file__).parent / "loads.py").read_text(encoding="utf-8")
    for name in runner.names("loads"):
        if not name.startswith("loads/replace_"):
            assert f'"{name}"' in source, name
