"""`tinsach dashboard`: refuses what cannot work with one line, and tells the server what it has to know."""

from __future__ import annotations

import socket
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import deciding
from dashboard.server import streamlit_config
from flows.cli import run_cli
from flows.pages_server import server_command, server_environment
from flows.passwords import fits
from flows.settings import Settings, load
from flows.settings_dashboard import Dashboard
from flows.settings_values import Secret
from flows.verbs.dashboard import command, need_free, warn_of_strangers
from transforms.errors import ConfigurationError, UnreachableError
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.layout import Home


def test_a_port_that_is_taken_is_one_line_and_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_cli(["--home", str(tmp_path), "dashboard", "--port", str(port)]) == 3
    assert capsys.readouterr().err == f"tinsach: port {port} of 127.0.0.1 is taken; choose another with --port\n"


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UnreachableError, match="choose another with --address"):
        need_free("192.0.2.1", 8501)


def test_the_server_is_told_where_to_listen() -> None:
    command = server_command(8600, "127.0.0.1")
    assert command[1:] == ["-m", "dashboard.server", "--port", "8600", "--address", "127.0.0.1"]
    assert server_command(8600, is_debug=True)[-1] == "--debug"


def test_nothing_is_sent_to_anybody_and_errors_stay_here() -> None:
    config = streamlit_config(Namespace(port=8600, address="127.0.0.1", debug=False))
    assert (config["browser.gatherUsageStats"], config["server.headless"], config["server.port"]) == (False, True, 8600)
    assert config["client.showErrorDetails"] == "none"
    assert streamlit_config(Namespace(port=1, address="", debug=True))["client.showErrorDetails"] == "full"


def test_the_server_knows_the_home_and_the_packages(tmp_path: Path) -> None:
    environment = server_environment(Home(tmp_path), {"PYTHONPATH": "/other", "LANG": "C"})
    assert environment["TINSACH_HOME"] == str(tmp_path)
    assert environment["PYTHONPATH"].endswith(":/other")
    assert environment["LANG"] == "C"
    assert "TINSACH_DASHBOARD_DECISIONS" not in environment
    assert server_environment(Home(tmp_path), {}, read_only=True)["TINSACH_DASHBOARD_DECISIONS"] == "off"


@pytest.mark.parametrize(
    ("address", "password", "n_lines"),
    [("0.0.0.0", None, 1), ("::", None, 1), ("192.0.2.1", None, 1), ("host.example", None, 1), ("0.0.0.0", "chợ", 0),
     ("127.0.0.1", None, 0), ("127.8.0.1", None, 0), ("::1", None, 0), ("localhost", None, 0)],
)  # fmt: skip
def test_a_dashboard_for_everybody_without_a_password_is_warned_of(
    address: str, password: str | None, n_lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    warn_of_strangers(Settings(dashboard=Dashboard(password=Secret(password) if password else None)), address)
    said = capsys.readouterr().err
    assert said.count("\n") == n_lines
    assert not n_lines or "TINSACH_DASHBOARD_PASSWORD" in said


def test_a_password_becomes_a_hash_that_the_setting_takes(capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(command, ["--hash-password"], input="chợ phiên\nchợ phiên\n")
    kept = result.stdout.strip().splitlines()[-1]
    assert "chợ phiên" not in result.output
    settings = load(Path("/nowhere"), environment={"TINSACH_DASHBOARD_PASSWORD": kept})
    assert settings.dashboard.password is not None
    assert fits("chợ phiên", settings.dashboard.password.reveal())
    assert kept not in repr(settings)


def test_where_nobody_may_decide_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    decision = Decision("flag.ack", "f1", "Lan", datetime(2026, 1, 2, tzinfo=UTC))
    monkeypatch.setenv("TINSACH_HOME", str(tmp_path))
    monkeypatch.setenv("TINSACH_DASHBOARD_DECISIONS", "off")
    with pytest.raises(ConfigurationError, match="read-only"):
        deciding.write([decision])
    assert decisions.read(home) == ()
    monkeypatch.delenv("TINSACH_DASHBOARD_DECISIONS")
    deciding.write([decision])
    assert len(decisions.read(home)) == 1
