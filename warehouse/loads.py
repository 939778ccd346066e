"""Load a staged run, the notes and the decisions into a draft: the files of `sql/loads` in their order.

Streams from Parquet; only ids and the ledger rows of the run are held in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from transforms.schema import TABLES
from warehouse import decisions, notes, reviews, runner, sessions
from warehouse.files import is_whole_parquet

# Tables that a run may replace as a whole, staged as run/<name>.parquet.
_REFERENCE = (TABLES["news.outlets"], TABLES["quality.rules"])

# All that is published of a run that the gate held.
_HELD_TABLES = frozenset({"files", "runs"})


def prepare(con: duckdb.DuckDBPyConnection, run_dir: Path | None, *, is_held: bool = False) -> None:
    """Before the transaction (it may write to one database only): define `staging.*` in memory.

    Of a held run only its record and its ledger rows; with no run all of it is empty.
    """
    sessions.define_staging(con, run_dir, _HELD_TABLES if is_held else None)
    for table in _REFERENCE:
        if run_dir is not None:
            sessions.define_reference(con, run_dir, table)


def load_contents(con: duckdb.DuckDBPyConnection, now: datetime, *, is_held: bool = False) -> None:
    """Load what `prepare` defined of the run's contents, which its batches say; a held run's become `held` in the
    ledger."""
    runner.run(con, "loads/incoming")
    if is_held:
        runner.run(con, "loads/hold_incoming")
    runner.run(con, "loads/ledger", now=now)
    runner.run(con, "loads/ledger_fate")
    if con.execute("select 1 from reloaded limit 1").fetchone():
        runner.run(con, "loads/forget_reloaded")
    runner.run(con, "loads/append", now=now)


def load_outcome(con: duckdb.DuckDBPyConnection, run_dir: Path | None, now: datetime, *, is_held: bool = False) -> None:
    """Load what is known of the run only when it has been audited; after `load_contents`."""
    runner.run(con, "loads/results")
    runner.run(con, "loads/flags", now=now)
    runner.run(con, "loads/duplicates")
    runner.run(con, "loads/run_record", is_held=is_held)
    for table in _REFERENCE:
        if run_dir is not None and not is_held and sessions.reference_file(run_dir, table).exists():
            runner.run(con, f"loads/replace_{table.name}")


def load_notes(con: duckdb.DuckDBPyConnection, records: Sequence[Mapping[str, object]]) -> None:
    """Take in the records of runs that published nothing; one that is known already is left alone."""
    if records:
        runner.run(con, "loads/notes", notes=notes.as_parameter(records), shape=notes.SHAPE)


def load_vanished(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Take in what the last run missed in its sources (`Home.vanished`), where there is such a file and it is whole."""
    if is_whole_parquet(file):
        runner.run(con, "loads/vanished", file=str(file))


def load_audits(con: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Take in the results of audits of the whole warehouse, files with rows of `quality.results`."""
    if files:
        runner.run(con, "loads/audit_results", files=[str(file) for file in files])


def load_reviews(con: duckdb.DuckDBPyConnection, answers: tuple[reviews.Review, ...]) -> None:
    """Take in what people found in unflagged articles."""
    runner.run(con, "loads/reviews", reviews=reviews.as_parameter(answers))


def settle(
    con: duckdb.DuckDBPyConnection, log: Sequence[decisions.Decision], published_run: str | None, now: datetime
) -> None:
    """After the load: apply the decisions, bring the state of the affected articles up to date, note the totals."""
    runner.run(con, "loads/decisions", log=decisions.as_parameter(log))
    if any(decision.family == "takedown" for decision in log):
        runner.run(con, "loads/takedown")
    runner.run(con, "loads/applied_decisions", published_run=published_run, now=now)
    runner.run(con, "loads/affected")
    runner.run(con, "loads/article_state")
    runner.run(con, "loads/text_originals")
    runner.run(con, "loads/copies")
    runner.run(con, "loads/article_state_write", now=now)
    runner.run(con, "loads/totals", published_run=published_run, now=now)
