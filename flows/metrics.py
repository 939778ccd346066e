"""`HOME/metrics.prom`: what a monitor wants to know, in the text format of OpenMetrics, after every run.

A node exporter picks the file up (`--collector.textfile.directory`), or anything that can read a file.
"""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterable
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
    "tinsach_peak_memory_bytes": "highest memory of the process of the last run",
    "tinsach_snapshot_bytes": "size of the current snapshot",
    "tinsach_disk_free_bytes": "room left where the home is",
    "tinsach_backup_timestamp_seconds": "time of the newest backup",
}
_FATES = ("seen", "new", "loaded", "duplicate", "quarantined", "skipped", "vanished")

Sample = tuple[str, str | None, str | None, float]


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
    return [(row["metric"], row["label"], row["label_value"], row["value"]) for row in rows if row["value"] is not None]


def _of_run(home: Home, last: dict[str, Any] | None) -> Iterable[Sample]:
    ended = [note for note in notes.read(home) if note["flow"] == "ingest" and note["status"] == "nothing_new"]
    times = [datetime.fromisoformat(str(note["finished_at"])) for note in ended if note["finished_at"]]
    if last is not None:
        is_failed = last["status"] in ("failed", "held")
        yield "tinsach_run_failed", None, None, float(is_failed)
        yield "tinsach_run_seconds", None, None, float(last.get("seconds") or 0.0)
        for fate in _FATES:
            yield "tinsach_run_files", "fate", fate, float(last.get(f"files_{fate}") or 0)
        if not is_failed and last["flow"] == "ingest":
            times.append(last["finished_at"])
    if times:
        yield "tinsach_last_success_timestamp_seconds", None, None, max(times).timestamp()


def _of_machine(home: Home, backups: str | None) -> Iterable[Sample]:
    yield "tinsach_peak_memory_bytes", None, None, float(peak_memory_bytes())
    yield "tinsach_disk_free_bytes", None, None, float(shutil.disk_usage(home.root).free)
    held = list(home.held.glob("*/"))
    yield "tinsach_held_runs", None, None, float(len(held))
    number = snapshots.current(home)
    if number is not None:
        yield "tinsach_snapshot_bytes", None, None, float(snapshots.path(home, number).stat().st_size)
    folder = home.root / backups if backups else None
    made = [file for file in folder.glob("*") if NAME.fullmatch(file.name)] if folder else []
    if made:
        newest = max(file.stat().st_mtime for file in made)
        yield "tinsach_backup_timestamp_seconds", None, None, newest


def _line(sample: Sample) -> str:
    metric, label, value, number = sample
    labels = f'{{{label}="{_escaped(value)}"}}' if label and value is not None else ""
    return f"{metric}{labels} {number:.16g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
