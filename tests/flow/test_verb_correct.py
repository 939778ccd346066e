"""`tinsach correct`: what may be corrected, what the log then holds, and the list."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.flow.conftest import Call
from tests.staged import article_id, file_id
from tests.verb_home import ESCAPE
from warehouse import decisions
from warehouse.layout import Home

_FIRST = "cau-moi.txt"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("khong-co.txt", "--title", "x"), "no id, path or name of a known file"),
        (("--title", "x"), "name the article or file first"),
        ((_FIRST,), "say what is wrong"),
        ((_FIRST, "--line", "2"), "belong together"),
        ((_FIRST, "--kind", "body"), "belong together"),
        ((_FIRST, "--line", "2", "--kind", "bodi"), "did you mean body"),
        ((_FIRST, "--line", "2", "--kind", "duplicate"), "there is no kind that a line can be given 'duplicate'"),
        ((_FIRST, "--line", "9", "--kind", "body"), "has no line 9; it has lines 1 to 4"),
        ((_FIRST, "--line", "2", "--line", "3", "--kind", "title"), "a page has one title"),
        ((_FIRST, "--date", "15/01/2025"), "write it as YYYY-MM-DD"),
        ((_FIRST, "--date", "1989-12-31"), "between 1990-01-01 and"),
        ((_FIRST, "--date", "9999-01-01"), "between 1990-01-01 and"),
        ((_FIRST, "--title", " \u200b\n "), "the title is empty"),
        ((_FIRST, "--title", "a" * 501), "501 characters"),
        (("hong.txt", "--title", "x"), "is in quarantine"),
        (("hong.txt", "--line", "1", "--kind", "body"), "it has no text"),
        (("cho.txt", "--line", "1", "--kind", "body"), "is held"),
        ((article_id("second", 1), "--outlet", "VOV"), "has the outlet of its page"),
        ((article_id("first", 1), "--title", "x"), "has no article 1"),
        ((_FIRST, "--title", "x", "--list"), "give one of them"),
        (("--withdraw", "77"), "correction 77 is not there"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(call: Call, own_home: Home, arguments: tuple[str, ...], words: str) -> None:
    done = call(own_home, "correct", *arguments)
    assert (done.code, done.err.count("\n")) == (2, 1), done.err
    assert words in done.err
    assert decisions.read(own_home) == ()


def test_what_is_corrected_stands_in_the_log(call: Call, own_home: Home) -> None:
    done = call(
        own_home, "correct", _FIRST, "--title", "  Cầu \n mới ", "--outlet", "tuoi tre", "--date", "2026-01-02",
        "--line", "4", "--kind", "Promo", "--by", "Hà", "--note", "xem lại",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.lines[0] == "title: “Cầu mới qua sông Hậu thông xe” → “Cầu mới”"
    assert "the registry knows no outlet 'tuoi tre'; it is taken so; did you mean Tuổi Trẻ" in done.lines[2]
    assert done.lines[-1].startswith("4 corrections written down. The next `tinsach --home ")
    identity = file_id("first")
    assert {(item.kind, item.target, item.value, item.who, item.note) for item in decisions.read(own_home)} == {
        ("correction.set", f"{identity}/0/title", "Cầu mới", "Hà", "xem lại"),
        ("correction.set", f"{identity}/0/outlet", "tuoi tre", "Hà", "xem lại"),
        ("correction.set", f"{identity}/0/published_on", "2026-01-02", "Hà", "xem lại"),
        ("correction.set", f"{identity}/line/4", "promo", "Hà", "xem lại"),
    }


def test_what_is_so_already_is_not_written_down(call: Call, own_home: Home) -> None:
    assert call(own_home, "correct", _FIRST, "--outlet", "vnexpress").out == "Nothing to do: it is so already.\n"
    correct = ("correct", _FIRST, "--title", "Cầu mới")
    assert call(own_home, *correct).code == 0
    assert call(own_home, *correct).out == "Nothing to do: it is so already.\n"
    (decision,) = decisions.read(own_home)
    assert call(own_home, "correct", "--withdraw", decision.decision_id[:8]).code == 0
    assert call(own_home, *correct).out.startswith("title: ")


def test_another_title_follows_and_a_third_is_refused(call: Call, own_home: Home) -> None:
    done = call(own_home, "correct", _FIRST, "--line", "3", "--kind", "title")
    assert "line 1, the title until now, becomes navigation" in done.out
    done = call(own_home, "correct", _FIRST, "--line", "4", "--kind", "title")
    assert (done.code, "line 3 was made the title: withdraw that first" in done.err) == (2, True)


def test_the_list_shows_what_is_read_and_writes_every_format(call: Call, own_home: Home) -> None:
    assert call(own_home, "correct").out == "No corrections.\n"
    call(own_home, "correct", "la.txt", "--title", "=Bài\x1b[31m lạ", "--by", "Hà")
    call(own_home, "correct", _FIRST, "--line", "4", "--kind", "body", "--by", "Hà")
    done = call(own_home, "correct")
    assert "\x1b" not in done.out
    assert "2 corrections. Withdraw one:" in done.lines[-1]
    assert [line.split()[1:3] for line in done.lines[1:3]] == [["waiting", _FIRST], ["waiting", "la.txt"]]
    first, second = (json.loads(line) for line in call(own_home, "correct", "--list", "--format", "jsonl").lines)
    assert (first["field"], first["line_no"], first["text"]) == ("kind", 4, "Bài khác")
    assert (first["value_read"], first["value"]) == ("related_title", "body")
    assert (second["value_read"], second["value"]) == (ESCAPE, "=Bài [31m lạ")
    rows = list(csv.DictReader(io.StringIO(call(own_home, "correct", "--list", "--format", "csv").out)))
    assert rows[1]["value"] == "'=Bài [31m lạ"
    call(own_home, "correct", "--withdraw", first["correction_id"])
    assert len(json.loads(call(own_home, "correct", "--format", "json").out)) == 1
    every = json.loads(call(own_home, "correct", "--list", "--all", "--format", "json").out)
    assert {row["status"] for row in every} == {"waiting", "withdrawn"}


def test_show_marks_what_is_corrected_and_what_waits(call: Call, own_home: Home) -> None:
    call(own_home, "correct", _FIRST, "--outlet", "VOV", "--line", "4", "--kind", "body", "--by", "Hà", "--note", "xem")
    shown = call(own_home, "show", _FIRST).lines
    assert "  corrected  ✎ outlet, “VnExpress” → “VOV” with the next run, by Hà: xem" in shown
    marked = next(place for place, line in enumerate(shown) if line.startswith("4  related_title"))
    assert shown[marked + 1].strip() == "✎ kind, “related_title” → “body” with the next run, by Hà: xem"
    told = json.loads(call(own_home, "show", _FIRST, "--json").out)["corrections"]
    assert {row["status"] for row in told} == {"waiting"}
