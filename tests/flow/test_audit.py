"""`audit`: the whole suite on what is published, and what becomes of its results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flow.conftest import Call
from tests.staged import Rows, at, document, write_run
from warehouse import audits, notes, store
from warehouse.layout import Home


def whole(name: str, **file_measures: object) -> Rows:
    """A loaded document that keeps every critical rule, but for what `file_measures` says."""
    rows = document(name, f"/in/{name}.txt")
    sound = {
        "n_text_lines": 3, "n_paragraphs": 2, "language": "vi", "is_binary": False, "is_undecodable": False,
        "n_title_lines": 1,
    }  # fmt: skip
    rows["file_measures"] = [{**rows["file_measures"][0], **sound, **file_measures}]
    return rows


def published(root: Path, *documents: Rows) -> Home:
    home = Home(root)
    store.publish(home, write_run(home, "run-1", *documents), now=at(0))
    return home


def test_a_sound_warehouse_passes(call: Call, tmp_path: Path) -> None:
    done = call(published(tmp_path / "home", whole("a")), "audit")
    assert done.code == 0, done.out
    assert "passed" in done.lines[0]


def test_a_broken_critical_rule_fails_it(call: Call, tmp_path: Path) -> None:
    home = published(tmp_path / "home", whole("a"), whole("b", language="en"))
    done = call(home, "audit", "--json")
    audit = json.loads(done.out)
    assert (done.code, audit["passed"]) == (1, False)
    assert audit["failures"] == ["not_vietnamese: 1 of 2 rows break it"]
    (result,) = [row for row in audit["results"] if row["rule"] == "not_vietnamese"]
    assert (result["checked"], result["unexpected"], result["severity"]) == (2, 1, "critical")
    shown = call(home, "audit")
    assert shown.code == 1
    assert "FAILED" in shown.lines[0]
    assert next(line for line in shown.lines[2:]).split()[:4] == ["not_vietnamese", "critical", "2", "1"]
    assert shown.lines[-1] == "fails because not_vietnamese: 1 of 2 rows break it"


def test_an_empty_warehouse_passes(call: Call, tmp_path: Path) -> None:
    assert call(Home(tmp_path / "home"), "audit").code == 0


def test_the_next_publish_takes_the_results_in(call: Call, tmp_path: Path) -> None:
    home = published(tmp_path / "home", whole("a"))
    audit = json.loads(call(home, "audit", "--json").out)
    (kept,) = audits.pending(home)
    with store.open_reader(home) as con:
        assert con.execute("select count(*) from results").fetchone() == (0,)
    store.publish(home, write_run(home, "run-2", whole("b")), now=at(1))
    assert not kept.exists()
    assert notes.read(home) == []
    with store.open_reader(home) as con:
        rows = con.execute("select rule, checked from results where run_id = ?", [audit["run_id"]]).fetchall()
        runs = con.execute("select flow, status from runs where run_id = ?", [audit["run_id"]]).fetchall()
    assert sorted(rows) == sorted((row["rule"], row["checked"]) for row in audit["results"])
    assert runs == [("audit", "published")]


@pytest.mark.slow
def test_results_are_taken_in_once(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the process dies between the publish and forgetting them."""
    home = published(tmp_path / "home", whole("a"))
    audit = json.loads(call(home, "audit", "--json").out)
    monkeypatch.setattr(audits, "forget", lambda taken_in: None)
    for hour, name in ((1, "b"), (2, "c")):
        store.publish(home, write_run(home, f"run-{name}", whole(name)), now=at(hour))
    with store.open_reader(home) as con:
        assert con.execute("select count(*) from results").fetchone() == (len(audit["results"]),)
