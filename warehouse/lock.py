"""One writer at a time, by flock: the kernel frees the lock when its process dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from transforms.errors import LockedError, UnreachableError
from warehouse.files import write_whole
from warehouse.layout import Home

_POLL_SECONDS = 0.05
_GRACE_SECONDS = 0.2  # a glance of `holder` keeps the lock for an instant: don't take that for a run

_held: dict[Path, int] = {}  # home -> pid that holds it; a forked child inherits the entry but not the right


@dataclass(frozen=True)
class Holder:
    """Who holds the warehouse: process id, host, verb, and since when (ISO 8601, UTC)."""

    pid: int
    host: str
    verb: str
    since: str


def is_held_here(home: Home) -> bool:
    """This very process holds the lock."""
    return _held.get(home.root) == os.getpid()


def holder(home: Home) -> Holder | None:
    """Who holds the lock now, or None."""
    if not is_held_here(home):
        try:
            descriptor = os.open(home.lock, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            if _try_flock(descriptor, fcntl.LOCK_SH):
                return None
        finally:
            os.close(descriptor)
    return _read_holder(home)


@contextmanager
def hold(home: Home, verb: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the warehouse for one run. LockedError, naming the holder, when another keeps it past `wait_seconds`."""
    descriptor = _open(home)
    try:
        _wait(home, descriptor, max(wait_seconds, _GRACE_SECONDS))
        _held[home.root] = os.getpid()
        try:
            _announce(home, verb)
            yield
        finally:
            if is_held_here(home):
                home.lock_holder.unlink(missing_ok=True)
                _held.pop(home.root)
    finally:
        os.close(descriptor)


@contextmanager
def writing(home: Home, verb: str) -> Iterator[None]:
    """The lock for a step of the store: the one this process holds already, else taken for the step."""
    if is_held_here(home):
        yield
        return
    with hold(home, verb):
        yield


def _open(home: Home) -> int:
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        return os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UnreachableError(f"cannot write to {home.root} ({error.strerror}); check its permissions") from error


def _wait(home: Home, descriptor: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _try_flock(descriptor, fcntl.LOCK_EX):
        if time.monotonic() >= deadline:
            raise _locked(home)
        time.sleep(_POLL_SECONDS)


def _try_flock(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _announce(home: Home, verb: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):  # on a full disk: people are not told then who holds it
        write_whole(home.lock_holder, json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), verb, since))))


def _read_holder(home: Home) -> Holder:
    """What the holder wrote; an unknown one when it did not come to that."""
    try:
        return Holder(**json.loads(home.lock_holder.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Holder(0, "unknown", "unknown", "unknown")


def _locked(home: Home) -> LockedError:
    who = _read_holder(home)
    return LockedError(
        f"{home.root} is in use: `tinsach {who.verb}` (pid {who.pid} on {who.host}) holds it since {who.since}; "
        "wait for it to end, or stop it"
    )
