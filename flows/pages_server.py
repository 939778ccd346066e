"""The command that serves the dashboard, for `tinsach dashboard` and `tinsach up`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from flows.settings_groups import variable
from warehouse.layout import Home

DEFAULT_PORT = 8501
DEFAULT_ADDRESS = "127.0.0.1"

_ROOT = Path(__file__).resolve().parents[1]


def server_command(port: int, address: str = DEFAULT_ADDRESS, *, is_debug: bool = False) -> list[str]:
    """The command that serves the dashboard."""
    debug = ["--debug"] if is_debug else []
    return [sys.executable, "-m", "dashboard.server", "--port", str(port), "--address", address, *debug]


def server_environment(home: Home, environment: Mapping[str, str], *, read_only: bool = False) -> dict[str, str]:
    """The environment of that command: which home, where the project's packages are, and what a flag said."""
    path = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    decided = {variable("dashboard.decisions"): "off"} if read_only else {}
    return {**environment, **decided, "TINSACH_HOME": str(home.root), "PYTHONPATH": os.pathsep.join(path)}
