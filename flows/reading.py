"""Read files that have stopped changing. What can't be read becomes a row of `skipped` with one of these reasons:

still_growing  it changed too lately, or went on changing while it was looked at
vanished       it was found, but is gone
unreadable     it may not be, or could not be, read
not_a_file     it has become a pipe, device or link
too_large      it has grown over the limit
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass

import polars as pl

from flows.sources import SKIPPED_SCHEMA, timestamps

# A file is looked at so often before it is left to the next run, with a settle time between two looks.
MAX_LOOKS = 5

# Not through a link, and without waiting for the other end of a pipe.
_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_REASONS = {
    errno.ENOENT: "vanished",
    errno.ENOTDIR: "vanished",
    errno.ELOOP: "not_a_file",
    errno.ENXIO: "not_a_file",
}


@dataclass(frozen=True)
class Read:
    """What was read of some files.

    `files`: their rows with size_bytes and modified_at as read, and file_id (sha256, hex); `contents`: the bytes of
    each row of `files`; `skipped`: uri, reason, detail.
    """

    files: pl.DataFrame
    contents: list[bytes]
    skipped: pl.DataFrame


@dataclass(frozen=True)
class _Content:
    content: bytes
    file_id: str
    modified_us: int


@dataclass(frozen=True)
class _Growing:
    """A file that must be looked at again. `stamp` is its size and time (ns), first seen at `since` (monotonic)."""

    stamp: tuple[int, int]
    since: float
    wait_seconds: float


@dataclass(frozen=True)
class _Skip:
    reason: str
    detail: str


def read_settled(files: pl.DataFrame, *, settle_seconds: float, max_file_bytes: int, wait: bool = True) -> Read:
    """Bytes and sha256 of a batch of files; `files` has uri and path, and where it differs settle_seconds.

    A file that changed less than its settle time ago is waited for, or skipped at once when `wait` is False. Size and
    time are checked again after reading. One thread: with more, small files took twice as long in a measurement.
    """
    paths = files["path"].to_list()
    settles = _settles(files, settle_seconds)
    outcomes: dict[int, _Content | _Growing | _Skip] = {}
    pending = list(range(len(paths)))
    for look in range(MAX_LOOKS if wait else 1):
        if look:
            time.sleep(max(item.wait_seconds for item in outcomes.values() if isinstance(item, _Growing)))
        for row in pending:
            outcomes[row] = _look(paths[row], settles[row], max_file_bytes, outcomes.get(row))
        pending = [row for row in pending if isinstance(outcomes[row], _Growing)]
        if not pending:
            break
    return _read(files, outcomes)


def _settles(files: pl.DataFrame, settle_seconds: float) -> list[float]:
    if "settle_seconds" not in files.columns:
        return [settle_seconds] * files.height
    return files["settle_seconds"].fill_null(settle_seconds).to_list()


def _look(path: bytes, settle_seconds: float, max_file_bytes: int, earlier: object) -> _Content | _Growing | _Skip:
    """The file's bytes, if it has settled. All is done on one descriptor, so it is one file whatever happens to the
    name."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        return _Skip(_REASONS.get(error.errno or 0, "unreadable"), error.strerror or "")
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return _Skip("not_a_file", "a pipe, socket or device")
        if before.st_size > max_file_bytes:
            return _Skip("too_large", f"{before.st_size} bytes, more than {max_file_bytes}")
        growing = _unsettled(before, settle_seconds, earlier)
        if growing:
            return growing
        content = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        return _Skip("unreadable", error.strerror or "")
    finally:
        os.close(descriptor)
    if _stamp(after) != _stamp(before) or len(content) != after.st_size:
        return _Growing(_stamp(after), time.monotonic(), settle_seconds)
    return _Content(content, hashlib.sha256(content).hexdigest(), after.st_mtime_ns // 1000)


def _unsettled(status: os.stat_result, settle_seconds: float, earlier: object) -> _Growing | None:
    """None once the file has not changed for its settle time, by its own time or by our looking at it."""
    now = time.time()
    # A time in the future says nothing: then the inode's, which the kernel sets, must do.
    changed_at = status.st_mtime if status.st_mtime <= now else status.st_ctime
    left_seconds = settle_seconds - (now - changed_at)
    if left_seconds <= 0:
        return None
    since = time.monotonic()
    if isinstance(earlier, _Growing) and earlier.stamp == _stamp(status):
        since = earlier.since
        if time.monotonic() - since >= settle_seconds:
            return None
    return _Growing(_stamp(status), since, min(left_seconds, settle_seconds))


def _read_all(descriptor: int, n_bytes: int) -> bytes:
    """The bytes of the file, at most one more than expected: so a file that grows is noticed, and bounded."""
    content = os.read(descriptor, n_bytes + 1)
    while len(content) < n_bytes and (more := os.read(descriptor, n_bytes + 1 - len(content))):
        content += more
    return content


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _read(files: pl.DataFrame, outcomes: dict[int, _Content | _Growing | _Skip]) -> Read:
    """The outcomes as frames, in the order of `files`."""
    read = {row: item for row, item in outcomes.items() if isinstance(item, _Content)}
    skips = {row: _as_skip(item) for row, item in outcomes.items() if not isinstance(item, _Content)}
    uris = files["uri"]
    return Read(
        files[list(read)].with_columns(
            size_bytes=pl.Series([len(item.content) for item in read.values()], dtype=pl.Int64),
            modified_at=timestamps([item.modified_us for item in read.values()]),
            file_id=pl.Series([item.file_id for item in read.values()], dtype=pl.String),
        ),
        [item.content for item in read.values()],
        pl.DataFrame(
            [(uris[row], item.reason, item.detail) for row, item in skips.items()], schema=SKIPPED_SCHEMA, orient="row"
        ),
    )


def _as_skip(outcome: _Growing | _Skip) -> _Skip:
    if isinstance(outcome, _Skip):
        return outcome
    return _Skip("still_growing", f"{outcome.stamp[0]} bytes when last looked at; the next run takes it")
