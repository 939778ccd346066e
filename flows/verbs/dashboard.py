"""`tinsach dashboard`: the Streamlit pages on what is published."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from flows.cli import Context
from transforms.errors import UnreachableError
from warehouse.layout import Home
from warehouse.store import open_reader

DEFAULT_PORT = 8501
DEFAULT_ADDRESS = "127.0.0.1"

_ROOT = Path(__file__).parents[2]


@click.command("dashboard")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True, help="Port to listen on."
)
@click.option(
    "--address", default=DEFAULT_ADDRESS, show_default=True, help="Address to listen on; there is no password."
)
@click.option("--read-only", is_flag=True, help="Nobody can decide on flags there.")
@click.pass_obj
def command(context: Context, port: int, address: str, read_only: bool) -> None:
    """The data-quality dashboard: how fresh and how clean the data is, articles line by line, the work list.

    It follows each new snapshot by itself, and works while runs write.

    Example: tinsach dashboard --port 8600
    """
    home = Home(context.home_path)
    open_reader(home).close()
    need_free(address, port)
    click.echo(f"Dashboard of {home.root}: http://{_shown(address)}:{port}   Ctrl-C stops it.")
    arguments = server_command(port, address, read_only=read_only, is_debug=context.is_debug)
    os.execve(arguments[0], arguments, server_environment(home, os.environ))  # noqa: S606


def server_command(
    port: int, address: str = DEFAULT_ADDRESS, *, read_only: bool = False, is_debug: bool = False
) -> list[str]:
    """The command that serves the dashboard; its look is in dashboard/.streamlit/config.toml."""
    options = {
        "server.port": str(port),
        "server.address": address,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "full" if is_debug else "none",
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    app = ["--", "--read-only"] if read_only else []
    return [sys.executable, "-m", "streamlit", "run", str(_ROOT / "dashboard" / "app.py"), *flags, *app]


def server_environment(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of that command: which home, and where the project's packages are."""
    path = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    return {**environment, "TINSACH_HOME": str(home.root), "PYTHONPATH": os.pathsep.join(path)}


def need_free(address: str, port: int) -> None:
    """UnreachableError when nothing can listen there."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "is taken" if is_taken else f"cannot be used ({error.strerror})"
            hint = "--port" if is_taken or error.errno == errno.EACCES else "--address"
            raise UnreachableError(f"port {port} of {address} {why}; choose another with {hint}") from error


def _shown(address: str) -> str:
    return f"[{address}]" if ":" in address else address
