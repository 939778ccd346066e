"""A backup is one file that is whole or not there, taken while runs publish; a restore gives the same tables."""

from __future__ import annotations

import os
import tarfile
import threading
from pathlib import Path

import pytest

from tests.flow.conftest import Call
from tests.staged import at, document, write_run
from tests.verb_home import HELD_RUN
from transforms.errors import UnreachableError
from warehouse import backup, decisions, store
from warehouse.layout import Home


def test_a_restored_home_holds_the_same(own_home: Home, call: Call, tmp_path: Path) -> None:
    decisions.append(own_home, [decisions.Decision("flag.ack", "abc", "lan", at(3), "một", "d9")])
    (own_home.rules).mkdir()
    (own_home.rules / "của tôi.toml").write_text("# không có gì\n", encoding="utf-8")
    own_home.settings.write_text("[store]\nkeep_snapshots = 5\n", encoding="utf-8")
    wrote = call(own_home, "backup", str(tmp_path / "one.tar"))
    assert wrote.code == 0
    assert "snapshot 3" in wrote.out
    other = Home(tmp_path / "other")
    restored = call(other, "restore", str(tmp_path / "one.tar"))
    assert restored.code == 0, restored.err
    assert store.fingerprint(other) == store.fingerprint(own_home)
    assert decisions.read(other) == decisions.read(own_home)
    assert (other.held / HELD_RUN / "manifest.json").exists() == (own_home.held / HELD_RUN / "manifest.json").exists()
    assert (other.rules / "của tôi.toml").exists()
    assert call(other, "doctor").code == call(own_home, "doctor").code
    again = call(other, "restore", str(tmp_path / "one.tar"))
    assert again.code == 2
    assert "holds a warehouse already" in again.err


def test_a_damaged_backup_is_refused(own_home: Home, tmp_path: Path) -> None:
    whole = backup.backup(own_home, tmp_path / "whole.tar").file.read_bytes()
    for number, content in enumerate(_damaged(whole)):
        file = tmp_path / f"{number}.tar"
        file.write_bytes(content)
        with pytest.raises(UnreachableError, match="no whole backup"):
            backup.restore(Home(tmp_path / f"home-{number}"), file)
        assert not (tmp_path / f"home-{number}" / "published").exists()


def _damaged(whole: bytes) -> list[bytes]:
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    return [b"", whole[:middle], whole[: whole.rfind(b"manifest.json")], flipped, b"x" * 10_000]


def test_a_backup_cannot_write_outside_of_the_home(tmp_path: Path) -> None:
    for name in ("../out.toml", "/etc/out", "rules/../../x.toml", "published/warehouse.duckdb"):
        with tarfile.open(tmp_path / "evil.tar", "w") as archive:
            archive.addfile(tarfile.TarInfo(name))
        with pytest.raises(UnreachableError, match="a member is called"):
            backup.restore(Home(tmp_path / "home"), tmp_path / "evil.tar")


def test_a_restore_that_broke_off_can_be_repeated(own_home: Home, tmp_path: Path) -> None:
    file = backup.backup(own_home, tmp_path / "one.tar").file
    home = Home(tmp_path / "other")
    (home.root / "restoring.tmp").mkdir(parents=True)
    (home.root / "published").mkdir()
    backup.restore(home, file)
    assert store.fingerprint(home) == store.fingerprint(own_home)


def test_backups_of_a_folder_rotate(own_home: Home, call: Call) -> None:
    own_home.settings.write_text('[backup]\nfolder = "sao lưu"\nkeep = 2\n', encoding="utf-8")
    folder = own_home.root / "sao lưu"
    folder.mkdir()
    old = [folder / f"tinsach-2025010{day}T000000Z.tar" for day in range(1, 4)]
    for file in (*old, folder / "mine.tar"):
        file.write_bytes(b"")
    called = call(own_home, "backup")
    assert called.code == 0, called.err
    assert "Removed 2 older backups" in called.out
    kept = sorted(os.listdir(folder))
    assert kept[:2] == ["mine.tar", old[-1].name]
    assert len(kept) == 3
    made = next(name for name in kept if name not in ("mine.tar", old[-1].name))
    (folder / made).rename(folder / "tinsach-20991231T000000Z.tar")  # the clock was far ahead then
    assert call(own_home, "backup").code == 0
    assert "tinsach-20991231T000000Z.tar" in os.listdir(folder)
    assert len([name for name in os.listdir(folder) if made <= name < "tinsach-2099"]) == 1


@pytest.mark.slow
def test_a_backup_taken_while_runs_publish_holds_one_snapshot(own_home: Home, tmp_path: Path) -> None:
    """Every archive restores to a home whose ledger balances and whose originals are all there."""
    stopped = threading.Event()

    def publish() -> None:
        for number in range(12):
            name = f"bài {number}"
            run = write_run(own_home, f"2026020{number:02}T080000-aaaa", document(name, f"/tin/{number}.txt"))
            store.publish(own_home, run, now=at(30 + number))
            store.gc(own_home, 1)
        stopped.set()

    writer = threading.Thread(target=publish)
    writer.start()
    made = []
    while not stopped.is_set() or not made:
        made.append(backup.backup(own_home, tmp_path / f"{len(made)}.tar"))
    writer.join()
    for number, one in enumerate(made):
        home = Home(tmp_path / f"home-{number}")
        backup.restore(home, one.file)
        with store.open_reader(home) as con:
            runs = con.execute("select run_id from ops.runs where status = 'published'").fetchall()
        packs = {pack.name.rsplit("-", 1)[0] for pack in home.originals.glob("*.parquet")}
        assert {run_id for (run_id,) in runs} <= packs
