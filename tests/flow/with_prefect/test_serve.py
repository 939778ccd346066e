"""`serve` on a real Prefect server: takes up files that come later, ends without leaving anything behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from flows.prefect_server import Server
from tests.prefect_runs import ARTICLE, ask, descendants, is_alive, last_flow_run, loaded_uris, running, wait_for
from tests.prefect_runs import tinsach as run_verb
from warehouse.layout import Home

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """With one source, `in`, which has one file."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "first.txt").write_text(ARTICLE, encoding="utf-8")
    made = Home(tmp_path / "home")
    made.root.mkdir()
    made.settings.write_text(f'[[sources]]\npath = "{tmp_path / "in"}"\n', encoding="utf-8")
    return made


def drop(home: Home, name: str) -> str:
    """One more file in the source; its path."""
    path = home.root.parent / "in" / name
    path.write_text(f"{ARTICLE}\nTin thêm cho tệp {name} của ngày hôm nay.\n", encoding="utf-8")
    return str(path)


def test_takes_up_a_file_that_is_dropped_later(home: Home, with_server: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "3s", env=with_server, output=said) as serving:
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
        later = drop(home, "later.txt")
        wait_for(lambda: later in loaded_uris(home), said)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 0
    lines = said.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"Serving {home.root}: ingest every 3s from {tmp_path / 'in'}"
    assert any("1 loaded" in line for line in lines[1:])
    assert not any("Traceback" in line or "Warning" in line for line in lines), said.read_text(encoding="utf-8")


def test_ends_with_the_run_that_is_at_work(home: Home, with_server: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "1h", "--now", env=with_server, output=said) as serving:
        wait_for(lambda: any(home.staging.glob("*/manifest.json")), said)
        left = descendants(serving.pid)
        serving.send_signal(signal.SIGTERM)
        assert (bool(left), serving.wait(25)) == (True, 0)
        wait_for(lambda: not any(map(is_alive, left)))
    assert run_verb(home, "run", "--no-prefect", env=with_server).returncode == 0
    assert len(loaded_uris(home)) == 1


def test_a_lost_run_does_not_block_the_next(
    home: Home, server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "1h", "--now", env=with_server, output=said) as serving:
        wait_for(lambda: any(home.staging.glob("*/manifest.json")), said)
        for pid in [serving.pid, *descendants(serving.pid)]:
            os.kill(pid, signal.SIGKILL)
    lost = last_flow_run(server.api, home)
    assert lost["state_name"] == "Running"
    with running(home, "serve", "--every", "1h", "--now", env=with_server, output=said):
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
    (found,) = ask(server.api, "flow_runs/filter", flow_runs={"id": {"any_": [lost["id"]]}})
    assert found["state_name"] == "Crashed"


def test_only_one_process_schedules_a_home(home: Home, with_server: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "1h", env=with_server, output=said):
        wait_for(lambda: said.read_text() and (home.state / "schedule.lock").exists(), said)
        second = run_verb(home, "up", "--no-dashboard", env=with_server)
    assert (second.returncode, second.stderr.count("\n")) == (4, 1)
    assert f"schedules the runs of {home.root}" in second.stderr


def test_a_tick_and_a_run_by_hand_do_not_meet(home: Home, server: Server, with_server: dict[str, str]) -> None:
    """The deployment has one place, and a run that finds it taken is cancelled."""
    from flows.schedule import deployments
    from flows.settings import load

    ingest, audit, maintain = deployments(home, load(home.root, environment={}))
    assert {ingest.concurrency_limit, audit.concurrency_limit, maintain.concurrency_limit} == {1}
    assert ingest.concurrency_options is not None
    assert ingest.concurrency_options.collision_strategy == "CANCEL_NEW"
    assert ingest.parameters == {"home": str(home.root), "is_scheduled": True}
    entrypoints = [planned.entrypoint for planned in (ingest, audit, maintain)]
    assert entrypoints == ["flows.ingest.ingest", "flows.audit.audit", "flows.maintain.maintain"]
