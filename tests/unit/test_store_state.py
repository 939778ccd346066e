"""What changes after loading is brought up to date where a publish touched it, and nowhere else."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from tests.staged import T0, article_id, at, document, flag_id, merged, pair, sighting, write_run
from warehouse import decisions, recovery, runner, store
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot

_STATE = "select article_id, duplicate_of, superseded_by, is_clean from article_state order by all"
_NAMES = [f"n{number}" for number in range(8)]
_APPENDED = [("title", "T"), ("lead", "L"), ("appended_title", "A"), ("appended_body", "B"), ("appended_body", "C")]


def recompute_all(home: Home) -> None:
    """Compute the state of every article afresh, by the same SQL over everything."""

    def fill(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("delete from news.article_state")
        con.execute("create temp table affected as select article_id from news.article_records")
        con.execute("create temp table former_articles as select '' as article_id")
        for step in ("article_state", "text_originals", "copies"):
            runner.run(con, f"loads/{step}")
        runner.run(con, "loads/article_state_write", now=T0)

    with hold(home, "test"):
        next_snapshot(home, recovery.recover(home), Steps(fill))


def random_run(home: Home, pick: random.Random, number: int) -> None:
    """Publish a run of a few contents at a few uris: some known, some flagged, a cluster, and a decision."""
    documents = []
    for name in pick.sample(_NAMES, 3):
        uri, seen = f"/{pick.choice('abcd')}", at(number)
        if pick.random() < 0.3:
            documents.append(sighting(name, uri, seen=seen))
            continue
        status = pick.choice(["loaded", "loaded", "quarantined"])
        flags = [(rule, pick.choice(["warning", "info"])) for rule in ("x", "y") if pick.random() < 0.4]
        lines = _APPENDED if pick.random() < 0.5 else _APPENDED[:2]
        line_flags = [("z", "critical", 1)] if pick.random() < 0.1 else []
        documents.append(document(name, uri, status, seen=seen, flags=flags, line_flags=line_flags, lines=lines))
    first, second, third = sorted(pick.sample(_NAMES, 3), key=article_id)
    pairs = [pair(second, first, first), pair(third, second, first)] if pick.random() < 0.6 else []
    target = flag_id(pick.choice("xy"), pick.choice(_NAMES))
    kind = pick.choice(["flag.ack", "flag.dismiss", "flag.reopen"])
    decisions.append(home, [decisions.Decision(kind, target, "lan", at(number))])
    store.publish(home, write_run(home, f"r{number}", *documents, duplicates=pairs), now=at(number))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_touched_articles_are_all_that_may_change(tmp_path: Path, seed: int) -> None:
    home, pick = Home(tmp_path), random.Random(seed)
    for number in range(6):
        random_run(home, pick, number)
        with store.open_reader(home) as con:
            stored = con.execute(_STATE).fetchall()
    recompute_all(home)
    with store.open_reader(home) as con:
        assert con.execute(_STATE).fetchall() == stored
        assert len(stored) > 2


def test_batches_do_not_matter(tmp_path: Path) -> None:
    documents = [document(name, f"/{name}", flags=[("x", "warning")]) for name in _NAMES]
    prints = []
    for batch_size in (1, 100):
        home = Home(tmp_path / str(batch_size))
        store.publish(home, write_run(home, "r1", *documents, batch_size=batch_size), now=T0)
        prints.append(store.fingerprint(home))
    assert prints[0] == prints[1]


def test_the_fingerprint_sees_content_but_not_runs_and_times(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in "abc"]
    texts = ("Một.", "Một.", "Hai.")
    for number, (home, text) in enumerate(zip(homes, texts, strict=True)):
        content = document("a", "/a", lines=[("title", "T"), ("lead", text)])
        store.publish(home, write_run(home, f"run-{number}", merged([content])), now=at(number))
    first, same, other = (store.fingerprint(home) for home in homes)
    assert first == same
    assert {name for name in first if first[name] != other[name]} >= {"news.lines", "news.articles"}
    assert first["ops.files"] == other["ops.files"]
