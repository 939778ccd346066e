"""What `up` and `serve` refuse before anything is started, and the words for what they do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from flows.children import child
from flows.prefect_server import free_port
from flows.scheduling import only_scheduler, schedule_settings, schedule_words
from tests.flow.conftest import Call
from tests.prefect_runs import is_alive, wait_for
from transforms.errors import ConfigurationError, LockedError, UnreachableError
from warehouse.layout import Home

NO_SERVER = "http://127.0.0.1:9/api"  # the discard port: nothing listens there


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    made = Home(tmp_path / "home")
    made.root.mkdir()
    made.settings.write_text('[[sources]]\npath = "in"\n', encoding="utf-8")
    return made


def test_flags_are_stronger_than_the_file(home: Home) -> None:
    settings = schedule_settings(home, {}, "90s", None)
    assert (settings.schedule.every_seconds, settings.schedule.cron) == (90.0, None)
    assert schedule_words(settings) == f"every 90s from {home.root / 'in'}"
    by_cron = schedule_settings(home, {}, None, "0 6 * * *")
    assert (by_cron.schedule.every_seconds, by_cron.schedule.cron) == (None, "0 6 * * *")
    assert schedule_words(by_cron) == f"at 0 6 * * * from {home.root / 'in'}"


@pytest.mark.parametrize("verb", ["up", "serve"])
def test_usage(call: Call, home: Home, tmp_path: Path, verb: str) -> None:
    for arguments in (["--every", "1h", "--cron", "0 6 * * *"], ["--every", "soon"], ["--cron", "daily"]):
        done = call(home, verb, *arguments)
        assert (done.code, done.err.count("\n")) == (2, 1), done.err
    done = call(Home(tmp_path / "empty"), verb)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "no source" in done.err


def test_serve_and_run_insist_on_a_server(call: Call, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["serve"], ["run", "--prefect"]):
        done = call(home, *arguments)
        assert (done.code, done.err.count("\n")) == (3, 1)
        assert "PREFECT_API_URL" in done.err
    monkeypatch.setenv("PREFECT_API_URL", NO_SERVER)
    for arguments in (["serve"], ["run", "--prefect"], ["up"]):
        done = call(home, *arguments)
        assert (done.code, done.err.count("\n")) == (3, 1)
        assert f"{NO_SERVER} does not answer" in done.err


def test_run_says_why_it_does_without_prefect(call: Call, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.root / "in").mkdir()
    assert "tinsach: without Prefect, in this process (PREFECT_API_URL is not set)\n" in call(home, "run").err
    monkeypatch.setenv("PREFECT_API_URL", NO_SERVER)
    assert f"tinsach: without Prefect, in this process ({NO_SERVER} does not answer)\n" in call(home, "run").err
    assert call(home, "run", "--no-prefect").err == ""


def test_two_schedulers_of_one_home(home: Home) -> None:
    with only_scheduler(home), pytest.raises(LockedError, match=str(home.root)), only_scheduler(home):
        pass
    with only_scheduler(home):
        pass


def test_ports(call: Call, home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
        with pytest.raises(ConfigurationError, match=str(port)):
            free_port(1, wanted=port)
        done = call(home, "up", "--no-dashboard", "--port", str(port))
        assert (done.code, done.err.count("\n")) == (2, 1)


def test_a_child_ends_with_what_it_started(tmp_path: Path) -> None:
    """Also when neither of them heeds SIGTERM."""
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )
    log = tmp_path / "logs" / "log"
    with child(
        "stubborn", [sys.executable, "-c", stubborn], environment=os.environ, log=log, grace_seconds=0.3
    ) as started:
        grandchild = int(wait_for(log.read_text))
        assert is_alive(grandchild)
    wait_for(lambda: not is_alive(grandchild))  # the kernel may take a moment
    assert started.process.returncode == -signal.SIGKILL


def test_a_child_that_cannot_start_or_ends(tmp_path: Path) -> None:
    with (
        pytest.raises(UnreachableError, match="cannot start the ghost"),
        child("ghost", ["/no/such/program"], environment={}, log=tmp_path / "log"),
    ):
        pass
    command = [sys.executable, "-c", "import sys; print('first'); sys.exit('last words')"]
    with child("speaker", command, environment=os.environ, log=tmp_path / "log") as started:
        wait_for(lambda: started.has_ended)
        assert str(started.obituary()).startswith("the speaker ended (exit code 1): last words; see ")


def test_prefect_is_imported_only_where_it_is_used() -> None:
    modules = ("local", "auditing", "supervisor", "scheduling", "handover", "verbs.up", "verbs.serve", "verbs.run")
    code = f"import sys, {', '.join(f'flows.{name}' for name in modules)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"prefect", "great_expectations", "streamlit", "pandas"} & set(loaded)
