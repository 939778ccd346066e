"""`HOME/metrics.prom`: what a monitor wants to know, in the text format of OpenMetrics, after every run.

A node exporter picks the file up (`--collector.textfile.directory`), or anything that can read a file.
"""

from __future__ import annotations

import json
import resource
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from warehouse import notes, snapshots
from warehouse.backup import NAME
from warehouse.files import write_whole
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

FILE = "metrics.prom"
_MEANINGS = {
    "tinsach_files": "rows of the ledger by status",
    "tinsach_articles": "articles stored",
    "tinsach_flags_open": "open flags by rule",
    "tinsach_quarantined": "contents in quarantine by reason: the steward's queue",
    "tinsach_held_runs": "runs that wait for a decision",
    "tinsach_last_publish_timestamp_seconds": "end of the last ingest that published",
    "tinsach_last_success_timestamp_seconds": "end of the last ingest that worked, also when it found nothing new",
    "tinsach_newest_article_timestamp_seconds": "date of the newest article",
    "tinsach_run_failed": "1 when the last run failed",
    "tinsach_run_seconds": "seconds of the last run",
    "tinsach_run_files": "files of the last run by fate",
    "tinsach_stage_seconds": "seconds of the last run by stage",
    "tinsach_stage_rows": "what the stages of the last run counted",
    "tinsach_peak_memory_bytes": "highest memory of the process of the last run",
    "tinsach_snapshot_bytes": "size of the current snapshot",
    "tinsach_disk_free_bytes": "room left where the home is",
    "tinsach_backup_timestamp_seconds": "time of the newest backup",
}
_FATES = ("seen", "new", "loaded", "duplicate", "quarantined", "skipped", "vanished")

Sample = tuple[str, Mapping[str, str], float]  # metric, labels, value


def peak_memory_bytes() -> int:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def write_metrics(home: Home, last: dict[str, Any] | None, *, backups: str | None = None) -> None:
    """Write the file whole. `last` is the record of the run that just ended, `backups` the folder of the settings."""
    samples = [*_stored(home), *_of_run(home, last), *_of_machine(home, backups)]
    lines = []
    for metric, meaning in _MEANINGS.items():
        own = [sample for sample in samples if sample[0] == metric]
        if own:
            lines += [f"# HELP {metric} {meaning}", f"# TYPE {metric} gauge", *map(_line, own)]
    write_whole(home.root / FILE, "\n".join([*lines, "# EOF", ""]))


def _stored(home: Home) -> list[Sample]:
    with open_reader(home) as con:
        rows = fetch(con, "queries/metrics")
    told = [row for row in rows if row["value"] is not None]
    return [(row["metric"], {row["label"]: row["label_value"]} if row["label"] else {}, row["value"]) for row in told]


def _of_run(home: Home, last: dict[str, Any] | None) -> Iterable[Sample]:
    ended = [note for note in notes.read(home) if note["flow"] == "ingest" and note["status"] == "nothing_new"]
    times = [datetime.fromisoformat(str(note["finished_at"])) for note in ended if note["finished_at"]]
    if last is not None:
        is_failed = last["status"] in ("failed", "held")
        yield "tinsach_run_failed", {}, float(is_failed)
        yield "tinsach_run_seconds", {}, float(last.get("seconds") or 0.0)
        for fate in _FATES:
            yield "tinsach_run_files", {"fate": fate}, float(last.get(f"files_{fate}") or 0)
        yield from _of_stages(last)
        if not is_failed and last["flow"] == "ingest":
            times.append(last["finished_at"])
    if times:
        yield "tinsach_last_success_timestamp_seconds", {}, max(times).timestamp()


def _of_stages(last: dict[str, Any]) -> Iterable[Sample]:
    for stage, seconds in json.loads(last.get("seconds_by_stage") or "{}").items():
        yield "tinsach_stage_seconds", {"stage": stage}, float(seconds)
    for stage, rows in json.loads(last.get("rows_by_stage") or "{}").items():
        for counted, number in rows.items():
            yield "tinsach_stage_rows", {"stage": stage, "counted": counted}, float(number)


def _of_machine(home: Home, backups: str | None) -> Iterable[Sample]:
    yield "tinsach_peak_memory_bytes", {}, float(peak_memory_bytes())
    yield "tinsach_disk_free_bytes", {}, float(shutil.disk_usage(home.root).free)
    held = list(home.held.glob("*/"))
    yield "tinsach_held_runs", {}, float(len(held))
    number = snapshots.current(home)
    if number is not None:
        yield "tinsach_snapshot_bytes", {}, float(snapshots.path(home, number).stat().st_size)
    folder = home.root / backups if backups else None
    made = [file for file in folder.glob("*") if NAME.fullmatch(file.name)] if folder else []
    if made:
        newest = max(file.stat().st_mtime for file in made)
        yield "tinsach_backup_timestamp_seconds", {}, newest


def _line(sample: Sample) -> str:
    metric, labels, number = sample
    listed = ",".join(f'{label}="{_escaped(value)}"' for label, value in labels.items() if value is not None)
    return f"{metric}{{{listed}}} {number:.16g}" if listed else f"{metric} {number:.16g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
