"""Take an article down on request: out of the tables, the kept bytes, held runs and every snapshot.

The decision in the log is the tombstone: by it no run loads the content again. What a crash leaves undone, the next
run finishes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.originals import repack
from warehouse import decisions
from warehouse.compaction import compact
from warehouse.decisions import Decision
from warehouse.files import is_whole_parquet, write_whole
from warehouse.layout import Home
from warehouse.lock import writing
from warehouse.store import open_reader, publish

URI = "uri:"  # begins the target of a takedown that holds for whatever stands at an address
TAKEN_DOWN = "taken_down"
_COMPARE = "compare_again.json"


def take_down(
    home: Home, targets: Sequence[str], who: str, note: str | None, *, lift: bool = False, others: Sequence[str] = ()
) -> None:
    """Log the decision on each target (a file_id, or `uri:` and an address), and carry it out at once.

    LockedError while a run is at work: the decision is logged then, and carried out by that run's publish or the next.
    `others` are contents that were compared with the targets: once these are gone, they must be compared again.
    """
    kind = "takedown.lift" if lift else "takedown.remove"
    now = datetime.now(UTC)
    if others:
        home.state.mkdir(parents=True, exist_ok=True)
        write_whole(home.state / _COMPARE, json.dumps(sorted(to_compare(home).union(others))))
    decisions.append(home, [Decision(kind, target, who, now, note) for target in targets])
    with writing(home, "takedown"):
        publish(home, None, now=now)
        finish_takedowns(home)


def finish_takedowns(home: Home) -> bool:
    """Remove what was taken down from packs, held and staged runs and old snapshots, where that is still to do."""
    with open_reader(home) as con:
        if con.execute("select 1 from ops.meta where key = 'takedown_unfinished'").fetchone() is None:
            return False
        query = "select distinct file_id from ops.files where reason = 'taken_down'"
        gone = frozenset(file_id for (file_id,) in con.execute(query).fetchall())
    with writing(home, "takedown"):
        shutil.rmtree(home.staging, ignore_errors=True)  # the next run does it again, without them
        _strip(home.originals.glob("*.parquet"), gone)
        _strip(home.held.glob("*/batch-*/*.parquet"), gone)
        compact(home, forgets_former=True)
    return True


def to_compare(home: Home) -> frozenset[str]:
    """The contents whose pairs rest on what was taken down: to be replayed, then `compared`."""
    file = home.state / _COMPARE
    return frozenset(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else frozenset()


def compared(home: Home) -> None:
    """They were replayed."""
    (home.state / _COMPARE).unlink(missing_ok=True)


def tombstones(home: Home) -> tuple[frozenset[str], frozenset[str]]:
    """The file_ids and the uris that are taken down."""
    words = decisions.last_words(decisions.read(home), "takedown")
    targets = [target for target, decision in words.items() if decision.verb == "remove"]
    uris = frozenset(target.removeprefix(URI) for target in targets if target.startswith(URI))
    return frozenset(target for target in targets if not target.startswith(URI)), uris


def _strip(packs: Iterable[Path], gone: frozenset[str]) -> None:
    """Rewrite the Parquet files that have rows of these contents, without them."""
    for pack in sorted(filter(is_whole_parquet, packs)):
        ids = pl.scan_parquet(pack)
        if "file_id" not in ids.collect_schema().names():
            continue
        wanted = pl.col("file_id").is_in(sorted(gone))
        if ids.filter(wanted).select(pl.len()).collect().item():
            repack(pack, ~wanted.fill_null(False))
