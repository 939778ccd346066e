"""Duplicates of a staged run: inside it, and against everything stored.

Two trips to the store: signatures that share a band with new ones, then the texts of the pairs to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.job import Job
from transforms.clusters import resolve
from transforms.duplicates import classify, shared_bands, verify
from transforms.schema import RUN_TABLES, conform
from warehouse import runner
from warehouse.store import stage

if TYPE_CHECKING:
    import duckdb


def find_duplicates(job: Job) -> int:
    """Stage `duplicates`: every pair of the clusters that the run touches. Returns the number of new pairs."""
    settings = job.transform_settings.duplicates
    with stage(job.home, job.run_dir) as con:
        signed = con.sql(runner.sql("matching/signatures")).pl()
        fresh = signed.filter("is_fresh")["article_id"].implode()
        candidates = shared_bands(signed.drop("is_fresh"), settings=settings)
        # Pairs of two stored articles were compared when the later one came.
        candidates = candidates.filter(pl.col("a").is_in(fresh) | pl.col("b").is_in(fresh))
        found = classify(verify(candidates, _wanted(con, candidates, "matching/texts")), settings=settings)
        pairs = pl.concat([found, _wanted(con, found, "matching/pairs").cast(found.schema)])
        rows = resolve(pairs, _wanted(con, pairs, "matching/dates"), max_copies=settings.max_copies)
    rows = rows.with_columns(run_id=pl.lit(job.run_id))
    folder = job.run_dir / "run"
    folder.mkdir(exist_ok=True)
    conform(rows, RUN_TABLES["duplicates"]).write_parquet(folder / "duplicates.parquet")
    is_fresh = pl.col("article_id").is_in(fresh) | pl.col("duplicate_of").is_in(fresh)
    return rows.filter(is_fresh).height


def _wanted(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame, query: str) -> pl.DataFrame:
    """What a query says about the articles of `pairs` (a, b)."""
    wanted = pl.concat([pairs["a"], pairs["b"]]).unique().sort().alias("article_id").to_frame()
    con.register("wanted", wanted.to_arrow())
    try:
        return con.sql(runner.sql(query)).pl()
    finally:
        con.unregister("wanted")
