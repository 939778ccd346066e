"""The nightly upkeep: what it learns, removes, compacts and backs up; and that one failure is no other's."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from flows.maintaining import Maintenance, maintain
from flows.replaying import Wanted, replay
from flows.settings import Settings, load
from tests.flow.conftest import Call
from tests.flow.runs import article, rows, run
from transforms.errors import LockedError, UnreachableError
from warehouse import compaction, snapshots, store
from warehouse.layout import Home
from warehouse.lock import hold

FURNITURE = "Hộp thư bến Hạ xin hồi âm sau"
LEAD = "Sáng nay, bến đò làng Hạ đông hơn ngày thường vì phiên chợ cuối năm họp sớm hai hôm."
PLACES = ("Hạ", "Trung", "Thượng", "Đông", "Đoài", "Mới", "Chùa", "Vĩnh")


def settings_of(home: Home, **flags: object) -> Settings:
    given = {"furniture.min_articles": 5, **{name.replace("__", "."): value for name, value in flags.items()}}
    return load(home.root, environment={}, flags=given)


def body(place: str) -> tuple[str, ...]:
    """Paragraphs that no two places share."""
    return tuple(
        f"Người làng {place} kể chuyện số {number} về giếng {place}, cây đa {place} và con đường {place} lát gạch."
        for number in range(1, 6)
    )


def write(folder: Path, place: str, *, lead: str | None = None, line: str | None = FURNITURE) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    paragraphs = [lead] if lead else []
    paragraphs += [*body(place)[:3], *([line] if line else []), *body(place)[3:]]
    text = article(f"Chuyện làng {place} những ngày giáp Tết này", paragraphs)
    (folder / f"{place}.txt").write_text(text, encoding="utf-8")


def kinds(home: Home, text: str) -> list[tuple[str, int]]:
    return rows(home, "select kind, count(*) from lines where text = ? group by kind order by kind", text)


def tables(home: Home) -> dict[str, str]:
    return {
        name: one
        for name, one in store.fingerprint(home).items()
        if name not in ("ops.runs", "quality.results", "quality.outlet_runs")
    }


def said(done: Maintenance) -> dict[str, str]:
    return {step.step: step.said for step in done.steps}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Seven different articles with the same line; seven more that share their lead."""
    for place in PLACES[:7]:
        write(tmp_path / "in", place)
        write(tmp_path / "in", f"Xuân {place}", lead=LEAD, line=None)
    made = Home(tmp_path / "home")
    run(made, tmp_path / "in")
    return made


@pytest.mark.slow
def test_lines_of_many_articles_become_furniture(home: Home, tmp_path: Path) -> None:
    assert "navigation" not in dict(kinds(home, FURNITURE))
    leads = kinds(home, f"(Báo Bến Hạ) - {LEAD}")
    done = maintain(home, settings_of(home))
    assert done.error is None
    assert kinds(home, FURNITURE) == [("navigation", 7)]
    assert kinds(home, f"(Báo Bến Hạ) - {LEAD}") == leads
    learned = rows(home, "select text, n_articles, from_version from furniture where to_version is null")
    assert learned == [(FURNITURE, 7, 1)]
    assert sum(row["n"] for row in done.changes if row["change"].endswith("→ navigation")) == 7
    assert "7 files replayed" in said(done)["furniture"]
    # Ingest uses the version, and says so; a second night finds nothing to do; a replay gives the same.
    write(tmp_path / "in", PLACES[7])
    outcome = run(home, tmp_path / "in")
    assert json.loads(outcome.record["versions"])["furniture"] == "1"
    assert kinds(home, FURNITURE) == [("navigation", 8)]
    before = tables(home)
    again = maintain(home, settings_of(home))
    assert said(again)["furniture"] == "version 1: 0 lines learned, 0 dropped"
    replay(home, settings_of(home), Wanted(is_all=True))
    assert tables(home) == before


@pytest.mark.slow
def test_what_is_no_longer_common_is_forgotten(home: Home) -> None:
    maintain(home, settings_of(home))
    done = maintain(home, settings_of(home, furniture__min_articles=100))
    assert "1 dropped" in said(done)["furniture"]
    assert "navigation" not in dict(kinds(home, FURNITURE))
    assert rows(home, "select from_version, to_version from furniture") == [(1, 2)]


def test_old_things_are_removed(own_home: Home, tmp_path: Path) -> None:
    old, young = own_home.staging / "20250101T000000-dead", own_home.staging / "20260101T000000-beef"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 8 * 86400,) * 2)
    folder = tmp_path / "sao lưu"
    done = maintain(own_home, settings_of(own_home, store__keep_snapshots=1, backup__folder=str(folder)))
    assert done.error is None, done
    assert (old.exists(), young.exists()) == (False, True)
    assert snapshots.numbers(own_home) == [snapshots.current(own_home)]
    assert [file.name.startswith("tinsach-") for file in folder.iterdir()] == [True]


def test_the_search_index_is_kept_where_there_are_articles_enough(own_home: Home) -> None:
    from flows import upkeep

    n_articles = len(rows(own_home, "from article_records"))
    number = snapshots.current(own_home)
    assert f"not needed for {n_articles} articles" in upkeep.search_index(own_home, n_articles + 1)
    assert upkeep.search_index(own_home, 0) == "off"
    assert snapshots.current(own_home) == number
    done = maintain(own_home, settings_of(own_home, search__index_from=n_articles))
    assert said(done)["search index"] == f"{n_articles} articles added, {n_articles} in 1 slice"
    assert rows(own_home, "select count(*) > 0 from ops.search_words") == [(True,)]
    done = maintain(own_home, settings_of(own_home, search__index_from="off"))
    assert said(done)["search index"] == "off, what there was is removed"
    assert rows(own_home, "from ops.search_words") == []


def test_a_step_that_fails_keeps_none_from_its_work(own_home: Home, call: Call) -> None:
    (own_home.root / "tinsach.toml").write_text('[backup]\nfolder = "lock/er"\n', encoding="utf-8")
    called = call(own_home, "maintain")
    assert called.code == UnreachableError.exit_code
    assert "backup failed: cannot make the folder" in called.out
    assert "statistics" in called.out
    done = maintain(own_home, load(own_home.root, environment={}))
    assert [step.step for step in done.steps if step.error] == ["backup"]


def test_a_run_at_work_is_waited_for(own_home: Home) -> None:
    child = os.fork()
    if child == 0:
        with hold(own_home, "run"):
            time.sleep(20)
        os._exit(0)
    time.sleep(0.5)
    try:
        done = maintain(own_home, settings_of(own_home), patience_seconds=0.0)
        assert {type(step.error) for step in done.steps} == {LockedError, type(None)}
        assert done.error is not None
        assert "pid" in str(done.error)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_a_compacted_warehouse_holds_the_same(own_home: Home) -> None:
    before, comments = store.fingerprint(own_home), _comments(own_home)
    number = snapshots.current(own_home)
    compaction.compact(own_home)
    assert store.fingerprint(own_home) == before
    assert _comments(own_home) == comments
    assert snapshots.current(own_home) != number
    assert store.rollback(own_home) == number
    assert rows(own_home, "select value from ops.meta where key = 'migration'") != []


def _comments(home: Home) -> list[tuple[str, ...]]:
    return rows(home, "select table_name, column_name, comment from duckdb_columns() where not internal order by all")


def test_bytes_of_loaded_files_go_after_their_time_but_not_those_in_quarantine(own_home: Home) -> None:
    from flows.originals import forget_loaded, kept_in

    waiting = rows(own_home, "select distinct file_id from files where status in ('quarantined', 'held')")
    assert forget_loaded(own_home, 100_000) == 0
    with hold(own_home, "test"):
        assert forget_loaded(own_home, 1) > 0
    assert set(kept_in(own_home)["file_id"]) == {file_id for (file_id,) in waiting}
