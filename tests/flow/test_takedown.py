"""What is taken down is nowhere any more, stays away, and takes nothing else with it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.takedowns import take_down, to_compare
from tests.flow.conftest import Call
from tests.flow.runs import BODY, article, ledger, rows, run
from transforms.schema import BASE
from warehouse import backup, decisions, snapshots
from warehouse.layout import Home
from warehouse.runner import identifier

SECRET = "Bí mật đời tư"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three near copies and one other article; two runs, so two snapshots."""
    root = tmp_path_factory.mktemp("takedown")
    inbox = root / "in"
    inbox.mkdir()
    other = article("Chợ nổi họp muộn vì mưa lớn kéo dài", [f"Đoạn {n} về chợ nổi miền Tây." for n in range(9)])
    (inbox / "other.txt").write_text(other, encoding="utf-8")
    home = Home(root / "home")
    run(home, inbox)
    for name, title in (("a", SECRET), ("b", f"{SECRET} hai"), ("c", f"{SECRET} ba")):
        (inbox / f"{name}.txt").write_text(article(f"{title} của một người", BODY), encoding="utf-8")
    run(home, inbox)
    return home


@pytest.fixture
def home(base: Home, tmp_path: Path) -> Home:
    shutil.copytree(base.root.parent, tmp_path / "all", symlinks=True)
    made = Home(tmp_path / "all" / "home")
    run(made, made.root.parent / "in")
    return made


def file_of(home: Home, name: str) -> str:
    ((file_id,),) = rows(home, "select distinct file_id from ops.files where uri like '%in/' || ?", f"{name}.txt")
    return str(file_id)


def traces(home: Home, file_id: str) -> list[str]:
    """Tables and packs that know the content, beside the ledger."""
    found = []
    for name, table in BASE.items():
        for column in table.column_names:
            where = f"{identifier(name)} where starts_with({identifier(column)}::varchar, ?)"
            if name != "ops.files" and rows(home, f"select 1 from {where} limit 1", file_id):
                found.append(f"{name}.{column}")
    packs = [*home.originals.glob("*.parquet"), *home.held.glob("**/*.parquet"), *home.staging.glob("**/*.parquet")]
    found += [pack.name for pack in packs if file_id in pq.read_table(pack)["file_id"].to_pylist()]
    return found


@pytest.mark.slow
def test_nothing_is_left_and_it_stays_away(home: Home, call: Call, tmp_path: Path) -> None:
    gone, kept = file_of(home, "a"), file_of(home, "b")
    assert traces(home, gone)
    done = call(home, "takedown", gone[:12], "--note", "yêu cầu ngày 20/11")
    assert done.code == 0, done.err
    assert "Nearly the same text stays in 2 other files" in done.out
    assert traces(home, gone) == []
    assert rows(home, "select distinct status, reason from files where file_id = ?", gone) == [
        ("discarded", "taken_down")
    ]
    assert snapshots.numbers(home)[0] >= 4  # every one from before is gone
    # The rest of its cluster is as if it had never been there.
    pairs = rows(home, "select article_id, duplicate_of, cluster_id from duplicates")
    assert len(pairs) == 1
    assert pairs[0][2] == min(pairs[0][:2])
    assert traces(home, kept)
    # Neither the same bytes elsewhere, nor a rebuild, nor a later backup brings it back.
    inbox = home.root.parent / "in"
    shutil.copy(inbox / "a.txt", inbox / "again.txt")
    run(home, inbox)
    assert ledger(home)["again.txt"] == "discarded"
    fresh = Home(tmp_path / "fresh")
    assert call(home, "replay", "--all", "--into", str(fresh.root)).code == 0
    restored = Home(tmp_path / "restored")
    backup.restore(restored, backup.backup(home, tmp_path / "later.tar").file)
    for place in (home, fresh, restored):
        assert traces(place, gone) == []
    assert call(home, "doctor").code == 0
    assert [decision.kind for decision in decisions.read(home)] == ["takedown.remove"]


@pytest.mark.slow
def test_an_address_stays_closed_until_it_is_lifted(home: Home, call: Call) -> None:
    path = home.root.parent / "in" / "a.txt"
    assert call(home, "takedown", str(path), "--note", "yêu cầu", "--copies").code == 0
    assert {name: status for name, status in ledger(home).items() if status == "discarded"}.keys() == {
        "a.txt", "b.txt", "c.txt",
    }  # fmt: skip
    path.write_text(
        article("Bản khác của bài ấy", ["Một đoạn khác hẳn, dài hơn một chút.", *BODY[1:]]), encoding="utf-8"
    )
    run(home, path.parent)
    assert set(rows(home, "select status, reason from files where uri like '%in/a.txt'")) == {
        ("discarded", "taken_down")
    }
    assert call(home, "takedown", str(path), "--note", "rút lại", "--lift").code == 0
    run(home, path.parent)
    assert ("loaded",) in rows(home, "select status from files where uri like '%in/a.txt'")


@pytest.mark.slow
def test_a_comparison_that_broke_off_is_made_by_the_next_run(home: Home) -> None:
    """What a full disk or a kill leaves between the takedown and the replay of those it was compared with."""
    gone, others = file_of(home, "a"), [file_of(home, "b"), file_of(home, "c")]
    take_down(home, [gone], "lan", "yêu cầu", others=others)
    assert traces(home, gone) == []
    run(home, home.root.parent / "in")
    pairs = rows(home, "select article_id, duplicate_of, cluster_id from duplicates")
    assert len(pairs) == 1
    assert pairs[0][2] == min(pairs[0][:2])
    assert to_compare(home) == set()


@pytest.mark.slow
def test_while_a_run_works_the_decision_waits(home: Home) -> None:
    gone = file_of(home, "a")
    decision = decisions.Decision("takedown.remove", gone, "lan", _now(), "yêu cầu")
    decisions.append(home, [decision])  # as logged while another process held the lock
    run(home, home.root.parent / "in")
    assert rows(home, "select distinct status from files where file_id = ?", gone) == [("discarded",)]
    run(home, home.root.parent / "in")
    assert traces(home, gone) == []
    take_down(home, [gone], "lan", None)  # once more does nothing
    assert traces(home, gone) == []


def _now() -> datetime:
    return datetime.now(UTC)
