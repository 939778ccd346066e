"""`deploy/prefect.yaml`: a worker of the Prefect server runs the flows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_server import Server
from tests.prefect_runs import ARTICLE, ROOT, ask, last_flow_run, loaded_uris
from warehouse.layout import Home

pytestmark = pytest.mark.slow


def test_a_worker_ingests_and_audits(server: Server, with_server: dict[str, str], tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    env = {**with_server, "TINSACH_HOME": str(home.root), "TINSACH_SOURCES": str(tmp_path / "in")}

    def prefect(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, timeout=120)

    prefect("work-pool", "create", "tinsach", "--type", "process")
    prefect("deploy", "--all", "--prefect-file", "deploy/prefect.yaml")
    for flow in ("ingest", "audit"):
        prefect("deployment", "run", f"{flow}/tinsach")
        prefect("worker", "start", "--pool", "tinsach", "--run-once")
        assert last_flow_run(server.api, home, flow)["state_name"] == "Completed"
    assert loaded_uris(home) == {str(tmp_path / "in" / "a.txt")}
    deployed = ask(server.api, "deployments/filter", deployments={"name": {"any_": ["tinsach"]}})
    assert [row["concurrency_options"]["collision_strategy"] for row in deployed] == ["CANCEL_NEW"] * 3
