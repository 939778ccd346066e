"""The walk through a source: folders, links and globs, each real file once. Names, sizes and times only."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.source_names import PathPattern, Patterns, States, is_hidden, is_unfinished, uri_of


@dataclass(frozen=True)
class Search:
    """A source while it is searched. `root` is its real path; everything loaded from it lies there."""

    root: bytes
    glob: PathPattern
    patterns: Patterns
    visited: set[tuple[bytes, States | None]] = field(default_factory=set)


class Place(NamedTuple):
    """A folder or link on the way: its path as named, the real one, the path inside the source, and the states of the
    glob (None: the glob is met, all that lies below is wanted)."""

    shown: bytes
    real: bytes
    relative: str
    states: States | None


@dataclass
class Walk:
    """What has been seen so far, by real path: files (path as named, size, time in µs), skipped (path as named,
    reason, detail)."""

    max_file_bytes: int
    home: bytes | None
    files: dict[bytes, tuple[bytes, int, int]] = field(default_factory=dict)
    skipped: dict[bytes, tuple[bytes, str, str]] = field(default_factory=dict)
    left_out: set[bytes] = field(default_factory=set)
    ignored: set[bytes] = field(default_factory=set)
    links: list[tuple[Search, Place, bool]] = field(default_factory=list)

    def scan(self, search: Search, top: Place) -> None:
        """Everything below a folder; links are put aside."""
        stack = [top]
        while stack:
            place = stack.pop()
            if (place.real, place.states) in search.visited:
                continue
            search.visited.add((place.real, place.states))
            try:
                with os.scandir(place.real) as entries:
                    is_plain = place.states is None and place.shown == place.real and not search.patterns.need_paths
                    for entry in entries:
                        if not (is_plain and self._is_taken_plainly(search, entry)):
                            self._entry(search, place, entry, stack)
            except OSError as error:
                self.skipped[place.real] = (place.shown, "unreadable", error.strerror or "")

    def _is_taken_plainly(self, search: Search, entry: os.DirEntry[bytes]) -> bool:
        """Take the entry if it is what nearly all are, a new, wanted file of a right size; `_entry` does the rest."""
        name, path = entry.name, entry.path
        if is_hidden(name) or is_unfinished(name) or path in self.files:
            return False
        if not search.patterns.select(name.decode("utf-8", "surrogateescape"), "", is_named=False):
            return False
        try:
            if not entry.is_file(follow_symlinks=False):
                return False
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return False
        if not stat.S_ISREG(status.st_mode) or status.st_size > self.max_file_bytes:
            return False
        self.files[path] = (path, status.st_size, status.st_mtime_ns // 1000)
        return True

    def _entry(self, search: Search, place: Place, entry: os.DirEntry[bytes], stack: list[Place]) -> None:
        if is_hidden(entry.name) or is_unfinished(entry.name):
            self.ignored.add(entry.path)
            return
        name = entry.name.decode("utf-8", "surrogateescape")
        states = place.states if place.states is None else search.glob.step(place.states, name)
        if states is not None and not states:
            return
        is_met = states is None or search.glob.is_met(states)
        shown = entry.path if place.shown == place.real else os.path.join(place.shown, entry.name)
        here = Place(shown, entry.path, f"{place.relative}/{name}".lstrip("/"), None if is_met else states)
        is_named = place.states is not None
        try:
            if entry.is_symlink():
                self.links.append((search, here, is_named))
            elif entry.is_dir(follow_symlinks=False):
                stack.append(here) if entry.path != self.home else self.ignored.add(entry.path)
            elif is_met:
                self.take(search, here, entry.stat(follow_symlinks=False), is_named=is_named)
        except OSError as error:
            self.skipped[entry.path] = (shown, "unreadable", error.strerror or "")

    def take(self, search: Search, place: Place, status: os.stat_result, *, is_named: bool) -> None:
        """A file, if it is wanted and can be loaded."""
        name = place.relative.rpartition("/")[2]
        if not search.patterns.select(name, place.relative, is_named=is_named):
            self.left_out.add(place.real)
        elif not stat.S_ISREG(status.st_mode):
            self.skipped[place.real] = (place.shown, "not_a_file", "a pipe, socket or device")
        elif status.st_size > self.max_file_bytes:
            detail = f"{status.st_size} bytes, more than {self.max_file_bytes}"
            self.skipped[place.real] = (place.shown, "too_large", detail)
        else:
            shown = place.shown
            if place.real in self.files and shown != place.real:
                # Two sources name the file: the real path wins, else the smaller name, whatever their order.
                known = self.files[place.real][0]
                shown = known if known == place.real else min(known, shown)
            self.files[place.real] = (shown, status.st_size, status.st_mtime_ns // 1000)

    def follow_links(self) -> None:
        """Links, once all that is there under its own name has been seen."""
        while self.links:
            links, self.links = sorted(self.links, key=lambda link: link[1].shown), []
            for search, place, is_named in links:
                self._follow(search, place, is_named)

    def _follow(self, search: Search, link: Place, is_named: bool) -> None:
        target = os.path.realpath(link.real)
        status, problem = _status(target)
        is_folder = status is not None and stat.S_ISDIR(status.st_mode)
        name = link.relative.rpartition("/")[2]
        if not is_folder and link.states is not None:
            return  # a file where the glob wants a folder
        if not is_folder and not search.patterns.select(name, link.relative, is_named=is_named):
            self.left_out.add(link.real)
        elif status is None:
            self.skipped[link.real] = (link.shown, "broken_link", f"{uri_of(target)}: {problem}")
        elif not is_inside(target, search.root):
            self.skipped[link.real] = (link.shown, "link_leaves_source", f"it leads to {uri_of(target)}")
        elif is_folder:
            self.scan(search, Place(link.shown, target, link.relative, link.states))
        elif target not in self.files and target not in self.skipped:
            self.take(search, Place(link.shown, target, link.relative, None), status, is_named=is_named)


def _status(path: bytes) -> tuple[os.stat_result | None, str]:
    try:
        return os.stat(path), ""
    except OSError as error:
        return None, error.strerror or ""


def is_inside(path: bytes, root: bytes) -> bool:
    """The path is the folder or lies below it."""
    return path == root or path.startswith(os.path.join(root, b""))
