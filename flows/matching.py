"""Duplicates of a staged run: inside it, and against everything stored.

Two trips to the store: what shares bands or passage marks with new articles, then the texts of the pairs to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.job import Job
from transforms.clusters import resolve
from transforms.containment import length_ratio, needed_marks
from transforms.duplicates import classify, shared_bands, verify
from transforms.schema import RUN_TABLES, conform
from transforms.settings import DuplicateSettings
from transforms.versions import mark_versions
from warehouse import runner
from warehouse.faults import fault
from warehouse.store import stage

if TYPE_CHECKING:
    import duckdb


def find_duplicates(job: Job) -> dict[str, int]:
    """Stage `duplicates`: every pair of the clusters that the run touches.

    Returns the numbers of fresh articles, of candidates to compare and of new pairs: `articles`, `candidates`, `pairs`.
    """
    settings = job.transform_settings.duplicates
    with stage(job.home, job.run_dir) as con:
        candidates, fresh = propose(con, settings)
        found = classify(verify(candidates, _wanted(con, candidates, "matching/texts")), settings=settings)
        pairs = pl.concat([found, _wanted(con, found, "matching/pairs").cast(found.schema)])
        headings = _wanted(con, pairs, "matching/headings")
        rows = resolve(pairs, headings, max_copies=settings.max_copies)
        rows = mark_versions(rows, headings, same_title=settings.same_title)
    rows = rows.with_columns(run_id=pl.lit(job.run_id))
    folder = job.run_dir / "run"
    folder.mkdir(exist_ok=True)
    conform(rows, RUN_TABLES["duplicates"]).write_parquet(folder / "duplicates.parquet")
    fault("run:matched")
    is_fresh = pl.col("article_id").is_in(fresh.implode()) | pl.col("duplicate_of").is_in(fresh.implode())
    return {"articles": fresh.len(), "candidates": candidates.height, "pairs": rows.filter(is_fresh).height}


def propose(con: duckdb.DuckDBPyConnection, settings: DuplicateSettings) -> tuple[pl.DataFrame, pl.Series]:
    """The pairs to verify (a, b, is_same_text), and the ids of the fresh articles, of which each pair has one.

    `con` has `staging.signatures`, `staging.files`, `staging.file_measures` and `live.ops.signatures`. Pairs of two
    stored articles were compared when the later one came.
    """
    runner.run(con, "matching/define_signatures")
    signed = con.sql("select article_id, file_id, n_shingles, text_hash, bands from fresh_signatures").pl()
    fresh = signed["article_id"]
    if con.execute("select 1 from stored_signatures limit 1").fetchone():
        signed = pl.concat([signed, con.sql(runner.sql("matching/signatures")).pl()])
    alike = shared_bands(signed, settings=settings)
    alike = alike.filter(pl.col("a").is_in(fresh.implode()) | pl.col("b").is_in(fresh.implode()))
    limits = {"length_ratio": length_ratio(settings), "needed_marks": needed_marks(settings)}
    inside = con.sql(runner.sql("matching/insides"), params=limits).pl().with_columns(is_same_text=False)
    together = pl.concat([alike, inside.cast(alike.schema)])
    return together.unique(["a", "b"], keep="first", maintain_order=True), fresh


def _wanted(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame, query: str) -> pl.DataFrame:
    """What a query says about the articles of `pairs` (a, b)."""
    wanted = pl.concat([pairs["a"], pairs["b"]]).unique().sort().alias("article_id").to_frame()
    con.register("wanted", wanted.to_arrow())
    try:
        return con.sql(runner.sql(query)).pl()
    finally:
        con.unregister("wanted")
