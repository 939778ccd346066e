"""What a run has to read: files that the ledger does not know as they are, and contents that somebody released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.job import Job, read_manifest
from flows.leaving import archive_known, missing_files
from flows.settings import Source
from flows.source_names import split_glob, uri_of
from flows.sources import FOUND_SCHEMA, SKIPPED_SCHEMA, default_outlets, find
from flows.torn import torn_batches
from transforms.schema import BATCH_TABLES, conform
from warehouse import decisions, runner
from warehouse.faults import fault
from warehouse.layout import batches
from warehouse.store import known_files, open_reader

PLAN = "plan.parquet"
_STAMP = ("uri", "size_bytes", "modified_at")  # by which a file is known without opening it
# `file_id` is set where the bytes come from the kept originals instead of the source; `last_seen_at` is then what the
# ledger says, for nobody has looked at the source.
PLAN_SCHEMA: dict[str, pl.DataType] = {
    **FOUND_SCHEMA,
    "file_id": pl.String(),
    "last_seen_at": pl.Datetime("us", "UTC"),
    "batch": pl.Int64(),
}


@dataclass(frozen=True)
class Plan:
    """Numbers of a planned run: files found, to read, skipped, left out by patterns; the batches still to do."""

    files_seen: int
    files_new: int
    files_skipped: int
    files_left_out: int
    files_waiting: int
    batches: tuple[int, ...]
    files_vanished: int = 0


def plan(job: Job, sources: Sequence[Source]) -> Plan:
    """Find files, leave out what is known, and write the rest to `plan.parquet`, cut into batches.

    A file is known by uri, size and time of change of what was seen there last. Of a resumed run, finished batches
    stay; what they hold is not read again.
    """
    found = find(
        sources, max_file_bytes=job.settings.reading.max_file_bytes, configured=job.settings.configured,
        home=job.home.root, is_scheduled=job.is_scheduled,
    )  # fmt: skip
    (new, known), done = _to_read(job, sources, found.files), _done(job)
    archive_known(job, found.files)
    missing = missing_files(job, sources, found, known)
    limit = job.settings.reading.max_files_per_run
    todo = new.join(done, on=_STAMP, how="anti").sort("uri").head(max(limit - done.height, 0))
    numbers = _write_plan(job, todo, found.skipped)
    return Plan(
        files_seen=found.files.height + found.skipped.height,
        files_new=min(todo.height + done.height, limit),
        files_skipped=found.skipped.height,
        files_left_out=found.n_left_out,
        files_waiting=max(new.height - limit, 0),
        batches=numbers,
        files_vanished=missing,
    )


def plan_replay(job: Job, contents: pl.DataFrame, kept: pl.DataFrame) -> Plan:
    """Write the plan that takes ledger rows through the transforms again, and cut it into batches.

    `contents`: uri, size_bytes, modified_at, file_id, last_seen_at, status; `kept`: file_id, pack. Contents of one pack
    stand together, so that a batch opens few of them; the loaded row of a content stands before its copies.
    """
    done = _done(job, ("uri", "file_id"))
    todo = (
        contents.join(done, on=["uri", "file_id"], how="anti")
        .join(kept, on="file_id", how="left")
        .sort("pack", "file_id", pl.col("status") != "loaded", "uri", nulls_last=True)
    )
    numbers = _write_plan(job, from_kept(todo.drop("pack", "status"), job), pl.DataFrame(schema=SKIPPED_SCHEMA))
    return Plan(contents.height, contents.height, 0, 0, 0, numbers)


def _write_plan(job: Job, todo: pl.DataFrame, skipped: pl.DataFrame) -> tuple[int, ...]:
    """`plan.parquet` and what was skipped; the numbers of the batches."""
    job.run_dir.mkdir(parents=True, exist_ok=True)
    numbered = _batched(todo, job, first=_next_batch(job))
    planned = numbered.select(pl.col(name).cast(dtype) for name, dtype in PLAN_SCHEMA.items())
    planned.write_parquet(job.run_dir / PLAN)
    _write_skipped(job, skipped)
    fault("run:planned")
    return tuple(planned["batch"].unique().sort().to_list())


def _to_read(job: Job, sources: Sequence[Source], files: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Files that the ledger does not know as they are, and contents to process again; and what the ledger knows of
    these sources."""
    with open_reader(job.home) as con:
        known = known_files(con, inside=[uri_of(split_glob(source.path)[0]) for source in sources])
        again = _contents_again(job, con)
    return pl.concat([files.join(known, on=_STAMP, how="anti"), again], how="diagonal"), known


def _contents_again(job: Job, con: Any) -> pl.DataFrame:
    """Ledger rows whose content is to be processed again from the kept bytes: released ones, and those of held runs
    that today's rules or transforms may judge otherwise."""
    released = decisions.released(decisions.read(job.home))
    stale = [
        folder.name
        for folder in sorted(job.home.held.glob("*/"))
        if torn_batches(folder)
        or ((manifest := read_manifest(folder)) is not None and manifest["versions"] != dict(job.versions))
    ]
    if not released and not stale:
        # Without a query: for the first parameter DuckDB imports pandas, half the time of finding nothing new.
        return pl.DataFrame(schema={name: dtype for name, dtype in PLAN_SCHEMA.items() if name != "batch"})
    parameters = {"released": sorted(released), "stale": stale}
    rows: pl.DataFrame = con.execute(runner.sql("matching/contents_again"), parameters).pl()
    return from_kept(rows, job)


def from_kept(rows: pl.DataFrame, job: Job) -> pl.DataFrame:
    """Rows of the ledger as rows of a plan, read from the kept originals; their sources' defaults hold as ever."""
    outlets = default_outlets(rows["uri"].to_list(), job.settings.configured)
    return rows.with_columns(
        path=pl.lit(None, dtype=pl.Binary),
        outlet=pl.Series(outlets, dtype=pl.String),
        settle_seconds=pl.lit(None, dtype=pl.Float64),
    )


def _done(job: Job, columns: tuple[str, ...] = _STAMP) -> pl.DataFrame:
    """The sightings of batches that an interrupted attempt finished."""
    parts = [folder / "files.parquet" for _, folder in batches(job.run_dir)]
    present = [part for part in parts if part.exists()]
    if not present:
        return pl.DataFrame(schema={name: PLAN_SCHEMA[name] for name in columns})
    return pl.read_parquet(present, columns=list(columns))


def _next_batch(job: Job) -> int:
    return max((int(number) for number, _ in batches(job.run_dir)), default=0) + 1


def _batched(files: pl.DataFrame, job: Job, *, first: int) -> pl.DataFrame:
    """`files` with `batch`, numbered from `first`: bounded in files and bytes, and about equal.

    Each file takes that share of a batch which it has of the files or of the bytes allowed, whichever is more. From
    half a full batch on they are an even number, for two are processed at a time.
    """
    reading = job.settings.reading
    # Whole numbers, so that no rounding decides.
    full = reading.batch_bytes * reading.batch_files
    share = pl.max_horizontal(pl.lit(reading.batch_bytes), pl.col("size_bytes") * reading.batch_files).cast(pl.Int128)
    total = int(files.select(share.sum()).item())
    n_batches = -(-total // full)
    if 2 * total > full:
        n_batches += n_batches % 2
    batch = (share.cum_sum() - share) * n_batches // max(total, 1)
    return files.with_columns(batch=batch.cast(pl.Int64) + first)


def _write_skipped(job: Job, skipped: pl.DataFrame) -> None:
    """What the scan skipped, as a batch of its own with number 0."""
    folder = job.run_dir / "batch-00000"
    folder.mkdir(exist_ok=True)
    rows = skipped.select(list(SKIPPED_SCHEMA)).with_columns(run_id=pl.lit(job.run_id))
    conform(rows, BATCH_TABLES["skipped"]).write_parquet(folder / "skipped.parquet")
