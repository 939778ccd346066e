"""Readers see whole runs only, and never an error, while a run publishes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.flow.runs import article, rows, run
from warehouse.layout import Home

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
