"""Make the next snapshot: copy the current one, load into the copy in one transaction, and switch the link.

Killed at any point, the current snapshot stays as it was, and the same call does it again:

    copied, contents, loaded, checkpointed   a `.tmp` is left, which the next publish removes
    renamed                        a snapshot that nobody sees; the next one gets the number after it
    originals_moved                the bytes are where they belong; moving them again does nothing
    linked                         published; only the staging folder is left to remove
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from transforms.errors import UnreachableError
from warehouse import audits, connections, decisions, loads, notes, recovery, reviews, snapshots, tables
from warehouse.ahead import Ahead, copy_base
from warehouse.faults import fault
from warehouse.layout import Home
from warehouse.lock import writing


def publish(home: Home, run_dir: Path | None, *, now: datetime, ahead: Ahead | None = None) -> int:
    """Publish a staged (or held) run with all decisions and notes; with None only these. The snapshot's number.

    Where the run began its snapshot `ahead`, that one is ended instead of making another.
    Does nothing but clean up when the run is published already. ValueError for a run without its record,
    UnreachableError for one that is not there, or when the disk fails.
    """
    with writing(home, "publish"):
        base = ahead.base if ahead else recovery.recover(home)
        if run_dir is None:
            return _publish(home, base, None, now)
        if recovery.run_status(home, run_dir.name) not in (None, "held", "failed"):
            return base
        found = _locate(home, run_dir)
        number = _publish(home, base, found, now, ahead=ahead)
        shutil.rmtree(found)
        return number


def publish_held(home: Home, run_dir: Path, *, now: datetime) -> int:
    """Publish the record and the ledger rows of a run that the gate held, and park the rest under `held`."""
    with writing(home, "publish"):
        base = recovery.recover(home)
        if recovery.run_status(home, run_dir.name) not in (None, "failed"):
            return base
        found = _locate(home, run_dir)
        number = _publish(home, base, found, now, is_held=True)
        recovery.park(home, found)
        return number


def _locate(home: Home, run_dir: Path) -> Path:
    """The folder of a run: where the caller says, or where recovery parked it."""
    for folder in (run_dir, home.held / run_dir.name):
        if folder.is_dir():
            return folder
    raise UnreachableError(f"there is no staged run {run_dir}; run again")


@dataclass(frozen=True)
class Steps:
    """What makes a snapshot differ from the one before it.

    `prepare` gets the connection before the transaction, `fill` within it; `before_switch` runs when the snapshot has
    its name but nobody sees it yet. With `starts_empty` it is no copy of the one before, but made from nothing; with
    `ahead` it was begun before.
    """

    fill: Callable[[duckdb.DuckDBPyConnection], None]
    prepare: Callable[[duckdb.DuckDBPyConnection], None] = lambda con: None
    before_switch: Callable[[], None] = lambda: None
    starts_empty: bool = False
    ahead: Ahead | None = None


def next_snapshot(home: Home, base: int, steps: Steps) -> int:
    """Copy snapshot `base`, change the copy in one transaction, and make it current. Under the lock.

    Returns its number. UnreachableError when the disk fails us.
    """
    number = snapshots.numbers(home)[-1] + 1
    try:
        _make(home, base, number, steps)
        fault("publish:renamed")
        steps.before_switch()
        fault("publish:originals_moved")
        snapshots.switch(home, number)
    except (OSError, duckdb.IOException) as error:
        raise UnreachableError(f"cannot publish to {home.published}: {error}; mend that and run again") from error
    fault("publish:linked")
    return number


def _make(home: Home, base: int, number: int, steps: Steps) -> None:
    file = snapshots.draft(home, number)
    try:
        with steps.ahead.taken() if steps.ahead else _begun(home, base, number, steps) as con:
            steps.prepare(con)
            with connections.transaction(con):
                tables.define(con)
                tables.set_meta(con, "snapshot", str(number))
                tables.set_meta(con, "parent", str(base))
                steps.fill(con)
            fault("publish:loaded")
        fault("publish:checkpointed")
        snapshots.seal(file)
        snapshots.reveal(home, number)
    finally:
        file.unlink(missing_ok=True)  # still there only when something went wrong


@contextmanager
def _begun(home: Home, base: int, number: int, steps: Steps) -> Iterator[duckdb.DuckDBPyConnection]:
    if not steps.starts_empty:
        copy_base(home, base, number)
    with connections.draft(home, snapshots.draft(home, number)) as con:
        yield con


def _publish(
    home: Home, base: int, run_dir: Path | None, now: datetime, *, is_held: bool = False, ahead: Ahead | None = None
) -> int:
    log, records, audited = decisions.read(home), notes.read(home), audits.pending(home)
    reviewed = reviews.read(home)
    run_id = run_dir.name if run_dir else None
    begun = ahead if ahead and ahead.is_loaded(base, snapshots.numbers(home)[-1] + 1) else None

    def fill(con: duckdb.DuckDBPyConnection) -> None:
        if begun is None:
            loads.load_contents(con, now, is_held=is_held)
        loads.load_outcome(con, run_dir, now, is_held=is_held)
        if run_id and not con.execute("select 1 from ops.runs where run_id = ?", [run_id]).fetchone():
            raise ValueError(f"the staged run {run_dir} has no record of run {run_id} in run/runs.parquet")
        loads.load_notes(con, records)
        loads.load_audits(con, audited)
        loads.load_vanished(con, home.vanished)
        loads.load_reviews(con, reviewed)
        loads.settle(con, log, None if is_held else run_id, now)

    def keep_originals() -> None:
        if run_dir and not is_held:
            recovery.keep_originals(home, run_dir)

    prepare = partial(loads.prepare, run_dir=run_dir, is_held=is_held)
    number = next_snapshot(home, base, Steps(fill, prepare, keep_originals, ahead=begun))
    notes.forget(home, records)
    audits.forget(audited)
    recovery.remove_discarded(home)
    return number
