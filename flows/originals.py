"""The bytes as they came: packed by batch, found again by content."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.layout import Home


def kept_bytes(home: Home, file_ids: Sequence[str]) -> dict[str, bytes]:
    """The kept bytes of these contents, by file_id; a content that is kept nowhere is missing.

    Looks through the packs of published and of held runs.
    """
    packs = [*home.originals.glob("*.parquet"), *home.held.glob("*/batch-*/originals.parquet")]
    wanted = set(file_ids)
    found: dict[str, bytes] = {}
    for pack in sorted(packs):
        if not wanted:
            break
        rows = pl.scan_parquet(pack).filter(pl.col("file_id").is_in(sorted(wanted))).collect()
        found.update(rows.select("file_id", "content").iter_rows())
        wanted -= found.keys()
    return found
