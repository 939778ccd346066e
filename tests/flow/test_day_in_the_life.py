"""docs/day_in_the_life.md shows what its commands really print."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_page_is_current() -> None:
    spec = importlib.util.spec_from_file_location("day_in_the_life", _DOCS / "day_in_the_life.py")
    assert spec is not None
    assert spec.loader is not None
    day = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(day)
    shown = (_DOCS / "day_in_the_life.md").read_text(encoding="utf-8")
    assert day.stable(day.page()) == day.stable(shown), "run `python docs/day_in_the_life.py`"
    assert "flagged_share_jump  resolved" in shown
