"""A small disk that is nearly full, for a while."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse import store
from warehouse.layout import Home

_DISK_BYTES = 64 * 1024**2
_NOT_OF_RUNS = ("ops.runs", "quality.results", "quality.outlet_runs")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own; without the right to mount one, files may not grow beyond a limit instead."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)]
    is_mounted = shutil.which("mount") is not None and subprocess.run(mount, capture_output=True).returncode == 0
    yield folder
    if is_mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def only(disk: Path, room: int) -> Iterator[None]:
    """So many bytes are left on the disk."""
    if os.path.ismount(disk):
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(disk).free - room, 1))
        try:
            yield
        finally:
            ballast.unlink()
        return
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def tables(home: Home) -> dict[str, str]:
    """What the files and the decisions gave, as readers see it."""
    return {name: one for name, one in store.fingerprint(home).items() if name not in _NOT_OF_RUNS}
