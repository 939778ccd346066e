"""`init`, `duplicates`, `rules`, `held`, `rollback`, `doctor`."""

from __future__ import annotations

import os
import re
import time
import tomllib
from pathlib import Path

import duckdb
import pytest
from rich.cells import cell_len

from expectations.rules import load_rules
from flows.cli import VERBS
from tests.flow.conftest import Call
from tests.staged import article_id, at, document, file_id, pair, write_run
from tests.verb_home import HELD_RUN
from warehouse import decisions, lock, snapshots, store
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


def test_clusters_name_the_original_and_the_days_between(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "duplicates").lines
    cluster = article_id("first")
    assert lines[1].split()[:7] == [cluster[:10], "2", "2", "near", "0.87", "2026-01-01", "3"]
    assert lines[1].endswith("Cầu mới qua sông Hậu thông xe")
    assert call(verb_home, "duplicates", "--outlet", "VOV").lines == ["No duplicates."]
    assert call(verb_home, "duplicates", "--outlet", "lao động").lines[1] == lines[1]


def test_a_cluster_tells_who_was_first(call: Call, verb_home: Home) -> None:
    lines = call(verb_home, "duplicates", "--cluster", article_id("first")[:8]).lines
    assert [line.split()[1:4] for line in lines[2:4]] == [["original", "2026-01-01", "0"], ["near", "2026-01-04", "3"]]
    assert "cau-moi.txt (+1 same)" in lines[2]
    done = call(verb_home, "duplicates", "--cluster", "zzzz")
    assert (done.code, "is not there" in done.err) == (2, True)


def test_hours_are_told_where_times_are_printed(call: Call, own_home: Home) -> None:
    texts = [
        document(name, f"/{name}", published_at=at(hours), published_on=at(0).date())
        for name, hours in (("m", 0), ("n", 2.5))
    ]
    run = write_run(own_home, "20260105T080000-0002", *texts, duplicates=[pair("n", "m", "m")])
    store.publish(own_home, run, now=at(72))
    line = next(line for line in call(own_home, "duplicates").lines if line.startswith(article_id("m")[:10]))
    assert line.split()[5:8] == ["2026-01-02", "0", "2.5"]
    members = call(own_home, "duplicates", "--cluster", article_id("m")).lines
    assert [row.split()[3:5] for row in members[2:4]] == [["0", "0.0"], ["0", "2.5"]]


def test_a_superseded_article_is_no_original(call: Call, own_home: Home) -> None:
    addresses = ("/tin/cau-moi.txt", "/tin/sao/cau-moi-2.txt")
    newer = [document(f"newer {uri}", uri, lines=(("title", "Khác"), ("lead", uri)), seen=at(72)) for uri in addresses]
    pairs = [pair("second", "first", "first", similarity=0.87)]
    store.publish(own_home, write_run(own_home, "20260105T080000-0002", *newer, duplicates=pairs), now=at(72))
    lines = call(own_home, "duplicates", "--cluster", article_id("first")[:8]).lines
    assert [line.split()[:2] for line in lines[2:4]] == [
        [article_id("second")[:10], "original"], [article_id("first")[:10], "superseded"],
    ]  # fmt: skip


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


def test_rollback_goes_back_and_forth(call: Call, own_home: Home) -> None:
    done = call(own_home, "rollback")
    assert done.lines[0] == "Readers see snapshot 2 from now on, not 3 any more."
    assert snapshots.current(own_home) == 2
    assert call(own_home, "held").lines == ["No run is held."]
    assert call(own_home, "rollback", "3").lines[0] == "Readers see snapshot 3 from now on, not 2 any more."
    assert "already" in call(own_home, "rollback", "3").out
    done = call(own_home, "rollback", "9")
    assert (done.code, done.err) == (2, "tinsach: there is no snapshot 9; there are 1, 2, 3\n")


def test_rollback_waits_for_nobody(call: Call, own_home: Home) -> None:
    descriptor = os.open(own_home.lock, os.O_RDWR | os.O_CREAT)
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
        assert call(own_home, "rollback").code == 4
        done = call(own_home, "doctor")
        assert "is working" in done.out
        assert call(own_home, "doctor", "--repair").code == 4
    finally:
        os.close(descriptor)


def test_doctor_finds_nothing_wrong_with_a_good_home(call: Call, verb_home: Home) -> None:
    done = call(verb_home, "doctor")
    assert (done.code, done.err) == (0, "")
    assert "✗" not in done.out
    assert "✓ the ledger balances" in done.lines
    assert any(line.startswith("✓ snapshot 3 of 3: 4 articles") for line in done.lines)
    assert "· waiting for a decision: 1 held run; `tinsach held`" in done.lines


def test_fingerprints_are_one_table_a_line(call: Call, own_home: Home) -> None:
    before = call(own_home, "doctor", "--fingerprint").lines
    assert all(re.fullmatch(r"\w+\.\w+ [0-9a-f]{16}", line) for line in before)
    call(own_home, "flags", "dismiss", "--outlet", "VnExpress", "--note", "x")
    store.publish(own_home, None, now=at(48))
    after = call(own_home, "doctor", "--fingerprint").lines
    assert {line.split()[0] for line in set(before) - set(after)} >= {"quality.flags"}
    assert "news.lines" not in {line.split()[0] for line in set(before) - set(after)}


def _problems(call: Call, home: Home) -> tuple[int, list[str]]:
    done = call(home, "doctor")
    assert done.err == ""
    return done.code, [line for line in done.lines if line.startswith("✗")]


def test_doctor_mends_a_broken_link(call: Call, own_home: Home) -> None:
    own_home.link.unlink()
    own_home.link.symlink_to("00000099.duckdb")
    code, problems = _problems(call, own_home)
    assert code == 1
    assert any("00000099.duckdb" in line for line in problems)
    done = call(own_home, "doctor", "--repair")
    assert done.code == 0
    assert "repair: made snapshot 3 the current one" in done.lines
    assert snapshots.current(own_home) == 3


def test_doctor_moves_a_file_in_the_place_of_the_link_aside(call: Call, own_home: Home) -> None:
    own_home.link.unlink()
    own_home.link.write_text("keep me")
    assert call(own_home, "doctor").code == 1
    assert call(own_home, "doctor", "--repair").code == 0
    (aside,) = own_home.published.glob("*.found")
    assert aside.read_text() == "keep me"


def test_doctor_falls_back_to_a_snapshot_that_opens(call: Call, own_home: Home) -> None:
    newest = snapshots.path(own_home, 3)
    newest.unlink()
    newest.write_bytes(b"no database")
    assert call(own_home, "doctor").code == 1
    assert "made snapshot 2 the current one" in call(own_home, "doctor", "--repair").out
    assert snapshots.current(own_home) == 2


def test_doctor_cleans_up_after_a_crash(call: Call, own_home: Home) -> None:
    for name in ("00000004.tmp", "link.4711.tmp"):
        (own_home.published / name).write_bytes(b"x" * 100)
    snapshots.path(own_home, 2).chmod(0o644)
    snapshots.path(own_home, 3).chmod(0o644)
    code, problems = _problems(call, own_home)
    assert (code, len(problems)) == (1, 2)
    done = call(own_home, "doctor", "--repair")
    assert done.code == 0
    assert "repair: removed 2 unfinished files" in done.lines
    assert not list(own_home.published.glob("*.tmp"))
    assert call(own_home, "doctor", "--repair").lines[0] == "repair: nothing to repair"


def test_doctor_tells_young_staged_runs_from_old_ones(call: Call, own_home: Home) -> None:
    folder = own_home.staging / "20260104T080000-bbbb"
    folder.mkdir(parents=True)
    assert any("is unfinished; the next `tinsach run` takes it up" in line for line in call(own_home, "doctor").lines)
    old = time.time() - 9 * 86400
    os.utime(folder, (old, old))
    code, problems = _problems(call, own_home)
    assert code == 1
    assert "unfinished for 9 days" in problems[0]


def test_doctor_misses_bytes_that_are_gone(call: Call, own_home: Home) -> None:
    for pack in own_home.originals.glob("*.parquet"):
        pack.unlink()
    code, problems = _problems(call, own_home)
    assert code == 1
    assert any("1 quarantined content" in line and file_id("broken")[:10] in line for line in problems)
    assert any("3 loaded contents" in line for line in problems)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("delete from news.lines where line_no = 2", "3 contents with other lines than they were measured with"),
        ("delete from news.file_measures where n_lines = 0", "1 content without measures"),
        ("delete from news.article_records where outlet = 'VOV'", "1 content loaded, but without an article"),
        ("update ops.files set status = 'loaded' where status = 'duplicate'", "1 content loaded more than once"),
        (
            "update ops.files set status = 'discarded' where uri = '/tin/la.txt'",
            "1 content with articles, but not loaded",
        ),
        ("delete from ops.files where uri = '/tin/la.txt'", "1 content with lines, but unknown to the ledger"),
    ],
)
def test_doctor_weighs_the_ledger(call: Call, own_home: Home, damage: str, words: str) -> None:
    file = snapshots.path(own_home, 3)
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute(damage)
    file.chmod(0o444)
    code, problems = _problems(call, own_home)
    assert code == 1
    assert any(words in line for line in problems)


def test_doctor_reads_settings_rules_and_decisions(call: Call, own_home: Home) -> None:
    own_home.settings.write_text("[gate]\nmin_file = 3\n")
    decisions.append(own_home, [])
    own_home.decisions.parent.mkdir(parents=True, exist_ok=True)
    own_home.decisions.write_text("{torn\n")
    code, problems = _problems(call, own_home)
    assert code == 1
    assert any("line 2" in line and "min_file" in line for line in problems)
    assert any("unreadable: line 1" in line for line in problems)


def test_doctor_on_a_home_that_cannot_be_made(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, problems = _problems(call, Home(tmp_path / "file" / "home"))
    assert code == 1
    assert any("there is no folder" in line for line in problems)


def test_a_good_home_is_left_alone_by_looking(call: Call, verb_home: Home) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in verb_home.published.iterdir())
    for verb in ("flags", "quarantine", "held", "duplicates", "rules", "doctor"):
        assert call(verb_home, verb).code == 0
    assert sorted((path, path.stat().st_mtime_ns) for path in verb_home.published.iterdir()) == before
    assert lock.holder(verb_home) is None
