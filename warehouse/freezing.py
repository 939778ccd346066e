"""Hold still what a home is made of, while runs go on: hard links to the files that belong together.

Snapshots, packs of originals and staged batches are written once and then only renamed or removed, so a link to one is
a copy of it. The logs, which grow in place, are copied up to their last whole line.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import UnreachableError
from warehouse import sessions, snapshots
from warehouse.layout import Home

_ATTEMPTS = 20  # a publish in the middle of it makes us start over
_PREFIX = "frozen-"


@contextmanager
def frozen(home: Home) -> Iterator[tuple[Path, int]]:
    """A folder with links to all that a backup needs, and the number of its snapshot; removed at the end.

    What it holds belongs together: the link led to that snapshot before and after. UnreachableError when publishes
    come faster than that, or the folder can't be written.
    """
    sweep(home)
    folder = home.spill / f"{_PREFIX}{os.getpid()}"
    try:
        yield folder, _freeze(home, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(home: Home) -> None:
    """Remove what processes that were killed left frozen."""
    for folder in home.spill.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX)
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _freeze(home: Home, folder: Path) -> int:
    for _ in range(_ATTEMPTS):
        number = sessions.ensure(home)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            _link_all(home, folder, number)
        except FileNotFoundError:  # a publish has moved or removed it meanwhile
            continue
        except OSError as error:
            raise UnreachableError(f"cannot make a backup of {home.root}: {error}; mend that and try again") from error
        if snapshots.current(home) == number:
            return number
    raise UnreachableError(f"{home.root} is published to faster than it can be backed up; try again later")


def _link_all(home: Home, folder: Path, number: int) -> None:
    for log in (home.decisions, home.notes):
        _copy_whole_lines(log, folder / log.relative_to(home.root))
    snapshot = snapshots.path(home, number)
    for file in (snapshot, *_files(home)):
        target = folder / file.relative_to(home.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target)
        except FileNotFoundError:
            raise
        except OSError:  # no hard links on this file system
            shutil.copyfile(file, target)


def _files(home: Home) -> Iterator[Path]:
    yield from sorted(home.originals.glob("*.parquet"))
    yield from sorted(home.state.glob("audits/*/results.parquet"))
    yield from sorted(home.rules.glob("*.toml"))
    yield from sorted(file for file in home.held.glob("**/*") if file.is_file())
    if home.settings.is_file():
        yield home.settings


def _copy_whole_lines(log: Path, target: Path) -> None:
    try:
        content = log.read_bytes()
    except FileNotFoundError:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content[: content.rfind(b"\n") + 1])
