"""A Prefect server of our own, for a machine that has none: on this machine only, its data under the home folder."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.children import Child, child
from flows.orchestration import NO_TELEMETRY, answers
from transforms.errors import ConfigurationError, UnreachableError

HOST = "127.0.0.1"
DEFAULT_PORT = 4200
_START_SECONDS = 180.0  # a slow machine that makes its database first
_POLL_SECONDS = 0.2
# By default it looks only once a minute for schedules without runs ahead, should a busy machine have made it miss that
# a deployment came.
_OF_SERVER = {"PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "10"}


@dataclass(frozen=True)
class Server:
    """A running server, and the environment in which programs use it."""

    process: Child
    address: str
    environment: Mapping[str, str]

    @property
    def api(self) -> str:
        """What PREFECT_API_URL is."""
        return f"{self.address}/api"


@contextmanager
def prefect_server(
    folder: Path, log: Path, *, port: int | None = None, database: str | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Server]:  # fmt: skip
    """A server for the time of the block, answering; its settings and, but for a `database` URL, its data in `folder`.

    UnreachableError when it does not come up. `is_stopped` is asked meanwhile: when true, nobody waits any longer.
    """
    port = free_port(DEFAULT_PORT, wanted=port)
    address = f"http://{HOST}:{port}"
    environment = {
        **NO_TELEMETRY,
        **os.environ,
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": f"{address}/api",
    }
    of_server = {**_OF_SERVER, **environment}
    if database:
        of_server["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    with child("Prefect server", command, environment=of_server, log=log) as process:
        server = Server(process, address, environment)
        _wait(server, is_stopped)
        yield server


def free_port(preferred: int, *, wanted: int | None = None) -> int:
    """`wanted`, ConfigurationError when it is in use; without it `preferred`, or any other that is free."""
    for port in (wanted or preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                if wanted:
                    raise ConfigurationError(f"port {wanted}: {error.strerror}; choose another") from error
                continue
            return int(probe.getsockname()[1])
    raise UnreachableError(f"no free port on {HOST}: end a program that listens")


def _wait(server: Server, is_stopped: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not is_stopped() and answers(server.api) is not None:
        if server.process.has_ended:
            raise server.process.obituary()
        if time.monotonic() > deadline:
            raise UnreachableError(
                f"the Prefect server did not answer within {_START_SECONDS:.0f} s: see {server.process.log}"
            )
        time.sleep(_POLL_SECONDS)
