"""What the campaigns of tests/endurance conclude from what they measured: each of them must be able to fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.endurance.crash import judge as judge_home
from tests.endurance.soak_measures import Sample, judge, quarters
from tests.endurance.telling import Clock, finish

_GOOD = Sample(1.0, 400.0, 20, 1000, 3, 30_000_000, 10_000_000, 50_000, 8, 90_000, 0, 1_000, 3, "")
_LEDGER = {"rows": 30, "sightings": 30, "contents": 28, "articles": 25}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "recovered"),
        ({"ledger": {**_LEDGER, "contents": 27}}, "lost"),
        ({"ledger": {**_LEDGER, "rows": 31}}, "twice"),
        ({"tables": {"news.lines": "b"}}, "other"),
        ({"problems": ["the ledger does not balance"]}, "other"),
    ],
)
def test_a_home_that_differs_from_the_undisturbed_one_is_told(change: dict[str, Any], verdict: str) -> None:
    wanted: dict[str, Any] = {"tables": {"news.lines": "a"}, "problems": [], "ledger": _LEDGER}
    assert judge_home({**wanted, **change}, wanted)[0] == verdict
    assert judge_home({}, wanted)[0] == "unreadable"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"memory_mb": 500.0}, "memory grew"),
        ({"n_open_files": 40}, "open files grew"),
        ({"snapshot_bytes": 20_000_000}, "a line took"),
        ({"n_snapshots": 4}, "4 snapshots"),
        ({"left_bytes": 1}, "left in staging"),
        ({"originals_bytes": 300_000}, "of originals"),
        ({"other_bytes": 60_000_000}, "besides snapshots"),
    ],
)
def test_what_grows_in_a_soak_is_told(change: dict[str, Any], said: str) -> None:
    assert judge([_GOOD] * 12) == []
    (found,) = judge([*[_GOOD] * 9, *[_GOOD._replace(**change)] * 3])
    assert said in found


def test_quarters_hold_every_run_once() -> None:
    assert list(quarters([_GOOD] * 10)) == ["1-2", "3-4", "5-6", "7-10"]
    assert list(quarters([_GOOD])) == ["1-1"]


def test_a_campaign_that_ends_early_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Clock(0).is_over()
    assert not Clock(1).is_over()
    finish({"wrong": []}, tmp_path / "deep" / "x.json", done=7, asked=300, noun="kills")
    assert capsys.readouterr().out.startswith("ended before its end: 7 of 300 kills\n")
    written = json.loads((tmp_path / "deep" / "x.json").read_text(encoding="utf-8"))
    assert written == {"done": 7, "asked": 300, "is_whole": False, "wrong": []}
