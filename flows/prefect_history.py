"""What Prefect remembers of our runs, cut to the newest days. Importing this module imports Prefect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterEndTime

_FLOWS = ["ingest", "audit", "maintain"]
_AT_ONCE = 200


def remove_older(days: int) -> int:
    """Remove our flow runs that ended more than `days` ago from the configured server: how many."""
    before = datetime.now(UTC) - timedelta(days=days)
    ended = FlowRunFilter(end_time=FlowRunFilterEndTime.model_validate({"before_": before}))
    n_removed = 0
    with get_client(sync_client=True) as client:
        while True:
            runs = client.read_flow_runs(
                flow_filter=FlowFilter(name=FlowFilterName(any_=_FLOWS)), flow_run_filter=ended, limit=_AT_ONCE
            )
            for run in runs:
                client.delete_flow_run(run.id)
            n_removed += len(runs)
            if len(runs) < _AT_ONCE:
                return n_removed
