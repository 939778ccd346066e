"""What the pages ask of the warehouse: search with and without marks, the work list, the last run, kept bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.staged import T0, Rows, article_id, at, document, file_id, flag_id, write_run
from warehouse import notes, store
from warehouse.layout import Home
from warehouse.runner import fetch

RUN = "20260102T080000-0001"
ANY = dict.fromkeys(("outlet", "lacks", "kind", "published", "loaded", "since", "title_pattern"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("queries"))
    visit = (
        ("title", "Thủ tướng thăm Đà Nẵng"),
        ("lead", "Sáng nay đoàn đến cảng."),
        ("promo", "Đọc thêm: gốm Chu Đậu"),
    )
    stone = (
        ("title", "Khối đá nặng trên đèo"),
        ("lead", "Xã Hòa Bình và xã Hoà  Bình."),
        ("body", "Thủ\u00a0tướng khen."),
    )
    loud = [("promo_residue", "warning", 3)]
    documents = (
        document(
            "visit", "/tin/di-tham.txt", lines=visit, line_flags=loud, outlet="VOV", published_on=date(2026, 1, 1)
        ),
        document("stone", "/tin/da.txt", lines=stone, flags=[("truncated_text", "info")]),
        document("broken", "/tin/hong.txt", "quarantined", lines=(), flags=[("binary_data", "critical")]),
    )
    store.publish(made, write_run(made, RUN, *documents, _silent()), now=T0)
    return made


def _silent() -> Rows:
    """A flag about an outlet as a whole."""
    flag = {"flag_id": "silent", "rule": "outlet_silent", "severity": "info", "outlet": "VOV", "status": "open"}
    return {"flags": [flag]}


@pytest.fixture
def con(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_reader(home) as opened:
        yield opened


def search(con: duckdb.DuckDBPyConnection, query: str, **filters: Any) -> list[str]:
    (wanted,) = fetch(con, "queries/search_pattern", query=query)
    chosen = {"state": "current", "n_rows": 10, **ANY, **wanted, **filters}
    found = fetch(con, "queries/articles_listed", query=query, **chosen)
    assert all(row["n_matching"] >= len(found) for row in found)
    return [{article_id(name): name for name in ("visit", "stone")}[row["article_id"]] for row in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("thu tuong", ["visit", "stone"]),  # a title first, then text, there with a no-break space
        ("THỦ TƯỚNG", ["visit", "stone"]),
        ("thu\u0309 tu\u031bo\u031b\u0301ng", ["visit", "stone"]),  # decomposed, as some keyboards write it
        ("da nang", ["visit", "stone"]),
        ("đá nặng", ["stone", "visit"]),  # what is written like the query first
        ("hoa binh", ["stone"]),
        ("hoà bình", ["stone"]),
        ("tuong", ["visit", "stone"]),  # from the beginning of a word
        ("uong", []),
        ("chu dau", []),  # stands in page furniture only
        ("di-tham", ["visit"]),
        ("a.b*c[", []),
        ("%", []),
        ("", ["visit", "stone"]),
        ("  \u00a0 ", ["visit", "stone"]),
    ],
)
def test_search(con: duckdb.DuckDBPyConnection, query: str, found: list[str]) -> None:
    assert search(con, query) == found


def test_search_in_titles_only(con: duckdb.DuckDBPyConnection) -> None:
    def titles(query: str) -> list[str]:
        (wanted,) = fetch(con, "queries/search_pattern", query=query)
        return search(con, query, pattern=None, title_pattern=wanted["pattern"])

    assert titles("thu tuong") == ["visit"]
    assert titles("hoa binh") == []
    assert titles("di-tham") == ["visit"]


def test_search_takes_the_beginning_of_an_id(con: duckdb.DuckDBPyConnection) -> None:
    assert search(con, file_id("stone")[:8]) == ["stone"]


def test_articles_by_state_and_outlet(con: duckdb.DuckDBPyConnection) -> None:
    assert search(con, "", state="clean") == ["stone"]
    assert search(con, "", state="flagged") == ["visit"]
    assert search(con, "", state="duplicate") == []
    assert search(con, "", state="superseded") == []
    assert search(con, "", outlet="VOV") == ["visit"]
    assert search(con, "", outlet="-") == ["stone"]
    assert len(search(con, "", n_rows=1)) == 1


def test_articles_by_what_they_lack_their_kinds_and_days(con: duckdb.DuckDBPyConnection) -> None:
    assert search(con, "", lacks="date") == ["stone"]
    assert search(con, "", lacks="title") == []
    assert search(con, "", kind="promo") == ["visit"]
    assert search(con, "", published=date(2026, 1, 1)) == ["visit"]
    assert search(con, "", loaded=T0.date(), lacks="byline") == ["visit", "stone"]
    assert search(con, "", loaded=date(2026, 1, 3)) == []
    assert search(con, "", since=T0) == []
    assert search(con, "", since=T0 - timedelta(microseconds=1)) == ["visit", "stone"]


def test_a_passage_says_where_in_the_text_it_was_found(con: duckdb.DuckDBPyConnection) -> None:
    (wanted,) = fetch(con, "queries/search_pattern", query="hoa binh")
    (row,) = fetch(con, "queries/articles_listed", query="hoa binh", state="current", n_rows=1, **ANY, **wanted)
    assert row["passage"] == "Xã Hòa Bình và xã Hoà  Bình."
    assert row["n_flags_open"] == 1


def test_a_passage_begins_with_a_whole_word_shortly_before_what_was_found(con: duckdb.DuckDBPyConnection) -> None:
    text = "Ngày 12/3, ông Trương Đình Khoa kể rằng cả làng đã góp tiền xây cầu"
    ((found,),) = con.execute("select regexp_extract(?, ops.search_passage('gop tien'))", [text]).fetchall()
    assert found == "Khoa kể rằng cả làng đã góp tiền xây cầu"


def waiting(con: duckdb.DuckDBPyConnection, pending: str = "[]", **filters: Any) -> list[dict[str, Any]]:
    chosen = {"rule": None, "severity": None, "outlet": None, "only_open": True, "since": None, "n_rows": 10, **filters}
    return fetch(con, "queries/flags_waiting", pending=pending, **chosen)


def test_work_list(con: duckdb.DuckDBPyConnection) -> None:
    rows = waiting(con)
    assert [row["rule"] for row in rows] == ["binary_data", "promo_residue", "outlet_silent", "truncated_text"]
    assert [(row["uri"], row["text"], row["outlet"]) for row in rows[:2]] == [
        ("/tin/hong.txt", None, None),
        ("/tin/di-tham.txt", "Đọc thêm: gốm Chu Đậu", "VOV"),
    ]
    assert {(row["n_flags"], row["n_files"]) for row in waiting(con, n_rows=1)} == {(4, 3)}
    assert [row["rule"] for row in waiting(con, severity="info")] == ["outlet_silent", "truncated_text"]
    assert [row["rule"] for row in waiting(con, rule="binary_data")] == ["binary_data"]
    of_outlet = waiting(con, outlet="vov")
    assert [row["rule"] for row in of_outlet] == ["promo_residue", "outlet_silent"]
    assert (of_outlet[1]["file_id"], of_outlet[1]["outlet"]) == (None, "VOV")


def test_the_work_list_since_a_moment(con: duckdb.DuckDBPyConnection) -> None:
    assert waiting(con, since=T0.isoformat()) == []
    assert len(waiting(con, since=(T0 - timedelta(microseconds=1)).isoformat())) == 4


def test_what_is_decided_leaves_the_work_list(con: duckdb.DuckDBPyConnection) -> None:
    target = flag_id("promo_residue", "visit", 3)
    pending = f'[{{"target": "{target}", "status": "dismissed"}}]'
    assert target not in {row["flag_id"] for row in waiting(con, pending)}
    (row,) = waiting(con, pending, only_open=False, rule="promo_residue")
    assert (row["status"], row["coming_status"]) == ("open", "dismissed")


def test_the_last_run_may_be_one_that_published_nothing(con: duckdb.DuckDBPyConnection) -> None:
    def last(*records: dict[str, object]) -> dict[str, Any]:
        return fetch(con, "queries/last_run", notes=notes.as_parameter(records), shape=notes.SHAPE)[0]

    assert (last()["run_id"], last()["age_unit"]) == (RUN, "days")
    empty: dict[str, object] = {"run_id": "later", "flow": "ingest", "status": "nothing_new"}
    assert last(empty | {"finished_at": at(1).isoformat()})["run_id"] == "later"
    assert last(empty | {"finished_at": at(1).isoformat(), "flow": "audit"})["run_id"] == RUN
    rows = fetch(con, "queries/runs_listed", notes=notes.as_parameter([empty]), shape=notes.SHAPE, n_rows=5)
    assert {row["run_id"] for row in rows} == {RUN, "later"}


def test_kept_bytes(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    packs = [str(pack) for pack in Path(home.originals).glob("*.parquet")]
    (row,) = fetch(con, "queries/kept_bytes", packs=packs, file_id=file_id("broken"), n_bytes=3)
    assert (bytes(row["beginning"]), row["n_bytes"]) == (b"bro", 6)


def test_lines_are_cut_where_they_are_too_long(con: duckdb.DuckDBPyConnection) -> None:
    rows = fetch(con, "queries/file_lines_shown", file_id=file_id("visit"), n_rows=2, n_chars=8)
    assert [(row["text"], row["n_more_chars"], row["n_lines"]) for row in rows] == [
        ("Thủ tướn", 14, 3),
        ("Sáng nay", 15, 3),
    ]


def test_a_rule_over_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for number, unexpected in enumerate((3, 1, 2)):
        run_id = f"20260102T08000{number}-0001"
        judged = {"severity": "info", "checked": 10, "success": False, "finished_at": at(24 * number)}
        shares = {"unexpected": unexpected, "unexpected_share": unexpected / 10}
        results = [
            {"rule": "truncated_text", "errored": False, **judged, **shares},
            {"rule": "very_long_line", "errored": True, **judged},
        ]
        store.publish(home, write_run(home, run_id, results=results), now=at(24 * number))
    with store.open_reader(home) as con:
        rows = fetch(con, "queries/rule_history", rule="truncated_text", n_runs=2)
        assert [row["unexpected_share"] for row in rows] == [0.1, 0.2]
        assert fetch(con, "queries/rule_history", rule="very_long_line", n_runs=2) == []
