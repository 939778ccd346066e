"""A run that is killed in any stage is taken over by the next one, which brings the tables of an undisturbed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.runs import EXAMPLES
from warehouse.layout import Home
from warehouse.store import fingerprint

POINTS = (
    "run:read", "run:staged", "run:audited", "publish:copied", "publish:contents", "publish:loaded",
    "publish:checkpointed", "publish:renamed", "publish:originals_moved", "publish:linked",
)  # fmt: skip


def tinsach(home: Path, point: str | None = None) -> subprocess.CompletedProcess[str]:
    """One run of the sample articles in three batches, killed at `point`."""
    environment = {**os.environ, "TINSACH_READING_BATCH_FILES": "12", "TINSACH_READING_SETTLE_SECONDS": "0"}
    if point:
        environment["TINSACH_FAULT"] = point
    command = [sys.executable, "-m", "flows.cli", "--home", str(home), "run", "--no-prefect", str(EXAMPLES)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("undisturbed")
    assert tinsach(home).returncode == 0
    return fingerprint(Home(home))


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_the_next_run_brings_the_same_tables(point: str, undisturbed: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    died = tinsach(home, point)
    assert died.returncode == -signal.SIGKILL, died.stderr
    again = tinsach(home)
    assert again.returncode == 0, again.stderr
    found = fingerprint(Home(home))
    # Killed after the switch the run is there, and the next one finds nothing new.
    assert {name: found[name] for name in found if name != "ops.runs"} == {
        name: undisturbed[name] for name in undisturbed if name != "ops.runs"
    }
    leftovers = [*(home / "staging").glob("*"), *(home / "published").glob("*.tmp")]
    assert leftovers == []
