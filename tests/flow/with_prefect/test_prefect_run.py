"""`run` under a real Prefect server: the same tables as without, and what the server shows of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from flows.job import new_job
from flows.local import ingest
from flows.prefect_server import Server
from flows.settings import load
from tests.prefect_runs import ARTICLE, EXAMPLES, ask, command, environment, last_flow_run, tinsach, wait_for
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.store import fingerprint

pytestmark = pytest.mark.slow

BATCH_FILES = 12  # so that the examples are four batches


@dataclass(frozen=True)
class Run:
    """A finished run of the examples under Prefect, in four batches."""

    home: Home
    source: Path
    summary: dict[str, object]
    said: str


@pytest.fixture(scope="module")
def examples(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("examples")
    source, home = folder / "in", Home(folder / "home")
    shutil.copytree(EXAMPLES, source)
    env = environment(PREFECT_API_URL=server.api, TINSACH_READING_BATCH_FILES=str(BATCH_FILES))
    done = tinsach(home, "run", str(source), "--json", env=env)
    assert done.returncode == 0, done.stderr
    return Run(home, source, json.loads(done.stdout), done.stderr)


def test_the_same_tables_without_prefect(examples: Run, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    flags = {"sources": [str(examples.source)], "reading.settle_seconds": 0, "reading.batch_files": BATCH_FILES}
    settings = load(home.root, environment={}, flags=flags)
    ingest(home, settings, settings.sources)
    assert fingerprint(home) == fingerprint(examples.home)


def test_the_summary_and_one_line_that_names_the_server(examples: Run, server: Server) -> None:
    n_files = sum(1 for path in EXAMPLES.rglob("*.txt") if path.is_file())
    assert examples.summary["files_new"] == n_files
    assert examples.summary["status"] == "published"
    assert f"tinsach: with Prefect at {server.api}\n" in examples.said


def test_a_task_for_each_batch_and_none_for_a_file(examples: Run, server: Server) -> None:
    run = last_flow_run(server.api, examples.home)
    assert (run["name"], run["state_name"]) == (examples.summary["run_id"], "Completed")
    wanted = {"flow_runs": {"id": {"any_": [run["id"]]}}}
    names = ["audit", "batch 1", "batch 2", "batch 3", "batch 4", "duplicates", "find files", "publish"]
    wait_for(lambda: len(ask(server.api, "task_runs/filter", **wanted)) == len(names))  # recorded with a delay
    assert sorted(task["name"] for task in ask(server.api, "task_runs/filter", **wanted)) == names


def test_tables_to_look_at(examples: Run, server: Server) -> None:
    run = last_flow_run(server.api, examples.home)
    found = ask(server.api, "artifacts/filter", artifacts={"flow_run_id": {"any_": [run["id"]]}})
    shown = {artifact["key"]: artifact["data"] for artifact in found}
    assert shown.keys() == {"ingest-audit", "ingest-summary"}
    table = pl.DataFrame(json.loads(shown["ingest-audit"]))
    assert {"missing_title", "appended_article"} <= set(table["rule"])
    assert table["unexpected"].min() > 0
    assert f"| loaded | {examples.summary['files_loaded']} |" in shown["ingest-summary"]


def test_nothing_new(examples: Run, server: Server, with_server: dict[str, str]) -> None:
    before = fingerprint(examples.home)
    done = tinsach(examples.home, "run", str(examples.source), env=with_server)
    assert (done.returncode, "nothing new" in done.stdout) == (0, True)
    assert last_flow_run(server.api, examples.home)["state_name"] == "Nothing new"
    assert fingerprint(examples.home) == before


def test_while_another_run_holds_the_warehouse(server: Server, with_server: dict[str, str], tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with hold(home, "replay"):
        done = tinsach(home, "run", str(EXAMPLES), "--prefect", env=with_server)
    run = last_flow_run(server.api, home)
    last_line = done.stderr.strip().splitlines()[-1]
    assert (done.returncode, run["state_type"]) == (4, "CANCELLED")
    assert last_line == f"tinsach: {run['state']['message']}"
    assert "`tinsach replay` (pid" in last_line


def test_a_held_run_is_a_failed_flow_run(server: Server, with_server: dict[str, str], tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"\0\1\2\3" * 100)
    env = {**with_server, "TINSACH_GATE_MIN_FILES": "1", "TINSACH_GATE_MAX_QUARANTINED_SHARE": "0"}
    done = tinsach(home, "run", str(tmp_path / "in"), env=env)
    run = last_flow_run(server.api, home)
    assert (done.returncode, run["state_type"], run["state_name"]) == (1, "FAILED", "Held")
    assert "1 of 1 new files were quarantined" in run["state"]["message"]


def test_a_batch_is_tried_again(server: Server, with_server: dict[str, str], tmp_path: Path) -> None:
    """Something stands where the batch is written, until the task has failed once."""
    home, source = Home(tmp_path / "home"), tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(ARTICLE, encoding="utf-8")
    unfinished = new_job(home, load(home.root, environment={}))  # a run to take over, so that the place is known
    unfinished.write_manifest()
    obstacle = unfinished.run_dir / "batch-00001.tmp"
    obstacle.write_text("in the way")

    def has_failed() -> bool:
        states = ask(server.api, "task_runs/filter", flow_runs={"name": {"any_": [unfinished.run_id]}})
        return bool({state["state_name"] for state in states} & {"AwaitingRetry", "Retrying"})

    with subprocess.Popen(command(home, "run", str(source)), env=with_server) as process:
        wait_for(lambda: process.poll() is not None or has_failed())
        obstacle.unlink()
        assert process.wait(120) == 0
    run = last_flow_run(server.api, home)
    assert (run["name"], run["state_name"]) == (unfinished.run_id, "Completed")
