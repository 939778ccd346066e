"""The audit of the whole warehouse: all rules on what is published; the results go into the next snapshot."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from expectations.gate import audit_findings
from expectations.suite import run_suite
from flows.job import Job, new_job
from flows.machine import disk_trouble
from flows.messages.telling import delivering, tell_audit, telling_failure
from flows.metrics import peak_memory_bytes
from flows.settings import Settings
from transforms.schema import TABLES, conform
from warehouse import audits, notes
from warehouse.layout import Home
from warehouse.store import audit_session

_RESULTS = TABLES["quality.results"]


@dataclass(frozen=True)
class Audit:
    """One audit. `results` has the columns of `quality.results`; `failures` says why it fails, empty when it passes."""

    run_id: str
    results: pl.DataFrame
    failures: tuple[str, ...]
    seconds: float


def audit_warehouse(home: Home, settings: Settings) -> Audit:
    """Judge everything published by all rules, and leave results and run record for the next publish.

    Reads a snapshot and needs no lock: runs go on meanwhile.
    """
    job = new_job(home, settings, flow="audit")
    with delivering(home, settings), telling_failure(job), disk_trouble(home.root):
        with audit_session(home) as con:
            counted = run_suite(con, "staging", job.rules)
        results = conform(counted.with_columns(run_id=pl.lit(job.run_id)), _RESULTS)
        findings = audit_findings(results, job.rules)
        now = datetime.now(UTC)
        seconds = round((now - job.started_at).total_seconds(), 3)
        audit = Audit(job.run_id, results, tuple(map(str, findings)), seconds)
        _keep(home, audit, _record(job, audit, now))
        tell_audit(job, findings)
    return audit


def _keep(home: Home, audit: Audit, record: dict[str, object]) -> None:
    """Results and record, or neither where the disk is full."""
    target = audits.results_file(home, audit.run_id)
    draft, is_kept = target.with_suffix(".tmp"), False
    try:
        target.parent.mkdir(parents=True)
        audit.results.write_parquet(draft)
        draft.replace(target)
        notes.note(home, record)
        is_kept = True
    finally:
        if not is_kept:
            shutil.rmtree(target.parent, ignore_errors=True)


def _record(job: Job, audit: Audit, now: datetime) -> dict[str, object]:
    return {
        "run_id": job.run_id,
        "flow": job.flow,
        "started_at": job.started_at,
        "finished_at": now,
        "status": "failed" if audit.failures else "published",
        "seconds": audit.seconds,
        "seconds_by_stage": json.dumps({"audit": audit.seconds}),
        "rows_by_stage": json.dumps({"audit": {"rules": audit.results.height, "rows": _n_judged(audit.results)}}),
        "peak_memory_bytes": peak_memory_bytes(),
        "versions": json.dumps(dict(job.versions)),
        "detail": "; ".join(audit.failures) or None,
    }


def _n_judged(results: pl.DataFrame) -> int:
    return int(results["checked"].sum())
