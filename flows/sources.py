"""Find the files of the sources. Nothing is read here, only names, sizes and times.

A link is followed only where it stays inside its source, and each real file is found once, under its own name where
that name is searched. What cannot be loaded becomes a row of `skipped` with one of these reasons:

    unreadable          a folder or file that may not be, or could not be, looked at
    not_a_file          a pipe, socket or device
    too_large           more bytes than allowed
    link_leaves_source  a link to something outside the source
    broken_link         a link to nothing
    missing_source      a source that is not there (only on a schedule: otherwise it raises)
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.settings import Source
from flows.source_names import PathPattern, Patterns, is_unfinished, path_of, split_glob, uri_of
from flows.source_walk import Place, Search, Walk, is_inside
from transforms.errors import UnreachableError

FOUND_SCHEMA = {
    "uri": pl.String(),
    "path": pl.Binary(),
    "size_bytes": pl.Int64(),
    "modified_at": pl.Datetime("us", "UTC"),
    "outlet": pl.String(),
    "settle_seconds": pl.Float64(),
}
SKIPPED_SCHEMA = {"uri": pl.String(), "reason": pl.String(), "detail": pl.String()}

# Times outside of the years 1 to 9999, which a broken clock can write, are moved to the border.
_MIN_US, _MAX_US = -62_135_596_800_000_000, 253_402_300_799_999_999


@dataclass(frozen=True)
class Found:
    """What the sources hold, both frames sorted by uri.

    `files`: uri, path (the bytes to open), size_bytes, modified_at, outlet (its source's default, or null),
    settle_seconds (its source's own, or null). `skipped`: uri, reason, detail. `n_left_out`: files that the patterns
    leave out. `n_ignored`: hidden and temporary names.
    """

    files: pl.DataFrame
    skipped: pl.DataFrame
    n_left_out: int
    n_ignored: int


def find(
    sources: Sequence[Source],
    *,
    max_file_bytes: int,
    configured: Sequence[Source] = (),
    home: Path | None = None,
    is_scheduled: bool = False,
) -> Found:
    """All files of the sources, each real file once.

    `configured` sources give outlet and settle time to the files in them, the innermost first, whichever source
    found them. The folder `home` inside of a source is left alone. UnreachableError names a source that is not
    there or can't be opened; when `is_scheduled` it is a skipped row instead, so that the others are still loaded.
    """
    walk = Walk(max_file_bytes, None if home is None else os.fsencode(os.path.realpath(home)))
    for source in sources:
        root, glob = split_glob(source.path)
        try:
            _search(walk, source, root, glob)
        except OSError as error:
            problem = error.strerror or type(error).__name__
            if not is_scheduled:
                called = f"source {source.name}" if source.name else "source"
                raise UnreachableError(
                    f"{called} {uri_of(root)}: {problem}: create or mount it, or correct its path"
                ) from error
            walk.skipped[root] = (root, "missing_source", problem)
    walk.follow_links()
    return _found(walk, configured)


def _search(walk: Walk, source: Source, root: bytes, glob: PathPattern) -> None:
    """One source; OSError when its root can't be opened."""
    status, real = os.stat(root), os.path.realpath(root)
    search = Search(real, glob, Patterns(source.include, source.exclude))
    states = None if glob.is_met(glob.start()) else glob.start()
    name = os.path.basename(root)
    if stat.S_ISDIR(status.st_mode):
        os.scandir(root).close()
        walk.scan(search, Place(root, real, "", states))
    elif is_unfinished(name):
        walk.ignored.add(real)
    elif states is None:
        place = Place(root, real, name.decode("utf-8", "surrogateescape"), None)
        walk.take(search, place, status, is_named=True)


def _found(walk: Walk, configured: Sequence[Source]) -> Found:
    rows = [(shown, real, size, time) for real, (shown, size, time) in walk.files.items()]
    defaults = [_defaults(shown, owners) for shown, *_ in rows] if (owners := _owners(configured)) else None
    files = pl.DataFrame(
        {
            "uri": [uri_of(shown) for shown, *_ in rows],
            "path": [real for _, real, *_ in rows],
            "size_bytes": [size for _, _, size, _ in rows],
            "modified_at": timestamps([time for *_, time in rows]),
            "outlet": [outlet for outlet, _ in defaults] if defaults else [None] * len(rows),
            "settle_seconds": [settle for _, settle in defaults] if defaults else [None] * len(rows),
        },
        schema=FOUND_SCHEMA,
    ).sort("uri")
    skipped = [(uri_of(shown), reason, detail) for shown, reason, detail in walk.skipped.values()]
    seen = walk.files.keys() | walk.skipped.keys()
    return Found(
        files,
        pl.DataFrame(skipped, schema=SKIPPED_SCHEMA, orient="row").sort("uri"),
        n_left_out=len(walk.left_out - seen),
        n_ignored=len(walk.ignored - seen),
    )


def timestamps(microseconds: Sequence[int]) -> pl.Series:
    """Microseconds since 1970 as timestamps in UTC."""
    return pl.Series(microseconds, dtype=pl.Int64).clip(_MIN_US, _MAX_US).cast(FOUND_SCHEMA["modified_at"])


def default_outlets(uris: Sequence[str], configured: Sequence[Source]) -> list[str | None]:
    """The outlet that the settings give each of these files, by its place."""
    owners = _owners(configured)
    return [_defaults(path_of(uri), owners)[0] if owners else None for uri in uris]


def owner_of(path: bytes, configured: Sequence[Source]) -> Source | None:
    """The innermost configured source that a file lies in."""
    for source in sorted(configured, key=lambda source: len(source.path), reverse=True):
        root, glob = split_glob(source.path)
        if is_inside(path, root) and glob.holds(os.fsdecode(path[len(root) :]).strip("/").split("/")):
            return source
    return None


def _owners(configured: Sequence[Source]) -> list[tuple[bytes, PathPattern, Source]]:
    """The sources that say something about the files in them, innermost first."""
    with_defaults = (source for source in configured if source.outlet or source.settle_seconds is not None)
    innermost_first = sorted(with_defaults, key=lambda source: len(source.path), reverse=True)
    return [(*split_glob(source.path), source) for source in innermost_first]


def _defaults(path: bytes, owners: list[tuple[bytes, PathPattern, Source]]) -> tuple[str | None, float | None]:
    """Outlet and settle time for a file, each from the innermost source that has one."""
    outlet, settle_seconds = None, None
    for root, glob, source in owners:
        if is_inside(path, root) and glob.holds(os.fsdecode(path[len(root) :]).strip("/").split("/")):
            outlet = outlet or source.outlet
            settle_seconds = source.settle_seconds if settle_seconds is None else settle_seconds
    return outlet, settle_seconds
