"""What Prefect is told: an artifact and an event for each cause, and no secret anywhere on its server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_server import Server
from tests.flow.runs import article
from tests.prefect_runs import ask, last_flow_run, tinsach, wait_for
from tests.receivers import SECRET, webhook
from warehouse import recovery
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = "<script>alert(1)<&script> ```md [a](b).txt"


def test_silence_is_shown_too_though_no_run_came(own_home: Home, server: Server, with_server: dict[str, str]) -> None:
    assert tinsach(own_home, "messages", "--quiet", env=with_server).returncode == 0
    assert tinsach(own_home, "messages", "--quiet", env=with_server).returncode == 0
    wanted = {"event": {"name": ["tinsach.silence"]}}
    found = wait_for(lambda: ask(server.api, "events/filter", filter=wanted)["events"])
    assert [event["payload"]["is_new"] for event in found if str(own_home.root) in json.dumps(event)] == [True]
    (artifact,) = ask(server.api, "artifacts/filter", artifacts={"key": {"any_": ["message-silence"]}})
    assert str(own_home.root) in artifact["data"]


def test_a_held_run_is_an_artifact_an_event_and_one_message(
    server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / HOSTILE).write_bytes(b"\0\1\2\3" * 100)
    limits = {"TINSACH_GATE_MIN_FILES": "1", "TINSACH_GATE_MAX_QUARANTINED_SHARE": "0"}
    with webhook() as hook:
        env = {**with_server, **limits, "TINSACH_MESSAGES_ADDRESSES": hook.address}
        done = tinsach(home, "run", str(tmp_path / "in"), env=env)
        again = tinsach(home, "run", str(tmp_path / "in"), env=env)
        assert (done.returncode, again.returncode, len(hook.came)) == (1, 0, 1), done.stderr
    run = ask(server.api, "flow_runs/filter", flow_runs={"state": {"name": {"any_": ["Held"]}}})
    (held,) = [one for one in run if one["parameters"]["home"] == str(home.root)]
    artifacts = ask(server.api, "artifacts/filter", artifacts={"flow_run_id": {"any_": [held["id"]]}})
    (shown,) = [artifact["data"] for artifact in artifacts if artifact["key"] == "message-held"]
    assert hook.came[0]["message"] in shown
    assert shown.count("```") == 2
    assert "<script>" not in shown
    resource = {"id": [f"tinsach.home.{home.root.name}"]}

    def events() -> list[dict[str, object]]:
        found = ask(server.api, "events/filter", filter={"event": {"name": ["tinsach.held"]}, "resource": resource})
        return [event for event in found["events"] if event["payload"]["run_id"] == held["name"]]

    (event,) = wait_for(events)
    assert event["payload"]["is_new"] is True  # type: ignore[index]
    assert SECRET not in json.dumps([held, artifacts, event, last_flow_run(server.api, home)])
    assert SECRET not in done.stdout + done.stderr + again.stdout + again.stderr
    for file in Path(server.environment["PREFECT_HOME"]).rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    with sqlite3.connect(f"file:{Path(server.environment['PREFECT_HOME']) / 'prefect.db'}?mode=ro", uri=True) as con:
        assert con.execute("select count(*) from flow_run").fetchone()[0] >= 2


def test_a_rule_that_jumps_is_an_artifact_and_an_event(
    server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    home, inbox = Home(tmp_path / "jumping"), tmp_path / "in"
    inbox.mkdir()
    limits = {"TINSACH_HISTORY_MIN_RUNS": "1", "TINSACH_MESSAGES_JUMP_ROWS": "1"}
    env = {**with_server, **limits, "TINSACH_MESSAGES_MIN_SEVERITY": "info"}
    for name, title in (("a", "Bến đò làng Hạ đông khách"), ("b", "BẾN ĐÒ LÀNG THƯỢNG VẮNG KHÁCH")):
        (inbox / f"{name}.txt").write_text(article(title=title), encoding="utf-8")
        done = tinsach(home, "run", str(inbox), env=env)
        assert done.returncode == 0, done.stderr
    run = last_flow_run(server.api, home)
    artifacts = ask(server.api, "artifacts/filter", artifacts={"flow_run_id": {"any_": [run["id"]]}})
    assert any(artifact["key"] == "message-jump" and "title_in_capitals" in artifact["data"] for artifact in artifacts)
    resource = {"id": [f"tinsach.home.{home.root.name}"]}
    wanted = {"event": {"name": ["tinsach.jump"]}, "resource": resource}
    found = wait_for(lambda: ask(server.api, "events/filter", filter=wanted)["events"])
    assert "title_in_capitals" in json.dumps([event["payload"] for event in found])


def test_a_failed_audit_is_an_artifact_and_an_event(
    own_home: Home, server: Server, with_server: dict[str, str]
) -> None:
    with hold(own_home, "test"):
        lose = "delete from news.lines where line_no = 2"
        next_snapshot(own_home, recovery.recover(own_home), Steps(lambda con: con.execute(lose)))
    flow = "import sys; from flows.audit import audit; print(audit(sys.argv[1], return_state=True).type.value)"
    called = [sys.executable, "-c", flow, str(own_home.root)]
    done = subprocess.run(called, cwd=ROOT, env=with_server, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "FAILED"
    (artifact,) = ask(server.api, "artifacts/filter", artifacts={"key": {"any_": ["message-audit"]}})
    assert "lines_not_conserved" in artifact["data"]
    resource = {"id": [f"tinsach.home.{own_home.root.name}"]}
    wanted = {"event": {"name": ["tinsach.audit"]}, "resource": resource}
    found = wait_for(lambda: ask(server.api, "events/filter", filter=wanted)["events"])
    assert "lines_not_conserved" in json.dumps([event["payload"] for event in found])
