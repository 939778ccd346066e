"""Results of audits of the whole warehouse: kept in `HOME/state/audits` until the next publish takes them in."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from warehouse.files import is_whole_parquet
from warehouse.layout import Home

_RESULTS = "results.parquet"


def results_file(home: Home, run_id: str) -> Path:
    """Where the audit `run_id` leaves its rows of `quality.results`, whole or not at all."""
    return home.state / "audits" / run_id / _RESULTS


def pending(home: Home) -> list[Path]:
    """The results that no publish has taken in yet, oldest first; without those that a power cut left torn."""
    return sorted(file for file in (home.state / "audits").glob(f"*/{_RESULTS}") if is_whole_parquet(file))


def forget(taken_in: Iterable[Path]) -> None:
    """Remove what a publish has taken in."""
    for file in taken_in:
        shutil.rmtree(file.parent)
