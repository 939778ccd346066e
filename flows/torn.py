"""Staged batches that a power cut left torn: no run may trip over them."""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.files import is_whole_parquet
from warehouse.layout import batches


def torn_batches(run_dir: Path) -> list[Path]:
    """The batches of a staged or held run with a file that is not whole."""
    return [
        folder for _, folder in batches(run_dir) if not all(is_whole_parquet(file) for file in folder.glob("*.parquet"))
    ]


def drop_torn(run_dir: Path) -> None:
    """Remove torn batches of a run that is taken up again, and what came after all batches: it is done anew."""
    for folder in torn_batches(run_dir):
        shutil.rmtree(folder)
    shutil.rmtree(run_dir / "run", ignore_errors=True)
