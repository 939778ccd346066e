"""A look every few minutes beside the schedule, in a process of its own: a run that does not come cannot tell of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.scheduling import with_schedule
from flows.settings import Settings
from warehouse.layout import Home

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST_SECONDS = 300.0
_PATIENCE_SECONDS = 600.0  # for addresses that take their time
_POLL_SECONDS = 0.2


@contextmanager
def watched(home: Home, settings: Settings, environment: Mapping[str, str]) -> Iterator[None]:
    """For the time of the block `tinsach messages` is called every few minutes; what it says is in a log.

    `settings` are those of the schedule that is to be kept, whatever flags gave it.
    """
    every = min(_LONGEST_SECONDS, max(1.0, settings.messages.silence_grace / 4))
    stopped = threading.Event()
    watch = threading.Thread(
        target=_watch, args=(home, with_schedule(environment, settings), every, stopped), daemon=True
    )
    watch.start()
    try:
        yield
    finally:
        stopped.set()
        watch.join()


def _watch(home: Home, environment: Mapping[str, str], every: float, stopped: threading.Event) -> None:
    call = "import sys; from flows.cli import main; main()"
    command = [sys.executable, "-c", call, "--home", str(home.root), "messages", "--quiet"]
    search = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    while not stopped.wait(every):
        with suppress(OSError):  # whatever hinders this look, the next one comes
            _look(home, command, {**environment, "PYTHONPATH": search}, stopped)


def _look(home: Home, command: Sequence[str], environment: Mapping[str, str], stopped: threading.Event) -> None:
    """Wait for one look, but not for ever, and not when all is being stopped."""
    home.logs.mkdir(parents=True, exist_ok=True)
    with (home.logs / "messages.log").open("wb") as sink:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline and not stopped.wait(_POLL_SECONDS):
        pass
    process.terminate()
    process.wait()
