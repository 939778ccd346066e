"""The nightly upkeep on a real Prefect server, which forgets our old runs."""

from __future__ import annotations

import pytest

from flows.prefect_server import Server
from tests.flow.with_prefect.test_serve import home  # noqa: F401  the fixture
from tests.prefect_runs import started_flow_runs, tinsach
from warehouse.layout import Home

pytestmark = pytest.mark.slow


def test_the_upkeep_runs_as_a_flow_and_prunes(
    home: Home,  # noqa: F811
    server: Server,
    with_server: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert tinsach(home, "run", "--prefect", env=with_server).returncode == 0
    for name, value in with_server.items():
        monkeypatch.setenv(name, value)
    from flows.maintain import maintain
    from flows.prefect_history import remove_older

    state = maintain(str(home.root), return_state=True)
    assert state.is_completed(), state.message
    assert "0 flow runs of Prefect removed" in str(state.message)
    assert remove_older(-1) >= 2
    assert [run for flow in ("ingest", "maintain") for run in started_flow_runs(server.api, home, flow)] == []
