"""A disk that fills up at any write: one line that says so, readers undisturbed, and the next run brings all of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.full_disk import only, tables
from tests.endurance.pages import write_files
from tests.flow.conftest import Call
from tests.flow.runs import run
from transforms.errors import UnreachableError
from warehouse import backup, decisions
from warehouse.layout import Home


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_run_on_a_disk_that_fills_up(disk: Path, tmp_path: Path) -> None:
    home, source, other = Home(disk / "home"), tmp_path / "in", Home(tmp_path / "undisturbed")
    write_files(source, 20, seed=1)
    run(home, source)
    before = tables(home)
    write_files(source, 60, seed=2)
    shutil.copytree(home.root, other.root, symlinks=True)
    run(other, source)
    n_failed = 0
    # from nothing, through staging, duplicates and audit, to the copy of the snapshot and the load into it
    for room in (0, 4_096, 40_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 5_000_000, 7_000_000):
        with only(disk, room):
            said = _trouble(home, source)
        if said is None:
            break
        n_failed += 1
        assert "No space" in said or "no room" in said
        assert tables(home) == before
    assert n_failed >= 5
    run(home, source)
    assert tables(home) == tables(other)
    assert [*home.published.glob("*.tmp"), *home.staging.glob("*")] == []


def _trouble(home: Home, source: Path) -> str | None:
    """What a run says that the disk stops; None for one that it does not."""
    try:
        run(home, source, reading__batch_files=15)
    except UnreachableError as error:
        return str(error)
    return None


def test_what_else_writes_says_it_in_one_line(disk: Path, own_home: Home, call: Call) -> None:
    home = Home(disk / "home")
    shutil.copytree(own_home.root, home.root, symlinks=True)
    before, log = tables(home), decisions.read(home)
    (disk / "in").mkdir()
    (disk / "in" / "một.txt").write_text("Một bài", encoding="utf-8")
    with only(disk, 0):
        for arguments in (
            ["backup", str(disk / "b.tar")],
            ["flags", "dismiss", "--rule", "repeated_paragraphs", "--note", "x"],
            ["run", "--no-prefect", str(disk / "in")],
            ["replay", "--all"],
            ["maintain"],
        ):
            done = call(home, *arguments)
            assert done.code == 3, (arguments, done)
            assert done.err.count("\n") <= 1, done.err
            assert "Traceback" not in done.err + done.out
    assert tables(home) == before
    assert decisions.read(home) == log
    decisions.append(home, [decisions.Decision("flag.ack", "a", "lan", datetime.now(UTC))])
    assert len(decisions.read(home)) == len(log) + 1
    assert list(disk.glob("*.tar*")) == []
    backup.backup(home, disk / "b.tar")
