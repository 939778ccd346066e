"""People are told once of each cause, by real mail and a real webhook."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from expectations.gate import Reason
from expectations.rules import load_rules, rules_frame
from flows.job import new_job
from flows.local import begun
from flows.messages.looking import foresee, look
from flows.messages.memory import recall
from flows.messages.outbox import waiting
from flows.messages.telling import tell_audit, tell_run
from flows.settings import Settings
from tests.flow.conftest import Call
from tests.flow.message_homes import HOSTILE, RULE, drop, settings_of, told
from tests.flow.runs import article, rows
from tests.receivers import Mailbox, Webhook, mail_server, webhook
from tests.staged import T0, at, document, write_run
from transforms.errors import UnreachableError
from warehouse import decisions, notes, store
from warehouse.decisions import Decision
from warehouse.layout import Home


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.mark.slow
def test_one_message_for_a_cause_until_it_is_over_and_comes_back(tmp_path: Path, hook: Webhook, box: Mailbox) -> None:
    home, source, both = Home(tmp_path / "home"), tmp_path / "in", [hook.address, box.address]
    drop(source, "một.txt", f"{HOSTILE.replace('/', '')}.txt")
    first = told(home, both)
    assert (first.status, len(hook.came), len(box.came)) == ("held", 1, 1)
    (message,) = hook.came
    assert message["type"] == "failure"
    assert message["title"] == "[tinsach home] Run held: 2 of 2 new files quarantined (100.0%), more than 0.0%"
    assert f"tinsach --home {home.root} held show {first.run_id}" in message["message"]
    assert message["message"].count("(binary_data)") == 2
    assert not re.search(r"[<>@*&]|www\.", message["message"])
    assert box.came[0]["Subject"] == message["title"]
    assert box.came[0].get_content().replace("\r", "").strip() == message["message"]

    drop(source, "hai.txt")
    assert told(home, both).status == "held"
    assert told(home, both).status == "nothing_new"
    assert (len(hook.came), len(box.came)) == (1, 1)

    waits = [folder.name for folder in home.held.iterdir()]
    decisions.append(home, [Decision("held.discard", one, "Mai", datetime.now(UTC), "junk") for one in waits])
    assert told(home, both).status == "nothing_new"
    assert recall(home).causes == {}
    drop(source, "ba.txt")
    assert told(home, both).status == "held"
    assert (len(hook.came), len(box.came)) == (2, 2)
    assert not waiting(home)


@pytest.mark.slow
def test_what_cannot_be_sent_waits_for_the_next_run(tmp_path: Path, hook: Webhook) -> None:
    home, source = Home(tmp_path / "home"), tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(article(), encoding="utf-8")
    drop(source, "b.txt")
    hook.status = 503
    with webhook() as other:
        pass  # nobody is there any more
    held = told(home, [hook.address, other.address])
    assert (held.status, rows(home, "select status from ops.runs")) == ("held", [("held",)])
    assert (hook.n_asked, len(hook.came), len(waiting(home))) == (1, 0, 1)
    assert [trouble.partition(": ")[2] for trouble in recall(home).troubles] == [
        "refused with status 503",
        "no connection",
    ]
    hook.status = 200
    told(home, [hook.address, other.address])
    assert (len(hook.came), len(waiting(home))) == (1, 1)
    with webhook(other.port) as late:
        assert told(home, [hook.address, other.address]).status == "nothing_new"
        assert (len(hook.came), len(late.came), waiting(home)) == (1, 1, [])
    told(home, [hook.address])
    assert (len(hook.came), recall(home).troubles) == (1, [])


def test_a_failed_run_is_told_once_until_one_works(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address, messages__causes=["failed"])

    def fail(detail: str) -> None:
        with pytest.raises(UnreachableError), begun(own_home, settings):
            raise UnreachableError(detail)

    fail("no room for 1,234 bytes: postgresql://u:bi-mat@h/db")
    fail("no room for 99 bytes: postgresql://u:bi-mat@h/db")
    assert hook.titles == ["[tinsach home] Run failed: ingest"]
    assert "no room for 1,234 bytes: postgresql꞉//∗∗∗＠h/db" in hook.came[0]["message"]
    fail("the source is gone")
    assert len(hook.came) == 2
    (own_home.root.parent / "in").mkdir()
    assert told(own_home, [hook.address], messages__causes=["failed"]).status == "nothing_new"
    fail("the source is gone")
    assert len(hook.came) == 3


def test_a_cause_that_lasts_is_told_again_after_some_days(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address, messages__again_days=3)
    now = datetime(2026, 1, 5, tzinfo=UTC)
    for days, n_came in ((0, 1), (2.9, 1), (3.1, 2), (4, 2)):
        look(own_home, settings, now + timedelta(days=days))
        assert len([title for title in hook.titles if "No run" in title]) == n_came
    assert "First told of on 2026-01-05" in hook.came[-1]["message"]


def with_history(home: Home, shares: dict[str, tuple[list[float], float, int]]) -> str:
    """A warehouse of seven runs: of each rule the earlier shares in 100 rows each, the last one, in how many rows."""
    documents = [
        document(name, f"/tin/{name}.txt", lines=(("title", HOSTILE), ("body", "Một."), ("duplicate", "Một.")),
                 line_flags=[(RULE, "warning", 3)])
        for name in ("a", "b", "c", "d")
    ]  # fmt: skip
    results = [
        {"run_id": f"run-{number}", "rule": rule, "severity": "warning", "checked": n_rows if number == 6 else 100,
         "errored": False, "unexpected": math.ceil(share * 100), "unexpected_share": share, "success": share == 0}
        for rule, (before, last, n_rows) in shares.items()
        for number, share in enumerate([*before, last], start=6 - len(before))
    ]  # fmt: skip
    for number in range(6):
        notes.note(home, {"run_id": f"run-{number}", "flow": "ingest", "status": "published", "started_at": at(number)})
    reference = {"rules": rules_frame(load_rules()).to_dicts()}
    staged = write_run(home, "run-6", *documents, results=results, run={"started_at": at(6)}, reference=reference)
    store.publish(home, staged, now=T0)
    return "run-6"


def jumped(home: Home, settings: Settings, run_id: str) -> list[str]:
    """What that run gives to tell, in a home that was never told anything."""
    (home.state / "messages.json").unlink(missing_ok=True)
    job = new_job(home, settings)
    tell_run(type(job)(home, settings, job.rules, run_id, job.started_at), "published")
    return [message.key for message in waiting(home)]


def test_a_rule_whose_share_jumps(tmp_path: Path, hook: Webhook, call: Call) -> None:
    home = Home(tmp_path / "home")
    far, often, history, few = [rule.rule for rule in load_rules() if rule.level == "line" and rule.rule != RULE][:4]
    shares = {
        RULE: ([0.02, 0.0, 0.03, 0.02, 0.9, 0.01], 0.4, 100),
        far: ([0.001] * 6, 0.005, 100),
        often: ([0.2] * 6, 0.4, 100),
        history: ([0.02] * 3, 0.4, 100),
        few: ([0.02] * 6, 0.4, 49),
    }
    run_id = with_history(home, shares)
    for flags in ({"jump_rows": 101}, {"min_severity": "critical"}, {"causes": ["held"]}):
        given = {f"messages__{name}": value for name, value in flags.items()}
        assert jumped(home, settings_of(home, hook.address, **given), run_id) == [], flags
    settings = settings_of(home, hook.address, messages__causes=["jump"])
    assert jumped(home, settings, run_id) == [f"jump:{RULE}"]
    job = new_job(home, settings)
    tell_run(type(job)(home, settings, job.rules, run_id, job.started_at), "published")
    assert [message.key for message in foresee(home, settings, at(6))] == [f"jump:{RULE}"]
    look(home, settings, at(6))
    assert hook.titles == [f"[tinsach home] {RULE} jumped: 40.0%, usually 2.0%"]
    text = hook.came[0]["message"]
    assert "40 of 100 rows break rule" in text
    assert len(re.findall(r"^- [abcd]\.txt, line 3: “‹script›alert", text, re.MULTILINE)) == 3
    assert not re.search(r"[<>@*&]|www\.", text)
    (query,) = re.findall(r'sql "(.*)"', text)
    done = call(home, "sql", "--format", "csv", query)
    assert (done.code, len(done.lines)) == (0, 1 + 4)


def test_a_failed_audit_names_each_rule_and_its_rows(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address, messages__causes=["audit"])
    job = new_job(own_home, settings, flow="audit")
    reasons = [Reason("broken", "binary_data", 1, 4), Reason("errored", "orphan_line", detail="Catalog Error")]
    tell_audit(job, reasons)
    tell_audit(job, reasons[:1])
    assert {message.key for message in waiting(own_home)} == {"audit:binary_data", "audit:orphan_line"}
    assert set(recall(own_home).causes) == {"audit:binary_data"}
    look(own_home, settings, T0)
    flagged = next(one for one in hook.came if "binary_data" in one["title"])
    assert "- hong.txt" in flagged["message"]
    assert f"tinsach --home {own_home.root} flags --rule binary_data --open" in flagged["message"]
    tell_audit(job, [Reason("broken", f"rule_{number}", 1, 2) for number in range(7)])
    (many,) = waiting(own_home)
    assert "and 6 more of its kind" in many.title
    assert sum(f"rule_{number}:" in many.body for number in range(7)) == 7


def test_silence_is_told_by_whoever_looks(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address, messages__causes=["silence"])
    assert foresee(own_home, settings, T0 + timedelta(hours=2)) == []
    (foreseen,) = foresee(own_home, settings, T0 + timedelta(hours=3))
    assert "No run ended well since 2026-01-02" in foreseen.title
    assert (hook.n_asked, waiting(own_home)) == (0, [])
    for hours in (3, 4, 5):
        look(own_home, settings, T0 + timedelta(hours=hours))
    assert len(hook.came) == 1
    assert "No run is at work." in hook.came[0]["message"]
    record = {"run_id": "r9", "flow": "ingest", "status": "nothing_new", "finished_at": T0 + timedelta(hours=6)}
    notes.note(own_home, record)
    look(own_home, settings, T0 + timedelta(hours=6.5))
    assert "silence:ingest" not in recall(own_home).causes
    look(own_home, settings, T0 + timedelta(hours=9))
    assert len(hook.came) == 2


def test_an_address_that_fails_is_asked_once_in_a_round(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address)
    hook.status = 500
    done = look(own_home, settings, T0 + timedelta(hours=3))
    assert (len(done.made), len(waiting(own_home)), hook.n_asked) == (2, 2, 1)
    assert [str(trouble) for trouble in done.troubles] == ["address 1 (json://…): refused with status 500"]
    hook.status = 200
    assert look(own_home, settings, T0 + timedelta(hours=4)).troubles == ()
    assert (len(hook.came), waiting(own_home)) == (2, [])


def test_a_new_home_is_not_silent_at_once(tmp_path: Path, hook: Webhook) -> None:
    home = Home(tmp_path / "home")
    settings = settings_of(home, hook.address)
    look(home, settings, T0)
    assert hook.came == []
    look(home, settings, T0 + timedelta(hours=3))
    assert hook.titles == ["[tinsach home] No run ended well since the start"]


def test_the_digest_comes_once_a_week_also_when_its_day_was_missed(own_home: Home, hook: Webhook) -> None:
    settings = settings_of(own_home, hook.address, messages__causes=["digest"], messages__digest_weekday="tuesday")
    monday = datetime(2026, 1, 5, 12).astimezone()
    for days, n_came in ((0, 0), (0.6, 0), (1, 1), (1.1, 1), (2, 1), (7, 1), (10, 2), (12, 2), (15, 3)):
        look(own_home, settings, monday + timedelta(days=days))
        assert len(hook.came) == n_came, days
    first = hook.came[0]
    assert first["type"] == "info"
    assert re.search(r"The week: \d+ new articles, \d+ clean$", first["title"])
    assert "Runs: 1 published, 0 found nothing new, 1 held, 0 failed." in first["message"]
    assert "Waiting for a decision: 1 held runs, 1 files in quarantine" in first["message"]
    assert f"- {RULE}: 1 (0 the week before)" in first["message"]
