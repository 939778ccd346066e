"""The command line and the warehouse for every verb, as in the tests of the flow; a disk that can be filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.full_disk import small_disk
from tests.flow.conftest import call, own_home, verb_home

__all__ = ["call", "own_home", "verb_home"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system."""
    with small_disk(tmp_path / "disk") as folder:
        yield folder
