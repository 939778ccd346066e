"""A run compared with the last runs of its outlets, and the rules about that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import polars as pl
import pytest

from expectations.rules import load_rules
from expectations.verdicts import verdicts
from flows import outlets
from transforms.schema import RUN_TABLES, TABLES, conform, polars_schema

NOW = datetime(2026, 1, 31, tzinfo=UTC)
TABLES_NEEDED = ("article_records", "files", "flags")
GIVEN = {"n_runs": 30, "min_runs": 5, "min_articles": 3, "min_silence_hours": 24}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Ten daily runs with four articles of Bến Sông each, up to yesterday."""
    with duckdb.connect() as connection:
        connection.execute("create schema stored; create schema staging")
        usual = {"n_articles": 4, "n_words_median": 400.0, "flagged_share": 0.25, "no_title_share": 0.0}
        usual |= {"no_date_share": 0.5, "no_byline_share": 0.5, "outlet": "Bến Sông"}
        rows = [{**usual, "run_id": f"r{day}", "started_at": NOW - timedelta(days=day)} for day in range(1, 11)]
        _create(connection, "stored.outlet_runs", "outlet_runs", rows)
        for name in TABLES_NEEDED:
            _create(connection, f"staging.{name}", name, [])
        yield connection


def _create(con: duckdb.DuckDBPyConnection, target: str, name: str, rows: list[dict[str, Any]]) -> None:
    table = next(table for table in TABLES.values() if table.name == name)
    frame = (
        conform(pl.DataFrame(rows, infer_schema_length=None), table)
        if rows
        else pl.DataFrame(schema=polars_schema(table))
    )
    con.register("given", frame.to_arrow())
    con.execute(f"create or replace table {target} as from given")
    con.unregister("given")


def load(con: duckdb.DuckDBPyConnection, n: int, n_words: int = 400, title: str | None = "Bến đò", **more: Any) -> None:
    """Stage `n` articles of Bến Sông."""
    ids = [str(number) for number in range(n)]
    record = {"part": 0, "outlet": "Bến Sông", "word_count": n_words, "title": title, **more}
    _create(
        con,
        "staging.article_records",
        "article_records",
        [{**record, "file_id": i, "article_id": f"{i}/0"} for i in ids],
    )
    _create(con, "staging.files", "files", [{"file_id": i, "uri": i, "status": "loaded"} for i in ids])


def compared(con: duckdb.DuckDBPyConnection, now: datetime = NOW) -> dict[str, Any]:
    return outlets.compared(con, **GIVEN, run_id="now", started_at=now).row(0, named=True)


def broken(row: dict[str, Any]) -> set[str]:
    frame = pl.DataFrame([row], schema=polars_schema(RUN_TABLES["outlet_runs"]))
    return set(verdicts(load_rules(), {"outlet_runs": frame})["rule"])


def test_a_usual_run_breaks_no_rule(con: duckdb.DuckDBPyConnection) -> None:
    load(con, 4)
    row = compared(con)
    assert (row["outlet"], row["n_articles"], row["n_runs_before"]) == ("Bến Sông", 4, 10)
    assert (row["volume_ratio"], row["length_ratio"], row["no_title_rise"]) == (1.0, 1.0, 0.0)
    assert row["silence_ratio"] is None
    assert broken(row) == {"missing_dates_jump", "missing_bylines_jump"}  # of these articles none has either


@pytest.mark.parametrize(
    ("staged", "rule"),
    [
        ({"n": 50}, "volume_jump"),
        ({"n": 4, "n_words": 100}, "text_shrinks"),
        ({"n": 4, "n_words": 900}, "text_swells"),
        ({"n": 4, "title": None}, "missing_titles_jump"),
    ],
)
def test_what_changes_is_told(staged: dict[str, Any], rule: str, con: duckdb.DuckDBPyConnection) -> None:
    load(con, **staged)
    assert rule in broken(compared(con))


def test_flags_of_severity_warning_count(con: duckdb.DuckDBPyConnection) -> None:
    load(con, 4)
    flags = [{"flag_id": i, "file_id": i, "severity": "warning" if i < "3" else "info"} for i in "0123"]
    _create(con, "staging.flags", "flags", flags)
    row = compared(con)
    assert (row["flagged_share"], row["flagged_share_rise"]) == (0.75, 0.5)
    assert "flagged_share_jump" in broken(row)


@pytest.mark.parametrize(("hours", "ratio"), [(20, None), (36, 36 / 24 + 1), (120, 6.0)])
def test_an_outlet_that_stays_away_is_silent(hours: int, ratio: float | None, con: duckdb.DuckDBPyConnection) -> None:
    now = NOW + timedelta(hours=hours) - timedelta(days=1 if hours == 20 else 0)
    row = compared(con, now)
    assert (row["n_articles"], row["volume_ratio"]) == (0, None)
    assert row["silence_ratio"] == ratio
    assert broken(row) == ({"outlet_silent"} if ratio and ratio > 3 else set())


def test_too_few_runs_or_articles_say_nothing(con: duckdb.DuckDBPyConnection) -> None:
    load(con, 2, n_words=10)
    assert broken(compared(con)) == set()
    con.execute("delete from stored.outlet_runs where run_id not in ('r1', 'r2', 'r3', 'r4')")
    load(con, 50, n_words=10)
    assert broken(compared(con)) == set()
