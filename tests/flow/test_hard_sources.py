"""Sources that make it hard: odd names, what cannot be read or goes away, a clock that jumps, eight runs at once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import flows.batches
from flows.source_names import path_of, uri_of
from tests.flow.conftest import Call
from tests.flow.runs import BODY, article, rows, run
from transforms.errors import LockedError
from warehouse.layout import Home
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


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_skipped_until_it_may(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.txt").write_text(article(), encoding="utf-8")
    (inbox / "a.txt").chmod(0)
    home = Home(tmp_path / "home")
    assert run(home, inbox).record["files_skipped"] == 1
    (inbox / "a.txt").chmod(0o644)
    assert run(home, inbox).record["files_loaded"] == 1


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
    from warehouse.lock import hold

    (tmp_path / "in").mkdir()
    with hold(own_home, "run"), pytest.raises(LockedError, match=f"pid {os.getpid()}"):
        run(own_home, tmp_path / "in")


@pytest.mark.slow
def test_eight_runs_at_once_load_everything_once(tmp_path: Path) -> None:
    inbox, home, alone = tmp_path / "in", Home(tmp_path / "home"), Home(tmp_path / "alone")
    inbox.mkdir()
    for number in range(30):
        text = article(f"Bài số {number} ở làng Hạ", [f"{text} ({number})" for text in BODY])
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "--home", str(home.root), "run", "--no-prefect", str(inbox)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    codes = sorted(code for _, code in ended)
    assert codes[0] == 0
    assert set(codes) <= {0, 4}
    assert all("is in use" in said for said, code in ended if code == 4)
    assert not any("Traceback" in said for said, _ in ended)
    run(home, inbox)
    run(alone, inbox)
    with open_reader(home) as con:
        assert con.execute("select count(*), count(distinct uri) from ops.files").fetchone() == (30, 30)
    names = [name for name in fingerprint(alone) if name not in ("ops.runs", "quality.results")]
    assert {name: fingerprint(home)[name] for name in names} == {name: fingerprint(alone)[name] for name in names}
