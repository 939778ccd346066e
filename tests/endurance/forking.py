"""Whole runs in forked processes: everything is imported once, so a run that is to be killed starts at once.

The parent must never work with Polars or DuckDB itself: a fork does not take their threads along.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flows.batches
import flows.finishing
import flows.matching
from expectations.suite import prepare
from flows.checks_store import check_balance, check_leftovers, check_originals, check_snapshot
from flows.local import ingest
from flows.settings import load
from transforms.errors import TinsachError
from warehouse import snapshots
from warehouse.layout import Home
from warehouse.sessions import open_reader
from warehouse.store import fingerprint

READY = (flows.batches, flows.finishing, flows.matching)  # imported for the children


def prepare_imports() -> None:
    """Import what a run imports late."""
    prepare()


def fork(work: Callable[[], None], log: Path) -> int:
    """Start a child that does `work` and ends: its process id. What it prints goes to `log`."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        work()
        code = 0
    except TinsachError as error:
        sys.stderr.write(f"{error}\n")
        code = 10 + error.exit_code
    except BaseException:  # noqa: BLE001  a child must never come back into the program
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait(pid: int) -> int:
    """The exit code of a child, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run(home: Home, source: Path, *, batch_files: int) -> None:
    """One ingest in this process."""
    flags = {"sources": [str(source)], "reading.settle_seconds": 0.0, "reading.batch_files": batch_files}
    settings = load(home.root, environment={}, flags=flags)
    ingest(home, settings, settings.sources)


def read(home: Home) -> None:
    """What a reader does: every article with its text, and the ledger."""
    with open_reader(home) as con:
        con.execute("select count(*), sum(length(body)) from articles").fetchall()
        con.execute("select status, count(*) from ops.files group by status").fetchall()


def state(home: Home) -> dict[str, Any]:
    """All that must be equal to an undisturbed run, with every problem that the doctor finds."""
    tables = {name: one for name, one in fingerprint(home).items() if name not in ("ops.runs", "quality.results")}
    problems = [
        finding.what
        for check in (check_snapshot, check_leftovers, check_balance, check_originals)
        for finding in check(home)
        if finding.level == "problem"
    ]
    with open_reader(home) as con:
        counts = "select count(*), count(distinct (file_id, uri)), count(distinct file_id) from ops.files"
        ledger = dict(zip(("rows", "sightings", "contents"), con.execute(counts).fetchone() or (0, 0, 0), strict=True))
        ledger |= dict(con.execute("select 'articles', count(*) from articles").fetchall())
    is_there = snapshots.current(home) is not None
    return {"tables": tables, "problems": problems, "ledger": ledger, "has_snapshot": is_there}
