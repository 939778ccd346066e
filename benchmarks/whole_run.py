"""Whole runs without Prefect: files a second, net of what importing Great Expectations takes, memory, size of the home.

    python benchmarks/whole_run.py [--files 5000] [--seed 1] [--from FOLDER] [--repeat 1]

Over FOLDER, or over generated articles: the layouts of `examples/articles`, with their long lines replaced by as many
words drawn from the same texts, so no two are alike. Each run is a process of its own with a fresh home; after it, one
that finds nothing new. `net` is the wall time less the median of `import great_expectations` alone in the same sitting.
Prints one JSON object with medians and every single figure.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONG_LINE = 80  # characters; shorter lines are kept as they are


def main() -> None:
    """Generate or take the files, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--repeat", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinsach-bench-") as folder:
        source = given.source or Path(folder, "articles")
        if given.source is None:
            generate(source, given.files, random.Random(given.seed))
        sys.stdout.write(json.dumps(measured(source, Path(folder), given.repeat), indent=2) + "\n")


def measured(source: Path, folder: Path, repeat: int) -> dict[str, Any]:
    """The figures of `repeat` rounds: an import, a whole run into a fresh home, a run that finds nothing new."""
    sizes = [path.stat().st_size for path in source.rglob("*.txt")]
    imports, firsts, seconds = [], [], []
    for number in range(repeat):
        home = folder / f"home-{number}"
        imports.append(import_seconds())
        firsts.append(run(home, source))
        seconds.append(run(home, source))
        home_bytes = sum(path.lstat().st_size for path in home.rglob("*"))
        shutil.rmtree(home)
    net = statistics.median(first["seconds"] for first in firsts) - statistics.median(imports)
    return {
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": os.getloadavg()[0],
        "files": len(sizes),
        "source_mb": round(sum(sizes) / 1e6, 1),
        "home_bytes_per_input_byte": round(home_bytes / sum(sizes), 2),
        "import_seconds": imports,
        "first": firsts,
        "nothing_new": seconds,
        "files_per_second": round(len(sizes) / statistics.median(first["seconds"] for first in firsts)),
        "files_per_second_net": round(len(sizes) / net),
        "nothing_new_seconds": statistics.median(second["seconds"] for second in seconds),
    }


def import_seconds() -> float:
    """What importing Great Expectations alone takes."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import great_expectations"], check=True)
    return round(time.perf_counter() - started, 2)


def generate(folder: Path, n_files: int, chance: random.Random) -> None:
    """Write the articles, a thousand to a folder."""
    layouts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/articles/2025-03/*.txt"))]
    words = [word for text in layouts for word in text.split()]
    for number in range(n_files):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(variant(layouts[number % len(layouts)], words, chance).encode())


def variant(text: str, words: list[str], chance: random.Random) -> str:
    """The text with other words in its long lines."""
    return "\n".join(
        " ".join(chance.choices(words, k=len(line.split()))) + "." if len(line) >= LONG_LINE else line
        for line in text.split("\n")
    )


def run(home: Path, source: Path) -> dict[str, Any]:
    """One `tinsach run` in a process of its own: its seconds, by stage too, and its peak memory."""
    program = str(Path(sys.executable).parent / "tinsach")
    arguments = [program, "--home", str(home), "run", "--json", "--no-prefect", str(source)]
    summary = home.parent / "summary.json"
    started = time.perf_counter()
    actions = [(os.POSIX_SPAWN_OPEN, 1, str(summary), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    pid = os.posix_spawn(
        program, arguments, {**os.environ, "TINSACH_READING_SETTLE_SECONDS": "0"}, file_actions=actions
    )
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(arguments)}: exit code {os.waitstatus_to_exitcode(status)}")
    told = json.loads(summary.read_text(encoding="utf-8"))
    return {
        "status": told["status"],
        "seconds": round(seconds, 2),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": round(usage.ru_maxrss / 1024),
        "seconds_by_stage": told["seconds_by_stage"],
    }


if __name__ == "__main__":
    main()
