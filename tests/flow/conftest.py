"""The command line on a warehouse with something for every verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli import run_cli
from tests.verb_home import copied, published_home
from warehouse.layout import Home


@dataclass(frozen=True)
class Called:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines of standard output."""
        return self.out.splitlines()


Call = Callable[..., Called]


@pytest.fixture(scope="session")
def verb_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """For tests that only read."""
    return published_home(tmp_path_factory.mktemp("verbs") / "home")


@pytest.fixture
def own_home(verb_home: Home, tmp_path: Path) -> Home:
    """A copy, for tests that decide or repair."""
    return copied(verb_home, tmp_path / "home")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """`call(home, "flags", "--open")` runs a verb in this process, without any setting of this machine."""
    monkeypatch.delenv("TINSACH_HOME", raising=False)
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(home: Home, *arguments: str) -> Called:
        capsys.readouterr()
        code = run_cli(["--home", str(home.root), *arguments])
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return run
