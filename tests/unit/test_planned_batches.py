"""How new files are cut into batches: each bounded, all about equal, and as many as are processed at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.job import new_job
from flows.planning import _batched
from flows.settings import load
from warehouse.layout import Home


def cut(sizes: list[int], batch_files: int, batch_bytes: int = 10_000) -> list[list[int]]:
    """The sizes of the files of each batch."""
    with tempfile.TemporaryDirectory() as folder:
        flags = {"reading.batch_files": batch_files, "reading.batch_bytes": batch_bytes}
        job = new_job(Home(Path(folder)), load(Path(folder), environment={}, flags=flags))
    files = pl.DataFrame({"size_bytes": sizes}, schema={"size_bytes": pl.Int64})
    batches = _batched(files, job, first=3)
    assert batches["batch"].is_sorted()
    return batches.group_by("batch", maintain_order=True).agg("size_bytes").sort("batch")["size_bytes"].to_list()


def test_batches_are_equal_and_even_where_there_is_enough_for_two() -> None:
    assert [len(batch) for batch in cut([1] * 71, 10)] == [9, 9, 9, 9, 9, 9, 9, 8]
    assert [len(batch) for batch in cut([1] * 6, 10)] == [3, 3]
    assert [len(batch) for batch in cut([1] * 5, 10)] == [5]
    assert cut([], 10) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30_000), max_size=40), st.integers(1, 12))
def test_no_batch_is_larger_than_allowed_but_by_its_last_file(sizes: list[int], batch_files: int) -> None:
    batches = cut(sizes, batch_files)
    assert [size for batch in batches for size in batch] == sizes
    for batch in batches:
        assert len(batch) <= batch_files
        assert sum(batch[:-1]) <= 10_000
