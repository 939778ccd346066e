"""Other programs on the same files in the same sitting, and how many times as long as we they take.

    make bench-compare [SIZE=small|medium|full] [FROM=FOLDER]
    python -m benchmarks.compare [--size small] [--from FOLDER] [--venv build/peers] [--only pandas dlt …]

In turn: an import of Great Expectations, our run (default, and with the corpus profile on), a run that finds nothing
new, then each job of `peer_runs.py`. Seconds of others are without their imports and, where they read JSON lines,
without packing these; ours are *net*, from files to a published snapshot. What the others do is less: datatrove
filters and looks for duplicates, dlt only loads, rensa and text-dedup only look for duplicates, pandas loads and looks
at a few things. A ratio above 1 means that the other takes longer.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks import published_filters
from benchmarks.bench import SIZES
from benchmarks.made import write
from benchmarks.processes import timed
from benchmarks.results import RESULTS, Sink, say
from benchmarks.whole_run import file_sizes, import_seconds, run

# A job of others, and the run of ours that it is set against.
AGAINST = {
    "datatrove-filters-minhash": "ours, corpus profile on",
    "datatrove-minhash": "ours",
    "rensa": "ours",
    "text-dedup": "ours",
    "dlt": "ours",
    "dlt-nothing-new": "ours, nothing new",
    "pandas": "ours",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--from", dest="corpus", type=Path)
    parser.add_argument("--venv", type=Path, default=published_filters.VENV)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--only", nargs="*", choices=AGAINST, default=[])
    given = parser.parse_args()
    size, sink = SIZES[given.size], Sink(given.results)
    with tempfile.TemporaryDirectory(prefix="tinsach-compare-") as folder:
        source = given.corpus or Path(folder, "articles")
        if given.corpus is None:
            write(source, size.files)
        name = f"{'corpus' if given.corpus else 'generated'}, {len(file_sizes(source)):,} files"
        measure(sink, source, name, given.venv, tuple(given.only) or tuple(AGAINST), size.repeat)


def measure(sink: Sink, source: Path, name: str, venv: Path, jobs: tuple[str, ...], repeat: int) -> None:
    """All of them, `repeat` times in turn, and the ratio of each round."""
    seconds: dict[str, list[float]] = defaultdict(list)
    left_out: set[str] = set()
    for number in range(repeat):
        say(f"round {number + 1} of {repeat}")
        for label, value in _ours(source).items():
            seconds[label].append(value)
        for job in jobs:
            if job not in left_out and (value := _theirs(job, source, venv)) is not None:
                seconds[job].append(value)
            else:
                left_out.add(job)
    for label, values in seconds.items():
        sink.add("peers", f"{label}: {name}", "s", values)
    for job, ours in AGAINST.items():
        if job in seconds and job not in left_out and min(seconds[ours]) > 0:
            ratios = [theirs / own for theirs, own in zip(seconds[job], seconds[ours], strict=True)]
            sink.add("ratio", f"{job} / {ours}: {name}", "times as long", ratios)


def _ours(source: Path) -> dict[str, float]:
    """Net seconds of our runs."""
    importing = import_seconds()
    with tempfile.TemporaryDirectory(prefix="tinsach-home-") as folder:
        default = run(Path(folder, "default"), source).done.seconds
        idle = run(Path(folder, "default"), source).done.seconds
        profile = run(Path(folder, "profile"), source, profile="corpus").done.seconds
    return {
        "ours": default - importing,
        "ours, gross": default,
        "ours, corpus profile on": profile - importing,
        "ours, nothing new": idle,
    }


def _theirs(job: str, source: Path, venv: Path) -> float | None:
    """Seconds of a job; None, with what it said, where it does not run here."""
    python = published_filters.python_of(venv)
    with tempfile.TemporaryDirectory(prefix="tinsach-peer-") as folder:
        command = [str(python), "-m", "benchmarks.peer_runs", job, str(source), "--work", f"{folder}/work"]
        try:
            done = timed(command)
        except SystemExit as failure:
            say(f"{job} is left out: {str(failure).strip().splitlines()[-1]}")
            return None
    answer = json.loads(done.output.strip().splitlines()[-1])
    say(f"  {job}: {answer['seconds']:.1f} s")
    return float(answer["seconds"])


if __name__ == "__main__":
    main()
