"""`tinsach dashboard`: refuses what cannot work with one line, and tells the server what it has to know."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from flows.cli import run_cli
from flows.verbs.dashboard import need_free, server_command, server_environment
from transforms.errors import UnreachableError
from warehouse.layout import Home


def test_a_port_that_is_taken_is_one_line_and_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_cli(["--home", str(tmp_path), "dashboard", "--port", str(port)]) == 3
    assert capsys.readouterr().err == f"tinsach: port {port} of 127.0.0.1 is taken; choose another with --port\n"


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UnreachableError, match="choose another with --address"):
        need_free("192.0.2.1", 8501)


def test_nothing_is_sent_to_anybody_and_errors_stay_here() -> None:
    command = server_command(8600, "127.0.0.1")
    assert {"--browser.gatherUsageStats=false", "--server.headless=true", "--server.port=8600"} <= set(command)
    assert "--client.showErrorDetails=none" in command
    assert "--read-only" not in command
    assert server_command(8600, read_only=True)[-2:] == ["--", "--read-only"]
    assert "--client.showErrorDetails=full" in server_command(8600, is_debug=True)


def test_the_server_knows_the_home_and_the_packages(tmp_path: Path) -> None:
    environment = server_environment(Home(tmp_path), {"PYTHONPATH": "/other", "LANG": "C"})
    assert environment["TINSACH_HOME"] == str(tmp_path)
    assert environment["PYTHONPATH"].endswith(":/other")
    assert environment["LANG"] == "C"
