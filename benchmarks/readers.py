"""Readers beside a run: how long it takes to open the warehouse, ask and close, and whether anything ever fails.

    python -m benchmarks.readers [--files 5000] [--readers 4]

Processes that open the published warehouse, count articles and look at some, close, and begin again: first with no
run, then while one loads `--files` files into a store of as many.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.made import write
from benchmarks.results import Sink
from benchmarks.whole_run import run
from transforms.errors import TinsachError
from warehouse.layout import Home
from warehouse.store import open_reader

_IDLE_SECONDS = 5.0
_QUERIES = (
    "select count(*), count(distinct run_id) from articles",
    "select title, outlet, published_on from clean_articles order by article_id limit 20",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--readers", type=int, default=4)
    given = parser.parse_args()
    measure(Sink(None), given.files, given.readers)


def measure(sink: Sink, n_files: int, n_readers: int) -> None:
    """Readers of a store of `n_files`, without and with a run that doubles it."""
    with tempfile.TemporaryDirectory(prefix="tinsach-readers-") as folder:
        home, first, second = (Path(folder, name) for name in ("home", "first", "second"))
        write(first, n_files)
        write(second, n_files, first=n_files)
        run(home, first)
        idle = _beside(home, n_readers, lambda: time.sleep(_IDLE_SECONDS))
        busy = _beside(home, n_readers, lambda: run(home, second))
    for name, (seconds, errors, n_seen) in {"no run": idle, "during a run": busy}.items():
        case = f"{n_readers} readers, {name}, {n_files:,} articles"
        facts = {"reads": len(seconds), "p95": _p95(seconds), "states_seen": n_seen, "errors": errors[:3]}
        spread = (min(seconds), statistics.median(seconds), _p95(seconds), max(seconds))
        for part, value in zip(("fastest", "median", "95 of 100", "slowest"), spread, strict=True):
            sink.add("one read", f"{part}: {case}", "s", [value], **facts)
        sink.add("reads that failed", case, "reads", [len(errors)], **facts)


def _beside(home: Path, n_readers: int, work: Any) -> tuple[list[float], list[str], int]:
    """Seconds of each read while `work` goes on, what failed, and how many states of the warehouse were seen."""
    context = multiprocessing.get_context("spawn")
    is_over, answers = context.Event(), context.Queue()
    readers = [context.Process(target=_read, args=(str(home), is_over, answers)) for _ in range(n_readers)]
    for reader in readers:
        reader.start()
    try:
        for _ in readers:
            answers.get(timeout=120)  # all have begun
        work()
    finally:
        is_over.set()
    seconds: list[float] = []
    errors: list[str] = []
    states: set[int] = set()
    for _ in readers:
        own_seconds, own_errors, own_states = answers.get(timeout=120)
        seconds, errors, states = seconds + own_seconds, errors + own_errors, states | own_states
    for reader in readers:
        reader.join()
    return seconds, errors, len(states)


def _read(home: str, is_over: Event, answers: Any) -> None:
    """Read until told to stop. The first read, which imports, is not counted."""
    place = Home(Path(home))
    _look(place)
    answers.put("ready")
    seconds: list[float] = []
    errors: list[str] = []
    states: set[int] = set()
    while not is_over.is_set():
        started = time.perf_counter()
        try:
            states.add(_look(place))
            seconds.append(time.perf_counter() - started)
        except (TinsachError, duckdb.Error, OSError) as error:
            errors.append(repr(error))
    answers.put((seconds, errors, states))


def _look(place: Home) -> int:
    with open_reader(place) as con:
        found = [con.execute(query).fetchall() for query in _QUERIES]
    return int(found[0][0][0])


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


if __name__ == "__main__":
    main()
