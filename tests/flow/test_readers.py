"""Readers see whole runs only, and never an error, while a run publishes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.flow.runs import article, rows, run
from tests.staged import T0, Rows, at, document, write_run
from warehouse import snapshots, store
from warehouse.compaction import compact
from warehouse.layout import Home

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

FILES_A_RUN = 7
RUNS = 2


@pytest.mark.slow
def test_readers_see_only_whole_runs(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    seen: set[tuple[int, int]] = set()
    is_done = threading.Event()

    def read() -> None:
        query = "select (select count(*) from articles), (select count(distinct file_id) from ops.files)"
        while not is_done.is_set():
            seen.update(rows(home, query))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(RUNS):
            for place in range(FILES_A_RUN):
                name = f"{number}-{place}"
                (drop / f"{name}.txt").write_text(article(title=f"Bến đò làng Hạ: chuyến thứ {name}"), encoding="utf-8")
            run(home, drop)
    finally:
        is_done.set()
        reader.join()
    assert seen <= {(FILES_A_RUN * number, FILES_A_RUN * number) for number in range(RUNS + 1)}
    assert len(seen) > 1


def test_a_reader_keeps_its_snapshot_over_many_publishes(tmp_path: Path) -> None:
    """Compactions and removed snapshots too; when it ends, what it kept is gone."""
    home = Home(tmp_path / "home")
    store.publish(home, write_run(home, "r0", *_documents(0)), now=T0)
    old = home.link.resolve()
    code = (
        "import sys, duckdb; con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for line in sys.stdin: print(len(con.execute('from main.articles').fetchall()), flush=True)"
    )
    command = [sys.executable, "-c", code, str(home.link)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for number in range(1, 9):
            reader.stdin.write("look\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "3\n"
            store.publish(home, write_run(home, f"r{number}", *_documents(number)), now=at(number))
            if number % 3 == 0:
                compact(home)
            store.gc(home, 2)
        assert not old.exists()
        assert [file for file in Path(f"/proc/{reader.pid}/fd").iterdir() if os.readlink(file) == f"{old} (deleted)"]
        assert len(snapshots.numbers(home)) == 2
        assert rows(home, "select count(*) from articles") == [(27,)]
        reader.stdin.close()
    assert len([file for file in home.published.iterdir() if not file.is_symlink()]) == 2


def _documents(number: int) -> list[Rows]:
    names = [f"{number}-{place}" for place in range(3)]
    return [document(name, f"/{name}", seen=at(number)) for name in names]
