"""A snapshot that is begun beside the run's other work is the one that `publish` would have made alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.staged import T0, article_id, at, document, pair, rows, write_run
from warehouse import store
from warehouse.layout import Home
from warehouse.lock import hold

pytestmark = pytest.mark.slow  # many, each with a run or a crash of its own

CONTENTS = (document("a", "/a", flags=[("x", "warning")]), document("b", "/b"), document("c", "/c", "quarantined"))


def staged(home: Home, run_id: str = "r2") -> Path:
    """A run after another: one content again, two new ones, a pair."""
    store.publish(home, write_run(home, "r1", document("a", "/a", lines=[("title", "Đò ngang")])), now=T0)
    return write_run(home, run_id, *CONTENTS, duplicates=[pair("b", "a", "a")])


def drafts(home: Home) -> list[str]:
    return [name for name in os.listdir(home.published) if name.endswith(".tmp")]


def test_it_makes_the_same_tables(tmp_path: Path) -> None:
    alone, begun = Home(tmp_path / "alone"), Home(tmp_path / "begun")
    store.publish(alone, staged(alone), now=at(1))
    run = staged(begun)
    with hold(begun, "test"), store.begun_ahead(begun) as ahead:
        ahead.load(run, now=at(1))
        assert store.publish(begun, run, now=at(1), ahead=ahead) == 3
    assert store.fingerprint(begun) == store.fingerprint(alone)
    assert rows(begun, "select article_id, duplicate_of from articles order by all") == [
        (article_id("b"), None), (article_id("a"), article_id("b"))
    ]  # fmt: skip
    assert drafts(begun) == []
    assert not run.exists()


def test_contents_are_in_it_before_the_run_is_published(home: Home) -> None:
    run = staged(home)
    with hold(home, "test"), store.begun_ahead(home) as ahead:
        ahead.load(run, now=at(1))
        assert ahead.is_loaded(2, 3)
        assert drafts(home) == ["00000003.tmp"]
        assert rows(home, "select count(*) from lines") == [(1,)]


@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_run_that_ends_otherwise_leaves_no_draft(home: Home, *, is_loaded: bool) -> None:
    run = staged(home)
    with hold(home, "test"), store.begun_ahead(home) as ahead:
        if is_loaded:
            ahead.load(run, now=at(1))
    assert drafts(home) == []
    assert store.publish(home, run, now=at(1)) == 3


def test_a_held_run_gets_another_draft(home: Home) -> None:
    run = staged(home)
    with hold(home, "test"), store.begun_ahead(home) as ahead:
        ahead.load(run, now=at(1))
        ahead.close()
        store.publish_held(home, run, now=at(1))
    assert rows(home, "select status, count(*) from files group by all order by all") == [("held", 2), ("loaded", 1)]
    assert drafts(home) == []


def test_what_went_wrong_there_is_done_again(home: Home) -> None:
    run = staged(home)
    with hold(home, "test"), store.begun_ahead(home) as ahead:
        ahead.load(home.staging / "no such run", now=at(1))
        (run / "batch-00001" / "lines.parquet").rename(run / "lines.parquet")  # fails while it is loaded
        (run / "batch-00001" / "lines.parquet").write_bytes(b"torn")
        ahead.load(run, now=at(1))
        assert not ahead.is_loaded(2, 3)
        (run / "lines.parquet").replace(run / "batch-00001" / "lines.parquet")
        assert store.publish(home, run, now=at(1), ahead=ahead) == 3
    assert rows(home, "select count(*) from articles") == [(2,)]


def test_a_draft_of_another_snapshot_is_not_taken(home: Home) -> None:
    run = staged(home)
    with hold(home, "test"), store.begun_ahead(home) as ahead:
        ahead.load(run, now=at(1))
        assert not ahead.is_loaded(2, 4)
        assert drafts(home) == []
