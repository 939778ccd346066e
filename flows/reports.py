"""What the flows tell Prefect: the name of the run, tables and summaries to look at, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext, TaskRunContext
from prefect.events import emit_event
from prefect.states import Cancelled, Failed

from flows.events import say_scheduled
from flows.messages.causes import Cause
from transforms.errors import LockedError, TinsachError
from warehouse.layout import Home

if TYPE_CHECKING:
    from flows.finishing import Outcome

# What is said of a run that ended otherwise than by its own decision.
BROKEN_OFF = "broke off: the log of the flow run says why"

_COUNTS = (
    ("files found", "files_seen"), ("new", "files_new"), ("loaded", "files_loaded"), ("duplicate", "files_duplicate"),
    ("quarantined", "files_quarantined"), ("skipped", "files_skipped"), ("articles", "articles_loaded"),
    ("flags", "flags_opened"), ("seconds", "seconds"),
)  # fmt: skip


def name_after(run_id: str) -> None:
    """Give the flow run, which Prefect named by chance, the id that it has in `ops.runs`."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    with get_client(sync_client=True) as client:
        client.update_flow_run(context.flow_run.id, name=run_id)
    context.flow_run.name = run_id


def audit_table(results: Path, *, key: str, about: str) -> None:
    """The rules that are broken or errored as a table artifact, worst first; `results`: quality.results as Parquet."""
    frame = pl.read_parquet(results)
    shown = frame.filter(~pl.col("success")).sort("errored", "unexpected", descending=True, nulls_last=True)
    rows = [
        {
            "rule": row["rule"], "severity": row["severity"], "checked": row["checked"],
            "unexpected": row["unexpected"], "outcome": "errored" if row["errored"] else "broken",
            "detail": row["detail"] or "",
        }
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    n_kept = frame.height - len(rows)
    create_table_artifact(key=key, table=rows, description=f"Audit of {about}: {n_kept} of {frame.height} rules kept")


def run_summary(outcome: Outcome) -> None:
    """The numbers of a run as a markdown artifact."""
    lines = [f"# Run {outcome.run_id}: {outcome.status}", ""]
    lines += [f"* held because {reason}" for reason in outcome.reasons]
    lines += ["", "| what | number |", "|---|---:|"]
    lines += [f"| {name} | {outcome.record[column]:,} |" for name, column in _COUNTS]
    lines += ["", "| stage | seconds | rows |", "|---|---:|---|", *_stages(outcome.record)]
    lines += ["", "| flag | number |", "|---|---:|"]
    lines += [f"| `{rule}` | {count:,} |" for rule, count in outcome.flags.items()]
    create_markdown_artifact(key="ingest-summary", markdown="\n".join(lines))


def report_cause(home: Home, cause: Cause, title: str, text: str, *, is_new: bool) -> None:
    """What people are told, as a markdown artifact and an event `tinsach.<kind>`.

    `title` and `text` hold no character that Markdown would take for its own; `is_new`: it was not told before.
    """
    create_markdown_artifact(key=f"message-{cause.kind}", markdown=f"# {title}\n\n```text\n{text}\n```")
    emit_event(
        event=f"tinsach.{cause.kind}",
        resource={"prefect.resource.id": f"tinsach.home.{home.root.name}", "prefect.resource.name": str(home.root)},
        payload={
            "key": cause.key, "severity": cause.severity, "title": title, "text": text, "run_id": cause.run_id,
            "is_new": is_new,
        },
    )  # fmt: skip


def _stages(record: Mapping[str, Any]) -> list[str]:
    seconds, rows = json.loads(record["seconds_by_stage"]), json.loads(record["rows_by_stage"])
    return [
        f"| {stage} | {taken:.1f} | {', '.join(f'{n:,} {what}' for what, n in rows.get(stage, {}).items())} |"
        for stage, taken in seconds.items()
    ]


def is_flow_run() -> bool:
    """Whether a flow run or a task of one is at work here."""
    return FlowRunContext.get() is not None or TaskRunContext.get() is not None


def ended_by(error: TinsachError) -> State[Any]:
    """The end state for an error that people can mend: cancelled where another run was faster, else failed."""
    if isinstance(error, LockedError):
        return Cancelled(message=str(error), data=error)
    return Failed(message=str(error), data=error)


def tell(flow: str, sentence: str) -> None:
    """What became of a scheduled run, for `up` and `serve` to show."""
    context = FlowRunContext.get()
    run_id = context.flow_run.name if context is not None and context.flow_run is not None else None
    say_scheduled(flow, sentence, run_id)
