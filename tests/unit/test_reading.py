"""Reading files that others are still writing, moving and deleting."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.reading import MAX_LOOKS, Read, read_settled
from flows.settings import Source
from flows.sources import SKIPPED_SCHEMA, find


def found(root: Path) -> pl.DataFrame:
    return find([Source(path=str(root))], max_file_bytes=10_000).files


def read(files: pl.DataFrame, settle_seconds: float = 0.0, *, wait: bool = True) -> Read:
    return read_settled(files, settle_seconds=settle_seconds, max_file_bytes=1000, wait=wait)


def reasons(result: Read) -> dict[str, str]:
    return {os.path.basename(uri): reason for uri, reason, _ in result.skipped.rows()}


def write(path: Path, content: bytes, *, age_seconds: float = 60) -> Path:
    path.write_bytes(content)
    moment = time.time() - age_seconds
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens during each wait, instead of waiting. When nothing is left, time passes as usual."""
    happenings: list[Callable[[], object]] = []
    sleep = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: happenings.pop(0)() if happenings else sleep(seconds))
    return happenings


def test_bytes_and_hashes_in_the_order_of_the_files(tmp_path: Path) -> None:
    contents = {"a.txt": b"", "b.txt": b"\xff\x00", "c.txt": "chữ".encode()}
    for name, content in contents.items():
        write(tmp_path / name, content)
    files = found(tmp_path)
    result = read(files, 2.0)
    assert result.contents == list(contents.values())
    assert result.files["file_id"].to_list() == [hashlib.sha256(text).hexdigest() for text in contents.values()]
    assert result.files.drop("file_id").equals(files), "what is read is what was found: the ledger knows it again"
    assert dict(result.skipped.schema) == SKIPPED_SCHEMA
    assert result.skipped.is_empty()


def test_nothing_to_read(tmp_path: Path) -> None:
    result = read(found(tmp_path))
    assert (result.files.height, result.contents, result.skipped.height) == (0, [], 0)
    assert result.files.schema["file_id"] == pl.String()


def test_a_late_file_with_an_old_time_is_read_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"x", age_seconds=10 * 365 * 86400)
    assert read(found(tmp_path), 3600, wait=False).contents == [b"x"]


def test_a_young_file_waits_or_is_left_to_the_next_run(tmp_path: Path) -> None:
    write(tmp_path / "old.txt", b"old", age_seconds=60)
    write(tmp_path / "young.txt", b"young", age_seconds=0)
    left = read(found(tmp_path), 30.0, wait=False)
    assert left.contents == [b"old"]
    assert reasons(left) == {"young.txt": "still_growing"}


def test_a_young_file_is_read_after_its_settle_time(tmp_path: Path, meanwhile: list[Callable[[], object]]) -> None:
    path = write(tmp_path / "young.txt", b"young", age_seconds=0)
    meanwhile += [lambda: None, lambda: write(path, b"young", age_seconds=31)]
    assert read(found(tmp_path), 30.0).contents == [b"young"]
    assert not meanwhile, "it was looked at three times"


def test_a_young_file_is_waited_for_in_real_time(tmp_path: Path) -> None:
    write(tmp_path / "young.txt", b"young", age_seconds=0)
    assert read(found(tmp_path), 0.1).contents == [b"young"]


def test_each_file_may_have_its_own_settle_time(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"a", age_seconds=5)
    write(tmp_path / "b.txt", b"b", age_seconds=5)
    files = found(tmp_path).with_columns(settle_seconds=pl.Series([100.0, None]))
    assert reasons(read(files, 1.0, wait=False)) == {"a.txt": "still_growing"}


def test_a_growing_file_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"0", age_seconds=0)

    def append() -> None:
        for piece in (b"1", b"2", b"3"):
            time.sleep(0.05)
            with path.open("ab") as file:
                file.write(piece)

    files = found(tmp_path)
    writer = threading.Thread(target=append)
    writer.start()
    result = read(files, 0.7)
    writer.join()
    assert result.contents == [b"0123"]
    assert result.files["size_bytes"].to_list() == [4]


def test_a_file_that_never_rests_is_skipped(tmp_path: Path, meanwhile: list[Callable[[], object]]) -> None:
    path = write(tmp_path / "a.txt", b"0", age_seconds=0)
    write(tmp_path / "b.txt", b"b")
    meanwhile += [lambda: path.write_bytes(path.read_bytes() + b"1")] * (MAX_LOOKS - 1)
    result = read(found(tmp_path), 30.0)
    assert result.contents == [b"b"]
    assert reasons(result) == {"a.txt": "still_growing"}
    assert "5 bytes" in result.skipped["detail"][0]


@pytest.mark.parametrize("is_grown", [True, False])
def test_a_change_while_reading_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_grown: bool) -> None:
    """Once, between reading and checking, the file grows, or is rewritten in the same length."""
    path = write(tmp_path / "a.txt", b"first")
    os_read, changes = os.read, [b"first and more" if is_grown else b"other"]

    def read_then_change(descriptor: int, n_bytes: int) -> bytes:
        content = os_read(descriptor, n_bytes)
        if changes:
            path.write_bytes(changes.pop())
        return content

    files = found(tmp_path)
    monkeypatch.setattr(os, "read", read_then_change)
    assert read(files, 0.05).contents == [b"first and more" if is_grown else b"other"]


def test_short_reads_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", b"0123456789")
    files, os_read = found(tmp_path), os.read
    monkeypatch.setattr(os, "read", lambda descriptor, n_bytes: os_read(descriptor, min(n_bytes, 3)))
    assert read(files).contents == [b"0123456789"]


def test_fewer_bytes_than_the_file_has_are_not_taken_for_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", b"0123456789")
    files = found(tmp_path)
    monkeypatch.setattr(os, "read", lambda descriptor, n_bytes: b"")
    assert reasons(read(files, wait=False)) == {"a.txt": "still_growing"}


def test_a_time_in_the_future_does_not_keep_a_file_out_for_ever(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"x", age_seconds=-86400)
    assert reasons(read(found(tmp_path), 0.2, wait=False)) == {"a.txt": "still_growing"}, "it was changed just now"
    assert read(found(tmp_path), 0.2).contents == [b"x"]
    assert read(found(tmp_path), 0.2, wait=False).contents == [b"x"]


def test_a_clock_that_was_set_back_is_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", b"x", age_seconds=0)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 86400)
    assert read(found(tmp_path), 0.1).contents == [b"x"]


def test_what_vanished_or_changed_its_nature_is_skipped(tmp_path: Path) -> None:
    for name in ("gone.txt", "pipe.txt", "link.txt", "large.txt", "folder.txt", "ok.txt"):
        write(tmp_path / name, b"x")
    files = found(tmp_path)
    for name in ("gone.txt", "pipe.txt", "link.txt", "folder.txt"):
        (tmp_path / name).unlink()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("ok.txt")
    (tmp_path / "folder.txt").mkdir()
    write(tmp_path / "large.txt", b"x" * 1001)
    result = read(files)
    assert result.contents == [b"x"]
    assert reasons(result) == {
        "gone.txt": "vanished", "pipe.txt": "not_a_file", "link.txt": "not_a_file", "folder.txt": "not_a_file",
        "large.txt": "too_large",
    }  # fmt: skip


def test_what_may_not_be_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For root the mode of a file forbids nothing, so the refusal comes from `os.open`."""
    write(tmp_path / "a.txt", b"a")
    write(tmp_path / "b.txt", b"b")
    files, os_open = found(tmp_path), os.open

    def guarded(path: bytes, flags: int) -> int:
        if path.endswith(b"a.txt"):
            raise PermissionError(13, "Permission denied", path)
        return os_open(path, flags)

    monkeypatch.setattr(os, "open", guarded)
    result = read(files)
    assert result.contents == [b"b"]
    assert result.skipped.rows() == [(f"{tmp_path}/a.txt", "unreadable", "Permission denied")]


def test_names_that_are_not_utf8_can_be_read(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"\xe1.txt"), b"x")
    assert read(found(tmp_path)).contents == [b"x"]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / f"{number}.txt", b"x" * (1001 if number % 2 else 1), age_seconds=number - 5)
    before = len(os.listdir("/dev/fd"))
    read(found(tmp_path), 3.0, wait=False)
    assert len(os.listdir("/dev/fd")) == before
