"""Files in a folder become published tables; running again, copying and changing files do what a ledger promises."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.auditing import audit_warehouse
from flows.local import begun
from flows.originals import kept_bytes
from flows.settings import load
from tests.flow.runs import BODY, EXAMPLES, article, ledger, rows, run
from tests.labelled_rules import LABELLED
from warehouse import decisions, snapshots
from warehouse.decisions import Decision
from warehouse.layout import Home
from warehouse.store import fingerprint

LABELS = [json.loads(line) for line in (EXAMPLES.parent / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def examples_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the sample articles, ingested once."""
    home = Home(tmp_path_factory.mktemp("examples"))
    assert run(home, EXAMPLES).status == "published"
    return home


def test_every_example_is_accounted_for(examples_home: Home) -> None:
    expected = Counter(
        "quarantined" if label["expect"] == "quarantine" else "duplicate" if label["duplicate_of"] else "loaded"
        for label in LABELS
    )
    assert Counter(ledger(examples_home).values()) == expected
    record = rows(examples_home, "select files_seen, files_loaded + files_duplicate + files_quarantined from ops.runs")
    assert record == [(len(LABELS), len(LABELS))]


def test_quarantine_says_why_and_keeps_the_bytes(examples_home: Home) -> None:
    found = dict(
        rows(examples_home, "select regexp_extract(uri, '[^/]+$'), reason from ops.files where status = 'quarantined'")
    )
    assert found == {label["file"]: label["reason"] for label in LABELS if label["expect"] == "quarantine"}
    for (file_id,) in rows(examples_home, "select distinct file_id from ops.files"):
        assert file_id in kept_bytes(examples_home, [file_id])


def test_flags_of_the_examples_are_those_of_the_labels(examples_home: Home) -> None:
    found: dict[str, set[str]] = {label["file"]: set() for label in LABELS}
    query = "select regexp_extract(uri, '[^/]+$'), rule from quality.flags join ops.files using (file_id)"
    for name, rule in rows(examples_home, query + " where files.status = 'loaded'"):
        found[name] |= {rule} & LABELLED
    wanted = {label["file"]: set(label["flags"]) for label in LABELS}
    wrong = {name: found[name] ^ wanted[name] for name, status in ledger(examples_home).items() if status == "loaded"}
    assert {name: flags for name, flags in wrong.items() if flags} == {}


def test_the_same_run_again_changes_nothing(examples_home: Home) -> None:
    before, number = fingerprint(examples_home), snapshots.current(examples_home)
    assert run(examples_home, EXAMPLES).status == "nothing_new"
    assert (fingerprint(examples_home), snapshots.current(examples_home)) == (before, number)


@pytest.mark.slow
def test_batches_and_runs_make_no_difference(examples_home: Home, tmp_path: Path) -> None:
    tables = ("news.lines", "news.articles", "news.measures", "news.related", "news.duplicates", "quality.flags")
    whole = fingerprint(examples_home)
    one = Home(tmp_path / "batches")
    run(one, EXAMPLES, reading__batch_files=9)
    assert {name: fingerprint(one)[name] for name in (*tables, "ops.files")} == {
        name: whole[name] for name in (*tables, "ops.files")
    }
    several = Home(tmp_path / "runs")
    for month in sorted(EXAMPLES.iterdir(), reverse=True):
        if month.is_dir():
            run(several, month)
    assert {name: fingerprint(several)[name] for name in tables} == {name: whole[name] for name in tables}


def test_a_copy_under_another_name_is_one_more_ledger_row(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    run(home, drop)
    before = fingerprint(home)
    shutil.copy(drop / "a.txt", drop / "b.txt")
    outcome = run(home, drop)
    assert (outcome.status, ledger(home)) == ("published", {"a.txt": "loaded", "b.txt": "duplicate"})
    after = fingerprint(home)
    assert {name for name in after if after[name] != before[name]} <= {
        "ops.files", "ops.runs", "quality.results", "quality.outlet_runs",
    }  # fmt: skip


@pytest.mark.slow
def test_a_touched_file_is_read_once_and_then_known(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    run(home, drop)
    (drop / "a.txt").touch()
    assert run(home, drop).record["files_new"] == 1
    assert ledger(home) == {"a.txt": "loaded"}
    assert run(home, drop).status == "nothing_new"


def test_new_bytes_at_the_same_place_supersede_the_old_article(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    run(home, drop)
    (drop / "a.txt").write_text(article(title="Bến đò làng Hạ có áo phao mới"), encoding="utf-8")
    run(home, drop)
    titles = rows(home, "select title, superseded_by is not null from news.articles order by 2")
    assert titles == [("Bến đò làng Hạ có áo phao mới", False), ("Bến đò làng Hạ đông khách ngày cuối năm", True)]
    assert rows(home, "select title from news.clean_articles") == [("Bến đò làng Hạ có áo phao mới",)]


def test_what_the_patterns_leave_out_is_counted(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    (drop / "b.html").write_text("<p>", encoding="utf-8")
    (drop / "c.txt.part").write_text("half", encoding="utf-8")
    outcome = run(home, drop)
    assert (outcome.record["files_seen"], outcome.record["files_left_out"]) == (1, 1)


@pytest.mark.slow
def test_a_released_file_is_loaded_by_the_next_run_and_passes_the_audit(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    sentence = "The ferry of the village of Ha was busy in the morning of the fair."
    english = "\n".join(("Ferry runs early", sentence, sentence))
    (drop / "english.txt").write_text(english, encoding="utf-8")
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    run(home, drop)
    assert ledger(home) == {"a.txt": "loaded", "english.txt": "quarantined"}
    ((file_id,),) = rows(home, "select file_id from ops.files where status = 'quarantined'")
    when = datetime(2025, 1, 16, tzinfo=UTC)
    decisions.append(home, [Decision("quarantine.release", file_id, "Mai", when, "wanted")])
    run(home, drop)
    assert ledger(home) == {"a.txt": "loaded", "english.txt": "loaded"}
    assert rows(home, "select count(*) from news.articles") == [(2,)]
    assert audit_warehouse(home, load(home.root, environment={})).failures == ()


def test_repeated_paragraphs_are_traced_to_their_lines(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(body=(*BODY, BODY[1])), encoding="utf-8")
    run(home, drop)
    assert rows(home, "select line_no from quality.flags where rule = 'repeated_paragraphs'") == [(7,)]
    assert rows(home, "select repeats_line_no from news.lines where kind = 'duplicate'") == [(4,)]


def test_a_run_that_fails_for_any_reason_leaves_its_record(tmp_path: Path) -> None:
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    settings = load(home.root, environment={}, flags={"sources": [str(drop)]})
    with pytest.raises(ZeroDivisionError), begun(home, settings) as job:
        raise ZeroDivisionError("a mistake in the code")
    run(home, drop)
    failed = rows(home, "select run_id, detail from ops.runs where status = 'failed'")
    assert failed == [(job.run_id, "ZeroDivisionError: a mistake in the code")]
