"""What tests of single parts share."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.layout import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that nothing has been done with yet."""
    return Home(tmp_path / "home")
