"""The scheduled runs of one home, as Prefect deployments that this process serves. Importing it imports Prefect."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterState
from prefect.client.schemas.filters import FlowRunFilterStateType as StateTypes
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Crashed

from flows import settings_groups
from flows.audit import audit
from flows.ingest import ingest
from flows.job import package_version
from transforms.errors import ConfigurationError, LockedError
from warehouse.layout import Home

AUDIT_CRON = "0 3 * * *"  # nightly

_LONGEST_POLL_SECONDS = 10.0
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
_AT_WORK = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def deployments(home: Home, schedule: settings_groups.Schedule) -> tuple[RunnerDeployment, RunnerDeployment]:
    """The scheduled ingest, and the audit every night. ConfigurationError for a cron that can't be."""
    return _deployment(ingest, home, _when(schedule)), _deployment(audit, home, Cron(AUDIT_CRON, timezone=local_zone()))


def serve(home: Home, schedule: settings_groups.Schedule, *, starts_now: bool = False) -> None:
    """Serve the scheduled runs of a home until a signal ends this process; with `starts_now` ingest once at once.

    LockedError when another process schedules the runs of this home.
    """
    planned = deployments(home, schedule)
    poll = min(_LONGEST_POLL_SECONDS, max(1.0, (schedule.every_seconds or 60.0) / 2))
    runner = Runner(name="tinsach", query_seconds=poll, prefetch_seconds=poll, pause_on_shutdown=False)
    with only_scheduler(home):
        known = [runner.add_deployment(deployment) for deployment in planned]
        end_lost_runs(known)
        if starts_now:
            with get_client(sync_client=True) as client:
                client.create_flow_run_from_deployment(known[0])
        asyncio.run(runner.start())


@contextmanager
def only_scheduler(home: Home) -> Iterator[None]:
    """Be the one process that schedules the runs of a home."""
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / "schedule.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"another `tinsach up` or `serve` schedules the runs of {home.root}: stop it") from error
        yield


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
    try:
        return Cron(schedule.cron, timezone=local_zone())
    except ValueError as error:
        raise ConfigurationError(f"schedule.cron {schedule.cron!r}: {error}") from error


def _deployment(flow: Flow[..., object], home: Home, when: Schedule) -> RunnerDeployment:
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
