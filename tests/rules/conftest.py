"""Sessions to judge: DuckDB connections with the tables that the store's staging and audit sessions offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
import pytest

from expectations import suite
from expectations.rules import Rule, load_rules
from expectations.tables import REFERENCED_TABLES

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Open = Callable[[Rows], duckdb.DuckDBPyConnection]


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows as a frame of the table's columns; a column that a row lacks is null."""
    schema = REFERENCED_TABLES[table]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    return load_rules()


@pytest.fixture(scope="session")
def frame_of() -> Callable[[str, Sequence[Mapping[str, Any]]], pl.DataFrame]:
    """Rows of a table as a frame."""
    return _frame


@pytest.fixture(scope="session")
def _great_expectations() -> None:
    suite.prepare()


@pytest.fixture
def open_session(_great_expectations: None) -> Iterator[Open]:
    """Opens an in-memory database whose schema `staging` holds the given rows, and every other table empty."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def open_one(tables: Rows) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect()
        opened.append(con)
        con.execute("create schema staging")
        for table in REFERENCED_TABLES:
            con.register("given", _frame(table, tables.get(table, [])).to_arrow())
            con.execute(f"create table staging.{table} as from given")
            con.unregister("given")
        return con

    yield open_one
    for con in opened:
        con.close()


@pytest.fixture
def clean() -> dict[str, list[dict[str, Any]]]:
    """Two loaded files, one of them seen twice, with nothing wrong; fresh rows for each test."""
    lines = [
        {"file_id": file, "article_id": f"{file}/0", "line_no": number, "kind": kind}
        for file in "ab"
        for number, kind in enumerate(("title", "lead", "body"), start=1)
    ]
    ledger = [
        {"file_id": "a", "uri": "/1", "status": "loaded"},
        {"file_id": "b", "uri": "/2", "status": "loaded"},
        {"file_id": "a", "uri": "/3", "status": "duplicate"},
    ]
    return {
        "files": ledger,
        "known_contents": [{"file_id": row["file_id"], "status": row["status"]} for row in ledger],
        "known_measures": [{"file_id": "a"}, {"file_id": "b"}],
        "lines": lines,
        "line_measures": [{**line, **_CLEAN_LINE, "line_key": f"key {line['line_no']}"} for line in lines],
        "file_measures": [{"file_id": file, **_CLEAN_FILE} for file in "ab"],
        "measures": [{"file_id": file, "article_id": f"{file}/0", **_CLEAN_ARTICLE} for file in "ab"],
        "article_records": [{"file_id": file, "article_id": f"{file}/0"} for file in "ab"],
        "duplicates": [{"article_id": "b/0", "duplicate_of": "a/0"}],
    }


_CLEAN_LINE = {
    "n_chars": 80, "n_words": 16, "n_invisible": 0, "n_markup": 0, "repeats_paragraph": False, "repeats_title": False,
    "is_teaser_cut_off": False,
}  # fmt: skip
_CLEAN_FILE = {
    "n_lines": 3, "n_text_lines": 3, "n_paragraphs": 2, "is_binary": False, "is_undecodable": False,
    "is_non_utf8": False, "is_mojibake": False, "is_decomposed": False, "n_minor_tone_words": 0, "language": "vi",
}  # fmt: skip
_CLEAN_ARTICLE = {
    "part": 0, "has_title": True, "is_caption_first": False, "has_outlet": True, "has_published_on": True,
    "is_appended": False, "is_cut_off": False, "first_line": 1, "last_line": 3,
}  # fmt: skip
