"""Snapshot files: their numbers, the link that says which is current, and how a draft becomes one.

A snapshot `00000007.duckdb` is never written to. The next one is made as `00000008.tmp` and renamed when it is whole;
only then the link moves. A file without the link (a crash in between, or a rollback) is seen by nobody.
"""

from __future__ import annotations

import json
import os
import re
import threading
from contextlib import suppress
from pathlib import Path

from transforms.errors import ConfigurationError, UnreachableError
from warehouse import files
from warehouse.layout import Home

_LENGTHS = "snapshots.json"
_SNAPSHOT = re.compile(r"(\d{8,})\.duckdb")
_DRAFT = re.compile(r"\d{8,}(\.\d+){0,2}\.tmp(\.wal)?")


def path(home: Home, number: int) -> Path:
    """The file of a snapshot."""
    return home.published / f"{number:08d}.duckdb"


def draft(home: Home, number: int) -> Path:
    """The file in which a snapshot is made."""
    return home.published / f"{number:08d}.tmp"


def first_draft(home: Home) -> Path:
    """The file in which this thread makes the very first snapshot; other threads and processes may be at the same."""
    return home.published / f"{1:08d}.{os.getpid()}.{threading.get_ident()}.tmp"


def numbers(home: Home) -> list[int]:
    """The snapshots that are there, oldest first."""
    if not home.published.is_dir():
        return []
    found = (_SNAPSHOT.fullmatch(name) for name in os.listdir(home.published))
    return sorted(int(match[1]) for match in found if match)


def kept(home: Home, number: int) -> Path:
    """The file of a snapshot that is still there; ConfigurationError for one that is not."""
    if number not in numbers(home):
        there = ", ".join(map(str, numbers(home))) or "none"
        raise ConfigurationError(f"there is no snapshot {number}; kept (store.keep_snapshots) are: {there}")
    return path(home, number)


def current(home: Home) -> int | None:
    """The number that the link names; None where nothing is published yet."""
    try:
        name = os.readlink(home.link)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreachableError(f"{home.link} is no link to a snapshot; run `tinsach doctor --repair`") from error
    match = _SNAPSHOT.fullmatch(Path(name).name)
    if not match:
        raise UnreachableError(f"{home.link} leads to {name}, which is no snapshot; run `tinsach doctor --repair`")
    return int(match[1])


def seal(draft_file: Path) -> None:
    """Write a finished draft through to the disk and make it read-only."""
    os.chmod(draft_file, 0o444)
    files.sync(draft_file)


def reveal(home: Home, number: int) -> None:
    """Give a sealed draft its name as a snapshot; readers don't see it yet."""
    _note_length(home, number, draft(home, number).stat().st_size)
    os.replace(draft(home, number), path(home, number))
    files.sync(home.published)


def length_when_made(home: Home, number: int) -> int | None:
    """The bytes that a snapshot had when it was made; None where nobody noted it."""
    return _lengths(home).get(str(number))


def _note_length(home: Home, number: int, n_bytes: int) -> None:
    there = {str(other) for other in numbers(home)}
    kept = {name: length for name, length in _lengths(home).items() if name in there}
    home.state.mkdir(parents=True, exist_ok=True)
    files.write_whole(home.state / _LENGTHS, json.dumps({**kept, str(number): n_bytes}))


def _lengths(home: Home) -> dict[str, int]:
    try:
        content = json.loads((home.state / _LENGTHS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def switch(home: Home, number: int) -> None:
    """Make a snapshot the current one, atomically."""
    beside = home.published / f"link.{os.getpid()}.tmp"
    beside.unlink(missing_ok=True)
    beside.symlink_to(path(home, number).name)
    os.replace(beside, home.link)
    files.sync(home.published)


def reveal_first(home: Home, draft_file: Path) -> None:
    """Give a sealed draft the name of snapshot 1, unless another process was faster. Needs no lock."""
    with suppress(FileExistsError):
        os.link(draft_file, path(home, 1))
    draft_file.unlink(missing_ok=True)


def point_first(home: Home) -> None:
    """Link to the newest snapshot where there is no link yet (else a crash before the very first switch stays)."""
    with suppress(FileExistsError):
        home.link.symlink_to(path(home, numbers(home)[-1]).name)
    files.sync(home.published)


def sweep(home: Home) -> None:
    """Remove the drafts that a crash left behind. Only under the lock."""
    for name in os.listdir(home.published):
        if _DRAFT.fullmatch(name):
            (home.published / name).unlink(missing_ok=True)


def existing(home: Home, number: int) -> int:
    """The number, when its snapshot is there. ConfigurationError naming those that are."""
    there = numbers(home)
    if number not in there:
        raise ConfigurationError(f"there is no snapshot {number}; there are {', '.join(map(str, there)) or 'none'}")
    return number


def remove_old(home: Home, keep: int) -> int:
    """Remove all but the newest `keep` snapshots; the current one always stays. Returns how many were removed.

    A reader that has one open keeps it until it closes: the kernel frees the blocks then.
    """
    if keep < 1:
        raise ConfigurationError(f"cannot keep {keep} snapshots; keep 1 at least")
    in_use = current(home)
    removed = [number for number in numbers(home)[:-keep] if number != in_use]
    for number in removed:
        path(home, number).unlink()
    if removed:
        files.sync(home.published)
    return len(removed)
