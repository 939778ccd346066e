"""Whole runs without Prefect: seconds, files a second, memory, size of the home; then runs that find nothing new.

    python -m benchmarks.whole_run [--files 5000] [--shape corpus|pages] [--from FOLDER] [--profile corpus] [--repeat 5]

Over FOLDER, or over generated files. Each run is a process of its own with a fresh home. *Net* is the wall time less
the median of `import great_expectations` alone in the same sitting. One more run is watched for its memory, workers
included, and not timed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.made import SHAPES, write
from benchmarks.processes import TINSACH, Done, timed
from benchmarks.results import Sink


def main() -> None:
    """Generate or take the files, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0])
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--profile", choices=("corpus",))
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinsach-bench-") as folder:
        source = given.source or Path(folder, "articles")
        if given.source is None:
            write(source, given.files, shape=given.shape)
        measure(Sink(None), source, given.source or given.shape, given.repeat, given.profile)


@dataclass(frozen=True)
class Run:
    """A `tinsach run` that ended well, and what it said of itself."""

    done: Done
    told: dict[str, Any]

    @property
    def stages(self) -> dict[str, float]:
        """Seconds by stage."""
        return dict(self.told["seconds_by_stage"])


def measure(sink: Sink, source: Path, name: object, repeat: int, profile: str | None = None) -> None:
    """All figures of whole runs over `source`; `name` says what files these are."""
    sizes = file_sizes(source)
    profile_is = "on" if profile else "off"
    case = f"{name}, {len(sizes):,} files, corpus profile {profile_is}"
    with tempfile.TemporaryDirectory(prefix="tinsach-home-") as folder:
        imports, firsts, seconds, n_bytes = _rounds(Path(folder), source, repeat, profile)
        watched = run(Path(folder, "watched"), source, profile=profile, watch=True)
    net = [first.done.seconds - statistics.median(imports) for first in firsts]
    sink.add("import great_expectations", "alone", "s", imports)
    sink.add("whole run", case, "s", [first.done.seconds for first in firsts], megabytes=sum(sizes) / 1e6)
    sink.add("whole run, CPU", case, "s", [first.done.cpu_seconds for first in firsts])
    sink.add("whole run, gross files/s", case, "files/s", [len(sizes) / first.done.seconds for first in firsts])
    sink.add("whole run, net", case, "s", net)
    if min(net) > 0:  # few files are loaded while the import still goes on
        sink.add("whole run, net files/s", case, "files/s", [len(sizes) / value for value in net])
    for stage in firsts[0].stages:
        sink.add("stage of a whole run", f"{stage}: {case}", "s", [first.stages[stage] for first in firsts])
    sink.add("peak memory, workers included", case, "MB", [watched.done.tree_mb or watched.done.peak_mb])
    sink.add("peak memory, largest process", case, "MB", [first.done.peak_mb for first in firsts])
    sink.add("home per input byte", case, "bytes", [home / sum(sizes) for home in n_bytes])
    sink.add("nothing new", case, "s", [second.done.seconds for second in seconds])


def _rounds(
    folder: Path, source: Path, repeat: int, profile: str | None
) -> tuple[list[float], list[Run], list[Run], list[int]]:
    """In turn: an import alone, a run into a fresh home, a run that finds nothing new; and the bytes of the homes."""
    imports, firsts, seconds, n_bytes = [], [], [], []
    for number in range(repeat):
        home = folder / f"home-{number}"
        imports.append(import_seconds())
        firsts.append(run(home, source, profile=profile))
        seconds.append(run(home, source, profile=profile))
        n_bytes.append(home_bytes(home))
        shutil.rmtree(home)
    return imports, firsts, seconds, n_bytes


def import_seconds() -> float:
    """What importing Great Expectations alone takes."""
    return timed([sys.executable, "-c", "import great_expectations"]).seconds


def run(
    home: Path, *sources: Path, profile: str | None = None, watch: bool = False, prefect: bool = False, **variables: str
) -> Run:
    """One `tinsach run` in a process of its own."""
    how = ["--prefect" if prefect else "--no-prefect", *(["--profile", profile] if profile else [])]
    command = [TINSACH, "--home", str(home), "run", "--json", *how, *map(str, sources)]
    done = timed(command, watch=watch, TINSACH_READING_SETTLE_SECONDS="0", **variables)
    return Run(done, json.loads(done.output))


def file_sizes(source: Path) -> Sequence[int]:
    """The bytes of each file."""
    return [path.stat().st_size for path in source.rglob("*.txt")]


def home_bytes(home: Path) -> int:
    """The bytes of a home: the current snapshot, packed originals, decisions; not the snapshots before it."""
    snapshots = sorted((home / "published").glob("*.duckdb"))
    older = {path for path in snapshots if not path.is_symlink()} - {(home / "published/warehouse.duckdb").resolve()}
    return sum(path.lstat().st_size for path in home.rglob("*") if path not in older and path.is_file())


if __name__ == "__main__":
    main()
