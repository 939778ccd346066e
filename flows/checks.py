"""What `tinsach doctor` looks at. Each check gives findings; one that is a problem says what to do about it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from expectations.rules import load_rules
from flows.cells import counted
from flows.settings import load
from transforms.errors import TinsachError
from warehouse import decisions, lock, reviews, snapshots
from warehouse.backup import NAME
from warehouse.layout import Home
from warehouse.store import open_reader, pending_decisions

_LIBRARIES = ("tinsach", "duckdb", "polars", "great-expectations", "prefect", "streamlit")
_BACKUP_DAYS = 2.0  # a night may be missed
_SPARE_BYTES = 256 * 1024**2  # room that a publish needs beside the copy of the snapshot


@dataclass(frozen=True)
class Finding:
    """One thing found. `level` is `ok`, `note` (nothing to do) or `problem`, which has a remedy."""

    level: str
    what: str
    remedy: str | None = None


Check = Callable[[Home], Iterable[Finding]]


def guarded(check: Check, home: Home) -> Iterator[Finding]:
    """The findings of a check; an error that a user can mend is one of them."""
    try:
        yield from check(home)
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:200]
        yield Finding("problem", f"the snapshot cannot be read: {said}", "`tinsach doctor --repair`")
    except (TinsachError, OSError) as error:
        what, _, remedy = str(error).rpartition("; ")
        yield Finding("problem", what or remedy, remedy if what else None)


def check_versions(home: Home) -> Iterator[Finding]:
    """What is installed."""
    yield Finding("ok", f"Python {platform.python_version()}, " + ", ".join(map(_version, _LIBRARIES)))


def check_folder(home: Home) -> Iterator[Finding]:
    """The folder can be written to, and there is room."""
    if not home.root.is_dir():
        yield Finding(
            "problem", f"there is no folder {home.root}", "`tinsach init` makes it, or name another with --home"
        )
        return
    if not os.access(home.root, os.W_OK | os.X_OK):
        yield Finding("problem", f"{home.root} cannot be written to", "change its owner or permissions")
    needed = _current_bytes(home) + _SPARE_BYTES
    free = shutil.disk_usage(home.root).free
    if free < needed:
        remedy = "free some space, or keep fewer snapshots (store.keep_snapshots) and run `tinsach doctor --repair`"
        yield Finding("problem", f"{megabytes(free)} free; the next publish may need {megabytes(needed)}", remedy)
    else:
        yield Finding("ok", f"{home.root}, {megabytes(free)} free")


def check_settings(home: Home) -> Iterator[Finding]:
    """tinsach.toml, the environment and the user's rules say what can be understood."""
    settings = load(home.root, environment=os.environ)
    if home.settings.exists():
        yield Finding("ok", f"{home.settings.name}: {counted(len(settings.configured), 'source')}")
    else:
        yield Finding("note", f"no {home.settings.name}: the defaults hold; `tinsach init` writes one")
    rules = load_rules(home.rules if home.rules.is_dir() else None)
    n_own = len(list(home.rules.glob("*.toml"))) if home.rules.is_dir() else 0
    own = f", {counted(n_own, 'file')} of your own" if n_own else ""
    yield Finding("ok", f"{counted(len(rules), 'rule')}{own}")


def check_lock(home: Home) -> Iterator[Finding]:
    """Who is writing."""
    who = lock.holder(home)
    if who is None:
        yield Finding("ok", "no run is working")
    else:
        yield Finding("note", f"`tinsach {who.verb}` (pid {who.pid} on {who.host}) is working since {who.since}")


def check_backups(home: Home) -> Iterator[Finding]:
    """A backup was made lately, where the settings want any."""
    settings = load(home.root, environment=os.environ).backup
    if settings.folder is None:
        yield Finding("note", "no backups: backup.folder in tinsach.toml says where `maintain` puts them")
        return
    folder = home.root / settings.folder
    made = sorted(file for file in folder.glob("*") if NAME.fullmatch(file.name)) if folder.is_dir() else []
    days = (time.time() - made[-1].stat().st_mtime) / 86400 if made else None
    if days is None or days > _BACKUP_DAYS:
        age = "there is none" if days is None else f"the newest is {days:,.0f} days old"
        yield Finding("problem", f"backups in {folder}: {age}", "`tinsach maintain`, or `tinsach up` for every night")
    else:
        yield Finding("ok", f"{counted(len(made), 'backup')} in {folder}, the newest {made[-1].name}")


def check_clock(home: Home) -> Iterator[Finding]:
    """No run is from the future: then the clock went back, or was wrong."""
    with open_reader(home) as con:
        query = "select run_id, started_at from ops.runs order by started_at desc nulls last limit 1"
        row = con.execute(query).fetchone()
    if row and row[1] and row[1] > datetime.now(UTC) + timedelta(minutes=5):
        what = f"run {row[0]} began at {row[1]:%Y-%m-%d %H:%M} UTC, which is still to come: the clock was or is wrong"
        yield Finding("problem", what, "set the clock; what was loaded is in order")


def check_decisions(home: Home) -> Iterator[Finding]:
    """The log of decisions can be read."""
    torn = decisions.unreadable(home)
    if torn:
        lines = ", ".join(map(str, torn[:10]))
        yield Finding(
            "problem", f"{home.decisions}: unreadable: line {lines}", "mend these lines by hand, or delete them"
        )
    if torn := reviews.unreadable(home):
        lines = ", ".join(map(str, torn[:10]))
        yield Finding(
            "problem", f"{home.reviews}: unreadable: line {lines}", "mend these lines by hand, or delete them"
        )
    n_pending = len(pending_decisions(home))
    if n_pending:
        yield Finding("note", f"not applied yet: {counted(n_pending, 'decision')}; the next run does it")


def megabytes(n_bytes: int) -> str:
    """A size for people."""
    return f"{n_bytes / 1024**3:,.1f} GB" if n_bytes >= 1024**3 else f"{n_bytes / 1024**2:,.1f} MB"


def _version(library: str) -> str:
    try:
        return f"{library} {importlib.metadata.version(library)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{library} not installed"


def _current_bytes(home: Home) -> int:
    number = snapshots.current(home)
    file = snapshots.path(home, number) if number is not None else None
    return file.stat().st_size if file and file.exists() else 0
