"""Publish, read, hold, go back: real files, real DuckDB."""

from __future__ import annotations

import json
import os
import random
import stat

import duckdb
import polars as pl
import pytest

from tests.staged import T0, article_id, at, document, file_id, pair, rows, sighting, write_run
from transforms.errors import UnreachableError
from transforms.schema import TABLES, conform
from warehouse import notes, snapshots, store
from warehouse.layout import Home


def test_a_home_without_a_warehouse_gets_an_empty_one(home: Home) -> None:
    assert rows(home, "select count(*) from articles") == [(0,)]
    assert os.readlink(home.link) == "00000001.duckdb"
    assert stat.S_IMODE(snapshots.path(home, 1).stat().st_mode) == 0o444
    assert sorted(os.listdir(home.published)) == ["00000001.duckdb", "warehouse.duckdb"]


def test_a_run_becomes_the_next_snapshot(home: Home) -> None:
    run = write_run(home, "r1", document("a", "/in/a"), document("b", "/in/b"), batch_size=1)
    assert store.publish(home, run, now=T0) == 2
    assert rows(home, "select file_id, title, run_id, loaded_at from articles order by all") == sorted(
        [(file_id(name), "Tựa đề", "r1", T0) for name in "ab"]
    )
    assert not run.exists()
    assert not snapshots.draft(home, 2).exists()
    kept = pl.read_parquet([home.original("r1", "00001"), home.original("r1", "00002")])
    assert dict(kept.rows()) == {file_id("a"): b"a", file_id("b"): b"b"}


def test_publishing_again_changes_nothing_and_cleans_up(home: Home) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    again = write_run(home, "r1", document("a", "/a"))
    assert store.publish(home, again, now=at(1)) == 2
    assert not again.exists()
    assert snapshots.numbers(home) == [1, 2]


def test_a_run_needs_its_record_and_its_folder(home: Home) -> None:
    run = write_run(home, "r1", document("a", "/a"))
    (run / "run" / "runs.parquet").unlink()
    with pytest.raises(ValueError, match="no record of run r1"):
        store.publish(home, run, now=T0)
    assert not snapshots.draft(home, 2).exists()
    assert rows(home, "select count(*) from files") == [(0,)]
    with pytest.raises(UnreachableError, match="no staged run"):
        store.publish(home, home.staging / "none", now=T0)


def test_the_ledger_knows_what_is_where(home: Home) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a"), sighting("a", "/copy")), now=T0)
    store.publish(home, write_run(home, "r2", document("b", "/a", seen=at(1))), now=at(1))
    with store.open_reader(home) as con:
        known = store.known_files(con).sort("uri")
    assert known.select("uri", "size_bytes", "modified_at", "file_id", "status").rows() == [
        ("/a", 1, at(1), file_id("b"), "loaded"),
        ("/copy", 1, T0, file_id("a"), "duplicate"),
    ]


@pytest.mark.parametrize(
    ("inside", "uris"),
    [
        (["/in"], ["/in/a", "/in/it's %41\n;--/b"]),
        (["/in/"], ["/in/a", "/in/it's %41\n;--/b"]),
        (["/in/it's %41\n;--"], ["/in/it's %41\n;--/b"]),
        (["/in/a", "/inner"], ["/in/a", "/inner/c"]),
        (["/"], ["/in/a", "/in/it's %41\n;--/b", "/inner/c"]),
        ([], []),
    ],
)
def test_the_ledger_knows_what_lies_in_a_folder(home: Home, inside: list[str], uris: list[str]) -> None:
    files = (document("a", "/in/a"), document("b", "/in/it's %41\n;--/b"), document("c", "/inner/c"))
    store.publish(home, write_run(home, "r1", *files), now=T0)
    with store.open_reader(home) as con:
        assert store.known_files(con, inside)["uri"].sort().to_list() == uris


def test_a_held_run_waits_and_can_be_accepted(home: Home) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    run = write_run(home, "r2", document("b", "/b"), sighting("a", "/copy"), run={"detail": "ids not unique"})
    assert store.publish_held(home, run, now=at(1)) == 3
    assert rows(home, "select status from runs order by run_id") == [("published",), ("held",)]
    assert rows(home, "select uri, status, detail from files order by uri") == [
        ("/a", "loaded", None),
        ("/b", "held", "ids not unique"),
        ("/copy", "duplicate", None),
    ]
    assert rows(home, "select count(*) from articles") == [(1,)]
    assert store.publish_held(home, home.staging / "r2", now=at(2)) == 3, "held already"
    assert (home.held / "r2").is_dir()
    assert not home.original("r2", "00001").exists()

    assert store.publish(home, home.held / "r2", now=at(3)) == 4
    assert rows(home, "select uri, status, reason from files where uri = '/b'") == [("/b", "loaded", None)]
    assert rows(home, "select status from runs where run_id = 'r2'") == [("published",)]
    assert not (home.held / "r2").exists()
    assert home.original("r2", "00001").exists()


def test_a_held_run_that_is_staged_once_more_is_published(home: Home) -> None:
    store.publish_held(home, write_run(home, "r1", document("a", "/a")), now=T0)
    (home.held / "r1").rename(home.staging / "r1")
    store.publish(home, home.staging / "r1", now=at(1))
    assert rows(home, "select count(*) from articles") == [(1,)]


def test_notes_are_taken_in_once(home: Home) -> None:
    notes.note(home, {"run_id": "n1", "status": "nothing_new", "started_at": T0, "files_seen": 3, "seconds": 0.5})
    notes.note(home, {"run_id": "n2", "status": "failed"})
    store.publish(home, None, now=at(1))
    notes.note(home, {"run_id": "n1", "status": "failed"})
    store.publish(home, None, now=at(2))
    assert rows(home, "select run_id, status, started_at, files_seen, seconds from runs order by 1") == [
        ("n1", "nothing_new", T0, 3, 0.5),
        ("n2", "failed", None, None, None),
    ]
    assert home.notes.read_bytes() == b""


def test_a_run_that_failed_first_is_published_then(home: Home) -> None:
    run = write_run(home, "r1", document("a", "/a"))
    notes.note(home, {"run_id": "r1", "status": "failed"})
    store.publish(home, None, now=T0)
    assert run.exists(), "a failed run may be resumed"
    store.publish(home, run, now=at(1))
    assert rows(home, "select run_id, status from runs") == [("r1", "published")]
    assert rows(home, "select count(*) from articles") == [(1,)]


def test_notes_keep_what_was_not_taken_in(home: Home) -> None:
    notes.note(home, {"run_id": "n1"})
    taken = notes.read(home)
    notes.note(home, {"run_id": "n2"})
    notes.forget(home, taken)
    assert [record["run_id"] for record in notes.read(home)] == ["n1", "n2"]
    with home.notes.open("a") as file:
        file.write('{"run_id": "to')
    assert len(notes.read(home)) == 2
    with pytest.raises(ValueError, match="unknown"):
        notes.note(home, {"run_id": "x", "colour": "red"})


def test_text_is_compressed_with_zstd(home: Home) -> None:
    pick = random.Random(1)
    words = ["".join(pick.choices("aăâbcdđeêghiklmnoôơpqrstuưvxy", k=3)) for _ in range(2000)]
    lines = [("body", " ".join(pick.choices(words, k=200))) for _ in range(300)]
    store.publish(home, write_run(home, "r1", document("a", "/a", lines=lines)), now=T0)
    query = "select distinct compression from pragma_storage_info('news.lines')"
    assert rows(home, f"{query} where column_name = 'text' and segment_type = 'VARCHAR'") == [("ZSTD",)]


def test_a_changed_shape_reaches_an_old_warehouse(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    with duckdb.connect() as con:  # a snapshot that lacks a column and a view, and has another hash of its shape
        snapshots.path(home, 2).chmod(0o644)
        con.execute(f"attach '{snapshots.path(home, 2)}' as old; use old")
        con.execute("alter table news.lines drop column evidence; drop view ops.file_counts cascade")
        con.execute("update ops.meta set value = 'old' where key = 'shape'")
    (home.state / "snapshots.json").unlink()  # it has another length now
    store.publish(home, None, now=at(1))
    assert rows(home, "select evidence from lines limit 1") == [(None,)]
    assert rows(home, "select n_files from file_counts") == [(1,)]


def test_a_warehouse_of_a_newer_version_is_left_alone(home: Home) -> None:
    store.publish(home, None, now=T0)
    with duckdb.connect() as con:
        snapshots.path(home, 2).chmod(0o644)
        con.execute(f"attach '{snapshots.path(home, 2)}' as newer; use newer")
        con.execute("update ops.meta set value = '9999_x' where key in ('shape', 'migration')")
    (home.state / "snapshots.json").unlink()
    with pytest.raises(UnreachableError, match="newer tinsach"):
        store.publish(home, None, now=at(1))
    assert snapshots.current(home) == 2


def test_bookkeeping_says_which_snapshot_it_is(home: Home) -> None:
    store.publish(home, None, now=T0)
    found = rows(home, "select key, value from ops.meta where key in ('snapshot', 'parent') order by key desc")
    assert found == [("snapshot", "2"), ("parent", "1")]


def test_each_batch_table_is_loaded(home: Home) -> None:
    run = write_run(
        home, "r1", document("a", "/a", flags=[("x", "info")]), {"skipped": [{"uri": "/s"}]},
        {"corpus_measures": [{"file_id": file_id("a"), "article_id": article_id("a"), "n_gopher_words": 9}]},
        {"dates": [{"file_id": file_id("a"), "article_id": article_id("a"), "line_no": 2, "text": "năm 2024"}]},
        duplicates=[pair("a", "b", "a")], results=[{"rule": "x"}],
        reference={"outlets": [{"outlet": "Báo"}], "rules": [{"rule": "x"}]},
    )  # fmt: skip
    folder = run / "batch-00001"
    pl.read_parquet(folder / "related_items.parquet").write_parquet(folder / "related_items.parquet")
    compared = conform(pl.DataFrame([{"run_id": "r1", "outlet": "Báo"}]), TABLES["quality.outlet_runs"])
    compared.write_parquet(run / "run" / "outlet_runs.parquet")
    store.publish(home, run, now=T0)
    empty = {
        "news.related_items",
        "news.related",
        "news.clean_articles",
        "news.furniture",
        "news.corrections",
        "news.versions",
        "ops.search_articles",
        "ops.search_words",
        "ops.vanished",
        "quality.reviews",
    }
    counts = {name: rows(home, f"select count(*) from {name}")[0][0] for name in TABLES}
    assert {name for name, count in counts.items() if count == 0} <= empty, json.dumps(counts)
