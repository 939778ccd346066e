"""What is given beside a file, files that are archived, and files that went away."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.flow.conftest import Call
from tests.flow.runs import BODY, article, rows, run
from tests.staged import T0
from transforms.errors import ConfigurationError
from warehouse import decisions, recovery
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot
from warehouse.tables import set_meta


def write(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = article(f"Bài {name} ở làng Hạ", [f"{line} ({name})" for line in BODY])
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def home_with(root: Path, settings: str) -> Home:
    home = Home(root / "home")
    home.root.mkdir()
    home.settings.write_text(f'[[sources]]\npath = "../in"\n{settings}', encoding="utf-8")
    return home


def given(home: Home) -> dict[str, tuple[str | None, ...]]:
    query = "select split_part(uri, '/', -1), given_url, given_outlet, given_crawled_at from files"
    return {str(name): tuple(rest) for name, *rest in rows(home, query)}


@pytest.mark.slow
def test_sidecars_are_recorded_as_given(tmp_path: Path, call: Call) -> None:
    inbox = tmp_path / "in"
    for name in ("whole", "number", "none", "broken", "list", "huge"):
        write(inbox, name)
    whole = {"url": "https://vi.example/a?b=1", "outlet": "Lao Động", "crawl_time": "2026-11-20T08:00:00+07:00"}
    (inbox / "whole.json").write_text(json.dumps(whole), encoding="utf-8")
    (inbox / "number.json").write_text('{"crawled_at": 1763600000, "url": ["x"], "outlet": true}', encoding="utf-8")
    (inbox / "broken.json").write_text('{"url": "x"', encoding="utf-8")
    (inbox / "list.json").write_text("[" * 60_000, encoding="utf-8")
    (inbox / "huge.json").write_text(json.dumps({"url": "x" * 100_000}), encoding="utf-8")
    home = home_with(tmp_path, 'sidecar = "json"\ncrawled_on = "2026-11-19"\n')
    run(home, inbox)
    default = (None, None, "2026-11-19")
    assert given(home) == {
        "whole.txt": tuple(whole.values()), "number.txt": (None, None, "1763600000"), "none.txt": default,
        "broken.txt": default, "list.txt": default, "huge.txt": default,
    }  # fmt: skip
    before = given(home)
    outlets = rows(home, "select distinct outlet from articles")
    assert "Lao Động" not in {outlet for (outlet,) in outlets}  # no other column rests on it
    assert call(home, "replay", "--all").code == 0
    assert given(home) == before


@pytest.mark.slow
def test_taken_in_files_are_archived_by_the_next_run(tmp_path: Path) -> None:
    inbox, archive = tmp_path / "in", tmp_path / "kho"
    write(inbox / "sâu", "a")
    (inbox / "sâu" / "a.json").write_text("{}", encoding="utf-8")
    write(inbox, "b")
    write(archive, "b")
    home = home_with(tmp_path, 'sidecar = "json"\narchive = "../kho"\n')
    assert run(home, inbox).record["files_loaded"] == 2
    assert sorted(file.name for file in inbox.rglob("*.txt")) == ["a.txt", "b.txt"]
    write(inbox, "c")
    outcome = run(home, inbox)
    assert (outcome.record["files_loaded"], outcome.record["files_vanished"]) == (1, 0)
    assert sorted(file.name for file in inbox.rglob("*.*")) == ["c.txt"]
    assert sorted(file.name for file in (archive / "sâu").iterdir()) == ["a.json", "a.txt"]
    assert len(list(archive.glob("b*.txt"))) == 2
    assert rows(home, "select count(*) from articles") == [(3,)]


def test_an_archive_inside_its_source_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "in", "a")
    home = home_with(tmp_path, 'archive = "../in/kho"\n')
    with pytest.raises(ConfigurationError, match="lies in its source"):
        run(home, tmp_path / "in")


@pytest.mark.slow
def test_files_that_went_away_are_listed_until_they_come_back(tmp_path: Path) -> None:
    inbox, other = tmp_path / "in", tmp_path / "other"
    for name in ("a", "b"):
        write(inbox, name)
    write(other, "z")
    home = Home(tmp_path / "home")
    run(home, inbox, other)
    (inbox / "a.txt").rename(tmp_path / "a.txt")
    (other / "z.txt").unlink()
    write(inbox, "c")
    assert run(home, inbox).record["files_vanished"] == 1
    listed = "select split_part(uri, '/', -1) from vanished order by 1"
    assert rows(home, listed) == [("a.txt",)]
    write(inbox, "d")
    assert run(home, inbox, other).record["files_vanished"] == 1
    assert rows(home, listed) == [("a.txt",), ("z.txt",)]
    assert rows(home, "select count(*) from articles") == [(5,)]
    (tmp_path / "a.txt").rename(inbox / "a.txt")
    write(inbox, "e")
    assert run(home, inbox).record["files_vanished"] == 0
    assert rows(home, listed) == [("z.txt",)]


@pytest.mark.slow
def test_a_file_that_went_away_is_counted_once_though_nothing_new_comes(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    for name in ("a", "b", "c"):
        write(inbox, name)
    home = Home(tmp_path / "home")
    run(home, inbox)
    (inbox / "a.txt").unlink()
    idle = [run(home, inbox).record for _ in range(2)]
    assert [(record["status"], record["files_vanished"]) for record in idle] == [("nothing_new", 1), ("nothing_new", 0)]
    (inbox / "b.txt").unlink()
    assert run(home, inbox).record["files_vanished"] == 1
    decisions.append(home, [decisions.Decision("flag.ack", "a", "lan", T0)])
    assert run(home, inbox).record["files_vanished"] == 0  # it publishes the decision, and with it what is gone
    listed = "select split_part(uri, '/', -1) from vanished order by 1"
    assert rows(home, listed) == [("a.txt",), ("b.txt",)]
    home.vanished.write_bytes(home.vanished.read_bytes()[:50])  # by a power cut
    write(inbox, "d")
    assert run(home, inbox).record["files_vanished"] == 0
    assert rows(home, listed) == [("a.txt",), ("b.txt",)]
    assert rows(home, "select sum(files_vanished) from runs") == [(2,)]


@pytest.mark.slow
def test_a_warehouse_from_before_the_list_gets_it_with_the_next_run(tmp_path: Path) -> None:
    home, inbox = Home(tmp_path / "home"), tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.txt").write_text(article(), encoding="utf-8")
    run(home, inbox)
    with hold(home, "test"):
        next_snapshot(home, recovery.recover(home), Steps(_forget_the_list))
    (inbox / "b.txt").write_text(article("Phiên chợ Hạ họp lại sau lũ"), encoding="utf-8")
    (inbox / "a.txt").unlink()
    assert run(home, inbox).status == "published"
    assert rows(home, "select uri from ops.vanished") == [(f"{inbox}/a.txt",)]


def _forget_the_list(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("drop view if exists main.vanished")
    con.execute("drop table ops.vanished")
    set_meta(con, "shape", "of an older version")
