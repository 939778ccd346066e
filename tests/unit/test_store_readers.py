"""Readers in another process, while runs are published and old snapshots removed: no error, whole runs only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.staged import T0, document, write_run
from warehouse import recovery, store
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot

_READ_UNTIL_TOLD = """
import sys
from pathlib import Path
from warehouse import store
from warehouse.layout import Home
home = Home(Path(sys.argv[1]))
count = "select (select count(*) from runs), (select count(*) from files), (select count(*) from articles)"
while not (home.root / "stop").exists():
    with store.open_reader(home) as con:
        print(*con.execute(count).fetchone(), flush=True)
"""


@pytest.mark.slow
def test_readers_meet_whole_runs_and_no_error(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.open_reader(home).close()
    command = [sys.executable, "-c", _READ_UNTIL_TOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        first = reader.stdout.readline()
        for number in range(6):
            names = [f"{number}-{place}" for place in range(3)]
            run = write_run(home, f"r{number}", *(document(name, f"/{name}") for name in names))
            store.publish(home, run, now=T0)
            store.gc(home, keep=1)
        (tmp_path / "stop").touch()
        out, errors = reader.communicate()
    assert errors == ""
    seen = [tuple(map(int, line.split())) for line in (first + out).splitlines()]
    assert seen[0] == (0, 0, 0)
    assert all(n_files == n_articles == 3 * n_runs for n_runs, n_files, n_articles in seen)
    assert len(set(seen)) > 2, "the reader saw runs come in"


def test_an_audit_reads_a_snapshot_that_lacks_tables_and_columns_of_today(tmp_path: Path) -> None:
    """As an older version left it."""
    home = Home(tmp_path)

    def cut(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("drop table quality.outlet_runs; alter table news.measures drop column n_title_words")
        con.execute("update ops.meta set value = 'older' where key = 'shape'")

    store.open_reader(home).close()
    with hold(home, "test"):
        next_snapshot(home, recovery.recover(home), Steps(cut))
    with store.audit_session(home) as con:
        assert con.execute("select count(*) from staging.outlet_runs").fetchone() == (0,)
        assert con.execute("select n_title_words from staging.measures").fetchall() == []
