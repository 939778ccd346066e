"""Decisions that still have something to do."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse import corrections, decisions, runner
from warehouse.decisions import Decision
from warehouse.layout import Home
from warehouse.sessions import open_reader


def pending_decisions(home: Home) -> tuple[Decision, ...]:
    """Decisions that the current snapshot does not hold yet, in their order; those overruled since are left out.

    A release counts while the ledger has the file in quarantine (or discarded), an accepted run while it is held here,
    a correction (or that one is withdrawn) until a run has processed the file with it.
    """
    log = decisions.read(home)
    if not log:
        return ()
    with open_reader(home) as con:
        applied = _applied(con)
        stuck = {
            row[0]
            for row in con.execute(
                "select distinct file_id from ops.files where status in ('quarantined', 'discarded')"
            ).fetchall()
        }
        corrected = {decision.decision_id for decision in corrections.waiting(log, con)}
    families = [family for family in decisions.FAMILIES if family != corrections.FAMILY]
    last = {decision.decision_id for family in families for decision in _last(log, family)} - applied
    return tuple(
        decision
        for decision in log
        if decision.decision_id in last | corrected
        and (decision.kind != "quarantine.release" or decision.target in stuck)
        and (decision.kind != "held.accept" or (home.held / decision.target).is_dir())
    )


def held_runs(home: Home) -> list[dict[str, Any]]:
    """The runs that the gate held and nobody has settled yet, the latest first: rows of `queries/held_runs`.

    One that somebody discarded leaves the list with the publish that applies it.
    """
    words = decisions.last_words(decisions.read(home), "held")
    with open_reader(home) as con:
        applied = _applied(con)
        runs = runner.fetch(con, "queries/held_runs")
    settled = {target for target, word in words.items() if word.verb == "discard" and word.decision_id in applied}
    return [run for run in runs if run["run_id"] not in settled]


def _applied(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in con.execute("select decision_id from ops.applied_decisions").fetchall()}


def _last(log: tuple[Decision, ...], family: str) -> list[Decision]:
    return list(decisions.last_words(log, family).values())
