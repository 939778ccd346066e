"""`init`, `rules`, `held`; the help of each verb, and how tables look on a terminal."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from rich.cells import cell_len

from expectations.rules import load_rules
from flows.cli import VERBS
from tests.flow.conftest import Call
from tests.staged import at
from tests.verb_home import HELD_RUN
from warehouse import decisions, snapshots, store
from warehouse.layout import Home

MINE = ("init", "sql", "show", "flags", "duplicates", "rules", "quarantine", "held", "rollback", "doctor")


@pytest.mark.parametrize("verb", MINE)
def test_help_is_complete_and_has_an_example(call: Call, verb_home: Home, verb: str) -> None:
    done = call(verb_home, verb, "--help")
    assert done.code == 0
    assert f"tinsach {verb}" in done.out.partition("Example:")[2] or verb == "init"
    assert "Example:" in done.out
    assert verb in VERBS


def test_init_makes_a_home_once(call: Call, tmp_path: Path) -> None:
    home = Home(tmp_path / "nhà mới")
    done = call(home, "init")
    assert done.code == 0
    tomllib.loads(home.settings.read_text(encoding="utf-8"))
    assert home.rules.is_dir()
    assert snapshots.current(home) == 1
    assert f"tinsach --home '{home.root}' run" in done.out
    home.settings.write_text("# mine\n", encoding="utf-8")
    again = call(home, "init")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "is there already" in again.err
    assert home.settings.read_text(encoding="utf-8") == "# mine\n"


def test_init_where_it_cannot_be(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = call(Home(tmp_path / "file" / "home"), "init")
    assert (done.code, done.err.count("\n")) == (3, 1)


SGR = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize(
    "arguments",
    [("show", "la.txt", "--why"), ("show", "thong-xe.txt"), ("flags",), ("quarantine",), ("rules",), ("held",),
     ("quarantine", "show", "hong.txt"), ("duplicates",), ("doctor",),
     ("sql", "select title, file_id, outlet from articles", "--format", "table")],
)  # fmt: skip
def test_a_terminal_gets_colours_within_its_width_and_nothing_else(
    call: Call, verb_home: Home, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def on_terminal(width: int) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        done = call(verb_home, *arguments)
        assert (done.code, done.err) == (0, "")
        return done.out

    out = on_terminal(100)
    assert SGR.search(out)
    plain = SGR.sub("", out)
    assert not set(plain) & {chr(code) for code in (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))}
    tables = [
        line for line in plain.splitlines() if not line.lstrip().startswith(("tinsach", "Look", "1 file", "1 clus"))
    ]
    assert max(map(cell_len, tables)) <= 100


def test_a_row_of_a_table_is_one_line_however_narrow(
    call: Call, verb_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    lines = {}
    for width in ("70", "300"):
        monkeypatch.setenv("COLUMNS", width)
        lines[width] = SGR.sub("", call(verb_home, "quarantine").out).splitlines() + call(verb_home, "rules").lines
    assert len(lines["70"]) == len(lines["300"])
    assert any("…" in line for line in lines["70"])


def test_the_catalogue_counts_open_flags(call: Call, verb_home: Home) -> None:
    rows = {line.split()[0]: line.split()[1:4] for line in call(verb_home, "rules").lines if line}
    assert rows["repeated_paragraphs"] == ["warning", "line", "1"]
    assert rows["missing_title"] == ["warning", "article", "0"]
    assert rows["orphan_line"][:2] == ["critical", "table"]


def test_a_rule_is_shown_with_what_follows(call: Call, own_home: Home) -> None:
    out = call(own_home, "rules", "show", "very_long_line").out
    assert "`n_chars` must be at most 2,000" in out
    assert "info: published with its flag; the article stays clean" in out
    own_home.rules.mkdir(exist_ok=True)
    (own_home.rules / "own.toml").write_text("[very_long_line]\nlimits = { max = 5000 }\nactive = false\n")
    out = call(own_home, "rules", "show", "very_long_line").out
    assert "at most 5,000" in out
    assert "switched off" in out
    n_off = 1 + sum(rule.profile is not None for rule in load_rules())
    assert f"{n_off} of them off" in call(own_home, "rules").out


def test_a_wrong_rule_name_or_file_is_one_line(call: Call, own_home: Home) -> None:
    assert "did you mean missing_title" in call(own_home, "rules", "show", "missing_titel").err
    own_home.rules.mkdir(exist_ok=True)
    (own_home.rules / "own.toml").write_text("[very_long_line]\nlimit = 3\n")
    done = call(own_home, "rules")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "own.toml:2" in done.err


def test_held_runs_are_listed_shown_and_decided(call: Call, own_home: Home) -> None:
    assert call(own_home, "held").lines[1].split()[:2] == [HELD_RUN, "held"]
    lines = call(own_home, "held", "show", HELD_RUN[:8]).lines
    assert "  why        too many quarantined files" in lines
    assert "orphan_line    critical     3  10" in lines
    assert any(line.split()[:2] == ["quarantined", "empty_file"] for line in lines)
    assert "To be accepted" in call(own_home, "held", "accept", HELD_RUN, "--note", "ok", "--by", "Hà").out
    assert [(item.kind, item.target) for item in decisions.read(own_home)] == [("held.accept", HELD_RUN)]
    assert "held → to be published" in call(own_home, "held").out
    call(own_home, "held", "discard", HELD_RUN)
    assert "held → discarded" in call(own_home, "held").out
    store.publish(own_home, None, now=at(48))
    assert call(own_home, "held").lines == ["No run is held."]
    assert "is not there" in call(own_home, "held", "accept", "2099").err


def test_a_held_run_whose_folder_is_gone_can_only_be_discarded(call: Call, own_home: Home) -> None:
    (own_home.held / HELD_RUN).rename(own_home.root / "elsewhere")
    assert call(own_home, "held", "accept", HELD_RUN).code == 2
    assert "is gone" in call(own_home, "held", "show", HELD_RUN).err
    assert call(own_home, "held", "discard", HELD_RUN).code == 0
