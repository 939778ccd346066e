"""What the gate takes for usual: medians over the last published ingests that were large enough."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from warehouse.runner import fetch

GIVEN = {"n_runs": 3, "min_runs": 2, "n_rows": 10, "n_files": 20}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as live; create schema live.ops; create schema live.quality")
        connection.execute(
            "create table live.ops.runs (run_id text, flow text, status text, started_at timestamptz,"
            " files_loaded int, files_duplicate int, files_quarantined int)"
        )
        connection.execute(
            "create table live.quality.results (run_id text, rule text, checked int, unexpected int, errored bool)"
        )
        yield connection


def run(con: duckdb.DuckDBPyConnection, day: int, unexpected: int, *, checked: int = 100, quarantined: int = 0,
        flow: str = "ingest", status: str = "published", errored: bool = False) -> None:  # fmt: skip
    started = f"2026-01-{day:02} 08:00:00+00"
    values = [f"r{day}", flow, status, started, 30, 10, quarantined]
    con.execute("insert into live.ops.runs values (?, ?, ?, ?, ?, ?, ?)", values)
    con.execute(
        "insert into live.quality.results values (?, 'mojibake', ?, ?, ?)", [f"r{day}", checked, unexpected, errored]
    )


def usual(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    return {row["code"]: row["usual"] for row in fetch(con, "queries/gate_usual", **GIVEN)}


def test_the_median_of_the_last_runs(con: duckdb.DuckDBPyConnection) -> None:
    for day, unexpected in enumerate((90, 1, 3, 20), start=1):
        run(con, day, unexpected, quarantined=10 * day)
    assert usual(con) == {"mojibake": 0.03, "quarantined_share": 30 / 70}


def test_one_run_is_no_history(con: duckdb.DuckDBPyConnection) -> None:
    run(con, 1, 5)
    assert usual(con) == {}


def test_only_published_ingests_that_were_large_enough_count(con: duckdb.DuckDBPyConnection) -> None:
    run(con, 1, 10)
    run(con, 2, 20)
    run(con, 3, 90, status="held")
    run(con, 4, 90, flow="replay")
    run(con, 5, 9, checked=9)
    run(con, 6, 90, errored=True)
    assert usual(con)["mojibake"] == pytest.approx(0.15)
