"""One ingest in this process, without Prefect; `flows/ingest.py` has the same steps as a Prefect flow."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from expectations.suite import prepare
from flows.correcting import files_to_correct
from flows.events import note_event
from flows.finishing import Outcome, audit_staged, note_nothing_new, publish_run, tell_end
from flows.job import REPLAY, Job, new_job, read_manifest, resumable
from flows.machine import disk_trouble
from flows.messages.telling import delivering, tell_failed
from flows.planning import Plan, plan
from flows.settings import Settings, Source
from flows.stages import Stages
from flows.takedowns import compared, finish_takedowns, to_compare
from flows.torn import drop_unfit, torn_batches
from transforms.errors import TinsachError
from warehouse import decisions, notes
from warehouse.corrections import FAMILY
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.store import begun_ahead, open_reader, pending_decisions, publish, recover

Progress = Callable[[str, int, int], None]  # stage, done, of


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def ingest(
    home: Home,
    settings: Settings,
    sources: Sequence[Source],
    *,
    is_scheduled: bool = False,
    progress: Progress = no_progress,
) -> tuple[Outcome, Plan, dict[str, float]]:
    """Everything new in `sources`: read, transformed, audited, published. LockedError while another run is at it."""
    stages = Stages()
    with begun(home, settings, is_scheduled=is_scheduled) as job:
        outcome, planned = _ingest(job, sources, stages, progress)
    return outcome, planned, stages.seconds


@contextmanager
def begun(home: Home, settings: Settings, *, flow: str = "ingest", is_scheduled: bool = False) -> Iterator[Job]:
    """Hold the warehouse for one run, cleaned up; the run takes over an unfinished one, and is noted where it fails."""
    with delivering(home, settings), disk_trouble(home.root), hold(home, "run" if flow == "ingest" else flow):
        recover(home)
        settle_held(home)
        finish_takedowns(home)
        if flow != REPLAY:
            settle_replays(home, settings)
        with at_work(home, settings, flow=flow, is_scheduled=is_scheduled) as job:
            yield job


@contextmanager
def at_work(home: Home, settings: Settings, *, flow: str, is_scheduled: bool = False) -> Iterator[Job]:
    """One run under the lock: takes over an unfinished one of the same flow, and is noted where it fails."""
    job = resumable(new_job(home, settings, flow=flow, is_scheduled=is_scheduled))
    drop_stale(job)
    drop_unfit(job.run_dir)
    note_event(home, "started", job.run_id, flow=flow, is_scheduled=is_scheduled)
    try:
        with disk_trouble(home.root):
            yield job
    except Exception as error:  # whatever it is, the run has failed by it; it goes on to who called
        detail = str(error) if isinstance(error, TinsachError) else f"{type(error).__name__}: {error}"
        with suppress(OSError):  # where the disk is full
            note_failed(job, detail)
        raise


def _ingest(job: Job, sources: Sequence[Source], stages: Stages, progress: Progress) -> tuple[Outcome, Plan]:
    with stages.timed("find"):
        job.write_manifest()
        planned = plan(job, sources)
    if is_idle(job, planned):
        return finish_idle(job, planned, stages), planned
    return process(job, planned, stages, progress), planned


def process(
    job: Job, planned: Plan, stages: Stages, progress: Progress, look: Callable[[Job], None] = lambda job: None
) -> Outcome:
    """Take what is planned through all stages; `look` is called when the run is staged, before its publish."""
    # Only now, for a run that finds nothing new should end before it has imported all this.
    from flows.batches import stage_batches
    from flows.matching import find_duplicates

    importing = import_beside()
    with begun_ahead(job.home) as ahead:
        with stages.timed("batches"):
            stage_batches(job, planned.batches, lambda done: progress("batches", done, len(planned.batches)))
        ahead.load(job.run_dir, now=datetime.now(UTC))
        with stages.timed("duplicates"):
            progress("duplicates", 0, 1)
            stages.rows["duplicates"] = find_duplicates(job)
        with stages.timed("import"):
            importing.join()
        with stages.timed("audit"):
            progress("audit", 0, 1)
            verdict, counts = audit_staged(job)
        look(job)
        with stages.timed("publish"):
            progress("publish", 0, 1)
            return publish_run(job, planned, verdict, counts, stages, ahead)


def import_beside() -> threading.Thread:
    """Import Great Expectations, which takes seconds, beside the reading instead of after it."""
    importing = threading.Thread(target=prepare, daemon=True)
    importing.start()
    return importing


def settle_held(home: Home) -> None:
    """Publish the held runs that people accepted, and remove those whose files have all found another fate."""
    words = decisions.last_words(decisions.read(home), "held")
    for folder in sorted(home.held.glob("*/")):
        word = words.get(folder.name)
        if word is not None and word.verb == "accept" and not torn_batches(folder):
            publish(home, folder, now=datetime.now(UTC))
        elif not waits(home, folder):
            shutil.rmtree(folder)


def settle_replays(home: Home, settings: Settings) -> None:
    """Process the files again that people corrected, or that were compared with one taken down: a run of its own."""
    stale = files_to_correct(home) | to_compare(home)
    if stale:
        from flows.replaying import Wanted, take_again  # late: it is built of this module's steps

        with at_work(home, settings, flow=REPLAY) as job:
            take_again(job, Wanted(file_ids=stale))
        compared(home)


def waits(home: Home, folder: Path) -> bool:
    """Whether the ledger still has files that wait with a held run; a held replay waits until somebody decides."""
    manifest, run_id = read_manifest(folder), folder.name
    if manifest is not None and manifest["flow"] == REPLAY:
        return True
    with open_reader(home) as con:
        query = "select 1 from ops.files where status = 'held' and run_id = ? limit 1"
        return con.execute(query, [run_id]).fetchone() is not None


def is_idle(job: Job, planned: Plan) -> bool:
    """Nothing to read, nothing staged by an interrupted attempt."""
    return planned.files_new == 0


def finish_idle(job: Job, planned: Plan, stages: Stages) -> Outcome:
    """End a run that found no new file: publish what people decided meanwhile, else only leave a note."""
    shutil.rmtree(job.run_dir)
    outcome = note_nothing_new(job, planned, stages)
    if any(decision.family != FAMILY for decision in pending_decisions(job.home)):  # corrections need more than that
        publish(job.home, None, now=job.started_at)
    return outcome


def drop_stale(job: Job) -> None:
    """Remove staged work that this job cannot take over: made by other versions, or torn."""
    for folder in job.home.staging.glob("*/"):
        manifest = read_manifest(folder)
        if folder.name != job.run_id and (manifest is None or manifest["flow"] == job.flow):
            shutil.rmtree(folder)


def note_failed(job: Job, detail: str) -> None:
    """Leave the record of a failed run for the next publish."""
    record = {
        "run_id": job.run_id, "flow": job.flow, "started_at": job.started_at, "status": "failed", "detail": detail
    }  # fmt: skip
    notes.note(job.home, record)
    tell_end(job, record)
    tell_failed(job, detail)
