"""When the overview calls the data stale."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dashboard.freshness import overdue
from tests.staged import T0, write_run
from warehouse import store
from warehouse.layout import Home

RUN = "20260102T080000-0001"
SOURCES = '[schedule]\nevery_seconds = "1h"\n[messages]\nsilence_grace = "2h"\n[[sources]]\npath = "inbox"\n'


def test_stale_is_what_the_schedule_wanted_longer_ago_than_its_grace(tmp_path: Path) -> None:
    home = Home(tmp_path)
    record = {"flow": "ingest", "started_at": T0, "finished_at": T0}
    store.publish(home, write_run(home, RUN, run=record), now=T0)
    late = T0 + timedelta(hours=3, seconds=1)
    assert overdue(home, late) is None  # files are loaded by hand: nobody is late
    (tmp_path / "tinsach.toml").write_text(SOURCES, encoding="utf-8")
    assert overdue(home, late) == T0 + timedelta(hours=1)
    assert overdue(home, late - timedelta(seconds=2)) is None
