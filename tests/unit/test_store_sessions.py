"""Sessions of the store: on a staged run, for an audit, for SQL of others; any name and any time zone."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.staged import T0, article_id, document, file_id, pair, rows, write_run
from transforms.errors import ConfigurationError
from warehouse import store
from warehouse.layout import Home

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own


def test_stage_shows_the_run_beside_what_is_published(home: Home) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    run = write_run(home, "r2", document("b", "/b"), document("c", "/c", "quarantined"), batch_size=1)
    (run / "batch-00003.tmp").mkdir()
    with store.stage(home, run) as con:
        assert con.execute("select count(*) from live.news.articles").fetchall() == [(1,)]
        con.execute("set search_path = 'staging'")
        found = con.execute("select file_id from file_measures order by all").fetchall()
        assert found == sorted([(file_id("b"),), (file_id("c"),)])
        assert con.execute("select count(*) from duplicates").fetchall() == [(0,)]
        write_run(home, "r2", document("b", "/b"), document("c", "/c"), duplicates=[pair("c", "b", "b")])
        store.define_staging(con, run)
        assert con.execute("select duplicate_of from duplicates").fetchall() == [(article_id("b"),)]
    with store.stage(home, home.staging / "none") as con:
        for name in ("files", "signatures", "runs", "articles"):
            assert con.execute(f"select count(*) from staging.{name}").fetchall() == [(0,)]


def test_an_audit_judges_only_what_is_loaded(home: Home) -> None:
    run = write_run(home, "r1", document("a", "/a"), document("b", "/b", "quarantined"))
    store.publish(home, run, now=T0)
    with store.audit_session(home) as con:
        con.execute("set search_path = 'staging'")
        for judged in ("file_measures", "line_measures", "measures"):
            assert con.execute(f"select distinct file_id from {judged}").fetchall() == [(file_id("a"),)]
        assert con.execute("select count(*) from files").fetchall() == [(2,)]
        assert con.execute("select count(*) from articles").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("delete from live.ops.files")


def test_foreign_sql_reads_and_nothing_else(home: Home, tmp_path: Path) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with store.open_reader(home), store.safe_reader(home, write_to=tmp_path / "out.parquet") as con:
        assert con.execute("select title from articles").fetchall() == [("Tựa đề",)]
        for harm in (
            f"select * from '{secret}'",
            f"select * from read_text('{secret}')",
            f"copy articles to '{tmp_path}/else.parquet'",
            "create table t as select 1",
            "delete from ops.files",
            "set enable_external_access = true",
            "install httpfs",
            f"attach '{tmp_path}/new.duckdb'",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(harm)
        con.execute(f"copy (from articles) to '{tmp_path}/out.parquet'")
    assert pl.read_parquet(tmp_path / "out.parquet").height == 1


@pytest.mark.parametrize("name", ["it's", 'say "x"', "[a]*", "Tin sạch\n{x}", "a;--", "đ%20#", "-x"])
def test_any_name_of_a_home_works(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / name)
    run = write_run(home, "r1", document("a", "/in/it's [1]*\n.txt"))
    with store.stage(home, run) as con:
        assert con.execute("select count(*) from staging.lines").fetchall() == [(3,)]
    store.publish(home, run, now=T0)
    assert rows(home, "select uri from files") == [("/in/it's [1]*\n.txt",)]
    with store.safe_reader(home, write_to=home.root / "o'ut.csv") as con:
        assert con.execute("select count(*) from articles").fetchall() == [(1,)]


@pytest.mark.parametrize("name", ["what?", os.fsdecode(b"\xff")])
def test_names_that_duckdb_cannot_open_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="--home"):
        Home(tmp_path / name)


def test_times_are_utc_whatever_the_machine_says(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    assert rows(home, "select loaded_at::varchar from articles") == [("2026-01-02 08:00:00+00",)]
