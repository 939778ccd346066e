"""The whole benchmark: every figure of docs/performance.md but those of other programs (`compare.py`).

    make bench [SIZE=small|medium|full] [FROM=FOLDER] [ONLY="whole growth"]
    python -m benchmarks.bench --size full --from FOLDER --results FILE [--only whole growth …]

Results are added to FILE as JSON lines (benchmarks/results.jsonl); `make bench-report` makes the page of them. `small`
takes minutes, `medium` half an hour, `full` has a million files and takes two hours and 20 GB of disk. FOLDER is a
corpus of article files, measured beside the generated ones. Begin with no FILE to leave earlier results out.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cold_start, growing_store, growth, prefect_runs, readers, stages, whole_run
from benchmarks.made import SHAPES, write
from benchmarks.results import RESULTS, Sink, machine, say


@dataclass(frozen=True)
class Size:
    """How much is measured: files of whole runs, sizes of stores, articles beside readers, repeats."""

    files: int
    stores: tuple[int, ...]
    read: int
    repeat: int
    multiplied: int  # how many times a store of the corpus is made larger


SIZES = {
    "small": Size(2_000, (1_000, 5_000), 1_000, 3, 4),
    "medium": Size(35_440, (1_000, 10_000, 35_000, 100_000), 10_000, 5, 28),
    "full": Size(35_440, (1_000, 10_000, 35_000, 100_000, 1_000_000), 35_000, 5, 28),
}
Part = Callable[[Sink, Size, Path | None], None]


def main() -> int:
    """Measure all parts, or those that are named; 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--from", dest="corpus", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=[])
    given = parser.parse_args()
    about = machine()
    say(f"{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB, commit {about['commit']}")
    say(f"load {os.getloadavg()[0]:.1f}: seconds mean little on a machine that others use")
    sink, size = Sink(given.results), SIZES[given.size]
    failed = [name for name in given.only or PARTS if not _measured(name, sink, size, given.corpus)]
    say(f"\nresults in {given.results}; `make bench-report` makes docs/performance.md of them")
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return int(bool(failed))


def _measured(name: str, sink: Sink, size: Size, corpus: Path | None) -> bool:
    """One part; what made it fail is printed."""
    started = time.perf_counter()
    say(f"\n== {name}")
    try:
        PARTS[name](sink, size, corpus)
    except (Exception, SystemExit):  # noqa: BLE001  whatever it is, it must not cost the hours of the other parts
        say(traceback.format_exc())
        return False
    say(f"== {name} took {time.perf_counter() - started:.0f} s")
    return True


def _whole(sink: Sink, size: Size, corpus: Path | None) -> None:
    for shape in SHAPES:
        with tempfile.TemporaryDirectory(prefix="tinsach-bench-") as folder:
            write(Path(folder), size.files, shape=shape)
            whole_run.measure(sink, Path(folder), f"generated {shape}", size.repeat)
    if corpus:
        whole_run.measure(sink, corpus, "corpus", size.repeat)
        whole_run.measure(sink, corpus, "corpus", size.repeat, "corpus")


def _growth(sink: Sink, size: Size, corpus: Path | None) -> None:
    for n_files in size.stores:
        growth.measure(sink, n_files, 100, size.repeat)


def _growing_store(sink: Sink, size: Size, corpus: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="tinsach-store-") as folder:
        source = corpus or Path(folder, "articles")
        if corpus is None:
            write(source, size.files)
        growing_store.measure(sink, source, Path(folder), 100, size.multiplied)


PARTS: dict[str, Part] = {
    "cold": lambda sink, size, corpus: cold_start.measure(sink, size.repeat),
    "stages": lambda sink, size, corpus: stages.measure(sink, size.repeat),
    "whole": _whole,
    "growth": _growth,
    "store": _growing_store,
    "readers": lambda sink, size, corpus: readers.measure(sink, size.read, 4),
    "prefect": lambda sink, size, corpus: prefect_runs.measure(sink, size.files, size.repeat),
}

if __name__ == "__main__":
    sys.exit(main())
