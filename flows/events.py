"""What runs do, as JSON lines in `HOME/logs/events.jsonl`, each with time, level, event and run_id; and what scheduled
runs say on standard output, as JSON too where nobody sits at a terminal."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import click

from flows.cells import shown, to_json
from warehouse.files import append_line
from warehouse.layout import Home

FILE = "events.jsonl"
_MAX_BYTES = 10 * 1024**2  # then the file gives way to a new one, and the one before it goes


def note_event(home: Home, event: str, run_id: str, *, level: str = "info", **fields: Any) -> None:
    """Add a line. A log that cannot be written stops no run."""
    record = {"time": _now(), "level": level, "event": event, "run_id": run_id, **fields}
    log = home.logs / FILE
    with suppress(OSError):
        if log.exists() and log.stat().st_size > _MAX_BYTES:
            log.replace(log.with_suffix(".1.jsonl"))
        append_line(log, to_json(record) + "\n")


def say_scheduled(flow: str, sentence: str, run_id: str | None) -> None:
    """A line on standard output for what `up` and `serve` show of a scheduled run."""
    if sys.stdout.isatty():
        click.echo(f"{datetime.now():%H:%M:%S}  {flow:<8} {shown(sentence)}")
    else:
        click.echo(to_json({"time": _now(), "level": "info", "flow": flow, "run_id": run_id, "message": sentence}))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
