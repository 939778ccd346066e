"""The bytes as they came: packed by batch, found again by content."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from warehouse.files import is_whole_parquet, sync
from warehouse.layout import Home
from warehouse.store import open_reader


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
    packs = [pack for pack in all_packs(home) if is_whole_parquet(pack)]
    if not packs:
        return pl.DataFrame(schema={"file_id": pl.String(), "pack": pl.String()})
    kept = pl.scan_parquet(packs, include_file_paths="pack").select("file_id", "pack")
    return kept.collect().sort("pack").unique("file_id", keep="first", maintain_order=True)


def all_packs(home: Home) -> list[Path]:
    """Every pack of kept bytes, of published and of held runs, torn ones too."""
    return sorted([*home.originals.glob("*.parquet"), *home.held.glob("*/batch-*/originals.parquet")])


def forget_loaded(home: Home, days: int) -> int:
    """Remove the bytes of loaded contents whose pack is older than `days`: how many. Under the lock.

    What waits in quarantine or with a held run keeps its bytes: it may be released.
    """
    with open_reader(home) as con:
        query = "select distinct file_id from ops.files where status in ('quarantined', 'held')"
        waiting = [file_id for (file_id,) in con.execute(query).fetchall()]
    now = datetime.now(UTC)
    whole = (pack for pack in home.originals.glob("*.parquet") if is_whole_parquet(pack))
    old = [pack for pack in whole if (now - _packed_at(pack)).days >= days]
    return sum(repack(pack, pl.col("file_id").is_in(waiting)) for pack in sorted(old))


def repack(pack: Path, keep: pl.Expr) -> int:
    """Leave only the rows of a pack that `keep` chooses: how many went. Without any the pack goes too."""
    rows = pl.read_parquet(pack)
    kept = rows.filter(keep)
    if kept.is_empty():
        pack.unlink()
    elif kept.height < rows.height:
        draft = pack.with_suffix(".tmp")
        try:
            kept.write_parquet(draft, compression="zstd", compression_level=3, row_group_size=500)
            sync(draft)
            os.replace(draft, pack)
        finally:
            draft.unlink(missing_ok=True)  # still there only where the disk is full
    sync(pack.parent)
    return rows.height - kept.height


def _packed_at(pack: Path) -> datetime:
    """The time in the id of the run that made the pack; now, where its name has none."""
    try:
        return datetime.strptime(pack.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.now(UTC)
