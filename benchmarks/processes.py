"""A command in a process of its own: how long it takes, and how much memory it and all that it starts need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TINSACH = str(Path(sys.executable).parent / "tinsach")
_LOOK_SECONDS = 0.1
# A process begins with the highest memory of the one that started it, which here may be large: so a small one does.
_STARTER = """
import json, os, sys, time
started = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - started
code = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w") as file:
    json.dump([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code], file)
"""


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
    with tempfile.TemporaryDirectory(prefix="tinsach-timed-") as folder:
        usage, out, errors = (Path(folder, name) for name in ("usage.json", "out", "errors"))
        with out.open("wb") as said, errors.open("wb") as complained:
            starter = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _STARTER, str(usage), *command],
                stdin=subprocess.DEVNULL, stdout=said, stderr=complained, env={**os.environ, **environment},
            )  # fmt: skip
            with _watched(starter.pid) if watch else _unwatched() as seen:
                starter.wait()
        output, complaint = (file.read_text(encoding="utf-8", errors="replace") for file in (out, errors))
        seconds, cpu_seconds, largest_mb, code = json.loads(usage.read_text()) if usage.exists() else (0, 0, 0, 127)
    if code:
        raise SystemExit(f"{' '.join(command)}: exit code {code}\n{output[-500:]}{complaint[-2000:]}")
    return Done(seconds, cpu_seconds, largest_mb, output, max(largest_mb, *seen) if seen else None)


@contextmanager
def _unwatched() -> Iterator[list[float]]:
    yield []


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """A list that grows: megabytes of all processes below one, what they share counted once."""
    seen: list[float] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(_LOOK_SECONDS):
            seen.append(sum(map(_proportional_kb, below(pid))) / 1024)

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
    with suppress(OSError):  # the process has ended while its folder was read
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):  # the thread has ended
                for child in map(int, listed.read_text().split()):
                    found += [child, *below(child)]
    return found


def _proportional_kb(pid: int) -> int:
    """Memory of a process, with its share of what it has in common with others; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.split("\n") if line.startswith("Pss:")), 0)
