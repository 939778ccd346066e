"""What a monitor reads: metrics after every run, and a log of JSON lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.events import say_scheduled
from flows.metrics import write_metrics
from tests.flow.conftest import Call
from tests.flow.runs import article, rows, run
from tests.verb_home import ESCAPE
from warehouse import notes
from warehouse.layout import Home

_SAMPLE = re.compile(r'tinsach_\w+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? \d[\d.e+-]*')


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
    ((peak, by_stage),) = rows(home, "select peak_memory_bytes, rows_by_stage from runs")
    assert 0 < peak <= found["tinsach_peak_memory_bytes"]
    for stage, counts in json.loads(by_stage).items():
        for counted, number in counts.items():
            assert found[f'tinsach_stage_rows{{stage="{stage}",counted="{counted}"}}'] == number
    assert found['tinsach_stage_seconds{stage="batches"}'] > 0
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


@pytest.mark.slow
def test_a_run_counts_what_each_stage_had_to_do(tmp_path: Path, call: Call) -> None:
    inbox, home = tmp_path / "in", Home(tmp_path / "home")
    inbox.mkdir()
    texts = {"a": article(), "b": article() + "Xem thêm\n", "copy": article(), "empty": ""}
    for name, text in texts.items():
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    told = json.loads(call(home, "run", "--json", "--no-prefect", str(inbox)).out)
    by_stage = told["rows_by_stage"]
    assert list(by_stage) == ["find", "batches", "duplicates", "audit"]
    assert by_stage["find"] == {"files": 4, "new": 4, "skipped": 0}
    ((n_contents, n_lines),) = rows(home, "select count(distinct file_id), (select count(*) from lines) from files")
    made = by_stage["batches"]
    assert (made["files"], made["contents"], made["lines"], made["articles"]) == (4, n_contents, n_lines, 2)
    assert made["flags"] == told["flags_opened"] == rows(home, "select count(*) from flags")[0][0] > 0
    assert by_stage["duplicates"] == {"articles": 2, "candidates": 1, "pairs": 1}
    audited = "select count(*), sum(checked)::bigint from results"
    assert tuple(by_stage["audit"].values()) == rows(home, audited)[0]
    listed = "select stage, counted, n from run_stage_rows"
    assert {(stage, counted): n for stage, counted, n in rows(home, listed)} == {
        (stage, counted): n for stage, counts in by_stage.items() for counted, n in counts.items()
    }
    (inbox / "c.txt").write_text(article("Phiên chợ Hạ họp lại sau lũ"), encoding="utf-8")
    said = call(home, "run", "--no-prefect", str(inbox)).lines
    (line,) = [line for line in said if line.startswith("  rows ")]
    assert line.startswith("  rows      find 5 files, 1 new, 0 skipped; batches 1 files, 1 contents, ")
    assert any(re.fullmatch(r"  memory    [\d,]+ MB at most", line) for line in said)
    assert call(home, "audit").code in (0, 1)
    (audit,) = notes.read(home)
    assert json.loads(str(audit["rows_by_stage"]))["audit"]["rules"] == by_stage["audit"]["rules"]
    assert json.loads(str(audit["seconds_by_stage"]))["audit"] == audit["seconds"]
    assert audit["peak_memory_bytes"]


def test_labels_from_data_cannot_break_the_format(own_home: Home) -> None:
    write_metrics(own_home, None)
    assert samples(own_home)["tinsach_held_runs"] == 1


def test_a_scheduled_run_speaks_json_where_nobody_sits(capsys: pytest.CaptureFixture[str]) -> None:
    say_scheduled("ingest", f"một {ESCAPE}", "r1")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["message"] == f"một {ESCAPE}"
    assert json.loads(line)["run_id"] == "r1"
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)
