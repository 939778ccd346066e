"""The nightly upkeep, step by step: learn page furniture, remove what is old, index, compact, back up. Each step says
what it did; one that fails keeps none of the others from its work."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows import upkeep
from flows.cells import counted
from flows.finishing import tell_end
from flows.furniture import files_to_replay, learn_furniture, mark_replayed
from flows.job import new_job
from flows.machine import disk_trouble
from flows.messages.looking import look
from flows.messages.telling import harmlessly, tell_upkeep, telling_failure
from flows.metrics import peak_memory_bytes
from flows.replaying import Wanted, replay
from flows.settings import Settings
from transforms.errors import LockedError, TinsachError
from warehouse import notes
from warehouse.layout import Home

_PATIENCE_SECONDS = 600.0  # a run that is at work when the night comes is waited for
_POLL_SECONDS = 2.0


@dataclass(frozen=True)
class Done:
    """One step: what it did as a sentence, or why it failed; seconds."""

    step: str
    said: str
    seconds: float
    error: TinsachError | None = None


@dataclass(frozen=True)
class Maintenance:
    """What was done, and what the replay of files with learned lines changed (as `replay` says it)."""

    run_id: str
    steps: tuple[Done, ...]
    changes: Sequence[Mapping[str, Any]]

    @property
    def error(self) -> TinsachError | None:
        """The first step's that failed."""
        return next((step.error for step in self.steps if step.error is not None), None)


def maintain(home: Home, settings: Settings, *, patience_seconds: float = _PATIENCE_SECONDS) -> Maintenance:
    """All steps in their order, with a record in `ops.runs`. A run at work is waited for, but not for ever."""
    job = new_job(home, settings, flow="maintain")
    changes: list[Mapping[str, Any]] = []
    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("furniture", lambda: _furniture(home, settings, changes)),
        ("staging", lambda: upkeep.staging(home, settings.maintain.staging_days)),
        ("originals", lambda: upkeep.originals(home, settings.maintain.originals_days)),
        ("search index", lambda: upkeep.search_index(home, settings.search.index_from)),
        ("compaction", lambda: upkeep.compaction(home, settings.maintain.min_free_share)),
        ("snapshots", lambda: upkeep.old_snapshots(home, settings.store.keep_snapshots)),
        ("data docs", lambda: upkeep.data_docs(home, settings)),
        ("prefect", lambda: upkeep.prefect_history(settings.maintain.prefect_days)),
        ("backup", lambda: upkeep.backups(home, settings.backup)),
        ("statistics", lambda: upkeep.statistics(home)),
    )
    deadline = time.monotonic() + patience_seconds
    with telling_failure(job):
        done = tuple(_timed(home, name, step, deadline) for name, step in steps)
    maintenance = Maintenance(job.run_id, done, changes)
    now = datetime.now(UTC)
    failed = [f"{step.step}: {step.error}" for step in done if step.error]
    record = {
        "run_id": job.run_id, "flow": job.flow, "started_at": job.started_at, "finished_at": now,
        "status": "failed" if failed else "published", "seconds": round((now - job.started_at).total_seconds(), 3),
        "seconds_by_stage": json.dumps({step.step: round(step.seconds, 3) for step in done}),
        "peak_memory_bytes": peak_memory_bytes(), "versions": json.dumps(dict(job.versions)),
        "detail": "; ".join(failed) or None,
    }  # fmt: skip
    notes.note(home, record)
    tell_end(job, record)
    tell_upkeep(job, [(step.step, step.said) for step in done if step.error])
    with harmlessly(home, job.run_id):
        look(home, settings)
    return maintenance


def _timed(home: Home, name: str, step: Callable[[], str], deadline: float) -> Done:
    began = time.perf_counter()
    while True:
        try:
            with disk_trouble(home.root):
                return Done(name, step(), time.perf_counter() - began)
        except LockedError as error:
            if time.monotonic() >= deadline:
                return Done(name, str(error), time.perf_counter() - began, error)
            time.sleep(_POLL_SECONDS)
        except TinsachError as error:
            return Done(name, str(error), time.perf_counter() - began, error)


def _furniture(home: Home, settings: Settings, changes: list[Mapping[str, Any]]) -> str:
    """Learn, then take the files again that it changes; those of a night that broke off too."""
    learned = learn_furniture(home, settings.furniture)
    stale = files_to_replay(home)
    said = f"version {learned['version']}: {learned['learned']:,} lines learned, {learned['dropped']:,} dropped"
    if not stale:
        return said
    again = replay(home, settings, Wanted(file_ids=stale))
    if again.outcome.status == "held":
        return f"{said}; the replay of {counted(len(stale), 'file')} was held: {'; '.join(again.outcome.reasons)}"
    mark_replayed(home)
    changes.extend(again.changes)
    n_lines = sum(row["n"] for row in again.changes if row["what"] == "line")
    return f"{said}; {counted(len(stale), 'file')} replayed, {counted(n_lines, 'line')} of another kind now"
