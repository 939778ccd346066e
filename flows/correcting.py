"""Which files a run has to process again because people corrected them."""

from __future__ import annotations

import polars as pl

from flows.job import REPLAY, read_manifest
from flows.originals import kept_in
from warehouse import corrections, decisions
from warehouse.layout import Home
from warehouse.store import open_reader


def files_to_correct(home: Home) -> frozenset[str]:
    """The contents that were processed with other corrections than count now, and can be processed again.

    Not those whose bytes are kept no more, nor those that wait with a held replay: somebody has to decide on that.
    """
    log = decisions.read(home)
    if not any(decision.family == corrections.FAMILY for decision in log):
        return frozenset()
    with open_reader(home) as con:
        late = {decision.target.partition("/")[0] for decision in corrections.waiting(log, con)}
    if not late:
        return frozenset()
    return frozenset((late & set(kept_in(home)["file_id"])) - _held(home))


def _held(home: Home) -> set[str]:
    """The contents of held replays."""
    found: set[str] = set()
    for folder in home.held.glob("*/"):
        manifest = read_manifest(folder)
        if manifest is not None and manifest["flow"] == REPLAY:
            for part in folder.glob("batch-*/files.parquet"):
                found |= set(pl.read_parquet(part, columns=["file_id"])["file_id"])
    return found
