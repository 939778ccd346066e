"""The only way into the warehouse: read, stage, audit, publish, go back, clean up, compare.

One implementation, for DuckDB snapshot files; another store would offer the same functions.
"""

from __future__ import annotations

from warehouse.ahead import Ahead, begun_ahead
from warehouse.fingerprint import fingerprint
from warehouse.pending import held_runs, pending_decisions
from warehouse.publishing import publish, publish_held
from warehouse.recovery import gc, recover, rollback
from warehouse.sessions import audit_session, define_staging, known_files, open_reader, safe_reader, stage

__all__ = [
    "Ahead",
    "audit_session",
    "begun_ahead",
    "define_staging",
    "fingerprint",
    "gc",
    "held_runs",
    "known_files",
    "open_reader",
    "pending_decisions",
    "publish",
    "publish_held",
    "recover",
    "rollback",
    "safe_reader",
    "stage",
]
