"""Staged batches that no run may trip over: torn by a power cut, or left by a kill before they were compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from warehouse.faults import fault
from warehouse.files import is_whole_parquet
from warehouse.layout import batches


def torn_batches(run_dir: Path) -> list[Path]:
    """The batches of a staged or held run with a file that is not whole."""
    return [
        folder for _, folder in batches(run_dir) if not all(is_whole_parquet(file) for file in folder.glob("*.parquet"))
    ]


def drop_unfit(run_dir: Path) -> None:
    """Remove what a run that is taken up again cannot use, for it to be done anew: torn batches, those that clash with
    an earlier one, and what came after all batches."""
    for folder in torn_batches(run_dir):
        drop_batch(folder)
    drop_clashing(folder for _, folder in batches(run_dir))
    shutil.rmtree(run_dir / "run", ignore_errors=True)


def drop_clashing(folders: Iterable[Path]) -> list[Path]:
    """Of batches that were staged at the same time, remove those with contents that one before them has as well, which
    neither could know; returns them, for their files to be staged again."""
    import polars as pl  # late: most runs find nothing staged

    seen: set[str] = set()
    clashing = []
    for folder in folders:
        read = folder / "file_measures.parquet"
        if not read.exists():  # the batch of what is known without reading
            continue
        ids = set(pl.read_parquet(read, columns=["file_id"])["file_id"])
        if ids & seen:
            drop_batch(folder)
            clashing.append(folder)
        seen |= ids
    return clashing


def drop_batch(folder: Path) -> None:
    """Remove a staged batch: out of sight first, so that no kill leaves half of one."""
    gone = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    fault("run:dropped")
    shutil.rmtree(gone)
