"""`tinsach doctor` and `tinsach rollback`: what is wrong with a home, what is mended, and the way back."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import duckdb
import pytest

from tests.flow.conftest import Call
from tests.staged import at, file_id
from warehouse import decisions, lock, snapshots, store
from warehouse.layout import Home


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
