"""Child processes that live and die with this one: each in a session of its own, ended with all that it started."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import UnreachableError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

GRACE_SECONDS = 8.0  # between being asked to end and being killed
_POLL_SECONDS = 0.05
_PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal that a process gets when its parent dies
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Child:
    """A running child: what messages call it, its process, and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def has_ended(self) -> bool:
        """It is there no more."""
        return self.process.poll() is not None

    def obituary(self) -> UnreachableError:
        """The error that says how it ended, with the last line of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = f": {lines[-1].strip()}" if lines else ""
        return UnreachableError(f"the {self.name} ended (exit code {self.process.poll()}){last}; see {self.log}")


@contextmanager
def child(
    name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path,
    shows_output: bool = False, grace_seconds: float = GRACE_SECONDS,
) -> Iterator[Child]:  # fmt: skip
    """A child for the time of the block. Its output goes to `log`; with `shows_output` only its errors do.

    At the end it has `grace_seconds` to end by itself. UnreachableError when it can't be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as sink:
        try:
            process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=None if shows_output else sink,
                stderr=sink,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        except OSError as error:
            raise UnreachableError(f"cannot start the {name}: {error}") from error
    started = Child(name, process, log)
    try:
        yield started
    finally:
        end(started, grace_seconds)


def end(ending: Child, grace_seconds: float) -> None:
    """Ask the child and all that it started to end; once it has, or when the time is over, kill what is left."""
    _signal_all(ending, signal.SIGTERM)
    deadline = time.monotonic() + grace_seconds
    while time.monotonic() < deadline and not ending.has_ended:
        time.sleep(_POLL_SECONDS)
    _signal_all(ending, signal.SIGKILL)
    ending.process.wait()


def kill_children() -> None:
    """Kill what this process has started without keeping hold of it (Linux only)."""
    for listed in Path("/proc/self/task").glob("*/children"):
        for pid in map(int, listed.read_text().split()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _signal_all(ending: Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it has ended, and all its children too
        os.killpg(ending.process.pid, number)


def _die_with_parent() -> None:
    """In the child, before it becomes another program: should we be killed, it is asked to end too (Linux only)."""
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
