"""Put right what a crash left behind, and go back: recover, rollback, gc."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from transforms.errors import ConfigurationError, UnreachableError
from warehouse import connections, decisions, files, sessions, snapshots
from warehouse.layout import Home, batches
from warehouse.lock import writing
from warehouse.runner import let


def recover(home: Home) -> int:
    """Clean up what a crash left: drafts, and folders of runs that are published, held or discarded already.

    Every publish begins with it; a run that looks for what it can resume does well to call it first.
    Returns the number of the current snapshot.
    """
    with writing(home, "recover"):
        base = sessions.ensure(home)
        if not connections.is_whole(home, base):
            raise UnreachableError(f"{snapshots.path(home, base)} is torn; run `tinsach doctor --repair`")
        snapshots.sweep(home)
        for folder in _folders(home.staging):
            status = run_status(home, folder.name)
            if status == "held":
                park(home, folder)
            elif _is_done(status):
                shutil.rmtree(folder)
        for folder in _folders(home.held):
            status = run_status(home, folder.name)
            if status != "held" and _is_done(status):
                shutil.rmtree(folder)
        remove_discarded(home)
        forget_former(home)
        return base


def forget_former(home: Home) -> None:
    """Remove the snapshots before one that must not be gone back on: something was taken down."""
    with sessions.open_reader(home) as con:
        row = con.execute("select value from ops.meta where key = 'oldest'").fetchone()
    for number in snapshots.numbers(home):
        if row and number < int(row[0]):
            snapshots.path(home, number).unlink(missing_ok=True)


def rollback(home: Home, to: int | None = None) -> int:
    """Make an earlier snapshot current: `to`, else the one that the current was made from. Returns its number.

    Files published since come in again with the next run: the ledger does not know them any more.
    """
    with writing(home, "rollback"):
        target = snapshots.existing(home, _parent(home) if to is None else to)
        snapshots.switch(home, target)
        return target


def gc(home: Home, keep: int) -> int:
    """Remove all but the newest `keep` snapshots; the current one stays. Returns how many were removed."""
    with writing(home, "gc"):
        return snapshots.remove_old(home, keep)


def run_status(home: Home, run_id: str) -> str | None:
    """What the current snapshot says became of a run; None when it does not know it."""
    with sessions.open_reader(home) as con:
        let(con, run_id=run_id)
        row = con.execute("select status from ops.runs where run_id = getvariable('run_id')").fetchone()
    return row[0] if row else None


def keep_originals(home: Home, run_dir: Path) -> None:
    """Move the bytes of a run's contents to where they stay. Doing it again does nothing."""
    for batch, folder in batches(run_dir):
        source, target = folder / "originals.parquet", home.original(run_dir.name, batch)
        if source.exists() or target.exists():
            files.move(source, target)


def park(home: Home, run_dir: Path) -> None:
    """Move a staged run to where held runs wait."""
    home.held.mkdir(parents=True, exist_ok=True)
    os.replace(run_dir, home.held / run_dir.name)
    files.sync(home.held)


def remove_discarded(home: Home) -> None:
    """Remove the folders of held runs that people discarded, once the snapshot says so; their bytes are kept."""
    folders = _folders(home.held)
    if not folders:
        return
    words = decisions.last_words(decisions.read(home), "held")
    with sessions.open_reader(home) as con:
        applied = {row[0] for row in con.execute("select decision_id from ops.applied_decisions").fetchall()}
    for folder in folders:
        word = words.get(folder.name)
        if word and word.verb == "discard" and word.decision_id in applied:
            keep_originals(home, folder)
            shutil.rmtree(folder)


def _is_done(status: str | None) -> bool:
    """Nothing of the run is left to do: a failed one may be resumed."""
    return status not in (None, "failed")


def _folders(parent: Path) -> list[Path]:
    return sorted(entry for entry in parent.iterdir() if entry.is_dir()) if parent.is_dir() else []


def _parent(home: Home) -> int:
    with sessions.open_reader(home) as con:
        row = con.execute("select value from ops.meta where key = 'parent'").fetchone()
    if row is None:
        raise ConfigurationError("the current snapshot is the first one; there is nothing to go back to")
    return int(row[0])
