"""What a monitor reads: metrics after every run, and a log of JSON lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.events import say_scheduled
from flows.metrics import write_metrics
from tests.flow.runs import article, rows, run
from tests.verb_home import ESCAPE
from warehouse.layout import Home

_SAMPLE = re.compile(r'tinsach_\w+(\{[a-z]+="[^"\n]*"\})? \d[\d.e+]*')


def samples(home: Home) -> dict[str, float]:
    lines = (home.root / "metrics.prom").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "# EOF"
    values = [line for line in lines if not line.startswith("#")]
    assert [line for line in values if not _SAMPLE.fullmatch(line)] == []
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in values}


def events(home: Home) -> list[dict[str, object]]:
    lines = (home.root / "logs" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.slow
def test_every_run_leaves_metrics_and_lines(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(), encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("", encoding="utf-8")
    home = Home(tmp_path / "home")
    outcome = run(home, tmp_path / "in")
    found = samples(home)
    assert found['tinsach_files{status="loaded"}'] == found["tinsach_articles"] == 1
    assert found['tinsach_quarantined{reason="empty_file"}'] == found['tinsach_run_files{fate="quarantined"}'] == 1
    assert found["tinsach_run_failed"] == 0
    assert found["tinsach_disk_free_bytes"] > 0
    ((peak,),) = rows(home, "select peak_memory_bytes from runs")
    assert 0 < peak <= found["tinsach_peak_memory_bytes"]
    run(home, tmp_path / "in")
    later = samples(home)
    assert later["tinsach_last_success_timestamp_seconds"] > found["tinsach_last_success_timestamp_seconds"]
    assert later["tinsach_last_publish_timestamp_seconds"] == found["tinsach_last_publish_timestamp_seconds"]
    told = events(home)
    assert [(event["event"], event["run_id"] == outcome.run_id) for event in told] == [
        ("started", True), ("ended", True), ("started", False), ("ended", False),
    ]  # fmt: skip
    assert told[1]["files_loaded"] == 1
    assert {event["level"] for event in told} == {"info"}


def test_labels_from_data_cannot_break_the_format(own_home: Home) -> None:
    write_metrics(own_home, None)
    assert samples(own_home)["tinsach_held_runs"] == 1


def test_a_scheduled_run_speaks_json_where_nobody_sits(capsys: pytest.CaptureFixture[str]) -> None:
    say_scheduled("ingest", f"một {ESCAPE}", "r1")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["message"] == f"một {ESCAPE}"
    assert json.loads(line)["run_id"] == "r1"
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)
