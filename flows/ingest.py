"""One ingest as a Prefect flow: the steps of `flows/local.py`, in the same order, as tasks.

Importing this module imports Prefect, which takes seconds: only do so where Prefect is used.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError
from prefect.futures import PrefectFuture, wait
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.batches import AT_ONCE, batch_folder
from flows.finishing import Outcome
from flows.handover import hand_over, settings_of, settings_text
from flows.job import Job
from flows.local import begun, finish_idle, import_beside, is_idle
from flows.missed import make_up_for_missed
from flows.planning import Plan
from flows.prefect_tasks import audit_run, batch, duplicates, find_files, publish
from flows.reports import BROKEN_OFF, ended_by, name_after, tell
from flows.settings import Settings, load
from flows.stages import Stages
from flows.torn import drop_clashing
from transforms.errors import TinsachError, UnreachableError
from warehouse.faults import fault
from warehouse.layout import Home
from warehouse.store import begun_ahead

Ended = tuple[Outcome, Plan, dict[str, float]]


# As many batches at a time as without Prefect; another task runner is a matter of `ingest.with_options`.
_RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_ONCE))


@flow(name="ingest", task_runner=_RUNNER, persist_result=False)
def ingest(home: str, settings: str | None = None, is_scheduled: bool = False) -> State[Any]:
    """Read, transform, audit and publish everything new.

    `settings` are those of a caller, as JSON; without them tinsach.toml and the environment are read. The flow's
    process holds the warehouse for the whole run: where another has it, the flow run is cancelled, saying who.
    """
    state: State[Any] = Failed(message=BROKEN_OFF)
    try:
        place = Home(Path(home))
        given = settings_of(settings, place) if settings else load(place.root, environment=os.environ)
        with begun(place, given, is_scheduled=is_scheduled) as job:
            name_after(job.run_id)
            if is_scheduled:
                make_up_for_missed()
            ended = _ingest(job)
        state = _end_state(ended)
    except TinsachError as error:
        state = ended_by(error)
    finally:
        if is_scheduled:
            tell("ingest", str(state.message))
    return state


def _ingest(job: Job) -> Ended:
    home, run_id, stages = str(job.home.root), job.run_id, Stages()
    with stages.timed("find"):
        job.write_manifest()
        hand_over(job)
        planned = find_files(home, run_id)
    if is_idle(job, planned):
        return finish_idle(job, planned, stages), planned, stages.seconds
    importing = import_beside()
    with begun_ahead(job.home) as ahead:
        with stages.timed("batches"):
            _stage(job, planned.batches)
        ahead.load(job.run_dir, now=datetime.now(UTC))
        with stages.timed("duplicates"):
            stages.rows["duplicates"] = duplicates(home, run_id)
        with stages.timed("import"):
            importing.join()
        with stages.timed("audit"):
            verdict, counts = audit_run(home, run_id)
        with stages.timed("publish"):
            outcome = publish(home, run_id, planned, verdict, counts, stages, ahead)
    get_run_logger().info("seconds by stage: %s", {name: round(value, 2) for name, value in stages.seconds.items()})
    get_run_logger().info("rows by stage: %s", stages.rows)
    return outcome, planned, stages.seconds


def _stage(job: Job, numbers: tuple[int, ...]) -> None:
    """A task for each batch, some at a time. Those that turn out to share contents are staged again, in turn."""
    home, run_id = str(job.home.root), job.run_id
    for first in range(0, len(numbers), AT_ONCE):
        together = numbers[first : first + AT_ONCE]
        futures = [batch.submit(home, run_id, number) for number in together]
        wait(futures)  # all of them: none may be at work when the lock is gone
        for future in futures:
            future.result()
        fault("run:together")
        clashing = drop_clashing(batch_folder(job, number) for number in together)
        for number in together:
            if batch_folder(job, number) in clashing:
                batch.submit(home, run_id, number).result()


def _end_state(ended: Ended) -> State[Any]:
    """Completed; of type failed, so that people are told, where the gate held the run."""
    outcome, planned, seconds = ended
    if outcome.status == "nothing_new":
        return Completed(name="Nothing new", message=f"nothing new in {planned.files_seen:,} files", data=ended)
    record = outcome.record
    counts = (
        f"{record['files_loaded']:,} loaded, {record['files_duplicate']:,} duplicate, "
        f"{record['files_quarantined']:,} quarantined, {record['flags_opened']:,} flags, {sum(seconds.values()):.1f} s"
    )
    if outcome.status == "held":
        reasons = "; ".join(outcome.reasons)
        return Failed(name="Held", message=f"run {outcome.run_id} held: {reasons} ({counts})", data=ended)
    return Completed(message=f"run {outcome.run_id} published: {counts}", data=ended)


def ingest_with_prefect(home: Home, settings: Settings, *, is_scheduled: bool = False) -> Ended:
    """`flows.local.ingest` of the sources in `settings`, as a flow run on the configured Prefect server.

    Raises the same errors, and UnreachableError when the server stops answering on the way.
    """
    try:
        state = ingest(str(home.root), settings_text(settings), is_scheduled, return_state=True)
        ended: Any = state.result(raise_on_failure=False)
    except (httpx.TransportError, PrefectHTTPStatusError) as error:
        raise UnreachableError(f"the Prefect server stopped answering ({error}): run again, the run resumes") from error
    if isinstance(ended, (httpx.TransportError, PrefectHTTPStatusError)):
        raise UnreachableError(f"the Prefect server stopped answering ({ended}): run again, the run resumes") from ended
    if isinstance(ended, BaseException):
        raise ended
    answer: Ended = ended
    return answer
