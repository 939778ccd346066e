"""Whole runs over generated articles: seconds, files a second, peak memory, size of the home.

    python benchmarks/whole_run.py [--files 5000] [--seed 1]

The articles have the layouts of `examples/articles`, with their long lines replaced by as many words drawn from the
same texts, so no two are alike. Runs without Prefect, each in a process of its own: first over all files, then one
that finds nothing new. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONG_LINE = 80  # characters; shorter lines are kept as they are


def main() -> None:
    """Generate, run twice, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinsach-bench-") as folder:
        source, home = Path(folder, "articles"), Path(folder, "home")
        n_bytes = generate(source, given.files, random.Random(given.seed))
        first, second = run(home, source), run(home, source)
        facts = {
            "python": platform.python_version(),
            "cores": len(os.sched_getaffinity(0)),
            "files": given.files,
            "source_mb": round(n_bytes / 1e6, 1),
            "home_mb": round(sum(path.lstat().st_size for path in home.rglob("*")) / 1e6, 1),
            "first": {**first, "files_per_second": round(given.files / first["seconds"])},
            "nothing_new": second,
        }
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")


def generate(folder: Path, n_files: int, chance: random.Random) -> int:
    """Write the articles, a thousand to a folder. Returns their bytes."""
    layouts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/articles/2025-03/*.txt"))]
    words = [word for text in layouts for word in text.split()]
    n_bytes = 0
    for number in range(n_files):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        n_bytes += path.write_bytes(variant(layouts[number % len(layouts)], words, chance).encode())
    return n_bytes


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
        "peak_mb": round(usage.ru_maxrss / 1024),
        "seconds_by_stage": told["seconds_by_stage"],
    }


if __name__ == "__main__":
    main()
