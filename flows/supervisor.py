"""One machine, one command: a Prefect server, the schedule and the dashboard as children, until somebody stops them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.children import STOP_SIGNALS, Child, child
from flows.orchestration import NO_TELEMETRY, prefect_answers, prefect_api
from flows.pages_server import server_command, server_environment
from flows.prefect_server import HOST, free_port, prefect_server
from flows.scheduling import with_schedule
from flows.settings import Settings
from flows.watching import watched
from warehouse.layout import Home

_ROOT = Path(__file__).resolve().parents[1]
_DASHBOARD = _ROOT / "dashboard" / "app.py"
_DASHBOARD_PORT = 8501
_LOOK_SECONDS = 0.3

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to bring up. Ports are chosen where they are None; `schedule` are flags that `serve` is given, and that
    `settings` have."""

    home: Home
    settings: Settings
    schedule: Sequence[str] = ()
    server_port: int | None = None
    dashboard_port: int | None = None
    has_dashboard: bool = True


def bring_up(plan: Plan, say: Say) -> None:
    """Run all of it until SIGINT, SIGTERM or SIGHUP, then end every child with all that it started.

    UnreachableError when a child ends by itself, or a configured Prefect server does not answer.
    """
    with _stop_requests() as stopped, ExitStack() as started:
        environment, children = _server(plan, started, stopped, say)
        if not stopped.is_set():
            children += _dashboard(plan, environment, started, say)
            children.append(_schedule(plan, environment, started))
            started.enter_context(watched(plan.home, plan.settings, environment))
        while not stopped.wait(_LOOK_SECONDS):
            for running in children:
                if running.has_ended:
                    raise running.obituary()
        say("Stopping …")


@contextmanager
def _stop_requests() -> Iterator[threading.Event]:
    """An event that a signal sets, for the time of the block."""
    stopped = threading.Event()
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in STOP_SIGNALS}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _server(
    plan: Plan, started: ExitStack, stopped: threading.Event, say: Say
) -> tuple[Mapping[str, str], list[Child]]:
    """The environment of the others, and our own Prefect server where none is configured."""
    if prefect_api():
        prefect_answers(insist=True)
        say(f"Prefect    {prefect_api()} (PREFECT_API_URL)")
        return {**NO_TELEMETRY, **os.environ}, []
    say("Prefect    starting a server of our own …")
    server = started.enter_context(
        prefect_server(
            plan.home.root / "prefect", plan.home.logs / "prefect-server.log",
            port=plan.server_port, is_stopped=stopped.is_set,
        )
    )  # fmt: skip
    say(f"Prefect    {server.address}   (for other programs: PREFECT_API_URL={server.api})")
    return server.environment, [server.process]


def _dashboard(plan: Plan, environment: Mapping[str, str], started: ExitStack, say: Say) -> list[Child]:
    if not plan.has_dashboard:
        return []
    if not _DASHBOARD.exists():
        say(f"Dashboard  none: {_DASHBOARD} is missing")
        return []
    port = free_port(_DASHBOARD_PORT, wanted=plan.dashboard_port)
    environment = server_environment(plan.home, with_schedule(environment, plan.settings))
    command = server_command(port, HOST)
    log = plan.home.logs / "dashboard.log"
    running = started.enter_context(child("dashboard", command, environment=environment, log=log))
    say(f"Dashboard  http://{HOST}:{port}")
    return [running]


def _schedule(plan: Plan, environment: Mapping[str, str], started: ExitStack) -> Child:
    """`tinsach serve`, which says on our standard output what its runs do."""
    call = "import sys; from flows.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        call,
        "--home",
        str(plan.home.root),
        "serve",
        "--now",
        "--unwatched",
        *plan.schedule,
    ]
    search = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    log = plan.home.logs / "schedule.log"
    return started.enter_context(
        child("schedule", command, environment={**environment, "PYTHONPATH": search}, log=log, shows_output=True)
    )
