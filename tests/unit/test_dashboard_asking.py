"""The page SQL: what a query must not do, where its answer is cut, and how it is written; and the saved queries."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard import questions
from dashboard.asking import ask
from dashboard.texts import texts
from flows.settings_groups import Sql
from transforms.errors import ConfigurationError
from warehouse import store
from warehouse.layout import Home

LIMITS = Sql(page_max_seconds=20)
ODD = """
select interval 3 month as pause, 12345678901234567890123::hugeint as huge, {'a': [1, null]} as nested,
    '=1+1' as formula, timestamptz '2026-01-02 03:04:05+07' as at, '\\x01'::blob as bytes, 1 as twice, 2 as twice,
    null as nothing
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("asking"))
    store.open_reader(made).close()
    return made


@pytest.mark.parametrize(
    "query",
    [
        "create table news.mine as select 1",
        "delete from ops.files",
        "from read_text('/etc/hostname')",
        "from '/etc/hostname.csv'",
        "copy (select 1) to '{folder}/x.csv'",
        "attach '{folder}/x.db'",
        "export database '{folder}/x'",
        "install fts",
        "load fts",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "from shown",  # a frame of ours
        "",
        "-- nothing",
    ],
)
def test_a_query_reads_the_warehouse_and_nothing_else(home: Home, tmp_path: Path, query: str) -> None:
    shown = pl.DataFrame({"a": [1]})
    with pytest.raises(ConfigurationError) as refused:
        ask(home, query.format(folder=tmp_path), LIMITS)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []
    assert shown.height == 1


@pytest.mark.parametrize(
    "query",
    ["select count(*) from range(1000000000000)", "select range from range(1000000000000) where range < 0"],
    ids=["before the first row", "between rows"],
)
def test_a_query_that_takes_too_long_is_broken_off(home: Home, query: str) -> None:
    with pytest.raises(ConfigurationError, match=r"more than 0\.3 s"):
        ask(home, query, replace(LIMITS, page_max_seconds=0.3))


def test_an_answer_is_cut_after_so_many_rows_or_bytes(home: Home) -> None:
    whole = ask(home, "from range(3000)", replace(LIMITS, page_max_rows=3000))
    assert (whole.rows.num_rows, whole.is_cut) == (3000, False)
    cut = ask(home, "from range(3001)", replace(LIMITS, page_max_rows=3000))
    assert (cut.rows.num_rows, cut.is_cut) == (3000, True)
    wide = ask(home, "select repeat('x', 1000) from range(5000)", replace(LIMITS, page_max_bytes=3 * 1024**2))
    assert wide.is_cut
    assert 0 < wide.rows.nbytes <= 3 * 1024**2


def test_odd_values_are_shown_and_written(home: Home, tmp_path: Path) -> None:
    answer = ask(home, ODD, LIMITS)
    (row,) = answer.shown().to_dicts()
    assert row["huge"] == "12345678901234567890123"
    assert row["nested"] == '{"a": [1, null]}'
    assert row["at"].startswith("2026-01-01T20:04:05")
    assert (row["twice"], row["twice_1"], row["nothing"]) == (1, 2, None)
    names, cells = csv.reader(io.StringIO(answer.as_csv().decode("utf-8-sig")))
    assert cells[names.index("formula")] == "'=1+1"
    (tmp_path / "odd.parquet").write_bytes(answer.as_parquet())
    typed = f"select typeof(\"at\"), typeof(pause), formula from '{tmp_path}/odd.parquet'"
    assert duckdb.sql(typed).fetchall() == [("TIMESTAMP WITH TIME ZONE", "INTERVAL", "=1+1")]


def test_no_rows_are_an_answer_too(home: Home) -> None:
    answer = ask(home, "create temp table t as select 1 as a; from t where a = 2", LIMITS)
    assert (answer.rows.num_rows, answer.shown().columns) == (0, ["a"])
    assert answer.as_csv() == "\ufeffa\n".encode()


def test_worked_queries_have_their_headings_as_names() -> None:
    page = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    headings = dict(re.findall(r"^### (\d+)\. (.+)$", page, re.MULTILINE))
    assert headings == {number: texts()[f"question.{number}"]["en"] for number in questions.worked()}


def test_own_queries_are_those_that_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINSACH_HOME", str(tmp_path))
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "bài dài.sql").write_text("\ufeffselect 1", encoding="utf-8")
    (folder / "torn.sql").write_bytes(b"\xff\xfe\x00")
    (folder / "huge.sql").write_text(" " * 200_000, encoding="utf-8")
    (folder / "notes.txt").write_text("select 2", encoding="utf-8")
    assert questions.own() == {"home:bài dài": "select 1"}
    assert [questions.own_name(code) for code in ("home:bài dài", "3")] == ["bài dài", None]
