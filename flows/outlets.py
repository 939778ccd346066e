"""The outlets of a staged run against their history: staged as `outlet_runs`, with flags where rules are broken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from expectations.verdicts import verdicts
from flows.job import REPLAY, Job
from transforms.schema import BATCH_TABLES, RUN_TABLES, conform, empty
from warehouse import runner
from warehouse.store import define_staging

if TYPE_CHECKING:
    import duckdb


_TABLE = RUN_TABLES["outlet_runs"]


def judge_outlets(con: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Compare and judge in the session `con` of the staged run, which shows the outcome afterwards.

    A replay brings old articles once more, which says nothing about outlets today: it stages nothing.
    """
    if job.flow == REPLAY:
        return
    given = job.settings.history
    for name in ("outlet_runs", "flags"):  # of an attempt that was interrupted
        (job.run_dir / "run" / f"{name}.parquet").unlink(missing_ok=True)
    define_staging(con, job.run_dir)
    runner.run(con, "sessions/known")
    outlets = compared(
        con, run_id=job.run_id, started_at=job.started_at, n_runs=given.runs, min_runs=given.min_runs,
        min_articles=given.min_articles, min_silence_hours=given.min_silence_hours,
    )  # fmt: skip
    flags = verdicts(job.rules, {"outlet_runs": outlets})
    flags = flags.with_columns(run_id=pl.lit(job.run_id), opened_at=pl.lit(datetime.now(UTC)))
    folder = job.run_dir / "run"
    folder.mkdir(exist_ok=True)
    outlets.write_parquet(folder / "outlet_runs.parquet")
    conform(flags, BATCH_TABLES["flags"]).write_parquet(folder / "flags.parquet")
    define_staging(con, job.run_dir)
    runner.run(con, "sessions/known")


def compared(con: duckdb.DuckDBPyConnection, **given: object) -> pl.DataFrame:
    """The rows of `outlet_runs` for a staged run; `given` are the parameters of `sessions/outlets_compared.sql` and
    `sessions/outlet_runs.sql`."""
    runner.run(con, "sessions/outlets_compared", **given)
    rows = runner.fetch(con, "sessions/outlet_runs", **given)
    return conform(pl.DataFrame(rows, infer_schema_length=None), _TABLE) if rows else empty(_TABLE)
