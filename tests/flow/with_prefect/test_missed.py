"""Times of the schedule that nobody kept: the schedule survives, one run makes up for all, and none piles up."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.prefect_server import Server
from tests.flow.with_prefect.test_serve import drop, home
from tests.prefect_runs import ask, loaded_uris, running, wait_for
from warehouse.layout import Home
from warehouse.lock import hold

__all__ = ["home"]
pytestmark = pytest.mark.slow

N_MISSED = 10


def ingests(server: Server, home: Home) -> list[dict[str, Any]]:
    """The flow runs of this home, in the order in which they were due."""
    found = ask(server.api, "flow_runs/filter", sort="EXPECTED_START_TIME_ASC", flows={"name": {"any_": ["ingest"]}})
    return [run for run in found if run["parameters"].get("home") == str(home.root)]


def deployed(server: Server, home: Home) -> list[dict[str, Any]]:
    found = ask(server.api, "deployments/filter")
    return [one for one in found if one["parameters"].get("home") == str(home.root)]


def expected(run: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(run["expected_start_time"])


def test_one_run_makes_up_for_all_that_were_missed(
    home: Home, server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "2s", env=with_server, output=said) as serving:
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
    stopped, before = datetime.now(UTC), deployed(server, home)
    assert [(one["paused"], [plan["active"] for plan in one["schedules"]]) for one in before] == [(False, [True])] * 3

    def missed() -> list[dict[str, Any]]:
        return [run for run in ingests(server, home) if stopped < expected(run) < datetime.now(UTC)]

    wait_for(lambda: len(missed()) >= N_MISSED)
    assert {run["state_type"] for run in missed()} == {"SCHEDULED"}
    later = drop(home, "later.txt")
    ids = {run["id"] for run in missed()}
    with running(home, "serve", "--every", "1h", env=with_server, output=said):
        wait_for(lambda: later in loaded_uris(home), said)
        over = ("COMPLETED", "CANCELLED")

        def states() -> list[str]:
            return [run["state_type"] for run in ingests(server, home) if run["id"] in ids]

        wait_for(lambda: all(state in over for state in states()), said)
        assert states().count("COMPLETED") <= 1
        assert len(states()) - states().count("CANCELLED") <= 1
    after = deployed(server, home)
    assert {one["id"] for one in after} == {one["id"] for one in before}
    assert [
        plan["schedule"]["interval"] for one in after for plan in one["schedules"] if "interval" in plan["schedule"]
    ]


def test_ticks_while_another_run_is_at_work_say_who_and_do_not_pile_up(
    home: Home, server: Server, with_server: dict[str, str], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    with running(home, "serve", "--every", "10s", env=with_server, output=said):
        with hold(home, "replay"):

            def refused() -> list[dict[str, Any]]:
                return [
                    run for run in ingests(server, home) if "`tinsach replay` (pid" in (run["state"]["message"] or "")
                ]

            wait_for(lambda: len(refused()) >= 2, said)
            assert {run["state_type"] for run in refused()} == {"CANCELLED"}
            at_work = [run for run in ingests(server, home) if run["state_type"] in ("PENDING", "RUNNING")]
            assert len(at_work) <= 1
            assert loaded_uris(home) == set()
        wait_for(lambda: len(loaded_uris(home)) == 1, said)
