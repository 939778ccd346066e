"""Sources that make it hard: odd names, what cannot be read or goes away, a clock that jumps, eight runs at once."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import flows.batches
from flows.job import new_job
from flows.settings import load
from flows.source_names import path_of, uri_of
from tests.flow.conftest import Call
from tests.flow.runs import BODY, article, rows, run
from tests.prefect_runs import command, environment, wait_for
from transforms.errors import LockedError, UnreachableError
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot
from warehouse.recovery import recover
from warehouse.store import fingerprint, open_reader

NAMES = (
    b"hai\ndong.txt", b"nhay ' kep \" `$(rm -rf).txt", b"\xff\xfe hong.txt", "dấu tiếng Việt.txt".encode(),
    b"100% that.txt", b"%FF.txt", b"<b>.txt", b"; drop table lines; --.txt", b"\x1b[31mmau.txt", b"a" * 251 + b".txt",
)  # fmt: skip


@pytest.mark.slow
def test_files_with_odd_names_are_loaded_listed_and_found_again(tmp_path: Path, call: Call) -> None:
    inbox = os.fsencode(tmp_path / "in")
    os.mkdir(inbox)
    for number, name in enumerate(NAMES):
        with open(os.path.join(inbox, name), "wb") as file:
            file.write(article(f"Bài số {number} ở làng Hạ", [f"{text} ({number})" for text in BODY]).encode())
    home = Home(tmp_path / "home")
    outcome = run(home, tmp_path / "in")
    assert outcome.record["files_loaded"] == len(NAMES)
    uris = {uri for (uri,) in rows(home, "select uri from files")}
    assert {os.path.basename(path_of(uri)) for uri in uris} == set(NAMES)
    assert {uri_of(path_of(uri)) for uri in uris} == uris
    assert run(home, tmp_path / "in").status == "nothing_new"
    for arguments in (["flags"], ["quarantine"], ["sql", "--format", "table", "select uri from files"], ["doctor"]):
        printed = call(home, *arguments).out
        assert "\x1b" not in printed
        assert "\ndong" not in printed


@pytest.mark.slow
def test_a_source_that_goes_away_in_mid_run_costs_its_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in range(6):
        (inbox / f"{number}.txt").write_text(article(f"Bài số {number} ở làng Hạ"), encoding="utf-8")
    home, read = Home(tmp_path / "home"), flows.batches.read_batch

    def read_then_take_away(job: object, number: int) -> object:
        batch = read(job, number)  # type: ignore[arg-type]
        if inbox.exists():
            inbox.rename(tmp_path / "away")
        return batch

    monkeypatch.setattr(flows.batches, "read_batch", read_then_take_away)
    record = run(home, inbox, reading__batch_files=2).record
    monkeypatch.undo()
    assert (record["files_loaded"], record["files_skipped"]) == (2, 4)
    assert rows(home, "select distinct reason from skipped") == [("vanished",)]
    (tmp_path / "away").rename(inbox)
    assert run(home, inbox).record["files_loaded"] == 4


@pytest.mark.slow
def test_a_source_that_goes_away_while_files_settle(tmp_path: Path) -> None:
    inbox, home = tmp_path / "in", Home(tmp_path / "home")
    inbox.mkdir()
    for number in range(6):
        (inbox / f"{number}.txt").write_text(article(f"Bài số {number} ở làng Hạ"), encoding="utf-8")
    with subprocess.Popen(
        command(home, "run", "--no-prefect", "--json", str(inbox)),
        env=environment(TINSACH_READING_SETTLE_SECONDS="8"), stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_for(lambda: [*home.staging.glob("*/plan.parquet")] or process.poll() is not None)
        inbox.rename(tmp_path / "away")
        told = json.loads(process.communicate()[0])
    assert (process.returncode, told["files_new"], told["files_skipped"], told["files_loaded"]) == (0, 6, 6, 0)
    with pytest.raises(UnreachableError, match="create or mount it"):
        run(home, inbox)
    (tmp_path / "away").rename(inbox)
    assert run(home, inbox).record["files_loaded"] == 6


@pytest.mark.slow
def test_what_may_not_be_read_is_skipped_until_it_may(tmp_path: Path) -> None:
    inbox, home = tmp_path / "in", Home(tmp_path / "home")
    (inbox / "closed").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "closed/c.txt"):
        (inbox / name).write_text(article(f"Bài {name} ở làng Hạ"), encoding="utf-8")
    (inbox / "a.txt").chmod(0)
    (inbox / "closed").chmod(0)
    done = subprocess.run(
        command(home, "run", "--no-prefect", "--json", str(inbox)),
        env=environment(), preexec_fn=without_the_rights_of_root, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["files_loaded"], told["files_skipped"]) == (1, 2)
    skipped = "select split_part(uri, '/', -1), reason from skipped order by 1"
    assert rows(home, skipped) == [("a.txt", "unreadable"), ("closed", "unreadable")]
    (inbox / "a.txt").chmod(0o644)
    (inbox / "closed").chmod(0o755)
    assert run(home, inbox).record["files_loaded"] == 2


def test_a_home_that_may_not_be_written_is_said_in_one_line_and_can_still_be_read(own_home: Home) -> None:
    inbox, before = own_home.root.parent / "later", fingerprint(own_home)
    inbox.mkdir()
    (inbox / "a.txt").write_text(article("Bài đến sau ở làng Hạ"), encoding="utf-8")
    folders = [own_home.root, *(folder for folder in own_home.root.rglob("*") if folder.is_dir())]
    modes = [folder.stat().st_mode for folder in folders]
    for folder in folders:
        folder.chmod(0o555)
    called = [
        subprocess.run(
            command(own_home, *arguments),
            env=environment(), preexec_fn=without_the_rights_of_root, capture_output=True, text=True,
        )
        for arguments in (["run", "--no-prefect", str(inbox)], ["sql", "--format", "csv", "select 1 as n from files"])
    ]  # fmt: skip
    for folder, mode in zip(folders, modes, strict=True):
        folder.chmod(mode)
    ran, queried = called
    assert (ran.returncode, ran.stderr.count("\n")) == (3, 1), ran.stderr
    assert "Permission denied" in ran.stderr
    assert (queried.returncode, queried.stdout.splitlines()[0]) == (0, "n"), queried.stderr
    assert fingerprint(own_home) == before


def without_the_rights_of_root() -> None:
    """In a child, before it becomes another program: it may no more than the owner of a file may."""
    drop_from_bounding_set, may_write_all, may_read_all = 24, 1, 2  # linux/prctl.h, linux/capability.h
    for capability in (may_write_all, may_read_all):
        ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.mark.slow
def test_a_clock_that_goes_back_does_not_bring_old_versions_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=1)

    inbox, home = tmp_path / "in", Home(tmp_path / "home")
    inbox.mkdir()
    file = inbox / "a.txt"
    for number in range(4):
        file.write_text(article(f"Bản thứ {number} của bài này"), encoding="utf-8")
        if number == 0:
            monkeypatch.setattr(flows.batches, "datetime", Tomorrow)
        run(home, inbox)
        monkeypatch.undo()
        shown = "select title from articles where superseded_by is null"
        assert rows(home, shown) == [(f"Bản thứ {number} của bài này",)]
        assert run(home, inbox).status == "nothing_new"


def test_two_runs_at_once(own_home: Home, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with hold(own_home, "run"), pytest.raises(LockedError, match=f"pid {os.getpid()}"):
        run(own_home, tmp_path / "in")


@pytest.mark.slow
def test_a_clock_that_was_ahead_loses_nothing(tmp_path: Path, call: Call) -> None:
    """All that the warehouse and an unfinished run say of time lies ahead, and files have times of any year."""
    inbox, home = tmp_path / "in", Home(tmp_path / "home")
    inbox.mkdir()
    file = inbox / "a.txt"
    file.write_text(article("Bản thứ nhất của bài này"), encoding="utf-8")
    run(home, inbox)
    with hold(home, "test"):
        next_snapshot(home, recover(home), Steps(lambda con: [con.execute(query) for query in _AHEAD]))
    unfinished = new_job(home, load(home.root, environment={}, flags={"reading.settle_seconds": 0}))
    ahead = unfinished.started_at + timedelta(days=2)
    replace(unfinished, started_at=ahead, run_id=f"{ahead:%Y%m%dT%H%M%S}-aaaa").write_manifest()
    now = datetime.now(UTC).timestamp()
    for number, modified in enumerate((now + 3 * 86400, 0.0, now - 86400, now)):
        file.write_text(article(f"Bản thứ {number} của bài này"), encoding="utf-8")
        os.utime(file, (modified, modified))
        assert run(home, inbox).record["files_loaded"] == 1
        shown = "select title from articles where superseded_by is null"
        assert rows(home, shown) == [(f"Bản thứ {number} của bài này",)]
        assert run(home, inbox).status == "nothing_new"
    assert [*home.staging.glob("*")] == []
    assert rows(home, "select count(*), count(distinct file_id) from articles") == [(5, 5)]
    assert "still to come: the clock was or is wrong" in call(home, "doctor").out.replace("\n", " ")
    before = {name: fingerprint(home)[name] for name in ("news.articles", "news.lines", "quality.flags", "ops.files")}
    assert call(home, "replay", "--all").code == 0
    assert {name: fingerprint(home)[name] for name in before} == before


_AHEAD = (
    "update ops.runs set started_at = started_at + interval 2 day, finished_at = finished_at + interval 2 day",
    "update ops.files set first_seen_at = first_seen_at + interval 2 day, last_seen_at = last_seen_at + interval 2 day",
    "update quality.outlet_runs set started_at = started_at + interval 2 day",
)


@pytest.mark.slow
def test_eight_runs_at_the_same_instant_load_everything_once(tmp_path: Path) -> None:
    inbox, home, alone = tmp_path / "in", Home(tmp_path / "home"), Home(tmp_path / "alone")
    inbox.mkdir()
    for number in range(30):
        text = article(f"Bài số {number} ở làng Hạ", [f"{text} ({number})" for text in BODY])
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    code = "import sys, flows.batches, flows.local, flows.verbs.run; from flows.cli import run_cli;"
    code += "print('ready', flush=True); sys.stdin.readline(); sys.exit(run_cli(sys.argv[1:]))"
    arguments = [sys.executable, "-c", code, "--home", str(home.root), "run", "--no-prefect", str(inbox)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(arguments, env=environment(), text=True, **pipes) for _ in range(8)]  # type: ignore[call-overload]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [(process.communicate()[1], process.returncode) for process in started]
    codes = [code for _, code in ended]
    assert codes.count(0) >= 1
    assert codes.count(4) >= 1
    assert set(codes) == {0, 4}
    assert all("is in use: `tinsach run` (pid " in said and said.count("\n") == 1 for said, code in ended if code == 4)
    run(home, inbox)
    run(alone, inbox)
    with open_reader(home) as con:
        assert con.execute("select count(*), count(distinct uri) from ops.files").fetchone() == (30, 30)
    names = [name for name in fingerprint(alone) if name not in ("ops.runs", "quality.results")]
    assert {name: fingerprint(home)[name] for name in names} == {name: fingerprint(alone)[name] for name in names}
