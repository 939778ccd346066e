"""Begin the next snapshot beside a run's other work, instead of after it.

The current snapshot is copied while files are read, and what the run brings of its contents is loaded into the copy
while duplicates are looked for and the run is audited. Nobody sees a draft before `publish` ends it; where the gate
holds the run, or anything went wrong here, it is thrown away and `publish` makes another one from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import connections, files, loads, sessions, snapshots, tables
from warehouse.faults import fault
from warehouse.layout import Home


class _ThrownAwayError(Exception):
    """Nobody took the draft."""


class Ahead:
    """A draft of the next snapshot in the making, by one thread of its own. Made by `begun_ahead`."""

    def __init__(self, home: Home) -> None:
        self.home, self.base = home, sessions.ensure(home)
        self.number = snapshots.numbers(home)[-1] + 1
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._copied = self._thread.submit(copy_base, home, self.base, self.number)
        self._loaded: Future[duckdb.DuckDBPyConnection] | None = None
        self._draft = ExitStack()

    def load(self, run_dir: Path, *, now: datetime) -> None:
        """Load the contents of a run whose batches are all staged; returns at once."""
        self._loaded = self._thread.submit(self._load, run_dir, now)

    def is_loaded(self, base: int, number: int) -> bool:
        """Whether the draft of snapshot `number` is there, made from `base`; waits for it, and removes it if not."""
        fits = (base, number) == (self.base, self.number) and self._copied.exception() is None
        if fits and self._loaded is not None and self._loaded.exception() is None:
            return True
        self.close()
        return False

    @contextmanager
    def taken(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The connection to the loaded draft, for the rest of the load: as `connections.draft` does it."""
        assert self._loaded is not None  # is_loaded has been asked
        with self._draft.pop_all():
            yield self._loaded.result()

    def close(self) -> None:
        """Wait for the thread, and remove a draft that nobody took."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        with suppress(_ThrownAwayError), self._draft.pop_all():
            raise _ThrownAwayError  # so that the draft is closed without a checkpoint
        snapshots.draft(self.home, self.number).unlink(missing_ok=True)

    def _load(self, run_dir: Path, now: datetime) -> duckdb.DuckDBPyConnection:
        con = self._draft.enter_context(connections.draft(self.home, snapshots.draft(self.home, self.number)))
        loads.prepare(con, run_dir)
        with connections.transaction(con):
            tables.define(con)
            loads.load_contents(con, now)
        fault("publish:contents")
        return con


@contextmanager
def begun_ahead(home: Home) -> Iterator[Ahead]:
    """Begin the next snapshot now. Under the lock, which must be kept until the end of the block."""
    ahead = Ahead(home)
    try:
        yield ahead
    finally:
        ahead.close()


def copy_base(home: Home, base: int, number: int) -> None:
    """Copy a snapshot to the draft of another."""
    files.clone(snapshots.path(home, base), snapshots.draft(home, number))
    fault("publish:copied")
