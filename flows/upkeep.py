"""The steps of the nightly upkeep that remove, index, compact and back up. Each returns a sentence on what it did."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from flows.cells import counted
from flows.checks import megabytes
from flows.data_docs import INDEX, audited_runs, write_site
from flows.orchestration import prefect_answers
from flows.originals import forget_loaded
from flows.settings_groups import Backup, Settings
from transforms.errors import UnreachableError
from warehouse import freezing, searching, snapshots
from warehouse.backup import backup, rotate
from warehouse.compaction import compact, free_share
from warehouse.layout import Home
from warehouse.lock import writing
from warehouse.store import gc, open_reader, recover

_DAY_SECONDS = 86400.0


def old_snapshots(home: Home, keep: int) -> str:
    """All but the newest; a reader that has one open keeps it until it closes."""
    return f"{counted(gc(home, keep), 'old snapshot')} removed, the newest {keep} kept"


def staging(home: Home, days: int) -> str:
    """Runs that were never taken up again, and what killed processes left in the folder for temporary files."""
    with writing(home, "maintain"):
        recover(home)
        runs = [folder for folder in home.staging.glob("*/") if _is_older(folder, days)]
        freezing.sweep(home)
        spilled = [file for file in home.spill.glob("*") if _is_older(file, days)]
        for path in (*runs, *spilled):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return f"{counted(len(runs), 'unfinished run')} and {counted(len(spilled), 'temporary file')} removed"


def originals(home: Home, days: int | None) -> str:
    """The bytes of files that were loaded long ago, where a setting says so."""
    if days is None:
        return "kept for ever (maintain.originals_days)"
    with writing(home, "maintain"):
        n_contents = forget_loaded(home, days)
    return f"the bytes of {counted(n_contents, 'loaded file')} removed after {days:,} days"


def search_index(home: Home, index_from: int) -> str:
    """The index for searching brought up to date, where there are articles enough for it (0: never)."""
    if not index_from:
        return "off, what there was is removed" if searching.drop_index(home) else "off"
    n_articles = searching.covered(home).n_articles
    if n_articles < index_from:
        return f"not needed for {counted(n_articles, 'article')} (search.index_from is {index_from:,})"
    now = searching.index_articles(home)
    return f"{counted(now.n_added, 'article')} added, {now.n_covered:,} in {counted(now.n_slices, 'slice')}"


def compaction(home: Home, min_free_share: float) -> str:
    """The warehouse in a fresh file, when enough of the present one is empty."""
    share = free_share(home)
    if share < max(min_free_share, 0.01):
        return f"not needed: {share:.0%} of the file is empty"
    before, after = compact(home)
    return f"{megabytes(before)} became {megabytes(after)}: {share:.0%} were empty"


def data_docs(home: Home, settings: Settings) -> str:
    """The site of `tinsach docs`, where somebody made one: brought up to date, pages of older runs removed."""
    if not (home.data_docs / INDEX).is_file():
        return "none: `tinsach docs` makes them"
    if not (runs := audited_runs(home, settings.maintain.data_docs_runs)):
        return "left as they are: no audited run any more"
    site = write_site(home, settings, runs)
    return f"{counted(len(runs), 'audited run')} shown, {counted(site.n_removed, 'old page')} removed"


def prefect_history(days: int) -> str:
    """Records of our runs on the Prefect server, where one is configured and answers."""
    if not prefect_answers():
        return "no Prefect server"
    from flows.prefect_history import remove_older

    return f"{counted(remove_older(days), 'flow run')} of Prefect removed after {days:,} days"


def backups(home: Home, settings: Backup) -> str:
    """A backup in the folder of the settings; the oldest ones go."""
    if settings.folder is None:
        return "none: no backup.folder in the settings"
    folder = home.root / settings.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreachableError(f"cannot make the folder {folder} ({error.strerror}); correct backup.folder") from error
    made = backup(home, folder)
    removed = rotate(folder, settings.keep, newest=made.file)
    return f"{made.file.name}, {megabytes(made.n_bytes)}, read back; {counted(len(removed), 'older one')} removed"


def statistics(home: Home) -> str:
    """What there is now, and its size."""
    with open_reader(home) as con:
        query = "select (select count(*) from ops.files), (select count(*) from news.article_records)"
        row = con.execute(query).fetchone() or (0, 0)
    n_bytes = sum(snapshots.path(home, number).stat().st_size for number in snapshots.numbers(home))
    packed = sum(pack.stat().st_size for pack in home.originals.glob("*.parquet"))
    free = shutil.disk_usage(home.root).free
    return (
        f"{row[1]:,} articles of {row[0]:,} files; snapshots {megabytes(n_bytes)}, originals {megabytes(packed)}, "
        f"{megabytes(free)} free"
    )


def _is_older(path: Path, days: int) -> bool:
    try:
        return time.time() - path.lstat().st_mtime > days * _DAY_SECONDS
    except FileNotFoundError:
        return False
