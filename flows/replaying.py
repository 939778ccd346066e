"""The kept originals through today's transforms and rules, into the same warehouse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from flows.correcting import files_to_correct
from flows.finishing import Outcome
from flows.job import REPLAY, Job
from flows.local import Progress, begun, finish_idle, no_progress, process
from flows.originals import kept_in
from flows.planning import plan_replay
from flows.settings import Settings
from flows.stages import Stages
from transforms.errors import ConfigurationError
from warehouse import runner
from warehouse.layout import Home
from warehouse.store import open_reader, safe_reader, stage

# Versions that decide what becomes of the bytes; of new furniture `maintain` replays what it changes.
_DECIDING = ("transforms", "rules", "settings")


@dataclass(frozen=True)
class Wanted:
    """What to replay: everything, what a condition finds, these contents, or by default what other versions made and
    what was corrected since."""

    is_all: bool = False
    where: str | None = None
    file_ids: frozenset[str] | None = None


@dataclass(frozen=True)
class Replay:
    """A replay: what became of the run, how many contents, and its differences (what, change, n, n_files, example)."""

    outcome: Outcome
    n_contents: int
    changes: Sequence[Mapping[str, Any]]
    seconds: Mapping[str, float]


def replay(home: Home, settings: Settings, wanted: Wanted, *, progress: Progress = no_progress) -> Replay:
    """Take contents of the ledger through the transforms again and publish what they give today, with its differences.

    What people decided stays, and so do the runs of old. Nothing is published of a replay that the gate holds.
    LockedError while another run is at work, ConfigurationError for a condition that fails.
    """
    chosen = wanted if wanted.where is None else Wanted(file_ids=_matching(home, wanted.where))
    with begun(home, settings, flow=REPLAY) as job:
        return take_again(job, chosen, progress=progress)


def take_again(job: Job, wanted: Wanted, *, progress: Progress = no_progress) -> Replay:
    """`replay` for a run that has begun; `wanted` has no condition."""
    stages = Stages()
    changes: list[dict[str, Any]] = []
    with stages.timed("find"):
        job.write_manifest()
        contents = _contents(job, wanted)
        planned = plan_replay(job, contents, kept_in(job.home))
    n_contents = contents["file_id"].n_unique()
    if planned.files_new == 0:
        outcome = finish_idle(job, planned, stages)
    else:
        outcome = process(job, planned, stages, progress, lambda staged: changes.extend(_changes(staged)))
    return Replay(outcome, n_contents, changes, stages.seconds)


def _contents(job: Job, wanted: Wanted) -> pl.DataFrame:
    with open_reader(job.home) as con:
        rows = con.sql(runner.sql("matching/replayable")).pl()
    if wanted.file_ids is not None:
        rows = rows.filter(pl.col("file_id").is_in(sorted(wanted.file_ids)))
    elif not wanted.is_all:
        today = {name: job.versions.get(name) for name in _DECIDING}
        stale = [text for text in rows["versions"].unique() if _deciding(text) != today]
        # A copy's row was written by the run that saw it: what counts is the run that processed the content.
        own = rows.filter(pl.col("status") != "duplicate")
        made = own.filter(pl.col("versions").is_in(stale) | pl.col("versions").is_null())["file_id"]
        late = pl.Series("file_id", sorted(files_to_correct(job.home)), dtype=pl.String())
        rows = rows.filter(pl.col("file_id").is_in(pl.concat([made, late]).unique().implode()))
    return rows.drop("versions")


def _deciding(text: str | None) -> dict[str, str | None]:
    versions = json.loads(text) if text else {}
    return {name: versions.get(name) for name in _DECIDING}


def _matching(home: Home, where: str) -> frozenset[str]:
    """The contents for which a condition of somebody's own holds, in a session that can do nothing but read."""
    query = f"select distinct file_id from files left join articles using (file_id) where ({where}\n)"  # noqa: S608
    with safe_reader(home) as con:
        try:
            statements = con.extract_statements(query)
            if len(statements) != 1:
                raise ConfigurationError("--where takes one condition, without a semicolon")
            return frozenset(file_id for (file_id,) in con.execute(statements[0]).fetchall())
        except duckdb.Error as error:
            raise ConfigurationError(f"--where: {' '.join(str(error).split())}") from error


def _changes(job: Job) -> list[dict[str, Any]]:
    with stage(job.home, job.run_dir) as con:
        return runner.fetch(con, "queries/replay_changes")
