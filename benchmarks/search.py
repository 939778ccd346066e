"""The search for duplicates as a run does it, on frames instead of a warehouse: for the benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl

from flows.matching import propose
from transforms.settings import DuplicateSettings

NO_DATES = pl.DataFrame(
    schema={"article_id": pl.String, "published_on": pl.Date, "published_at": pl.Datetime("us", "UTC")}
)


@contextmanager
def session(fresh: pl.DataFrame, stored: pl.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the tables that the search reads; `fresh` and `stored` are rows of `ops.signatures`."""
    with duckdb.connect(config={"memory_limit": "1GiB"}) as con:
        con.execute("attach ':memory:' as live; create schema live.ops; create schema staging")
        for name, frame in {"staging.signatures": fresh, "live.ops.signatures": stored}.items():
            con.register("given", frame.to_arrow())
            con.execute(f"create table {name} as from given")
            con.unregister("given")
        con.execute("create view staging.files as select distinct file_id, 'loaded' as status from staging.signatures")
        con.execute("create view staging.file_measures as select distinct file_id from staging.signatures")
        yield con


def candidates(signed: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """The pairs to verify among the articles of `signed` (what `transforms.duplicates.signatures` gives)."""
    with session(signed, signed.clear()) as con:
        return propose(con, settings)[0]
