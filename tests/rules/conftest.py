"""Sessions to judge: DuckDB connections with the tables that the store's staging and audit sessions offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
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
        "article_records": [{"file_id": file, "article_id": f"{file}/0", **_CLEAN_RECORD} for file in "ab"],
        "duplicates": [
            {"article_id": "b/0", "duplicate_of": "a/0", "method": "near", "similarity": 0.9, "cluster_id": "a/0"}
        ],
        "known_articles": [{"article_id": f"{file}/0"} for file in "ab"],
        "corpus_measures": [{"file_id": file, "article_id": f"{file}/0", "part": 0, **_CLEAN_CORPUS} for file in "ab"],
        "related_items": [{"file_id": "a", "article_id": "a/0", "position": 1}],
        "signatures": [{"file_id": file, "article_id": f"{file}/0"} for file in "ab"],
        "flags": [{"flag_id": "1", "rule": "very_long_line", "file_id": "a"}],
        "outlet_runs": [{"outlet": outlet, **_CLEAN_OUTLET} for outlet in ("Tuổi Trẻ", "VnExpress")],
        "rule_history": [
            {"rule": "missing_title", "level": "article", "n_runs": 30, "n_fired": 3, "unexpected_share": 0.01}
        ],
    }


_CLEAN_LINE = {
    "n_chars": 80, "n_words": 16, "n_invisible": 0, "n_markup": 0, "repeats_paragraph": False, "repeats_title": False,
    "is_teaser_cut_off": False, "n_replaced": 0, "has_address": False,
}  # fmt: skip
_CLEAN_FILE = {
    "n_lines": 3, "n_text_lines": 3, "n_paragraphs": 2, "is_binary": False, "is_undecodable": False,
    "is_non_utf8": False, "is_mojibake": False, "is_decomposed": False, "n_minor_tone_words": 0, "language": "vi",
    "is_oversized": False, "residue_share": 0.0, "repeated_share": 0.0, "has_replaced_bytes": False,
}  # fmt: skip
_CLEAN_ARTICLE = {
    "part": 0, "has_title": True, "is_caption_first": False, "has_outlet": True, "has_published_on": True,
    "is_appended": False, "is_cut_off": False, "first_line": 1, "last_line": 3,
    "n_words": 300, "n_title_chars": 60, "n_title_words": 12, "is_title_upper": False, "is_title_lower": False,
    "has_title_address": False, "has_title_outlet": False, "is_lead_title": False, "n_lead_words": 40,
    "has_signed_end": False, "published_year": 2025, "is_date_coarse": False, "n_days_ahead": 0,
}  # fmt: skip
_CLEAN_RECORD = {
    "part": 0, "first_line": 1, "last_line": 3, "published_on": date(2025, 1, 15), "published_on_precision": "day",
    "published_on_basis": "15/1/2025",
}  # fmt: skip
_CLEAN_OUTLET = {
    "n_articles": 30, "n_runs_before": 30, "volume_ratio": 1.0, "length_ratio": 1.0, "flagged_share_rise": 0.0,
    "no_title_rise": 0.0, "no_date_rise": 0.0, "no_byline_rise": 0.0, "silence_ratio": 1.0,
}  # fmt: skip
_CLEAN_CORPUS = {
    "n_gopher_words": 300, "mean_word_chars": 3.4, "hash_word_ratio": 0.0, "ellipsis_word_ratio": 0.0,
    "bullet_line_share": 0.0, "ellipsis_line_share": 0.0, "alpha_word_share": 0.97, "n_stop_words": 9,
    "repeated_line_share": 0.0, "repeated_line_char_share": 0.0, "repeated_char_share": 0.0,
    **{f"top_{n}_gram_share": 0.02 for n in (2, 3, 4)}, **{f"duplicated_{n}_gram_share": 0.0 for n in range(5, 11)},
    "has_lorem_ipsum": False, "has_curly_bracket": False, "n_javascript_lines": 0, "n_policy_lines": 0,
    "max_word_chars": 14, "n_c4_sentences": 18, "stopped_line_share": 0.8, "short_line_share": 0.1,
    "newline_word_ratio": 0.02,
}  # fmt: skip
