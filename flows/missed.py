"""Scheduled runs that nobody started in time: one run makes up for all. Importing this module imports Prefect."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
)
from prefect.client.schemas.filters import FlowRunFilterStateType as StateTypes
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.states import Cancelled

_AT_ONCE = 200


def make_up_for_missed() -> int:
    """Cancel all other scheduled runs of this flow run's deployment that are due: how many.

    While nobody serves a schedule, or the machine sleeps, its runs pile up; the first to start does the work of all.
    """
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.deployment_id is None:
        return 0
    due = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[context.flow_run.deployment_id]),
        state=FlowRunFilterState(type=StateTypes(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)}),
    )
    why, n_cancelled = f"missed: {context.flow_run.name} makes up for it", 0
    with get_client(sync_client=True) as client:
        while missed := [
            run for run in client.read_flow_runs(flow_run_filter=due, limit=_AT_ONCE) if run.auto_scheduled
        ]:
            for run in missed:
                client.set_flow_run_state(run.id, Cancelled(message=why), force=True)
            n_cancelled += len(missed)
    return n_cancelled
