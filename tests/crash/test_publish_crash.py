"""A publish that is killed at any point leaves what was published alone, and the next one brings the same tables."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.staged import T0, at, document, flag_id, pair, sighting, write_run
from warehouse import decisions, notes, snapshots, store
from warehouse.layout import Home

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

POINTS = ("copied", "loaded", "checkpointed", "renamed", "originals_moved", "linked")
_PUBLISH = """
import sys
from datetime import datetime
from pathlib import Path
from warehouse import store
from warehouse.layout import Home
_, home, verb, run_id, now = sys.argv
home = Home(Path(home))
getattr(store, verb)(home, home.staging / run_id, now=datetime.fromisoformat(now))
"""


def prepared(root: Path) -> Home:
    """A home with one run published and another staged, a decision and a note: all that a publish takes in."""
    home = Home(root)
    first = write_run(home, "r1", document("a", "/a", flags=[("x", "warning")]), document("b", "/b"))
    store.publish(home, first, now=T0)
    decisions.append(home, [decisions.Decision("flag.dismiss", flag_id("x", "a"), "lan", at(1), None, "d1")])
    notes.note(home, {"run_id": "n1", "status": "nothing_new"})
    contents = [document("c", "/a", seen=at(1)), document("q", "/q", "quarantined"), sighting("b", "/copy")]
    write_run(home, "r2", *contents, batch_size=2, duplicates=[pair("c", "b", "b")])
    return home


def publish_and_die(home: Home, verb: str, point: str) -> None:
    environment = {**os.environ, "TINSACH_FAULT": f"publish:{point}"}
    command = [sys.executable, "-c", _PUBLISH, str(home.root), verb, "r2", at(2).isoformat()]
    died = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What each verb gives when nothing happens to it."""
    prints = {}
    for verb in ("publish", "publish_held"):
        home = prepared(tmp_path_factory.mktemp(verb))
        getattr(store, verb)(home, home.staging / "r2", now=at(2))
        prints[verb] = store.fingerprint(home)
    return prints


@pytest.mark.parametrize("verb", ["publish", pytest.param("publish_held", marks=pytest.mark.slow)])
@pytest.mark.parametrize("point", POINTS)
def test_killed_and_run_again(tmp_path: Path, undisturbed: dict[str, dict[str, str]], point: str, verb: str) -> None:
    home = prepared(tmp_path)
    before = store.fingerprint(home)
    publish_and_die(home, verb, point)
    assert store.fingerprint(home) == (undisturbed[verb] if point == "linked" else before)

    number = getattr(store, verb)(home, home.staging / "r2", now=at(3))
    assert store.fingerprint(home) == undisturbed[verb]
    assert number == (4 if point in ("renamed", "originals_moved") else 3)
    assert list(home.staging.iterdir()) == []
    assert [name for name in os.listdir(home.published) if name.endswith((".tmp", ".wal"))] == []
    kept = {file.name for file in home.originals.iterdir()}
    if verb == "publish":
        assert kept == {"r1-00001.parquet", "r2-00001.parquet", "r2-00002.parquet"}
    else:
        assert kept == {"r1-00001.parquet"}
        assert (home.held / "r2" / "batch-00002" / "originals.parquet").exists()
    with store.open_reader(home) as con:
        assert con.execute("select run_id from runs order by all").fetchall() == [("n1",), ("r1",), ("r2",)]


def test_a_reader_meets_whole_runs_only(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    publish_and_die(home, "publish", "renamed")
    assert snapshots.numbers(home) == [1, 2, 3]
    with store.open_reader(home) as con:
        assert con.execute("select distinct run_id from lines").fetchall() == [("r1",)]
    store.publish(home, home.staging / "r2", now=at(2))
    assert store.rollback(home) == 2, "back to what the run was made from, not to what the crash left"


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_next_snapshot_that_the_power_tore_is_passed_over(
    tmp_path: Path, undisturbed: dict[str, dict[str, str]], share: float
) -> None:
    """It has its name, but the link does not lead to it, and half of it never reached the disk."""
    home = prepared(tmp_path)
    publish_and_die(home, "publish", "renamed")
    torn = snapshots.path(home, 3)
    torn.chmod(0o644)
    os.truncate(torn, int(torn.stat().st_size * share))
    before = store.fingerprint(home)
    assert store.publish(home, home.staging / "r2", now=at(3)) == 4
    assert store.fingerprint(home) == undisturbed["publish"]
    assert store.rollback(home) == 2
    assert store.fingerprint(home) == before


def test_killed_at_the_very_first_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.open_reader(home).close()
    home.link.unlink()  # a crash after the rename and before the link
    (home.published / "00000001.4242.tmp").write_bytes(b"half")  # and another in the middle of the file
    with store.open_reader(home) as con:
        assert con.execute("select count(*) from articles").fetchall() == [(0,)]
    store.publish(home, None, now=T0)
    assert sorted(os.listdir(home.published)) == ["00000001.duckdb", "00000002.duckdb", "warehouse.duckdb"]


def test_the_slower_of_two_first_readers_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.open_reader(home).close()
    made = snapshots.path(home, 1).stat()
    snapshots.first_draft(home).write_bytes(b"the same, later")
    snapshots.reveal_first(home, snapshots.first_draft(home))
    assert snapshots.path(home, 1).stat().st_ino == made.st_ino
    assert not snapshots.first_draft(home).exists()


def test_many_first_readers_at_once(tmp_path: Path) -> None:
    read = "import sys; from pathlib import Path; from warehouse import store; from warehouse.layout import Home\n"
    read += "print(store.open_reader(Home(Path(sys.argv[1]))).execute('select count(*) from articles').fetchall())"
    command = [sys.executable, "-c", read, str(tmp_path)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [reader.communicate() for reader in readers] == [("[(0,)]\n", "")] * 4
    assert sorted(os.listdir(tmp_path / "published")) == ["00000001.duckdb", "warehouse.duckdb"]
