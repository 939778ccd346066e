"""The end of a run: audit what is staged, then publish it or hold it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from expectations.gate import Limits, Verdict, judge
from expectations.rules import rules_frame
from expectations.suite import run_suite
from flows.events import note_event
from flows.job import Job
from flows.messages.held import write_reasons
from flows.messages.telling import tell_run
from flows.metrics import peak_memory_bytes, write_metrics
from flows.outlets import judge_outlets
from flows.planning import Plan
from flows.settings import Settings
from flows.stages import Stages
from transforms.errors import TinsachError
from transforms.outlets import outlets_frame
from transforms.schema import RUN_TABLES, conform
from warehouse import notes, runner
from warehouse.faults import fault
from warehouse.store import Ahead, gc, publish, publish_held, stage

_NOT_TOLD = ("run_id", "versions")


@dataclass(frozen=True)
class Outcome:
    """What became of a run, for people and for `ops.runs`."""

    run_id: str
    status: str
    record: dict[str, Any]
    flags: dict[str, int]
    reasons: tuple[str, ...] = ()
    snapshot: int | None = None


def audit_staged(job: Job) -> tuple[Verdict, dict[str, int]]:
    """Judge the staged run by all rules, stage the results, and say what the gate says.

    Returns the verdict and the number of files by ledger status.
    """
    with stage(job.home, job.run_dir) as con:
        judge_outlets(con, job)
        results = run_suite(con, "staging", job.rules)
        counts = dict(con.execute("select status, count(*) from staging.files group by status").fetchall())
        counts["skipped"] = _count(con, "select count(*) from staging.skipped")
        counts["new_contents"] = _count(con, "select count(*) from staging.file_measures")
        usual = _usual(con, job)
    fault("run:audited")
    _write_run_table(job, "results", results.with_columns(run_id=pl.lit(job.run_id)))
    verdict = judge(
        results, job.rules, gate_limits(job.settings), usual=usual,
        n_files_new=sum(counts.get(status, 0) for status in ("loaded", "quarantined", "duplicate")),
        n_quarantined=counts.get("quarantined", 0),
    )  # fmt: skip
    return verdict, counts


def gate_limits(settings: Settings) -> Limits:
    """What the settings say of the gate."""
    gate = settings.gate
    return Limits(
        max_quarantined_share=gate.max_quarantined_share,
        min_files=gate.min_files,
        quarantined_factor=gate.quarantined_factor,
        max_rule_shares=gate.rule_shares,
        jumps=None if gate.jumps == "off" else gate.jumps,
        jump_share=gate.jump_share,
        jump_line_share=gate.jump_line_share,
        jump_factor=gate.jump_factor,
        jump_rows=gate.jump_rows,
    )


def _usual(con: Any, job: Job) -> dict[str, float]:
    """What is usual in ingests; nothing for other flows, whose files are not those that arrive."""
    gate, history = job.settings.gate, job.settings.history
    if job.flow != "ingest" or (gate.jumps == "off" and gate.quarantined_factor is None):
        return {}
    rows = runner.fetch(
        con, "queries/gate_usual", n_runs=history.runs, min_runs=history.min_runs, n_rows=gate.jump_rows,
        n_files=gate.min_files,
    )  # fmt: skip
    return {row["code"]: row["usual"] for row in rows}


def publish_run(
    job: Job, plan: Plan, verdict: Verdict, counts: dict[str, int], stages: Stages, ahead: Ahead | None = None
) -> Outcome:
    """Publish the staged run, or park it where the gate holds it; old snapshots are removed.

    `ahead` is the next snapshot where the run began it already.
    """
    is_held = verdict.action == "hold"
    flags, n_articles = _staged_numbers(job, stages)
    record = _record(job, plan, verdict, counts, stages) | {
        "articles_loaded": n_articles, "flags_opened": sum(flags.values())
    }  # fmt: skip
    _write_run_table(job, "runs", pl.DataFrame([record], infer_schema_length=None))
    for name, frame in (("rules", rules_frame(job.rules)), ("outlets", outlets_frame())):
        frame.write_parquet(job.run_dir / "run" / f"{name}.parquet")
    now = datetime.now(UTC)
    if is_held:
        write_reasons(job.run_dir, verdict.findings)
        if ahead:
            ahead.close()
        number = publish_held(job.home, job.run_dir, now=now)
    else:
        number = publish(job.home, job.run_dir, now=now, ahead=ahead)
    gc(job.home, job.settings.store.keep_snapshots)
    tell_end(job, record)
    tell_run(job, str(record["status"]))
    return Outcome(job.run_id, str(record["status"]), record, flags, verdict.reasons, number)


def note_nothing_new(job: Job, plan: Plan, stages: Stages) -> Outcome:
    """Leave the record of a run that found nothing for the next publish."""
    counts: dict[str, int] = {"skipped": plan.files_skipped}
    record = _record(job, plan, Verdict("publish", ()), counts, stages) | {"status": "nothing_new"}
    notes.note(job.home, record)
    tell_end(job, record)
    tell_run(job, "nothing_new")
    return Outcome(job.run_id, "nothing_new", record, {})


def tell_end(job: Job, record: dict[str, Any]) -> None:
    """Leave a line in the log and the metrics of a run that ended; what hinders that hinders no run."""
    told = {name: value for name, value in record.items() if value is not None and name not in _NOT_TOLD}
    level = "info" if record["status"] in ("published", "nothing_new") else "error"
    note_event(job.home, "ended", job.run_id, level=level, **told)
    with suppress(OSError, TinsachError):
        write_metrics(job.home, record, backups=job.settings.backup.folder)


def _record(job: Job, plan: Plan, verdict: Verdict, counts: dict[str, int], stages: Stages) -> dict[str, Any]:
    now = datetime.now(UTC)
    found = {"files": plan.files_seen, "new": plan.files_new, "skipped": plan.files_skipped}
    return {
        "run_id": job.run_id,
        "flow": job.flow,
        "started_at": job.started_at,
        "finished_at": now,
        "status": "held" if verdict.action == "hold" else "published",
        "files_seen": plan.files_seen,
        "files_new": plan.files_new,
        "files_loaded": counts.get("loaded", 0),
        "files_duplicate": counts.get("duplicate", 0),
        "files_quarantined": counts.get("quarantined", 0),
        "files_skipped": counts.get("skipped", 0),
        "files_left_out": plan.files_left_out,
        "files_vanished": plan.files_vanished,
        "articles_loaded": 0,
        "flags_opened": 0,
        "seconds": round((now - job.started_at).total_seconds(), 3),
        "seconds_by_stage": json.dumps({name: round(value, 3) for name, value in stages.seconds.items()}),
        "rows_by_stage": json.dumps({"find": found} | stages.rows),
        "peak_memory_bytes": peak_memory_bytes(),
        "versions": json.dumps(dict(job.versions)),
        "detail": "; ".join(verdict.reasons) or None,
    }


def _staged_numbers(job: Job, stages: Stages) -> tuple[dict[str, int], int]:
    """Flags by rule, and articles to be loaded; puts the rows of batches and audit where those of duplicates are."""
    results = pl.read_parquet(job.run_dir / "run" / "results.parquet", columns=["checked"])
    with stage(job.home, job.run_dir) as con:
        (made,) = runner.fetch(con, "queries/staged_rows")
        flags = con.execute("select rule, count(*) from staging.flags group by rule order by 2 desc, 1").fetchall()
        loaded = "from staging.article_records semi join (from staging.files where status = 'loaded') using (file_id)"
        n_articles = _count(con, "select count(*) " + loaded)
    judged = {"rules": results.height, "rows": int(results["checked"].sum())}
    stages.rows = {"batches": made, **stages.rows, "audit": judged}
    return dict(flags), n_articles


def _count(con: Any, query: str) -> int:
    return int(con.execute(query).fetchone()[0])


def _write_run_table(job: Job, name: str, frame: pl.DataFrame) -> None:
    folder = job.run_dir / "run"
    folder.mkdir(exist_ok=True)
    conform(frame, RUN_TABLES[name]).write_parquet(folder / f"{name}.parquet")
