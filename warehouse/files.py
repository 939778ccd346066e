"""Steps on the file system that survive a crash: written through to the disk, and visible whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

_PARQUET = b"PAR1"
_FICLONE = 0x40049409  # linux/fs.h: share the blocks of another file


def is_whole_parquet(path: Path) -> bool:
    """Whether a Parquet file begins and ends as one: a write that the power interrupted does not."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
            file.seek(-8, os.SEEK_END)
            length, ends = int.from_bytes(file.read(4), "little"), file.read(4)
            return begins == ends == _PARQUET and 0 < length <= file.tell() - 12
    except OSError:  # shorter than that, or gone
        return False


def sync(path: Path) -> None:
    """Write a file, or the entries of a folder, through to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clone(source: Path, target: Path) -> None:
    """Copy `source` to the new file `target`: by reflink where the file system can, else byte by byte."""
    with source.open("rb") as reader, target.open("wb") as writer:
        try:
            fcntl.ioctl(writer.fileno(), _FICLONE, reader.fileno())
            return
        except OSError:  # no reflinks here
            pass
    shutil.copyfile(source, target)


def move(source: Path, target: Path) -> None:
    """Move a file within the file system, durably. Done before (no source, but a target): nothing happens."""
    if not source.exists() and target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    sync(source)
    os.replace(source, target)
    sync(target.parent)


def write_whole(target: Path, text: str) -> None:
    """Write a small file that is there whole or not at all."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def append_line(log: Path, text: str) -> None:
    """Append whole lines to a log that several processes write to, durably.

    `text` ends with a newline. A torn last line (a crash in the middle of an append) is closed first, so that it
    spoils nothing but itself.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    is_new = not log.exists()
    with log.open("ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        is_torn = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
        remaining = memoryview((("\n" if is_torn else "") + text).encode())
        while remaining:
            remaining = remaining[file.write(remaining) :]
        os.fsync(file.fileno())
    if is_new:
        sync(log.parent)
