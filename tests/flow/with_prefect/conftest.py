"""A Prefect server for all tests of a session: a real one, with a folder and a port of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.prefect_server import Server, free_port, prefect_server
from tests.prefect_runs import environment


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("prefect")
    with prefect_server(folder / "home", folder / "server.log", port=free_port(0)) as started:
        yield started


@pytest.fixture
def with_server(server: Server) -> dict[str, str]:
    """The environment of a machine that has a Prefect server."""
    return environment(PREFECT_API_URL=server.api, PREFECT_HOME=server.environment["PREFECT_HOME"])
