"""What a growing store costs: first loads of more and more generated files, 100 new ones, nothing new.

    python -m benchmarks.growth [--sizes 1000 10000 100000 1000000] [--new 100] [--repeat 5]

For each size: a first load into a fresh home (a run takes as many files as a setting allows; it is run until none
waits), its memory with workers, the size of the home; runs that find nothing new in the folder; runs that find
`--new` files, with what copying the snapshot alone takes beside. Loads of up to 10,000 files are repeated, larger ones
done once. *Net* is less the import of Great Expectations, once for each run.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made import write
from benchmarks.results import Sink
from benchmarks.whole_run import Run, home_bytes, import_seconds, run
from warehouse.files import clone

REPEATED = 10_000  # loads of more files are done once
_IMPORTS = 3


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    for size in given.sizes:
        measure(Sink(None), size, given.new, given.repeat)


@dataclass(frozen=True)
class Load:
    """All runs of a first load: wall and CPU seconds, the highest memory, how many runs it took."""

    seconds: float
    cpu_seconds: float
    tree_mb: float
    n_runs: int


def measure(sink: Sink, size: int, n_new: int, repeat: int) -> None:
    """All figures of one size."""
    with tempfile.TemporaryDirectory(prefix="tinsach-growth-") as folder:
        inbox = Path(folder, "inbox")
        n_bytes = write(inbox, size)
        importing = statistics.median(import_seconds() for _ in range(_IMPORTS))
        homes = [Path(folder, f"home-{number}") for number in range(repeat if size <= REPEATED else 1)]
        loads = [load(home, inbox) for home in homes]
        _first(sink, size, loads, importing)
        home = homes[-1]
        sink.add("growth: home per input byte", _case(size), "bytes", [home_bytes(home) / n_bytes], size=size)
        idle = [run(home, inbox).done for _ in range(repeat)]
        sink.add("growth: nothing new", _case(size), "s", [done.seconds for done in idle], size=size)
        _steady(sink, size, n_new, importing, home, inbox, repeat)


def load(home: Path, inbox: Path) -> Load:
    """Run until nothing waits."""
    done = [run(home, inbox, watch=True)]
    while done[-1].told["files_waiting"]:
        done.append(run(home, inbox, watch=True))
    return Load(
        sum(one.done.seconds for one in done), sum(one.done.cpu_seconds for one in done),
        max(one.done.tree_mb or 0.0 for one in done), len(done),
    )  # fmt: skip


def _first(sink: Sink, size: int, loads: list[Load], importing: float) -> None:
    net, runs = [one.seconds - one.n_runs * importing for one in loads], loads[0].n_runs
    if min(net) > 0:  # few files are loaded while the import still goes on
        sink.add("growth: first load, net", _case(size), "files/s", [size / one for one in net], size=size, runs=runs)
    sink.add("growth: first load", _case(size), "s", [one.seconds for one in loads], size=size, runs=runs)
    sink.add("growth: first load, CPU", _case(size), "s", [one.cpu_seconds for one in loads], size=size)
    sink.add("growth: peak memory, workers included", _case(size), "MB", [one.tree_mb for one in loads], size=size)


def _steady(sink: Sink, size: int, n_new: int, importing: float, home: Path, inbox: Path, repeat: int) -> None:
    """`n_new` files more, `repeat` times; what copying the snapshot takes is measured beside each."""
    done: list[Run] = []
    copies = []
    for number in range(repeat):
        copies.append(copy_seconds(home))
        write(inbox, n_new, first=size + number * n_new)
        done.append(run(home, inbox))
    case = f"{n_new} new files, {size:,} stored"
    net = [one.done.seconds - importing for one in done]
    sink.add("growth: new files, net", case, "s", net, size=size)
    sink.add("growth: new files, CPU", case, "s", [one.done.cpu_seconds for one in done], size=size)
    sink.add("growth: copying the snapshot", case, "s", copies, size=size)
    for stage in done[0].stages:
        sink.add("growth: stage", f"{stage}: {case}", "s", [one.stages[stage] for one in done], size=size)


def copy_seconds(home: Path) -> float:
    """What it takes to copy the current snapshot as a publish does: by reflink where the file system can."""
    snapshot, draft = (home / "published/warehouse.duckdb").resolve(), home / "copy.tmp"
    started = time.perf_counter()
    clone(snapshot, draft)
    seconds = time.perf_counter() - started
    draft.unlink()
    return seconds


def _case(size: int) -> str:
    return f"{size:,} files"


if __name__ == "__main__":
    main()
