"""What people correct counts from the next run on, with all that rests on it, and no longer once it is withdrawn."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.replaying import Wanted, replay
from flows.settings import load
from tests.flow.conftest import Call
from tests.flow.runs import BODY, article, ledger, rows, run
from warehouse import backup, decisions, snapshots
from warehouse.layout import Home
from warehouse.store import fingerprint, pending_decisions

_RESIDUE, _LINKED = "Tin liên quan", "Thuyền thúng đua sớm ở cửa biển làng Thượng"
_RUNS = ("ops.runs", "ops.files", "quality.results", "quality.outlet_runs", "quality.flags")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A clean article, one without title, date and outlet, one over a list of links, and a page without text."""
    root = tmp_path_factory.mktemp("corrected")
    inbox = root / "in"
    inbox.mkdir()
    other = [f"{paragraph} Chuyện ở làng Thượng." for paragraph in BODY]
    listed = article("Làng Thượng mở hội đua thuyền", other) + "\n".join(("", _RESIDUE, "", _LINKED, ""))
    (inbox / "clean.txt").write_text(article(), encoding="utf-8")
    (inbox / "bare.txt").write_text("\n".join(f"{line} Ở xóm Bãi." for line in BODY), encoding="utf-8")
    (inbox / "listed.txt").write_text(listed, encoding="utf-8")
    links = ("Trang chủ", f"Xem thêm: {_LINKED}", "Xem thêm: Chợ cá họp sớm hơn mọi ngày vì gió mùa về")
    (inbox / "links.txt").write_text("\n".join(links), encoding="utf-8")
    home = Home(root / "home")
    run(home, inbox)
    return home


@pytest.fixture
def home(base: Home, tmp_path: Path) -> Home:
    shutil.copytree(base.root.parent, tmp_path / "all", symlinks=True)
    return Home(tmp_path / "all" / "home")


def again(home: Home) -> None:
    """A run that finds nothing new."""
    empty = home.root.parent / "nothing"
    empty.mkdir(exist_ok=True)
    assert run(home, empty).status == "nothing_new"


def correct(call: Call, home: Home, name: str, *arguments: str) -> None:
    done = call(home, "correct", name, *arguments, "--by", "Hà", "--note", "xem trang gốc")
    assert done.code == 0, done.err


def flags(home: Home, name: str, status: str = "open") -> set[tuple[str, int | None]]:
    where = "status = ? and file_id in (select file_id from files where uri like ?)"
    return set(rows(home, f"select rule, line_no from flags where {where}", status, f"%/{name}"))


def record(home: Home, name: str, *columns: str) -> tuple[object, ...]:
    chosen = ", ".join(columns)
    where = "from articles where part = 0 and file_id in (select file_id from files where uri like ?)"
    (found,) = rows(home, f"select {chosen} {where}", f"%/{name}")
    return found


def lines(home: Home, name: str) -> dict[int, tuple[str, str]]:
    query = "select line_no, kind, evidence from lines where file_id in (select file_id from files where uri like ?)"
    return {number: (kind, why) for number, kind, why in rows(home, query, f"%/{name}")}


def tables(home: Home) -> dict[str, str]:
    """Fingerprints of what is read, judged open and decided: without the record of runs, and flags of old."""
    found = {name: digest for name, digest in fingerprint(home).items() if name not in _RUNS}
    open_flags = rows(home, "select flag_id, status, line_no, value from flags where status <> 'resolved' order by all")
    return {
        **found,
        "flags": str(open_flags),
        "files": str(rows(home, "select file_id, uri, status from files order by all")),
    }


@pytest.mark.slow
def test_fields_are_corrected_by_a_run_that_finds_nothing_new(home: Home, call: Call) -> None:
    before = tables(home)
    assert {rule for rule, _ in flags(home, "bare.txt")} == {"missing_title", "unknown_outlet", "no_publication_date"}
    correct(call, home, "bare.txt", "--title", "Đò xóm Bãi", "--outlet", "vnexpress", "--date", "2025-01-15")
    assert len(pending_decisions(home)) == 3
    assert record(home, "bare.txt", "title") == (None,)
    again(home)
    assert pending_decisions(home) == ()
    columns = ("title", "outlet", "published_on", "published_on_precision", "word_count", "is_clean", "corrected")
    corrected = ("Đò xóm Bãi", "VnExpress", date(2025, 1, 15), "day", 109, True, "outlet,published_on,title")
    assert record(home, "bare.txt", *columns) == corrected
    assert flags(home, "bare.txt") == set()
    assert len(flags(home, "bare.txt", "resolved")) == 3
    listed = rows(home, "select field, value_read, value, active, corrected_by, note from corrections order by 1")
    assert listed[2] == ("title", None, "Đò xóm Bãi", True, "Hà", "xem trang gốc")
    shown = call(home, "show", "bare.txt").lines
    assert "  corrected  ✎ title, read as nothing, by Hà: xem trang gốc" in shown
    number = snapshots.current(home)
    again(home)
    assert snapshots.current(home) == number, "what is corrected is not done again"
    for row in json.loads(call(home, "correct", "--list", "--format", "json").out):
        assert row["status"] == "active"
        assert call(home, "correct", "--withdraw", row["correction_id"][:12]).code == 0
    again(home)
    assert tables(home) == before
    assert {status for (status,) in rows(home, "select status from flags where rule = 'missing_title'")} == {"open"}


@pytest.mark.slow
def test_kinds_of_lines_carry_text_and_flags_along(home: Home, call: Call) -> None:
    before = tables(home)
    former_words, former_hash, former_body = record(home, "listed.txt", "word_count", "text_hash", "body")
    assert flags(home, "listed.txt") == {("related_links_residue", 9), ("related_links_residue", 11)}
    correct(call, home, "listed.txt", "--line", "9", "--line", "11", "--kind", "body")
    empty = home.root.parent / "nothing"
    empty.mkdir()
    told = call(home, "run", str(empty), "--no-prefect").out
    assert "2 corrections applied" in told
    words, digest, body, marks = record(home, "listed.txt", "word_count", "text_hash", "body", "corrected")
    assert body == f"{former_body}\n{_RESIDUE}\n{_LINKED}"
    assert (words, marks) == (former_words + 3 + 9, "kind")
    assert digest != former_hash
    assert flags(home, "listed.txt") == {("truncated_text", 11)}, "a paragraph without its full stop"
    assert lines(home, "listed.txt")[9] == ("body", "corrected")
    query = "select line_no, value_read, evidence_read, value from corrections order by line_no"
    assert rows(home, query)[0] == (9, "related_heading", "phrase", "body")
    assert call(home, "audit").code == 0
    for (identity,) in rows(home, "select correction_id from corrections"):
        assert call(home, "correct", "--withdraw", identity).code == 0
    again(home)
    assert tables(home) == before


@pytest.mark.slow
def test_title_and_lead_stay_one(home: Home, call: Call) -> None:
    first = call(home, "correct", "clean.txt", "--line", "4", "--kind", "title")
    assert "line 1, the title until now, becomes navigation" in first.out
    correct(call, home, "clean.txt", "--line", "3", "--kind", "promo")
    assert call(home, "correct", "clean.txt", "--line", "5", "--kind", "title").code == 2
    again(home)
    found = {number: kind for number, (kind, _) in lines(home, "clean.txt").items()}
    assert found == {1: "navigation", 2: "dateline", 3: "promo", 4: "title", 5: "lead", 6: "body", 7: "byline"}
    assert record(home, "clean.txt", "title", "lead") == (BODY[1], BODY[2])
    assert ("promo_residue", 3) in flags(home, "clean.txt")
    assert call(home, "audit").code == 0


@pytest.mark.slow
def test_lines_become_an_article_of_their_own(home: Home, call: Call) -> None:
    correct(call, home, "listed.txt", "--line", "9", "--kind", "appended_title")
    correct(call, home, "listed.txt", "--line", "11", "--kind", "appended_body")
    again(home)
    query = "select part, title, body from articles where title = ?"
    assert rows(home, query, _RESIDUE) == [(1, _RESIDUE, _LINKED)]
    assert call(home, "audit").code == 0


@pytest.mark.slow
def test_a_file_in_quarantine_is_freed_by_its_lines(home: Home, call: Call) -> None:
    assert ledger(home)["links.txt"] == "quarantined"
    assert call(home, "correct", "links.txt", "--title", "Chợ cá").code == 2
    correct(call, home, "links.txt", "--line", "2", "--line", "3", "--kind", "body")
    again(home)
    assert ledger(home)["links.txt"] == "loaded"
    assert call(home, "audit").code == 0
    for (identity,) in rows(home, "select correction_id from corrections"):
        assert call(home, "correct", "--withdraw", identity).code == 0
    again(home)
    assert ledger(home)["links.txt"] == "quarantined"
    assert rows(home, "select count(*) from articles join files using (file_id) where uri like '%links.txt'") == [(0,)]


@pytest.mark.slow
def test_corrections_survive_replay_rebuild_and_restore(home: Home, call: Call, tmp_path: Path) -> None:
    correct(call, home, "bare.txt", "--title", "Đò xóm Bãi", "--date", "2025-01-15")
    correct(call, home, "listed.txt", "--line", "11", "--kind", "caption")
    again(home)
    corrected = tables(home)
    settings = load(home.root, environment={})
    done = replay(home, settings, Wanted(is_all=True))
    assert (done.outcome.status, list(done.changes)) == ("published", [])
    assert tables(home) == corrected
    fresh, restored = Home(tmp_path / "fresh"), Home(tmp_path / "restored")
    assert call(home, "replay", "--all", "--into", str(fresh.root)).code == 0
    backup.restore(restored, backup.backup(home, tmp_path / "kept.tar").file)
    assert tables(fresh) == tables(restored) == corrected
    assert pending_decisions(restored) == ()
    # The order makes no difference: what was corrected before its file is read is corrected as it is read.
    early = Home(tmp_path / "early")
    early.decisions.parent.mkdir(parents=True)
    shutil.copy(home.decisions, early.decisions)
    run(early, home.root.parent / "in")
    assert {name: digest for name, digest in fingerprint(early).items() if name.startswith("news.")} == {
        name: digest for name, digest in fingerprint(home).items() if name.startswith("news.")
    }


@pytest.mark.slow
def test_a_correction_without_its_line_is_listed_and_done_with(home: Home, call: Call) -> None:
    ((file_id,),) = rows(home, "select file_id from files where uri like '%clean.txt'")
    log = [
        decisions.Decision("correction.set", f"{file_id}/line/99", "lan", datetime.now(UTC), value="promo"),
        decisions.Decision("correction.set", f"{file_id}/3/title", "lan", datetime.now(UTC), value="Không có"),
        decisions.Decision("correction.set", "no/such/target", "lan", datetime.now(UTC), value="x"),
    ]
    decisions.append(home, log)
    again(home)
    assert pending_decisions(home) == ()
    assert set(rows(home, "select field, value_read, active from corrections")) == {
        ("kind", None, False), ("title", None, False),
    }  # fmt: skip
    assert record(home, "clean.txt", "corrected") == (None,)
    listed = json.loads(call(home, "correct", "--list", "--format", "json").out)
    assert [row["status"] for row in listed] == ["not_there", "not_there"]


@pytest.mark.slow
def test_lost_bytes_and_held_replays_do_not_make_every_run_publish(home: Home, call: Call) -> None:
    correct(call, home, "bare.txt", "--title", "Đò xóm Bãi")
    for pack in home.originals.glob("*.parquet"):
        pack.rename(home.root / pack.name)
    assert "kept bytes" in call(home, "correct", "bare.txt", "--title", "Khác").err
    number = snapshots.current(home)
    again(home)
    assert snapshots.current(home) == number
    assert len(pending_decisions(home)) == 1
    for pack in home.root.glob("*.parquet"):
        pack.rename(home.originals / pack.name)
    held = replay(
        home,
        load(home.root, environment={}, flags={"gate.max_quarantined_share": 0.0, "gate.min_files": 1}),
        Wanted(is_all=True),
    )
    assert held.outcome.status == "held"
    again(home)
    assert len(pending_decisions(home)) == 1
    assert call(home, "held", "accept", held.outcome.run_id).code == 0
    again(home)
    assert (pending_decisions(home), record(home, "bare.txt", "title")) == ((), ("Đò xóm Bãi",))


@pytest.mark.slow
def test_what_is_taken_down_leaves_no_correction(home: Home, call: Call) -> None:
    correct(call, home, "bare.txt", "--title", "Đò xóm Bãi")
    again(home)
    assert call(home, "takedown", "bare.txt", "--note", "yêu cầu").code == 0
    assert rows(home, "select count(*) from corrections") == [(0,)]
    again(home)
    assert pending_decisions(home) == ()
