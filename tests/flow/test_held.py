"""A run whose files are mostly unreadable is held: parked whole, looked at, then accepted, discarded or done anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.flow.runs import article, ledger, rows, run
from transforms.errors import ConfigurationError
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.layout import Home

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

WHEN = datetime(2025, 1, 16, tzinfo=UTC)


@pytest.fixture
def held(tmp_path: Path) -> tuple[Home, Path, str]:
    """A home with one held run, its source, and the run's id: 2 of 3 new files are no articles."""
    drop, home = tmp_path / "drop", Home(tmp_path / "home")
    drop.mkdir()
    (drop / "a.txt").write_text(article(), encoding="utf-8")
    (drop / "empty.txt").write_text("", encoding="utf-8")
    (drop / "blank.txt").write_text("\n \n", encoding="utf-8")
    outcome = run(home, drop, gate__min_files=2)
    assert outcome.status == "held"
    return home, drop, outcome.run_id


def test_a_held_run_publishes_its_record_and_ledger_only(held: tuple[Home, Path, str]) -> None:
    home, drop, run_id = held
    assert set(ledger(home).values()) == {"held"}
    assert rows(home, "select count(*) from news.lines") == [(0,)]
    assert rows(home, "select status, detail like '%2 of 3 new files%' from ops.runs") == [("held", True)]
    assert (home.held / run_id).is_dir()
    assert run(home, drop, gate__min_files=2).status == "nothing_new"


@pytest.mark.slow
def test_later_files_are_not_held_up(held: tuple[Home, Path, str]) -> None:
    home, drop, _ = held
    (drop / "b.txt").write_text(article(title="Bến đò làng Hạ có áo phao mới"), encoding="utf-8")
    assert run(home, drop, gate__min_files=2).status == "published"
    assert ledger(home)["b.txt"] == "loaded"


def test_an_accepted_run_is_published_by_the_next_one(held: tuple[Home, Path, str]) -> None:
    home, drop, run_id = held
    decisions.append(home, [Decision("held.accept", run_id, "Mai", WHEN, "they are empty indeed")])
    run(home, drop, gate__min_files=2)
    assert ledger(home) == {"a.txt": "loaded", "blank.txt": "quarantined", "empty.txt": "quarantined"}
    assert rows(home, "select status from ops.runs where run_id = ?", run_id) == [("published",)]
    assert not (home.held / run_id).exists()


def test_a_discarded_run_leaves_its_files_discarded(held: tuple[Home, Path, str]) -> None:
    home, drop, run_id = held
    decisions.append(home, [Decision("held.discard", run_id, "Mai", WHEN, "test data")])
    run(home, drop, gate__min_files=2)
    assert set(ledger(home).values()) == {"discarded"}
    assert not (home.held / run_id).exists()


@pytest.mark.slow
def test_with_other_rules_its_files_are_judged_anew(held: tuple[Home, Path, str]) -> None:
    home, drop, run_id = held
    home.rules.mkdir()
    (home.rules / "mine.toml").write_text("[very_long_line]\nseverity = 'warning'\n", encoding="utf-8")
    for name in ("empty.txt", "blank.txt"):
        (drop / name).unlink()
    run(home, drop, gate__min_files=10)
    assert ledger(home) == {"a.txt": "loaded", "blank.txt": "quarantined", "empty.txt": "quarantined"}
    run(home, drop)
    assert not (home.held / run_id).exists()


def test_a_rule_that_jumps_above_its_history_holds_the_run(tmp_path: Path) -> None:
    home, drop = Home(tmp_path / "home"), tmp_path / "drop"
    drop.mkdir()
    limits = {"gate__jumps": "info", "gate__jump_rows": 2, "history__min_runs": 1}
    for name in ("a", "b"):
        (drop / f"{name}.txt").write_text(article(title=f"Bến đò làng {name.upper()} đông khách"), encoding="utf-8")
    assert run(home, drop, **limits).status == "published"
    for name in ("c", "d"):
        (drop / f"{name}.txt").write_text(article(title=f"BẾN ĐÒ LÀNG {name.upper()} ĐÔNG KHÁCH"), encoding="utf-8")
    outcome = run(home, drop, **limits)
    assert outcome.status == "held"
    assert "title_in_capitals: 2 of 2 rows break it (100%), far more than the usual 0%" in outcome.reasons


def test_a_limit_for_a_rule_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no rule mojibaker"):
        run(Home(tmp_path / "home"), tmp_path, gate__max_rule_shares=["mojibaker=0.2"])
