"""Many runs over a growing folder with readers beside them: no error, memory and open files flat, disk explained.

    python -m tests.endurance.soak [--runs 500] [--files 3] [--readers 4] [--minutes M] [--seed 1] [--json FILE]

One process ingests again and again, as a tick of the schedule does, with an upkeep every 50 runs; readers open what
is published, look, close; the dashboard is drawn again and again. Each run adds `--files` files. Fails on any error,
where memory or open files of the ingesting process grew by more than a fifth between the second quarter and the last,
or where the disk holds what neither lines nor settings explain.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.endurance.pages import write_files
from tests.endurance.soak_measures import QUARTERS, Sample, judge, measure, quarters
from tests.endurance.soak_readers import Seen, look, read
from tests.endurance.telling import Clock, add_common, finish, say, table

_UPKEEP_EVERY = 50
_TOLD_EVERY = 25


def main() -> int:
    """Run it; the exit code is 1 where something was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--files", type=int, default=3)
    parser.add_argument("--readers", type=int, default=4)
    add_common(parser)
    chosen = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    stopped, answers = context.Event(), context.Queue()
    with tempfile.TemporaryDirectory(prefix="tinsach-soak-") as folder:
        home = f"{folder}/home"
        work = [(read, f"reader {number}") for number in range(1, chosen.readers + 1)] + [(look, "dashboard")]
        readers = [context.Process(target=one, args=(name, home, stopped, answers)) for one, name in work]
        for reader in readers:
            reader.start()
        clock = Clock(chosen.minutes)
        samples = _ingest_often(home, Path(folder) / "in", chosen, clock)
        stopped.set()
        seen = [answers.get(timeout=180) for _ in readers]
        for reader in readers:
            reader.join()
    return _report(samples, sorted(seen, key=lambda one: str(one.name)), chosen, clock)


def _ingest_often(home: str, source: Path, chosen: argparse.Namespace, clock: Clock) -> list[Sample]:
    """A sample after each run. None begins when the time is over."""
    from flows.local import ingest
    from flows.maintaining import maintain
    from flows.settings import load
    from warehouse.layout import Home

    place, samples = Home(Path(home)), []
    flags: dict[str, Any] = {"sources": [str(source)], "reading.settle_seconds": 0.0}
    with suppress(KeyboardInterrupt):  # one that somebody stops says what it found until then
        for number in range(chosen.runs):
            if clock.is_over():
                break
            if number % _TOLD_EVERY == 0:
                say(f"run {number}")
            write_files(source, chosen.files, seed=chosen.seed * 1_000_000 + number)
            settings, error, began = load(place.root, environment={}, flags=flags), "", time.monotonic()
            try:
                ingest(place, settings, settings.sources, is_scheduled=True)
                if number % _UPKEEP_EVERY == _UPKEEP_EVERY - 1:
                    error = str(maintain(place, settings).error or "")
            except Exception as raised:  # noqa: BLE001  whatever it is, it is what we look for
                error = repr(raised)
            gc.collect()
            samples.append(measure(place, source, round(time.monotonic() - began, 2), error))
    return samples


def _report(samples: Sequence[Sample], seen: Sequence[Seen], chosen: argparse.Namespace, clock: Clock) -> int:
    """A line for each quarter and each reader, what is wrong, and all of it as JSON."""
    if not samples:
        finish({"errors": ["no run was made"]}, chosen.json, done=0, asked=chosen.runs, noun="runs")
        return 1
    by_quarter = quarters(samples)
    table(QUARTERS, [(name, *one.values()) for name, one in by_quarter.items()])
    table(("who", "looks", "errors", "open files", "MB at first", "MB at last"), [one.row() for one in seen])
    errors = [one.error for one in samples if one.error] + [error for one in seen for error in one.errors]
    wrong = judge(samples)
    for text in [*errors[:20], *wrong]:
        say(f"error: {text}")
    say(f"{len(errors)} errors, {len(wrong)} measures that are not flat or not explained")
    figures = {
        "seed": chosen.seed, "files_each": chosen.files, "seconds": clock.seconds(), "by_quarter": by_quarter,
        "readers": [one._asdict() for one in seen], "errors": errors, "wrong": wrong,
    }  # fmt: skip
    finish(figures, chosen.json, done=len(samples), asked=chosen.runs, noun="runs")
    return 1 if errors or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
