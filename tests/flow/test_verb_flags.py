"""`tinsach flags`: the list, and what people decide about it."""

from __future__ import annotations

import json
import re

import pytest

from tests.flow.conftest import Call
from tests.staged import at, document, write_run
from tests.verb_home import ids
from warehouse import decisions, store
from warehouse.layout import Home

FLAG, OTHER, CRITICAL = (ids()[name] for name in ("flag", "other_flag", "critical_flag"))


def test_the_list_counts_by_rule_first_and_puts_the_gravest_on_top(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "flags").lines
    assert lines[0].split() == ["rule", "severity", "open", "acknowledged", "dismissed", "files"]
    assert [line.split()[0] for line in lines[1:5]] == [
        "binary_data", "related_links_residue", "repeated_paragraphs", "unknown_author",
    ]  # fmt: skip
    assert "4 flags" in lines
    row = next(line for line in lines if line.startswith(FLAG[:10]))
    assert re.split(" {2,}", row)[1:] == ["repeated_paragraphs", "open", "thong-xe.txt", "4", "Cầu dài 1,2 km."]


def test_filters_fit_together(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "flags", "--outlet", "vnexpress", "--json")
    found = json.loads(done.out)
    assert {flag["rule"] for flag in found["flags"]} == {"related_links_residue", "unknown_author"}
    assert sum(rule["n_open"] for rule in found["rules"]) == 2
    done = call(verb_home, "flags", "--outlet", "VnExpress", "--rule", "unknown_author", "--json")
    assert [flag["rule"] for flag in json.loads(done.out)["flags"]] == ["unknown_author"]
    assert call(verb_home, "flags", "--outlet", "VOV").lines == ["No flags."]


def test_flags_about_an_outlet_are_listed_and_decided_with_it(call: Call, own_home: Home) -> None:
    flag = {"flag_id": "f00d", "rule": "outlet_silent", "severity": "warning", "outlet": "VOV", "status": "open"}
    store.publish(own_home, write_run(own_home, "20260105T080000-0003", {"flags": [flag]}), now=at(72))
    found = json.loads(call(own_home, "flags", "--outlet", "VOV", "--json").out)["flags"]
    assert [(flag["rule"], flag["file_id"], flag["outlet"]) for flag in found] == [("outlet_silent", None, "VOV")]
    assert any(line.startswith("f00d") and "VOV" in line for line in call(own_home, "flags").lines)
    assert call(own_home, "flags", "--outlet", "VnExpress", "--rule", "outlet_silent").lines == ["No flags."]
    assert call(own_home, "flags", "ack", "--outlet", "VOV").out.startswith("Acknowledged: 1 flag.")
    assert [decision.target for decision in decisions.read(own_home)] == ["f00d"]


def test_the_limit_is_said(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "flags", "--limit", "1").lines
    assert "The first 1 of 4 flags" in lines
    assert sum(line.startswith((FLAG[:10], OTHER[:10], CRITICAL[:10])) for line in lines) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--rule", "repeated_paragraph"), "did you mean repeated_paragraphs"),
        (("--outlet", "VnExpres"), "did you mean VnExpress?"),
        (("ack",), "name flags by ID"),
        (("ack", "zzzz"), "is no id of a flag"),
        (("ack", "", "z"), "flag ''"),
        (("ack", FLAG, "--rule", "repeated_paragraphs"), "give one of them"),
        (("dismiss", FLAG), "needs a reason"),
        (("dismiss", FLAG, "--note", "  "), "needs a reason"),
        (("ack", CRITICAL), "in quarantine; decide on that"),
    ],
)
def test_what_cannot_be_done_is_one_line(call: Call, own_home: Home, arguments: tuple[str, ...], words: str) -> None:
    done = call(own_home, "flags", *arguments)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert words in done.err
    assert decisions.read(own_home) == ()


def test_a_decision_goes_into_the_log_and_shows_until_it_is_applied(call: Call, own_home: Home) -> None:
    done = call(own_home, "flags", "ack", FLAG[:8], "--note", "đã báo", "--by", "Hà")
    assert done.out.startswith("Acknowledged: 1 flag. The next `tinsach --home ")
    (decision,) = decisions.read(own_home)
    assert (decision.kind, decision.target, decision.who, decision.note) == ("flag.ack", FLAG, "Hà", "đã báo")
    assert any("open → acknowledged" in line for line in call(own_home, "flags").lines)
    assert not any(line.startswith(FLAG[:10]) for line in call(own_home, "flags", "--open").lines)

    store.publish(own_home, None, now=at(48))
    lines = call(own_home, "flags").lines
    assert not any("→" in line for line in lines)
    assert any(line.startswith(FLAG[:10]) and "acknowledged" in line for line in lines)


def test_a_decision_without_a_name_is_by_the_user_of_the_session(
    call: Call, own_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "chi")
    call(own_home, "flags", "ack", FLAG)
    assert decisions.read(own_home)[0].who == "chi"


def test_a_user_without_a_name_is_a_number(call: Call, own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nameless)
    call(own_home, "flags", "ack", FLAG)
    assert decisions.read(own_home)[0].who.startswith("uid ")


def test_all_of_an_outlet_are_dismissed_once(call: Call, own_home: Home) -> None:
    dismiss = ("flags", "dismiss", "--outlet", "VnExpress", "--note", "ours")
    assert call(own_home, *dismiss).out.startswith("Dismissed: 2 flags.")
    assert call(own_home, *dismiss).out == "Nothing to do: no flag of these is open or acknowledged.\n"
    assert {decision.kind for decision in decisions.read(own_home)} == {"flag.dismiss"}
    assert call(own_home, "flags", "reopen", "--rule", "unknown_author").out.startswith("Reopened: 1 flag.")
    left = json.loads(call(own_home, "flags", "--outlet", "VnExpress", "--open", "--json").out)
    assert [flag["rule"] for flag in left["flags"]] == ["unknown_author"]


def test_a_resolved_flag_takes_no_decision(call: Call, own_home: Home) -> None:
    again = document("second", "/tin/thong-xe.txt", outlet="Lao Động")
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", again), now=at(72))
    assert "is resolved already" in call(own_home, "flags", "ack", FLAG).err
    assert not any(line.startswith(FLAG[:10]) for line in call(own_home, "flags").lines)
