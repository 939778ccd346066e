"""Named points at which a test may kill the process. For tests only: nothing else sets `TINSACH_FAULT`."""

from __future__ import annotations

import os
import signal


def fault(name: str) -> None:
    """Die here as by `kill -9` when the environment variable `TINSACH_FAULT` names this point; else do nothing."""
    if os.environ.get("TINSACH_FAULT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
