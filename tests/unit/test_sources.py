"""Finding files: real folders with everything that real folders hold."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import Source
from flows.source_names import uri_of
from flows.sources import FOUND_SCHEMA, SKIPPED_SCHEMA, Found, find
from transforms.errors import UnreachableError


def write(root: Path, *names: str, text: str = "x") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def search(*paths: Path | str, **options: object) -> Found:
    sources = [Source(path=str(path), **options) for path in paths]  # type: ignore[arg-type]
    return find(sources, max_file_bytes=100)


def names(found: Found, root: Path) -> list[str]:
    return [uri.removeprefix(f"{root}/") for uri in found.files["uri"]]


def skips(found: Found, root: Path) -> dict[str, str]:
    return {uri.removeprefix(f"{root}/"): reason for uri, reason, _ in found.skipped.rows()}


def test_a_folder_is_searched_to_the_bottom_in_the_order_of_uris(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/deep/er/y.txt", "a.txt", "A.TXT")
    found = search(tmp_path)
    assert names(found, tmp_path) == ["A.TXT", "a.txt", "a/deep/er/y.txt", "a/z.txt", "b.txt"]
    assert dict(found.files.schema) == FOUND_SCHEMA
    assert dict(found.skipped.schema) == SKIPPED_SCHEMA


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    found = search(tmp_path)
    assert (found.files.height, found.skipped.height, found.n_left_out, found.n_ignored) == (0, 0, 0, 0)
    assert dict(found.files.schema) == FOUND_SCHEMA


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "late.txt", text="năm")
    os.utime(tmp_path / "late.txt", ns=(0, 1_577_836_799_123_456_789))
    row = search(tmp_path).files.row(0, named=True)
    assert row["size_bytes"] == 4
    assert row["modified_at"] == datetime(2019, 12, 31, 23, 59, 59, 123456, tzinfo=UTC)


def test_patterns_say_what_is_wanted_and_the_rest_is_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.text", "a.json", "2025/b.md", "2025/01/c.md", "drafts/d.txt", "x/drafts/e.txt")
    assert names(found := search(tmp_path), tmp_path) == ["a.txt", "drafts/d.txt", "x/drafts/e.txt"]
    assert found.n_left_out == 4
    found = search(tmp_path, include=("*.t[xe]*t", "2025/*.md"), exclude=("drafts/*", "A.TXT"))
    assert names(found, tmp_path) == ["2025/b.md", "a.text", "x/drafts/e.txt"]
    assert names(search(tmp_path, exclude=("**/drafts/",)), tmp_path) == ["a.txt"]
    assert names(search(tmp_path, include=("2025/",)), tmp_path) == ["2025/01/c.md", "2025/b.md"]


def test_patterns_match_decomposed_names(tmp_path: Path) -> None:
    write(tmp_path, "tin nho\u031b\u0301.txt")
    assert search(tmp_path, include=("tin nhớ*",)).files.height == 1


def test_hidden_and_temporary_names_are_ignored(tmp_path: Path) -> None:
    ignored = [".a.txt", "b.txt.tmp", "c.PART", "d.crdownload", "~e.txt", "f.txt~", ".git/g.txt", "h.tmp/i.txt"]
    write(tmp_path, "a.txt", *ignored)
    found = search(tmp_path)
    assert names(found, tmp_path) == ["a.txt"]
    assert (found.n_ignored, found.n_left_out) == (len(ignored), 0)


def test_a_named_file_need_not_match_but_must_be_finished(tmp_path: Path) -> None:
    write(tmp_path, "a.html", ".hidden", "b.part", "c[1].txt")
    found = search(*(tmp_path / name for name in ("a.html", ".hidden", "b.part", "c[1].txt")))
    assert names(found, tmp_path) == [".hidden", "a.html", "c[1].txt"]
    assert (found.n_ignored, found.n_left_out) == (1, 0)


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("drop/2025-*/*.txt", ["2025-01/a.txt", "2025-02/b.txt"]),
        ("drop/2025-*", ["2025-01/a.txt", "2025-01/deep/c.txt", "2025-02/b.txt"]),
        ("drop/2025-0[2-9]/*", ["2025-02/b.md", "2025-02/b.txt"]),
        ("drop/**/*.md", ["2025-02/b.md"]),
        ("drop/**/deep/*", ["2025-01/deep/c.txt"]),
        ("drop/**", ["2025-01/a.txt", "2025-01/deep/c.txt", "2025-02/b.txt", "old/d.txt"]),
        ("dr?p/**/c.txt", ["2025-01/deep/c.txt"]),
        ("drop/*.nothing", []),
    ],
)
def test_globs(tmp_path: Path, glob: str, expected: list[str]) -> None:
    drop = tmp_path / "drop"
    write(drop, "2025-01/a.txt", "2025-01/deep/c.txt", "2025-02/b.txt", "2025-02/b.md", "old/d.txt", ".h/e.txt")
    assert names(search(tmp_path / glob), drop) == expected


def test_sources_that_overlap_give_each_file_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "in/b.txt", "in/c.md")
    sources = [
        Source(path=str(tmp_path)),
        Source(path=f"{tmp_path}/in", include=("*.md",)),
        Source(path=f"{tmp_path}/*"),
    ]
    for ordered in (sources, sources[::-1]):
        found = find(ordered, max_file_bytes=100)
        assert names(found, tmp_path) == ["a.txt", "in/b.txt", "in/c.md"]
        assert found.n_left_out == 0, "what one source leaves out and another takes is not left out"


def test_hard_links_and_copies_are_files_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    assert names(search(tmp_path), tmp_path) == ["a.txt", "b.txt"]


def test_links_out_of_the_source_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "out/secret.txt", "in-too/b.txt")
    for name, target in {"file.txt": "out/secret.txt", "folder": "out", "near": "in-too", "up": "."}.items():
        (tmp_path / "in" / name).symlink_to(tmp_path / target)
    (tmp_path / "in" / "note.md").symlink_to(tmp_path / "out/secret.txt")
    found = search(tmp_path / "in")
    assert names(found, tmp_path) == ["in/a.txt"]
    assert skips(found, tmp_path) == {f"in/{n}": "link_leaves_source" for n in ("file.txt", "folder", "near", "up")}
    assert found.n_left_out == 1


def test_links_inside_add_what_is_not_there_under_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.dat", "sub/c.txt", ".v2/d.txt")
    links = {"a-again.txt": "a.txt", "b.txt": "b.dat", "0-sub": "sub", "now": ".v2", "x/self": "..", "gone.txt": "nil"}
    (tmp_path / "x").mkdir()
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    (tmp_path / ".v2" / "loop").symlink_to(tmp_path)
    (tmp_path / "ring.txt").symlink_to("ring.txt")
    found = search(tmp_path)
    assert names(found, tmp_path) == ["a.txt", "b.txt", "now/d.txt", "sub/c.txt"]
    assert skips(found, tmp_path) == {"gone.txt": "broken_link", "ring.txt": "broken_link"}
    paths = dict(zip(names(found, tmp_path), found.files["path"], strict=True))
    assert paths["now/d.txt"] == os.fsencode(tmp_path / ".v2/d.txt"), "the path to open has no link in it"


def test_a_link_does_not_rename_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    write(tmp_path, "real/large.txt", text="x" * 101)
    (tmp_path / "named").symlink_to("real")
    (tmp_path / "real" / "0.txt").symlink_to("a.txt")
    (tmp_path / "real" / "1.txt").symlink_to("large.txt")
    found = search(tmp_path / "named")
    assert names(found, tmp_path) == ["named/a.txt"]
    assert skips(found, tmp_path) == {"named/large.txt": "too_large"}


def test_globs_meet_links(tmp_path: Path) -> None:
    write(tmp_path, ".store/1/a.txt", "real/b.txt")
    (tmp_path / "day-1").symlink_to(".store/1")
    (tmp_path / "day-2").symlink_to("real/b.txt")
    (tmp_path / "day-3").symlink_to("/etc")
    found = search(tmp_path / "day-*" / "*.txt")
    assert names(found, tmp_path) == ["day-1/a.txt"]
    assert skips(found, tmp_path) == {"day-3": "link_leaves_source"}


def test_a_source_may_be_a_link_itself(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "named").symlink_to("real")
    (tmp_path / "one.txt").symlink_to("real/a.txt")
    assert names(search(tmp_path / "named"), tmp_path) == ["named/a.txt"]
    assert names(search(tmp_path / "one.txt"), tmp_path) == ["one.txt"]
    for order in (("named", "real"), ("real", "named")):
        assert names(search(*(tmp_path / name for name in order)), tmp_path) == ["real/a.txt"]


def test_names_with_anything_in_them(tmp_path: Path) -> None:
    odd = [b"\xff\xfe.txt", b"%FF%FE.txt", b"100%.txt", b"new\nline.txt", b'it\'s "q" $x.txt', "bão số 3.txt".encode()]
    for name in odd:
        (tmp_path / os.fsdecode(name)).write_text("x")
    found = search(tmp_path)
    assert set(names(found, tmp_path)) == {
        "%FF%FE.txt", "%25FF%25FE.txt", "100%.txt", "new\nline.txt", "it's \"q\" $x.txt", "bão số 3.txt",
    }  # fmt: skip
    assert {os.path.basename(path) for path in found.files["path"]} == set(odd)


@given(st.lists(st.one_of(st.binary(max_size=4), st.sampled_from([b"%", b"%2", b"5", b"F", b"%25", b"\xff", b"%80"]))))
def test_no_two_paths_have_one_uri(parts: list[bytes]) -> None:
    path = b"".join(parts)
    uri = uri_of(path)
    back = bytearray()
    while uri:
        is_escape = uri[0] == "%" and uri[1:3] in {"25", *(f"{byte:02X}" for byte in range(0x80, 0x100))}
        back += bytes([int(uri[1:3], 16)]) if is_escape else uri[0].encode()
        uri = uri[3 if is_escape else 1 :]
    assert bytes(back) == path, "the path can be read back from its uri"


def test_what_is_no_file_or_too_large_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path, "large.txt", text="x" * 101)
    write(tmp_path, "fits.txt", text="x" * 100)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        found = search(tmp_path)
    assert names(found, tmp_path) == ["fits.txt"]
    assert skips(found, tmp_path) == {"large.txt": "too_large", "pipe.txt": "not_a_file", "socket.txt": "not_a_file"}
    assert skips(search(tmp_path / "pipe.txt"), tmp_path) == {"pipe.txt": "not_a_file"}


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Folders that may not be listed: for root the mode of a folder forbids nothing."""
    scandir, forbidden = os.scandir, set[bytes]()

    def guarded(path: bytes) -> Iterator[os.DirEntry[bytes]]:
        if path in forbidden:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    return lambda path: forbidden.add(os.fsencode(path))


def test_an_unreadable_folder_does_not_stop_the_search(tmp_path: Path, forbid: Callable[[Path], None]) -> None:
    write(tmp_path, "a/1.txt", "b/2.txt", "c/3.txt")
    forbid(tmp_path / "b")
    found = search(tmp_path)
    assert names(found, tmp_path) == ["a/1.txt", "c/3.txt"]
    assert found.skipped.rows() == [(f"{tmp_path}/b", "unreadable", "Permission denied")]


def test_a_source_that_is_not_there_is_named(tmp_path: Path, forbid: Callable[[Path], None]) -> None:
    write(tmp_path, "a.txt", "closed/b.txt")
    forbid(tmp_path / "closed")
    missing = [Source(path=f"{tmp_path}/nil", name="crawler"), Source(path=f"{tmp_path}/nil-2/*/x")]
    closed = Source(path=f"{tmp_path}/closed")
    with pytest.raises(UnreachableError, match=r"source crawler .*/nil: No such file or directory: "):
        find(missing, max_file_bytes=9)
    with pytest.raises(UnreachableError, match=r"source .*/closed: Permission denied: "):
        find([closed], max_file_bytes=9)
    there = Source(path=f"{tmp_path}/a.txt")
    found = find([*missing, closed, there], max_file_bytes=9, is_scheduled=True)
    assert names(found, tmp_path) == ["a.txt"]
    assert skips(found, tmp_path) == dict.fromkeys(("nil", "nil-2", "closed"), "missing_source")


def test_the_home_inside_of_a_source_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "data/logs/b.txt", "data/inbox/c.txt")
    sources = [Source(path=str(tmp_path))]
    (tmp_path / ".named").symlink_to("data")
    for home in ("data", ".named"):
        assert names(find(sources, max_file_bytes=9, home=tmp_path / home), tmp_path) == ["a.txt"]
    sources += [Source(path=f"{tmp_path}/data/inbox")]
    found = find(sources, max_file_bytes=9, home=tmp_path / "data")
    assert names(found, tmp_path) == ["a.txt", "data/inbox/c.txt"]


def test_the_innermost_configured_source_gives_outlet_and_settle_time(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "vov/b.txt", "vov/live/c.txt", "vov-2/d.txt", "tto-1/e.txt")
    configured = [
        Source(path=f"{tmp_path}/vov", outlet="VOV", settle_seconds=9.0),
        Source(path=f"{tmp_path}/vov/live", settle_seconds=0.0),
        Source(path=f"{tmp_path}/tto-*", outlet="Tuổi Trẻ"),
        Source(path=str(tmp_path), name="all"),
    ]
    found = find([Source(path=str(tmp_path))], max_file_bytes=9, configured=configured)
    given = zip(names(found, tmp_path), found.files["outlet"], found.files["settle_seconds"], strict=True)
    assert list(given) == [
        ("a.txt", None, None), ("tto-1/e.txt", "Tuổi Trẻ", None), ("vov-2/d.txt", None, None),
        ("vov/b.txt", "VOV", 9.0), ("vov/live/c.txt", "VOV", 0.0),
    ]  # fmt: skip
