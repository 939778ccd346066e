"""One writer at a time, and who it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from transforms.errors import LockedError, UnreachableError
from warehouse.layout import Home
from warehouse.lock import hold, holder, is_held_here, writing

_HOLD = "import sys; from pathlib import Path; from warehouse.layout import Home; from warehouse.lock import hold\n"
_HOLD += "with hold(Home(Path(sys.argv[1])), 'run'): print('held', flush=True); sys.stdin.read()"


@contextmanager
def held_by_another(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is killed or its input ends."""
    command = [sys.executable, "-c", _HOLD, str(home.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_error_names_who_holds_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with held_by_another(home) as process:
        with pytest.raises(LockedError) as error, hold(home, "maintain"):
            pass
        assert f"`tinsach run` (pid {process.pid} on " in str(error.value)
        assert error.value.exit_code == 4
        who = holder(home)
        assert who is not None
        assert (who.pid, who.verb) == (process.pid, "run")


def test_a_killed_holder_frees_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with held_by_another(home) as process:
        process.kill()
        process.wait()
        assert home.lock_holder.exists(), "the kernel frees the lock, nobody removes the note"
        assert holder(home) is None
        with hold(home, "run"):
            assert json.loads(home.lock_holder.read_text())["pid"] == os.getpid()


def test_waits_for_the_other_to_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with held_by_another(home) as process:
        threading.Timer(0.5, process.kill).start()
        with hold(home, "run", wait_seconds=60):
            assert is_held_here(home)


def test_a_second_run_of_the_same_process_is_another_run(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with hold(home, "run"):
        with pytest.raises(LockedError, match="tinsach run"), hold(home, "run"):
            pass
        assert is_held_here(home), "a refused run must not free the lock"
        with writing(home, "publish"):
            pass
        assert is_held_here(home), "a step of the run must not free it either"
    assert not is_held_here(home)
    assert holder(home) is None
    assert not home.lock_holder.exists()


def test_a_step_takes_the_lock_when_nobody_has_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with writing(home, "gc"):
        who = holder(home)
        assert who is not None
        assert who.verb == "gc"
    with held_by_another(home), pytest.raises(LockedError), writing(home, "gc"):
        pass


def test_nobody_holds_a_home_that_is_not_there(tmp_path: Path) -> None:
    assert holder(Home(tmp_path / "none")) is None


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreachableError), hold(Home(tmp_path / "file" / "home"), "run"):
        pass
