"""Snapshots of the store: the way back, which are kept, and what is said of a link or file that is wrong."""

from __future__ import annotations

import pytest

from tests.staged import T0, document, rows, write_run
from transforms.errors import ConfigurationError, UnreachableError
from warehouse import snapshots, store
from warehouse.layout import Home


def test_rollback_goes_to_the_parent_and_the_next_number_is_new(home: Home) -> None:
    store.publish(home, write_run(home, "r1", document("a", "/a")), now=T0)
    store.publish(home, write_run(home, "r2", document("b", "/b")), now=T0)
    assert store.rollback(home) == 2
    assert rows(home, "select uri from files") == [("/a",)]
    assert store.publish(home, write_run(home, "r3", document("c", "/c")), now=T0) == 4
    assert store.rollback(home) == 2, "the parent of 4, not 3"
    assert store.rollback(home, to=3) == 3
    with pytest.raises(ConfigurationError, match="no snapshot 9; there are 1, 2, 3, 4"):
        store.rollback(home, to=9)


def test_nothing_before_the_first_snapshot(home: Home) -> None:
    store.open_reader(home).close()
    with pytest.raises(ConfigurationError, match="first one"):
        store.rollback(home)


def test_gc_keeps_the_newest_and_the_current(home: Home) -> None:
    for _ in range(4):
        store.publish(home, None, now=T0)
    store.rollback(home, to=2)
    reader = store.open_reader(home)
    assert store.gc(home, keep=2) == 2
    assert snapshots.numbers(home) == [2, 4, 5]
    store.rollback(home, to=5)
    assert store.gc(home, keep=1) == 2
    assert reader.execute("select count(*) from articles").fetchall() == [(0,)], "an open reader keeps its snapshot"
    reader.close()
    with pytest.raises(ConfigurationError):
        store.gc(home, keep=0)


def test_a_dangling_link_is_told(home: Home) -> None:
    store.open_reader(home).close()
    snapshots.path(home, 1).unlink()
    with pytest.raises(UnreachableError, match=r"00000001\.duckdb, which is gone"):
        store.open_reader(home)


@pytest.mark.parametrize("wrong", ["elsewhere.txt", None])
def test_a_wrong_link_is_told(home: Home, wrong: str | None) -> None:
    store.open_reader(home).close()
    home.link.unlink()
    if wrong:
        home.link.symlink_to(wrong)
    else:
        home.link.write_text("")
    with pytest.raises(UnreachableError, match="tinsach doctor"):
        store.open_reader(home)


def test_a_damaged_snapshot_is_told(home: Home) -> None:
    store.open_reader(home).close()
    file = snapshots.path(home, 1)
    file.unlink()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(UnreachableError, match="cannot open"):
        store.open_reader(home)
