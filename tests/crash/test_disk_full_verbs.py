"""A disk that fills up under each verb that writes: one line, nothing lost, readers undisturbed, and then it works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.crash.full_disk import only, tables
from tests.flow.conftest import Call, Called
from tests.flow.runs import rows
from tests.staged import file_id
from tests.verb_home import HELD_RUN
from warehouse import backup, decisions
from warehouse.layout import Home

# Bytes that are left: from none, to less than the copy of a snapshot needs.
_ROOMS = (0, 4_096, 40_000, 200_000, 800_000, 2_000_000, 3_500_000, 5_000_000, 8_000_000, 12_000_000)
_DONE = (0, 1)  # an audit that finds something ends with 1
_SETTINGS = '[maintain]\nmin_free_share = 0.0\noriginals_days = 1\n[backup]\nfolder = "backups"\n'

VERBS: dict[str, list[str]] = {
    "decisions on flags": ["flags", "ack", "--rule", "repeated_paragraphs", "--note", "x"],
    "quarantine": ["quarantine", "release", file_id("broken"), "--note", "x"],
    "held": ["held", "accept", HELD_RUN, "--note", "x"],
    "audit": ["audit"],
    "replay": ["replay", "--all"],
    "maintain": ["maintain"],
    "takedown": ["takedown", file_id("first"), "--note", "x"],
    "backup": ["backup", "DISK/b.tar"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", VERBS)
def test_a_verb_on_a_disk_that_fills_up(name: str, disk: Path, own_home: Home, tmp_path: Path, call: Call) -> None:
    own_home.settings.write_text(_SETTINGS, encoding="utf-8")
    home, undisturbed = Home(disk / "home"), Home(tmp_path / "undisturbed")
    for other in (home, undisturbed):
        shutil.copytree(own_home.root, other.root, symlinks=True)
    before, log = tables(home), decisions.read(home)
    assert call(undisturbed, *_words(name, tmp_path)).code in _DONE
    after, n_failed = tables(undisturbed), 0
    for room in _ROOMS:
        with only(disk, room):
            done = call(home, *_words(name, disk))
            _is_one_line(done)
            found = tables(home)
            assert found in (before, after) or (name == "takedown" and _is_taken_down(home))
        if done.code in _DONE:
            break
        n_failed += 1
        _left_nothing(home, disk)
    assert n_failed, "there was room enough"
    assert call(home, *_words(name, disk)).code in (*_DONE, 2)  # 2: nothing is left to decide
    assert tables(home) == after or (name == "takedown" and _is_taken_down(home))
    assert decisions.read(home)[: len(log)] == log
    said = call(home, "doctor").lines  # that space is short, and that no backup was made yet, is true
    problems = [line for line in said if line.startswith("✗") and " free; " not in line and "backups in" not in line]
    assert problems == []


def _is_taken_down(home: Home) -> bool:
    """It is gone from the tables, the others are all there; old snapshots and packs are for the next run to clean."""
    there = {file for (file,) in rows(home, "select distinct file_id from lines")}
    return file_id("first") not in there and {file_id("second"), file_id("stranger")} <= there


def _words(name: str, disk: Path) -> list[str]:
    return [word.replace("DISK", str(disk)) for word in VERBS[name]]


def _is_one_line(done: Called) -> None:
    if done.code not in _DONE:
        assert done.code == 3, done
        assert done.err.count("\n") <= 1, done.err
        assert "No space" in done.err + done.out or "no room" in done.err + done.out
    assert "Traceback" not in done.err + done.out


def _left_nothing(home: Home, disk: Path) -> None:
    left = [*disk.glob(".*.tmp"), *home.published.glob("*.tmp"), *home.originals.glob("*.tmp")]
    assert left == []
    assert [*home.state.rglob("*.tmp")] == []
    assert [folder for folder in (home.state / "audits").glob("*") if not [*folder.glob("results.parquet")]] == []


@pytest.mark.slow
def test_a_restore_on_a_disk_that_fills_up(disk: Path, own_home: Home, tmp_path: Path, call: Call) -> None:
    archive, home = tmp_path / "b.tar", Home(disk / "home")
    backup.backup(own_home, archive)
    n_failed = 0
    for room in _ROOMS:
        with only(disk, room):
            done = call(home, "restore", str(archive))
        if done.code == 0:
            break
        n_failed += 1
        _is_one_line(done)
    assert n_failed >= 3
    if done.code:
        assert call(home, "restore", str(archive)).code == 0
    assert tables(home) == tables(own_home)
    assert decisions.read(home) == decisions.read(own_home)


@pytest.mark.slow
def test_a_run_with_nothing_new_on_a_full_disk(disk: Path, own_home: Home, tmp_path: Path, call: Call) -> None:
    """Neither its note nor its metrics can be written: it says so, and readers and the next run do not care."""
    home, inbox = Home(disk / "home"), tmp_path / "in"
    shutil.copytree(own_home.root, home.root, symlinks=True)
    inbox.mkdir()
    before = tables(home)
    with only(disk, 0):
        _is_one_line(call(home, "run", "--no-prefect", str(inbox)))
        assert tables(home) == before
        assert json.loads(call(home, "sql", "--format", "json", "select count(*) as n from articles").out) == [{"n": 4}]
    assert call(home, "run", "--no-prefect", str(inbox)).code == 0
