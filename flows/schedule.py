"""The scheduled runs of one home, as Prefect deployments that this process serves. Importing it imports Prefect."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import socket
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterState
from prefect.client.schemas.filters import FlowRunFilterStateType as StateTypes
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows import settings_groups
from flows.audit import audit
from flows.children import GRACE_SECONDS, STOP_SIGNALS, kill_children
from flows.ingest import ingest
from flows.job import package_version
from flows.maintain import maintain
from flows.scheduling import only_scheduler
from flows.settings import Settings
from transforms.errors import ConfigurationError
from warehouse.layout import Home

AUDIT_CRON = "0 3 * * *"  # nightly

_LONGEST_POLL_SECONDS = 10.0
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
_AT_WORK = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def deployments(home: Home, settings: Settings) -> tuple[RunnerDeployment, ...]:
    """The scheduled ingest, the audit and the upkeep every night. ConfigurationError for a cron that can't be."""
    return (
        _deployment(ingest, home, _when(settings.schedule)),
        _deployment(audit, home, _cron("audit", AUDIT_CRON)),
        _deployment(maintain, home, _cron("maintain.cron", settings.maintain.cron)),
    )


def serve(home: Home, settings: Settings, *, starts_now: bool = False) -> None:
    """Serve the scheduled runs of a home until a signal ends this process; with `starts_now` ingest once at once.

    LockedError when another process schedules the runs of this home.
    """
    planned = deployments(home, settings)
    poll = min(_LONGEST_POLL_SECONDS, max(1.0, (settings.schedule.every_seconds or 60.0) / 2))
    runner = Runner(name="tinsach", query_seconds=poll, prefetch_seconds=poll, pause_on_shutdown=False)
    with only_scheduler(home):
        known = [_registered(runner, deployment) for deployment in planned]
        end_lost_runs(known)
        if starts_now:
            with get_client(sync_client=True) as client:
                client.create_flow_run_from_deployment(known[0])
        asyncio.run(_until_stopped(runner))


async def _until_stopped(runner: Runner) -> None:
    """Serve until a signal comes, then end the runs at work: what they staged is taken up by the next run."""
    stopped = asyncio.Event()
    serving = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # the runner begins by taking SIGTERM for itself, and does not end well with it
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await asyncio.wait({serving, asyncio.create_task(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if not stopped.is_set():
        await serving  # it ended by itself: with its error
    try:
        await asyncio.wait_for(_end(runner, serving), GRACE_SECONDS)
    except TimeoutError:  # Prefect would wait for half a minute
        kill_children()
        serving.cancel()
        await asyncio.wait({serving})


async def _end(runner: Runner, serving: asyncio.Task[None]) -> None:
    if runner.started:
        await runner.astop()
    else:
        serving.cancel()
    await asyncio.wait({serving})


def end_lost_runs(deployment_ids: Sequence[UUID]) -> int:
    """Mark flow runs as crashed that still pass for running, though their scheduler died: how many.

    Else they would keep the one place that there is, and every later run would be cancelled.
    """
    lost = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployment_ids)),
        state=FlowRunFilterState(type=StateTypes(any_=_AT_WORK)),
    )
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=lost)
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message="its process is gone"), force=True)
    return len(runs)


def local_zone() -> str:
    """The name of this machine's time zone: TZ, else what /etc/localtime links to, else UTC."""
    linked = os.path.realpath("/etc/localtime").rpartition("/zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        try:
            return ZoneInfo(name).key
        except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            continue
    return "UTC"


def _when(schedule: settings_groups.Schedule) -> Schedule:
    if schedule.cron is None:
        return Interval(timedelta(seconds=schedule.every_seconds or 0))
    return _cron("schedule.cron", schedule.cron)


def _cron(setting: str, fields: str) -> Schedule:
    try:
        return Cron(fields, timezone=local_zone())
    except ValueError as error:
        raise ConfigurationError(f"{setting} {fields!r}: {error}") from error


def _registered(runner: Runner, deployment: RunnerDeployment) -> UUID:
    known = runner.add_deployment(deployment)
    assert isinstance(known, UUID)  # a coroutine only in asynchronous code
    return known


def _deployment(flow: Flow[Any, Any], home: Home, when: Schedule) -> RunnerDeployment:
    made = flow.to_deployment(
        name=_name(home),
        schedule=when,
        parameters={"home": str(home.root), "is_scheduled": True},
        concurrency_limit=_ONE_AT_A_TIME,
        tags=["tinsach"],
        version=package_version(),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(made, RunnerDeployment)  # a coroutine only in asynchronous code
    return made


def _name(home: Home) -> str:
    """Different for every home on every machine: host, folder, and a hash of the path."""
    digest = hashlib.sha256(str(home.root).encode()).hexdigest()[:6]
    return re.sub(r"[^\w.-]+", "-", f"{socket.gethostname()}-{home.root.name}-{digest}")
