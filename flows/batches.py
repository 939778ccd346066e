"""One batch of a run: read, transform, judge, and stage as Parquet.

A batch is staged whole or not at all: it is written beside and renamed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from expectations.verdicts import critical_reasons, verdicts
from flows.given import GIVEN, with_given
from flows.given_corrections import given_corrections, with_people
from flows.job import REPLAY, Job
from flows.originals import kept_bytes
from flows.planning import PLAN
from flows.reading import Read, read_settled
from flows.takedowns import TAKEN_DOWN, tombstones
from transforms.pipeline import transform
from transforms.schema import BATCH_TABLES, conform
from transforms.settings import TRANSFORM_VERSION
from warehouse import decisions, runner
from warehouse.faults import fault
from warehouse.files import sync
from warehouse.layout import batches
from warehouse.store import open_reader

AT_ONCE = 2  # batches: much of the work of one uses one core, and more than two would need more memory
_FATE = {name: pl.String() for name in ("file_id", "fate", "reason", "detail", "encoding", "repairs")}


@dataclass(frozen=True)
class Staged:
    """What a batch gave: sightings by status, articles, flags."""

    batch: int
    n_read: int
    n_skipped: int


def stage_batch(job: Job, number: int) -> Staged:
    """Read and process the files of a planned batch and stage what comes of them."""
    return process_batch(job, read_batch(job, number))


def stage_batches(job: Job, numbers: Sequence[int], tell: Callable[[int], None]) -> None:
    """`stage_batch` for each number: one batch is read while others are processed.

    A batch that shares contents with one under way waits for it, so what becomes of copies does not depend on who is
    faster.
    """
    under_way: dict[Future[Staged], frozenset[str]] = {}
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for done, number in enumerate(numbers):
            tell(done)
            batch = read_batch(job, number)
            ids = frozenset(batch.read.files["file_id"])
            while len(under_way) >= AT_ONCE or any(ids & others for others in under_way.values()):
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                    del under_way[future]
            under_way[pool.submit(process_batch, job, batch)] = ids
        for future in under_way:
            future.result()


def batch_folder(job: Job, number: int) -> Path:
    """Where a batch is staged."""
    return job.run_dir / f"batch-{number:05d}"


@dataclass(frozen=True)
class ReadBatch:
    """A batch with the bytes of its files, and its rows of the plan."""

    number: int
    rows: pl.DataFrame
    read: Read


def read_batch(job: Job, number: int) -> ReadBatch:
    """Read the files of a planned batch."""
    rows = pl.read_parquet(job.run_dir / PLAN).filter(pl.col("batch") == number)
    batch = ReadBatch(number, rows, _read(job, rows))
    fault("run:read")
    return batch


def process_batch(job: Job, batch: ReadBatch) -> Staged:
    """Transform and judge what was read, and stage it."""
    read = batch.read
    fates = _known_fates(job, read.files, batch.rows)
    first = read.files.with_row_index("place").unique("file_id", keep="first", maintain_order=True)
    fresh = first.join(fates, on="file_id", how="anti")
    contents = [read.contents[place] for place in fresh["place"]]
    ids = fresh["file_id"].to_list()
    given = given_corrections(job.home, ids)
    frames = transform(contents, ids, job.transform_settings, job.furniture, given)
    flags = verdicts(job.rules, frames)
    ledger = _ledger(read.files, frames["documents"], fates, _quarantined(job, flags), job)
    frames["article_records"] = _with_defaults(frames["article_records"], read.files)
    corrected = with_people(frames["corrections"], given, read.files)
    frames |= {"flags": flags, "files": ledger, "skipped": read.skipped, "corrections": corrected}
    originals = pl.DataFrame(
        {"file_id": fresh["file_id"], "content": contents}, schema={"file_id": pl.String(), "content": pl.Binary()}
    )
    if job.flow == REPLAY:
        originals = originals.clear()  # they are where they stay
    _write(job, batch.number, frames, originals)
    fault("run:staged")
    return Staged(batch.number, read.files.height, read.skipped.height)


def _read(job: Job, rows: pl.DataFrame) -> Read:
    """Bytes from the source, or from the kept originals where the plan names the content."""
    reading = job.settings.reading
    of_source = rows.filter(pl.col("file_id").is_null()).drop("file_id", "batch", "last_seen_at")
    read = read_settled(
        of_source,
        settle_seconds=reading.settle_seconds,
        max_file_bytes=reading.max_file_bytes,
        wait=not job.is_scheduled,
    )
    read = replace(read, files=with_given(read.files, job.settings.configured))
    kept = rows.filter(pl.col("file_id").is_not_null())
    if kept.is_empty():
        return read
    content = kept_bytes(job.home, kept["file_id"].to_list())
    present = kept.filter(pl.col("file_id").is_in(list(content)))
    columns = [name for name in read.files.columns if name not in GIVEN]  # the ledger keeps what was given before
    lost = kept.filter(~pl.col("file_id").is_in(list(content))).select(
        "uri", reason=pl.lit("original_missing"), detail=pl.lit("its kept bytes are gone: put the file back and run")
    )
    return replace(
        read,
        skipped=pl.concat([read.skipped, lost]),
        files=pl.concat([read.files, present.select(*columns, "last_seen_at")], how="diagonal"),
        contents=[*read.contents, *(content[file_id] for file_id in present["file_id"])],
    )


def _known_fates(job: Job, files: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What became of contents that the ledger or an earlier batch of the run knows: one row a content.

    Contents that the plan brings back from the kept originals are left out: their fate is open again.
    """
    ids = files.select(pl.col("file_id").unique())
    with open_reader(job.home) as con:
        con.register("ids", ids.to_arrow())
        stored = con.sql(runner.sql("matching/known_fates")).pl()
    earlier = [part for _, folder in batches(job.run_dir) if (part := folder / "files.parquet").exists()]
    staged = (
        pl.scan_parquet(earlier)
        .join(ids.lazy(), on="file_id", how="semi")
        .filter(pl.col("status") != "duplicate")
        .select("file_id", pl.col("status").alias("fate"), "reason", "detail", "encoding", "repairs")
        .unique("file_id", keep="first")
        .collect()
        if earlier
        else pl.DataFrame(schema=_FATE)
    )
    again = rows.filter(pl.col("file_id").is_not_null()).select("file_id")
    known = [stored.cast(_FATE).join(again, on="file_id", how="anti"), staged.cast(_FATE), _taken_down(job, files)]  # type: ignore[arg-type]
    return pl.concat(known).unique("file_id", keep="last", maintain_order=True)


def _taken_down(job: Job, files: pl.DataFrame) -> pl.DataFrame:
    """The fate of contents that people took down, or that stand at an address which they did."""
    ids, uris = tombstones(job.home)
    if not ids and not uris:
        return pl.DataFrame(schema=_FATE)
    is_gone = pl.col("file_id").is_in(sorted(ids)) | pl.col("uri").is_in(sorted(uris))
    return files.filter(is_gone).select(
        pl.col("file_id").unique(), fate=pl.lit("discarded"), reason=pl.lit(TAKEN_DOWN),
        detail=pl.lit(None, pl.String), encoding=pl.lit(None, pl.String), repairs=pl.lit(None, pl.String),
    )  # fmt: skip


def _quarantined(job: Job, flags: pl.DataFrame) -> pl.DataFrame:
    """`file_id`, `reason`, `detail` of new contents that a critical rule stops, but for those that people released."""
    released = decisions.released(decisions.read(job.home))
    return critical_reasons(flags).filter(~pl.col("file_id").is_in(sorted(released)))


def _ledger(
    files: pl.DataFrame, documents: pl.DataFrame, fates: pl.DataFrame, quarantined: pl.DataFrame, job: Job
) -> pl.DataFrame:
    """One ledger row for each sighting. Of equal contents the first uri is loaded, the others are duplicates of it;
    the copies of a quarantined, discarded or held content share its fate."""
    # What was seen last at an address is what counts there: so time goes on though the clock was set back.
    now = max(datetime.now(UTC), job.last_sighting + timedelta(microseconds=1))
    fresh = documents.select("file_id", "encoding", "repairs").join(quarantined, on="file_id", how="left")
    fresh = fresh.with_columns(
        fate=pl.when(pl.col("reason").is_null()).then(pl.lit("loaded")).otherwise(pl.lit("quarantined"))
    )
    facts = pl.concat(
        [fresh.with_columns(is_new=pl.lit(True)), fates.with_columns(is_new=pl.lit(False))], how="diagonal"
    )
    seen = pl.col("last_seen_at") if "last_seen_at" in files.columns else pl.lit(None, pl.Datetime("us", "UTC"))
    is_first = pl.int_range(pl.len()).over("file_id") == 0
    copied = (pl.col("fate") == "loaded") & ~(pl.col("is_new") & is_first)
    return files.join(facts, on="file_id", how="left", maintain_order="left").with_columns(
        status=pl.when(copied).then(pl.lit("duplicate")).otherwise("fate"),
        format=pl.lit("text"),
        first_seen_at=pl.lit(now),
        last_seen_at=pl.coalesce(seen, pl.lit(now)),
    )


def _with_defaults(articles: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """An article that does not name its outlet has that of its source, where the settings give one."""
    given = files.select("file_id", given="outlet").drop_nulls().unique("file_id", keep="first", maintain_order=True)
    return articles.join(given, on="file_id", how="left", maintain_order="left").with_columns(
        outlet=pl.coalesce("outlet", "given"),
        loaded_at=pl.lit(datetime.now(UTC)),
        transform_version=pl.lit(TRANSFORM_VERSION),
    )


def _write(job: Job, number: int, frames: dict[str, pl.DataFrame], originals: pl.DataFrame) -> None:
    final = batch_folder(job, number)
    draft = Path(f"{final}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name, table in BATCH_TABLES.items():
        columns = {"run_id": pl.lit(job.run_id)} | ({"opened_at": pl.lit(datetime.now(UTC))} if name == "flags" else {})
        conform(frames[name].with_columns(**columns), table).write_parquet(draft / f"{name}.parquet", compression="lz4")
    originals.write_parquet(draft / "originals.parquet", compression="zstd", compression_level=3, row_group_size=500)
    for file in draft.iterdir():
        sync(file)  # else a power cut may leave the name without the content
    draft.rename(final)
    sync(job.run_dir)
