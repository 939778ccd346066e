"""The log of decisions, and what is pending of it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.staged import T0, at, document, file_id, flag_id, write_run
from transforms.errors import ConfigurationError
from warehouse import corrections, decisions, store
from warehouse.decisions import Decision
from warehouse.layout import Home


def decide(home: Home, kind: str, target: str, hours: float = 0, note: str | None = None) -> Decision:
    decision = Decision(kind, target, "lan", at(hours), note)
    decisions.append(home, [decision])
    return decision


def test_what_is_appended_is_read_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path)
    written = [decide(home, kind, f"t{place}", place, "vì\n\u2028 thế") for place, kind in enumerate(decisions.KINDS)]
    assert list(decisions.read(home)) == written
    assert decisions.unreadable(home) == ()


def test_no_log_is_an_empty_log(tmp_path: Path) -> None:
    assert decisions.read(Home(tmp_path)) == ()
    assert store.pending_decisions(Home(tmp_path)) == ()
    assert not (tmp_path / "published").exists()


def test_a_torn_last_line_spoils_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = decide(home, "flag.ack", "a")
    decide(home, "flag.ack", "torn", note="đ" * 50)
    os.truncate(home.decisions, home.decisions.stat().st_size - 60)  # in the middle of a letter
    assert decisions.read(home) == (first,)
    last = decide(home, "flag.ack", "b")
    assert decisions.read(home) == (first, last)
    assert decisions.unreadable(home) == (2,)


@pytest.mark.parametrize("line", ["[]", "{}", "null", '{"kind": "flag.ack"}', '{"kind": "flag.eat", "target": "x"}'])
def test_a_line_that_is_no_decision_is_told(tmp_path: Path, line: str) -> None:
    home = Home(tmp_path)
    home.decisions.parent.mkdir()
    home.decisions.write_text(line + "\n\n")
    assert decisions.read(home) == ()
    assert decisions.unreadable(home) == (1,)


def test_unknown_kinds_and_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"flag\.ack"):
        Decision("flag.eat", "x", "lan", T0)
    with pytest.raises(ValueError, match="zone"):
        Decision("flag.ack", "x", "lan", datetime(2026, 1, 1))


def test_the_last_word_on_a_target_counts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    decide(home, "quarantine.release", "f1")
    decide(home, "quarantine.release", "f2")
    decide(home, "quarantine.discard", "f1")
    decide(home, "held.discard", "f2")
    log = decisions.read(home)
    assert decisions.released(log) == {"f2"}
    assert decisions.last_words(log, "quarantine")["f1"].verb == "discard"


def test_pending_until_a_publish_holds_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.publish(home, write_run(home, "r1", document("a", "/a", flags=[("x", "warning")])), now=T0)
    decide(home, "flag.ack", flag_id("x", "a"))
    dismissed = decide(home, "flag.dismiss", flag_id("x", "a"))
    assert store.pending_decisions(home) == (dismissed,), "what was overruled since has nothing to do"
    store.publish(home, None, now=at(1))
    assert store.pending_decisions(home) == ()
    store.rollback(home)
    assert store.pending_decisions(home) == (dismissed,), "the log outlives a rollback"


def test_a_release_is_pending_while_the_file_is_in_quarantine(tmp_path: Path) -> None:
    home = Home(tmp_path)
    run = write_run(home, "r1", document("a", "/a", "quarantined", reason="x"), document("b", "/b"))
    store.publish(home, run, now=T0)
    for unknown_or_loaded in (file_id("none"), file_id("b")):
        decide(home, "quarantine.release", unknown_or_loaded)
    release = decide(home, "quarantine.release", file_id("a"))
    store.publish(home, None, now=at(1))
    assert store.pending_decisions(home) == (release,), "a publish without the file must not swallow it"
    store.publish(home, write_run(home, "r2", document("a", "/a")), now=at(2))
    assert store.pending_decisions(home) == ()
    with store.open_reader(home) as con:
        assert con.execute("select status from files where uri = '/a'").fetchall() == [("loaded",)]


def test_an_accepted_run_is_pending_until_it_is_published(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.publish_held(home, write_run(home, "r1", document("a", "/a")), now=T0)
    accepted = decide(home, "held.accept", "r1")
    decide(home, "held.accept", "none")
    assert store.pending_decisions(home) == (accepted,)
    store.publish(home, None, now=at(1))
    assert store.pending_decisions(home) == (accepted,)
    store.publish(home, home.held / "r1", now=at(2))
    assert store.pending_decisions(home) == ()


def test_a_discarded_run_leaves_its_bytes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    store.publish_held(home, write_run(home, "r1", document("a", "/a")), now=T0)
    decide(home, "held.discard", "r1")
    store.publish(home, None, now=at(1))
    assert not (home.held / "r1").exists()
    assert home.original("r1", "00001").exists()
    with store.open_reader(home) as con:
        assert con.execute("select status from files").fetchall() == [("discarded",)]


def test_what_nobody_checked_corrects_nothing(tmp_path: Path) -> None:
    article, line = f"{file_id('a')}/0", f"{file_id('a')}/line/3"
    given = [
        (f"{article}/published_on", "15/01/2025"), (f"{article}/title", " "), (f"{article}/outlet", None),
        (f"{article}/byline", "Hà"), (line, "titel"), (line, "blank"), (f"{file_id('a')}/line/0", "body"),
        (f"{file_id('a')}/-1/title", "x"), ("a/0/title", "x"), ("", "x"),
    ]  # fmt: skip
    home = Home(tmp_path)
    decisions.append(home, [Decision("correction.set", target, "lan", T0, value=value) for target, value in given])
    assert corrections.corrections(decisions.read(home)) == {}
    decisions.append(home, [Decision("correction.set", line, "lan", T0, value="body")])
    (found,) = corrections.in_force(decisions.read(home))
    assert (found.place, found.value) == (corrections.Place(file_id("a"), "kind", line_no=3), "body")
    decide(home, "correction.withdraw", line)
    decide(home, "correction.withdraw", f"{article}/title")
    assert corrections.in_force(decisions.read(home)) == []
    assert corrections.corrections(decisions.read(home))[line].withdrawal is not None


def test_a_correction_is_pending_until_its_file_is_processed_with_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = {**document("a", "/a"), "corrections": []}
    store.publish(home, write_run(home, "r1", first, document("b", "/b", "quarantined")), now=T0)
    targets = [f"{file_id(name)}/line/1" for name in ("a", "b", "gone")]
    made = [Decision("correction.set", target, "lan", T0, value="body") for target in targets]
    decisions.append(home, made)
    store.publish(home, None, now=at(1))
    assert store.pending_decisions(home) == tuple(made[:2]), (
        "no publish alone applies it, and none to what is not there"
    )
    row = {
        "correction_id": made[0].decision_id,
        "file_id": file_id("a"),
        "field": "kind",
        "line_no": 1,
        "value": "body",
    }
    store.publish(home, write_run(home, "r2", {**document("a", "/a"), "corrections": [row]}), now=at(2))
    assert store.pending_decisions(home) == (made[1],)
    decide(home, "correction.withdraw", targets[0])
    decide(home, "correction.withdraw", targets[1])
    assert [item.target for item in store.pending_decisions(home)] == targets[:1], "nothing is left to take back"
    store.publish(home, write_run(home, "r3", document("a", "/a")), now=at(3))
    assert store.pending_decisions(home) == ()
