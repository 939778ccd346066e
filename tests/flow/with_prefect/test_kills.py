"""kill -9 in mid-run, of the run's own process, of the worker and of the server: the next run recovers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_server import Server, free_port
from tests.flow.with_prefect.test_serve import drop, home
from tests.prefect_runs import (
    ROOT,
    descendants,
    environment,
    is_alive,
    last_flow_run,
    loaded_uris,
    running,
    tinsach,
    wait_for,
)
from warehouse.layout import Home
from warehouse.store import fingerprint

__all__ = ["home"]
pytestmark = pytest.mark.slow

SLOW = {"TINSACH_READING_SETTLE_SECONDS": "6"}  # a run waits in its first batch until files are so old
TABLES = ("news.articles", "news.lines", "quality.flags", "ops.files")


def tables(home: Home) -> dict[str, str]:
    found = fingerprint(home)
    return {name: found[name] for name in TABLES}


def undisturbed(home: Home, root: Path) -> dict[str, str]:
    """What the files of this home give where nothing happens."""
    other = Home(root / "undisturbed")
    done = tinsach(other, "run", "--no-prefect", str(home.root.parent / "in"), env=environment())
    assert done.returncode == 0, done.stderr
    return tables(other)


def at_work(home: Home) -> int:
    """The process of the run that is reading now; 0 where there is none."""
    if not [*home.staging.glob("*/plan.parquet")]:
        return 0
    return int(json.loads(home.lock_holder.read_text())["pid"])


def kill(*pids: int) -> None:
    for pid in pids:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_the_process_of_a_run(home: Home, with_server: dict[str, str], tmp_path: Path) -> None:
    said, env = tmp_path / "said", with_server | SLOW
    (home.root.parent / "in" / "first.txt").touch()
    with running(home, "serve", "--every", "5s", env=env, output=said):
        kill(wait_for(lambda: at_work(home), said))
        later = drop(home, "later.txt")
        wait_for(lambda: len(loaded_uris(home)) == 2, said)  # by the next tick
    assert later in loaded_uris(home)
    assert tables(home) == undisturbed(home, tmp_path)


def test_a_worker_with_all_that_it_started(
    home: Home, server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    env = {**with_server, **SLOW, "TINSACH_HOME": str(home.root)}

    def prefect(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "prefect", "--no-prompt", *arguments]

    for command in (
        prefect("work-pool", "create", "kills", "--type", "process"),
        prefect("deploy", "--name", "ingest/tinsach", "--pool", "kills", "--prefect-file", "deploy/prefect.yaml"),
        prefect("deployment", "run", "ingest/tinsach"),
    ):
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, timeout=120)
    (home.root.parent / "in" / "first.txt").touch()
    said = tmp_path / "said"
    start = prefect("worker", "start", "--pool", "kills")
    with said.open("wb") as sink, subprocess.Popen(start, cwd=ROOT, env=env, stdout=sink, stderr=sink) as worker:
        try:
            wait_for(lambda: at_work(home), said)
        finally:
            kill(worker.pid, *descendants(worker.pid))
    assert last_flow_run(server.api, home)["state_name"] == "Running"  # for all that the server knows
    (unfinished,) = home.staging.iterdir()
    done = tinsach(home, "run", "--prefect", "--json", env=with_server)
    assert (done.returncode, json.loads(done.stdout)["run_id"]) == (0, unfinished.name)
    assert tables(home) == undisturbed(home, tmp_path)


def test_a_run_between_two_batches_that_were_at_work_together(
    home: Home, with_server: dict[str, str], tmp_path: Path
) -> None:
    text = Path(drop(home, "one.txt")).read_bytes()
    (home.root.parent / "in" / "two.txt").write_bytes(text)
    one_each = {"TINSACH_READING_BATCH_FILES": "1", "TINSACH_READING_SETTLE_SECONDS": "0"}
    died = tinsach(home, "run", "--prefect", env=with_server | one_each | {"TINSACH_FAULT": "run:together"})
    assert died.returncode == -signal.SIGKILL, died.stderr
    (unfinished,) = home.staging.iterdir()
    done = tinsach(home, "run", "--prefect", "--json", env=with_server | one_each)
    assert (done.returncode, json.loads(done.stdout)["run_id"]) == (0, unfinished.name), done.stderr
    assert tables(home) == undisturbed(home, tmp_path)


def test_the_server(home: Home, tmp_path: Path) -> None:
    said, port = tmp_path / "said", free_port(0)
    flags = ("--every", "1h", "--no-dashboard", "--port", str(port))
    (home.root.parent / "in" / "first.txt").touch()
    with running(home, "up", *flags, env=environment(**SLOW), output=said) as up:
        wait_for(lambda: at_work(home), said)
        everything = descendants(up.pid)
        (server,) = [pid for pid in everything if b"server" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
        kill(server, *descendants(server))
        assert up.wait(60) == 3
        wait_for(lambda: not any(map(is_alive, everything)))
    last_line = said.read_text(encoding="utf-8").splitlines()[-1]
    assert last_line.startswith("tinsach: the Prefect server ended (exit code -9)")
    with running(home, "up", *flags, env=environment(), output=said):
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
    assert tables(home) == undisturbed(home, tmp_path)
