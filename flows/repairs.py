"""What `tinsach doctor --repair` does: only what cannot lose anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from flows.cells import counted
from flows.checks_store import stray_files
from flows.settings import load
from transforms.errors import UnreachableError
from warehouse import connections, lock, snapshots
from warehouse.layout import Home
from warehouse.store import gc, recover


def repair(home: Home) -> Iterator[str]:
    """Mend the link, take up what crashes left, remove old snapshots; says what was done.

    LockedError while a run is working.
    """
    with lock.hold(home, "doctor --repair"):
        yield from _mend_link(home)
        strays = stray_files(home)
        recover(home)
        for file in strays:
            file.unlink(missing_ok=True)
        if strays:
            yield f"removed {counted(len(strays), 'unfinished file')}"
        yield from _seal(home)
        keep = load(home.root, environment=os.environ).store.keep_snapshots
        if n_removed := gc(home, keep):
            yield f"removed {counted(n_removed, 'old snapshot')}; the newest {keep} stay"


def _mend_link(home: Home) -> Iterator[str]:
    """Where the link does not lead to a snapshot that opens: lead it to the newest that does."""
    if not snapshots.numbers(home) or _opens(home, _linked(home)):
        return
    good = next((number for number in reversed(snapshots.numbers(home)) if _opens(home, number)), None)
    if good is None:
        raise UnreachableError(f"no snapshot in {home.published} opens; bring one back from a backup")
    if home.link.exists() and not home.link.is_symlink():
        aside = home.link.with_name(f"warehouse.{datetime.now(UTC):%Y%m%dT%H%M%S}.found")
        os.rename(home.link, aside)
        yield f"moved the file in the place of the link to {aside.name}"
    snapshots.switch(home, good)
    yield f"made snapshot {good} the current one"


def _linked(home: Home) -> int | None:
    try:
        return snapshots.current(home)
    except UnreachableError:
        return None


def _opens(home: Home, number: int | None) -> bool:
    return number is not None and connections.is_whole(home, number)


def _seal(home: Home) -> Iterator[str]:
    for number in snapshots.numbers(home):
        file = snapshots.path(home, number)
        if file.stat().st_mode & 0o222:
            os.chmod(file, 0o444)
            yield f"made {file.name} read-only"
