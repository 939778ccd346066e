"""The steps of an ingest as Prefect tasks.

A task is given paths and ids, never frames, and finds its work in the staging folder of the run; what it returns are a
few numbers. Nothing is cached and no result is kept: the ledger knows what is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from expectations.gate import Verdict
from flows.batches import Staged, stage_batch
from flows.finishing import Outcome, audit_staged, publish_run
from flows.handover import take_up
from flows.matching import find_duplicates
from flows.planning import Plan, plan
from flows.reports import audit_table, run_summary
from flows.stages import Stages
from transforms.errors import UnreachableError
from warehouse.store import Ahead

# It says at every audit where it keeps its temporary files.
logging.getLogger("great_expectations").propagate = False

P = ParamSpec("P")
R = TypeVar("R")

_RETRIES = 2
_RETRY_DELAYS_SECONDS: list[float] = [1, 10]


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether what a task failed by may be gone in a moment: a source or the disk, not a broken program."""
    return isinstance(state.result(raise_on_failure=False), (OSError, UnreachableError))


def step(name: str, *, run_name: str | None = None, is_reading: bool = False) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Makes a step a task: without cache and kept result; one that only reads and stages is tried again."""
    return task(
        name=name,
        task_run_name=run_name or name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=_RETRIES if is_reading else 0,
        retry_delay_seconds=_RETRY_DELAYS_SECONDS,
        retry_condition_fn=may_pass,
    )


@step("find files", is_reading=True)
def find_files(home: str, run_id: str) -> Plan:
    """Find what is new and cut it into batches."""
    job = take_up(home, run_id)
    planned = plan(job, job.settings.sources)
    get_run_logger().info(
        "%s files found, %s new in %s batches, %s skipped, %s left out, %s wait for the next run",
        planned.files_seen, planned.files_new, len(planned.batches),
        planned.files_skipped, planned.files_left_out, planned.files_waiting,
    )  # fmt: skip
    return planned


@step("batch", run_name="batch {number}", is_reading=True)
def batch(home: str, run_id: str, number: int) -> Staged:
    """Read, transform, judge and stage one batch of files."""
    staged = stage_batch(take_up(home, run_id), number)
    get_run_logger().info("%s files read, %s skipped", staged.n_read, staged.n_skipped)
    return staged


@step("duplicates", is_reading=True)
def duplicates(home: str, run_id: str) -> dict[str, int]:
    """Compare the staged articles with each other and with what is stored."""
    rows = find_duplicates(take_up(home, run_id))
    get_run_logger().info("%(pairs)s new pairs of duplicates among %(candidates)s candidates", rows)
    return rows


@step("audit")
def audit_run(home: str, run_id: str) -> tuple[Verdict, dict[str, int]]:
    """Judge the staged run; the results become a table artifact."""
    job = take_up(home, run_id)
    verdict, counts = audit_staged(job)
    audit_table(job.run_dir / "run" / "results.parquet", key="ingest-audit", about=f"run {run_id}")
    get_run_logger().info("the gate says: %s", "; ".join((verdict.action, *verdict.reasons)))
    return verdict, counts


@step("publish")
def publish(
    home: str,
    run_id: str,
    planned: Plan,
    verdict: Verdict,
    counts: dict[str, int],
    stages: Stages,
    ahead: Ahead | None = None,
) -> Outcome:
    """Publish or hold the staged run; the numbers become a summary artifact. Not retried: it is done or not.

    Called by the flow in its own process, which alone may write to the warehouse and has the snapshot begun `ahead`.
    """
    outcome = publish_run(take_up(home, run_id), planned, verdict, counts, stages, ahead)
    run_summary(outcome)
    get_run_logger().info("%s as snapshot %s", outcome.status, outcome.snapshot)
    return outcome
