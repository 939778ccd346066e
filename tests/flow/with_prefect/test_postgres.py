"""A Prefect server that keeps its data in PostgreSQL: the same tables."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.local import ingest
from flows.prefect_server import HOST, free_port, prefect_server
from flows.settings import load
from tests.prefect_runs import EXAMPLES, environment, last_flow_run, tinsach
from warehouse.layout import Home
from warehouse.store import fingerprint

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def _programs() -> Path:
    """Where Debian puts initdb and pg_ctl, of the newest version that is there."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "needs PostgreSQL: apt-get install postgresql"
    return found[-1].parent


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server of our own. It refuses to run as root."""
    folder, port = Path(tempfile.mkdtemp(prefix="tinsach-postgres-", dir="/tmp")), free_port(0)
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(_programs() / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    options = f"-c listen_addresses={HOST} -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    run("initdb", "-D", data, "-U", "prefect", "-A", "trust", "--no-sync")
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+asyncpg://prefect@{HOST}:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_the_same_tables(database: str, tmp_path: Path) -> None:
    with_it, without = Home(tmp_path / "with"), Home(tmp_path / "without")
    with prefect_server(tmp_path / "prefect", tmp_path / "log", port=free_port(0), database=database) as server:
        done = tinsach(with_it, "run", str(EXAMPLES), "--prefect", env=environment(PREFECT_API_URL=server.api))
        assert done.returncode == 0, done.stderr
        assert last_flow_run(server.api, with_it)["state_name"] == "Completed"
        assert not list((tmp_path / "prefect").glob("*.db")), "the server kept its data in SQLite"
    settings = load(without.root, environment={}, flags={"sources": [str(EXAMPLES)], "reading.settle_seconds": 0})
    ingest(without, settings, settings.sources)
    assert fingerprint(with_it) == fingerprint(without)
