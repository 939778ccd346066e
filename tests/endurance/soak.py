"""Many runs over a growing folder with readers beside them: no error, memory and open files flat, disk explained.

    python -m tests.endurance.soak [--runs 500] [--files 3] [--readers 4] [--seed 1] [--minutes 1440]

One process ingests again and again, as a tick of the schedule does, with an upkeep every 50 runs; readers open what
is published, look, close; the dashboard is drawn again and again. Each run adds `--files` files. Fails on any error, or
where memory or open files of the ingesting process grew by more than a fifth between the first quarter and the end.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from tests.endurance.pages import write_files

_DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
_UPKEEP_EVERY = 50
_GROWTH = 1.2
_SLACK_FILES = 5


def _read(home: str, stopped: Event, answers: Any) -> None:
    """A reader: (reads, errors, highest number of open files)."""
    from warehouse.layout import Home
    from warehouse.store import open_reader

    place, n_reads, errors, n_open = Home(Path(home)), 0, [], 0
    last = 0
    while not stopped.is_set():
        try:
            with open_reader(place) as con:
                query = "select count(*), count(*) filter (where body is null and lead is null) from articles"
                n_articles, n_empty = con.execute(query).fetchone() or (0, 0)
                files = "select count(*) from ops.files where status = 'loaded'"
                (n_loaded,) = con.execute(files).fetchone() or (0,)
            if n_articles < last or n_articles < n_loaded or n_empty:
                errors.append(f"{n_articles} articles of {n_loaded} files after {last}, {n_empty} without text")
            last = n_articles
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            errors.append(repr(error))
        n_reads += 1
        n_open = max(n_open, _open_files())
        time.sleep(0.05)
    answers.put((n_reads, errors, n_open))


def _look(home: str, stopped: Event, answers: Any) -> None:
    """Somebody with the dashboard open, whose page is drawn anew again and again: as `_read`."""
    os.environ["TINSACH_HOME"] = home
    from streamlit.testing.v1 import AppTest

    page, n_drawn, errors, n_open = AppTest.from_file(str(_DASHBOARD), default_timeout=120), 0, [], 0
    while not stopped.is_set():
        try:
            page.run()
            errors += [repr(shown.value) for shown in (*page.exception, *page.error)]
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            errors.append(repr(error))
        n_drawn += 1
        n_open = max(n_open, _open_files())
        time.sleep(1.0)
    answers.put((n_drawn, errors, n_open))


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> int:
    """Run it; the exit code is 1 where something was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--files", type=int, default=3)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60.0, help="begin no run after so long")
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    stopped, answers = context.Event(), context.Queue()
    with tempfile.TemporaryDirectory(prefix="tinsach-soak-") as folder:
        home = f"{folder}/home"
        arguments = (home, stopped, answers)
        readers = [context.Process(target=_read, args=arguments) for _ in range(chosen.readers)]
        readers.append(context.Process(target=_look, args=arguments))
        for reader in readers:
            reader.start()
        deadline = time.monotonic() + chosen.minutes * 60
        measured = _ingest_often(home, Path(folder) / "in", chosen, deadline)
        stopped.set()
        seen = [answers.get(timeout=180) for _ in readers]
        for reader in readers:
            reader.join()
        _say_disk(Path(home))
    return _judge(measured, seen)


def _ingest_often(home: str, source: Path, chosen: argparse.Namespace, deadline: float) -> list[tuple[float, int, str]]:
    """For each run: resident memory in MB, open files, and the error or an empty text. None begins after `deadline`."""
    from flows.local import ingest
    from flows.maintaining import maintain
    from flows.settings import load
    from warehouse.layout import Home

    place, measured = Home(Path(home)), []
    flags = {"sources": [str(source)], "reading.settle_seconds": 0.0}
    for number in range(chosen.runs):
        if time.monotonic() > deadline:
            break
        if number % 10 == 0:
            sys.stdout.write(f"run {number}\n")
            sys.stdout.flush()
        write_files(source, chosen.files, seed=chosen.seed * 1_000_000 + number)
        settings, error = load(place.root, environment={}, flags=flags), ""
        try:
            ingest(place, settings, settings.sources, is_scheduled=True)
            if number % _UPKEEP_EVERY == _UPKEEP_EVERY - 1:
                done = maintain(place, settings)
                error = str(done.error or "")
        except Exception as raised:  # noqa: BLE001
            error = repr(raised)
        gc.collect()
        measured.append((_resident_mb(), _open_files(), error))
    return measured


def _say_disk(home: Path) -> None:
    for name in ("published", "originals", "staging", "state", "held", "tmp"):
        files = [file for file in (home / name).rglob("*") if file.is_file() and not file.is_symlink()]
        n_bytes = sum(file.stat().st_size for file in files)
        sys.stdout.write(f"disk {name:<10} {n_bytes / 1024**2:8.1f} MB in {len(files)} files\n")


def _judge(measured: list[tuple[float, int, str]], seen: list[tuple[int, list[str], int]]) -> int:
    errors = [error for *_, error in measured if error] + [error for _, found, _ in seen for error in found]
    quarter = max(len(measured) // 4, 1)
    memory = [
        statistics.median(mb for mb, *_ in part) for part in (measured[quarter : 2 * quarter], measured[-quarter:])
    ]
    files = [
        statistics.median(n for _, n, _ in part) for part in (measured[quarter : 2 * quarter], measured[-quarter:])
    ]
    sys.stdout.write(
        f"{len(measured)} runs, {sum(n for n, *_ in seen):,} reads by {len(seen)} readers, the dashboard too\n"
    )
    sys.stdout.write(f"memory {memory[0]:.0f} MB in the second quarter, {memory[1]:.0f} MB in the last\n")
    sys.stdout.write(f"open files {files[0]:.0f}, {files[1]:.0f}; of readers at most {max(n for *_, n in seen)}\n")
    for error in errors[:20]:
        sys.stdout.write(f"error: {error}\n")
    sys.stdout.write(f"{len(errors)} errors\n")
    is_flat = memory[1] <= memory[0] * _GROWTH and files[1] <= files[0] + _SLACK_FILES
    return 0 if is_flat and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
