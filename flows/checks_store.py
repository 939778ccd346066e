"""The checks of what is stored: snapshots, leftovers of crashes, the ledger's balance, the kept bytes."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.cells import counted
from flows.checks import Finding, megabytes
from flows.lookup import short
from flows.originals import all_packs
from flows.settings import load
from transforms.schema import BASE
from warehouse import connections, lock, runner, snapshots
from warehouse.files import is_whole_parquet
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import audit_session, open_reader

_REPAIR = "`tinsach doctor --repair`"
_OLD_DAYS = 7  # a staged run that nobody took up again for so long will hardly be missed


def check_snapshot(home: Home) -> Iterator[Finding]:
    """The link leads to a snapshot that opens and has today's shape."""
    with open_reader(home) as con:
        (facts,) = fetch(con, "queries/snapshot_facts")
        wanted = [{"table": name, "column": column} for name, table in BASE.items() for column in table.column_names]
        missing = fetch(con, "queries/missing_columns", wanted=json.dumps(wanted))
    number = snapshots.current(home)
    there = snapshots.numbers(home)
    if not connections.is_whole(home, number or there[-1]):
        yield Finding("problem", f"snapshot {number} is torn: shorter than it was made", _REPAIR)
    file = snapshots.path(home, number or there[-1])
    counts = f"{facts['n_articles']:,} articles of {facts['n_contents']:,} files"
    yield Finding("ok", f"snapshot {number} of {len(there)}: {counts}, {megabytes(file.stat().st_size)}")
    newest = runner.names("migrations")[-1].removeprefix("migrations/")
    if facts["migration"] > newest:
        yield Finding("problem", f"a newer tinsach made it (migration {facts['migration']})", "update tinsach")
    elif missing:
        yield Finding(
            "note", f"an earlier tinsach made it: {counted(len(missing), 'column')} come with the next publish"
        )
    if os.stat(file).st_mode & 0o222:
        yield Finding("problem", f"{file.name} can be written to, by mistake too", _REPAIR)
    if there[-1] > (number or 0):
        yield Finding(
            "note", f"snapshot {there[-1]} is newer than the current one: a rollback, or a crash before the switch"
        )


def check_integrity(home: Home) -> Iterator[Finding]:
    """Every block of the snapshot can be read, and is what was written: DuckDB compares checksums."""
    with open_reader(home) as con:
        for name in BASE:
            table = runner.identifier(name)
            try:
                con.execute(f"select bit_xor(hash(stored)) from {table} as stored").fetchone()  # noqa: S608
            except duckdb.Error as error:
                said = " ".join(str(error).split())[:200]
                yield Finding(
                    "problem", f"{name} cannot be read whole: {said}", "`tinsach rollback`, then `tinsach run`"
                )
                return
    yield Finding("ok", "every table can be read")


def check_leftovers(home: Home) -> Iterator[Finding]:
    """What crashes left behind, and runs that wait."""
    if lock.holder(home) is None:
        found = stray_files(home)
        if found:
            size = megabytes(sum(file.lstat().st_size for file in found))
            yield Finding(
                "problem",
                f"{counted(len(found), 'unfinished file')} of a crashed run ({size}), such as {found[0]}",
                _REPAIR,
            )
        for folder in _folders(home.staging):
            yield _unfinished(folder)
    held = _folders(home.held)
    if held:
        yield Finding("note", f"waiting for a decision: {counted(len(held), 'held run')}; `tinsach held`")


def check_balance(home: Home) -> Iterator[Finding]:
    """The ledger and what is stored of its contents agree."""
    with open_reader(home) as con:
        findings = fetch(con, "queries/ledger_balance")
    for row in findings:
        what = f"{counted(row['n_contents'], 'content')} {row['finding']}, such as {short(row['example'])}"
        yield Finding("problem", what, "`tinsach rollback` to a snapshot from before, then `tinsach run`")
    if not findings:
        yield Finding("ok", "the ledger balances")


def check_originals(home: Home) -> Iterator[Finding]:
    """The bytes of every content are kept."""
    packs = [pack for pack in all_packs(home) if is_whole_parquet(pack)]
    for pack in set(all_packs(home)) - set(packs):
        yield Finding("problem", f"{pack} is torn: it cannot be read", "bring it back from a backup, or remove it")
    with audit_session(home) as con:
        name = "queries/unkept_contents" if packs else "queries/unkept_without_packs"
        findings = fetch(con, name, packs=[str(pack) for pack in sorted(packs)])
    days = load(home.root, environment=os.environ).maintain.originals_days
    for row in findings:
        contents = counted(row["n_contents"], row["status"] + " content")
        if days is not None and row["status"] in ("loaded", "duplicate"):
            yield Finding("note", f"not kept any more: the bytes of {contents} (maintain.originals_days = {days})")
            continue
        what = f"not kept: the bytes of {contents}, such as {short(row['example'])}"
        yield Finding("problem", what, f"bring the files of {home.originals} back from a backup")
    if not findings:
        size = megabytes(sum(pack.stat().st_size for pack in packs))
        yield Finding("ok", f"the bytes of all files are kept ({size})")


def stray_files(home: Home) -> list[Path]:
    """Drafts of snapshots and links. While a run holds the lock one of them may be its own."""
    drafts = [*home.published.glob("*.tmp"), *home.published.glob("*.tmp.wal")] if home.published.is_dir() else []
    return sorted(drafts)


def _unfinished(folder: Path) -> Finding:
    days = (time.time() - folder.stat().st_mtime) / 86400
    if days < _OLD_DAYS:
        return Finding("note", f"run {folder.name} is unfinished; the next `tinsach run` takes it up")
    return Finding(
        "problem", f"run {folder.name} is unfinished for {days:,.0f} days", f"`tinsach run`, or remove {folder}"
    )


def _folders(parent: Path) -> list[Path]:
    return sorted(entry for entry in parent.iterdir() if entry.is_dir()) if parent.is_dir() else []
