"""Files that leave their source: those that went away, and those that were taken in and are moved to an archive."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flows.given import sidecar_of
from flows.job import Job
from flows.settings import Source
from flows.source_names import path_of, split_glob
from flows.source_walk import is_inside
from flows.sources import Found, owner_of
from transforms.errors import ConfigurationError
from transforms.schema import TABLES, conform, empty
from warehouse.files import is_whole_parquet, sync
from warehouse.layout import Home
from warehouse.store import known_files, open_reader
from warehouse.tables import existing

_TABLE = TABLES["ops.vanished"]
_STAMP = ["uri", "size_bytes", "modified_at"]


def archive_known(job: Job, files: pl.DataFrame) -> int:
    """Move files that the ledger knows as they are out of sources with an archive: how many.

    So what a run takes in is moved by the next one, when it is published and its bytes are kept.
    """
    with_archive = [source for source in job.settings.configured if source.archive]
    if not with_archive or job.flow != "ingest":
        return 0
    for source in with_archive:
        _check(source)
    with open_reader(job.home) as con:
        known = files.join(known_files(con), on=_STAMP, how="inner")
    n_moved = 0
    for path, file_id in known.select("path", "file_id").iter_rows():
        source_of = owner_of(path, job.settings.configured)
        if source_of is not None and source_of.archive:
            n_moved += _move(path, source_of, file_id)
    return n_moved


def missing_files(job: Job, sources: Sequence[Source], found: Found, known: pl.DataFrame) -> int:
    """Leave a list of the files known from these sources that are there no more, for every publish from now on.

    Returns how many of them this run (or the interrupted one that it goes on with) was the first to miss. `known` is
    what `known_files` gives of the sources. A source that is not there at all says nothing of its files; neither does
    one whose files are archived.
    """
    roots = [root for source in sources if os.path.exists(root := split_glob(source.path)[0])]
    before = _missed_before(job.home)
    unseen = (
        known.select("uri", "file_id").join(found.files, on="uri", how="anti").join(found.skipped, on="uri", how="anti")
    )
    gone = [uri for uri in unseen["uri"] if _is_gone(uri, roots, job.settings.configured)]
    elsewhere = before.filter(~pl.Series([_is_in(uri, roots) for uri in before["uri"]], dtype=pl.Boolean))
    if not elsewhere.is_empty():  # after a rollback the ledger knows fewer
        with open_reader(job.home) as con:
            elsewhere = elsewhere.join(known_files(con), on="uri", how="semi")
    missing = unseen.filter(pl.col("uri").is_in(gone)).join(before.drop("file_id"), on="uri", how="left")
    rows = pl.concat([elsewhere, conform(missing, _TABLE)])
    rows = rows.with_columns(pl.col("noticed_at").fill_null(job.started_at)).sort("uri")
    if not rows.equals(before):
        _remember(job.home, rows)
    return rows.filter(pl.col("noticed_at") == job.started_at).height


def _missed_before(home: Home) -> pl.DataFrame:
    """What the run before this one missed: not only the published list, for a run that found nothing new left it."""
    if is_whole_parquet(home.vanished):
        return conform(pl.read_parquet(home.vanished), _TABLE).sort("uri")
    with open_reader(home) as con:
        if _TABLE.qualified not in existing(con):  # before the first publish of this version
            return empty(_TABLE)
        # Not `.pl()`: that imports pyarrow, which a run that finds nothing new does without.
        return conform(pl.DataFrame(con.sql("select uri, file_id, noticed_at from ops.vanished")), _TABLE).sort("uri")


def _remember(home: Home, rows: pl.DataFrame) -> None:
    home.state.mkdir(parents=True, exist_ok=True)
    draft = home.vanished.with_suffix(".tmp")
    try:
        rows.write_parquet(draft)
        sync(draft)
        os.replace(draft, home.vanished)
    finally:
        draft.unlink(missing_ok=True)


def _is_gone(uri: str, roots: Sequence[bytes], configured: Sequence[Source]) -> bool:
    path = path_of(uri)
    if not _is_in(uri, roots) or os.path.lexists(path):
        return False
    owner = owner_of(path, configured)
    return owner is None or owner.archive is None


def _is_in(uri: str, roots: Sequence[bytes]) -> bool:
    path = path_of(uri)
    return any(is_inside(path, root) for root in roots)


def _check(source: Source) -> None:
    archive, root = os.path.realpath(os.fsencode(str(source.archive))), os.path.realpath(split_glob(source.path)[0])
    if is_inside(archive, root):
        raise ConfigurationError(f"the archive {source.archive} lies in its source {source.path}; choose another place")


def _move(path: bytes, source: Source, file_id: str) -> bool:
    """Move a file and its sidecar, keeping their place below the source; nothing in the archive is written over."""
    root = split_glob(source.path)[0]
    inner = os.path.relpath(path, root) if path != root else os.path.basename(path)
    target = os.path.join(os.fsencode(str(source.archive)), inner)
    if os.path.lexists(target):
        stem, ending = os.path.splitext(target)
        target = stem + b"-" + file_id[:12].encode() + ending
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.move(Path(os.fsdecode(path)), Path(os.fsdecode(target)))
        if source.sidecar == "json" and os.path.lexists(sidecar_of(path)):
            shutil.move(Path(os.fsdecode(sidecar_of(path))), Path(os.fsdecode(sidecar_of(target))))
    except OSError:  # it stays where it is, and the next run tries again
        return False
    return True
