"""`tinsach dashboard`: the Streamlit pages on what is published."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket

import click

from flows.cli import Context
from flows.pages_server import DEFAULT_ADDRESS, DEFAULT_PORT, server_command, server_environment
from flows.passwords import hashed
from flows.settings import Settings, load
from flows.settings_groups import variable
from transforms.errors import UnreachableError
from warehouse.layout import Home
from warehouse.store import open_reader


@click.command("dashboard")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True, help="Port to listen on."
)
@click.option("--address", default=DEFAULT_ADDRESS, show_default=True, help="Address to listen on.")
@click.option("--read-only", is_flag=True, help="Nobody can decide, correct or answer there.")
@click.option(
    "--hash-password", is_flag=True, help="Ask for a password, print its hash for dashboard.password, and end."
)
@click.pass_obj
def command(context: Context, port: int, address: str, read_only: bool, hash_password: bool) -> None:
    """The data-quality dashboard: how fresh and how clean the data is, articles line by line, the work list.

    It follows each new snapshot by itself, and works while runs write. It listens to this machine only, unless
    --address says otherwise, and asks for dashboard.password, where one is set.

    Example: tinsach dashboard --port 8600
    """
    if hash_password:
        _print_hash()
        return
    home = Home(context.home_path)
    settings = load(home.root, environment=os.environ)
    open_reader(home).close()
    need_free(address, port)
    warn_of_strangers(settings, address)
    click.echo(f"Dashboard of {home.root}: http://{_shown(address)}:{port}   Ctrl-C stops it.")
    arguments = server_command(port, address, is_debug=context.is_debug)
    os.execve(arguments[0], arguments, server_environment(home, os.environ, read_only=read_only))  # noqa: S606


def warn_of_strangers(settings: Settings, address: str) -> None:
    """One line, where other machines can see the dashboard and nobody is asked for a password."""
    if settings.dashboard.password is None and not _is_local(address):
        click.echo(
            f"tinsach: whoever reaches {address} sees everything: no password is set "
            f"(dashboard.password, {variable('dashboard.password')})",
            err=True,
        )


def _is_local(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _print_hash() -> None:
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    click.echo(hashed(password))


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
