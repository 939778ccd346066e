"""`up`: one command, and nothing left of it afterwards."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from flows.orchestration import answers
from flows.prefect_server import free_port
from tests.flow.with_prefect.test_serve import drop, home
from tests.prefect_runs import descendants, environment, is_alive, last_flow_run, loaded_uris, running, wait_for
from warehouse.layout import Home

__all__ = ["home"]
pytestmark = pytest.mark.slow


def test_brings_everything_up_and_down(home: Home, tmp_path: Path) -> None:
    said, port = tmp_path / "said", free_port(0)
    flags = ("--every", "4s", "--no-dashboard", "--port", str(port))
    with running(home, "up", *flags, env=environment(), output=said) as up:
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
        later = drop(home, "later.txt")
        wait_for(lambda: later in loaded_uris(home), said)
        api = f"http://127.0.0.1:{port}/api"
        assert last_flow_run(api, home)["parameters"]["is_scheduled"] is True
        everything = descendants(up.pid)
        up.send_signal(signal.SIGTERM)
        assert up.wait(30) == 0
        assert len(everything) >= 2
        wait_for(lambda: not any(map(is_alive, everything)))
        assert answers(api) is not None
    lines = said.read_text(encoding="utf-8").splitlines()
    assert lines[0].split() == ["Home", str(home.root)]
    assert f"http://127.0.0.1:{port}" in said.read_text(encoding="utf-8")
    assert sum(bool(re.search(r"\"run \S+ published: 1 loaded", line)) for line in lines) >= 1
    after = lines[lines.index("Stopping …") + 1 :]
    assert all("broke off" in line for line in after), after  # a run that was at work


def test_says_which_part_ended_and_stops_the_rest(home: Home, with_server: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    with running(home, "up", "--every", "1h", "--no-dashboard", env=with_server, output=said) as up:
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
        schedule = descendants(up.pid)[0]
        os.kill(schedule, signal.SIGKILL)
        assert up.wait(30) == 3
    last_line = said.read_text(encoding="utf-8").splitlines()[-1]
    assert last_line.startswith("tinsach: the schedule ended (exit code -9)")
    assert str(home.logs / "schedule.log") in last_line


def test_a_server_that_cannot_start(home: Home, tmp_path: Path) -> None:
    said = tmp_path / "said"
    env = environment(PREFECT_SERVER_DATABASE_CONNECTION_URL="sqlite+aiosqlite:////nowhere/at/all.db")
    with running(home, "up", "--no-dashboard", "--port", str(free_port(0)), env=env, output=said) as up:
        assert up.wait(120) == 3
    assert "tinsach: the Prefect server ended (exit code" in said.read_text(encoding="utf-8")
