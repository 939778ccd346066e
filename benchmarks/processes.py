"""A command in a process of its own: how long it takes, and how much memory it and all that it starts need."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TINSACH = str(Path(sys.executable).parent / "tinsach")
_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Done:
    """A command that ended well. `peak_mb` is the largest process; `tree_mb` all together, where it was watched."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str
    tree_mb: float | None = None


def timed(command: Sequence[str], *, watch: bool = False, **environment: str) -> Done:
    """Run it to its end. With `watch` its memory is looked at ten times a second, which slows it a little.

    SystemExit with what it said where it fails.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=errors, env={**os.environ, **environment}
        )
        with _watched(process.pid) if watch else _unwatched() as seen:
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read().decode(errors="replace")
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{output[-500:]}{said}")
    cpu = usage.ru_utime + usage.ru_stime
    largest = usage.ru_maxrss / 1024
    return Done(seconds, cpu, largest, output, max(largest, *seen) if seen else None)


@contextmanager
def _unwatched() -> Iterator[list[float]]:
    yield []


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """A list that grows: megabytes of a process and all below it, what they share counted once."""
    seen: list[float] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(_LOOK_SECONDS):
            seen.append(sum(_proportional_kb(one) for one in [pid, *below(pid)]) / 1024)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def below(pid: int) -> list[int]:
    """The processes that `pid` started, and those that they started."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in listed.read_text().split()]
        except OSError:  # the thread has ended
            continue
        for child in children:
            found += [child, *below(child)]
    return found


def _proportional_kb(pid: int) -> int:
    """Memory of a process, with its share of what it has in common with others; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.split("\n") if line.startswith("Pss:")), 0)
