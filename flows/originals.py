"""The bytes as they came: packed by batch, found again by content."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from warehouse.layout import Home


def kept_bytes(home: Home, file_ids: Sequence[str]) -> dict[str, bytes]:
    """The kept bytes of these contents, by file_id; a content that is kept nowhere is missing.

    Looks through the packs of published and of held runs.
    """
    places = kept_in(home).filter(pl.col("file_id").is_in(sorted(set(file_ids))))
    found: dict[str, bytes] = {}
    for (pack,), ids in places.group_by("pack", maintain_order=True):
        rows = pl.scan_parquet(pack).filter(pl.col("file_id").is_in(ids["file_id"].to_list())).collect()
        found.update(rows.select("file_id", "content").iter_rows())
    return found


def kept_in(home: Home) -> pl.DataFrame:
    """`file_id`, `pack`: the first pack that holds each kept content, packs in the order of their names."""
    packs = sorted([*home.originals.glob("*.parquet"), *home.held.glob("*/batch-*/originals.parquet")])
    if not packs:
        return pl.DataFrame(schema={"file_id": pl.String(), "pack": pl.String()})
    kept = pl.scan_parquet(packs, include_file_paths="pack").select("file_id", "pack")
    return kept.collect().sort("pack").unique("file_id", keep="first", maintain_order=True)
