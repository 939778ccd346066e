"""Does the order of arrival matter? The files of a folder in one run, in several, and in several shuffled.

    python benchmarks/order.py FOLDER [--runs 10] [--limit N] [--seed 1]

Each file is copied into a folder of its part, and each part is one real run without Prefect on the same home. Compares
`news.duplicates`, `news.article_state` and the versions of the homes, row by row, and prints one JSON object; exits 1
when a table differs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flows.local import ingest
from flows.settings import load
from warehouse.layout import Home
from warehouse.store import open_reader

TABLES = {
    "duplicates": "select * exclude (run_id) from news.duplicates order by all",
    "article_state": "select * exclude (changed_at) from news.article_state order by all",
    "versions": "from news.versions order by all",
}


def main() -> int:
    """Run them all; 1 when a table differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.txt"))[: given.limit]
    shuffled = random.Random(given.seed).sample(files, len(files))
    report: dict[str, Any] = {"files": len(files), "runs": given.runs}
    with tempfile.TemporaryDirectory(prefix="tinsach-order-") as folder:
        expected = tables(Path(folder, "one"), [files])
        report["rows"] = {name: len(rows) for name, rows in expected.items()}
        for name, order in {"in_order": files, "shuffled": shuffled}.items():
            started = time.perf_counter()
            found = tables(Path(folder, name), parts(order, given.runs))
            report[name] = {table: n_different(expected[table], found[table]) for table in TABLES}
            report[name]["seconds"] = round(time.perf_counter() - started, 1)
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return int(any(report[name][table] for name in ("in_order", "shuffled") for table in TABLES))


def parts(files: Sequence[Path], n_parts: int) -> list[Sequence[Path]]:
    """`files` in consecutive parts of about the same size."""
    size = -(-len(files) // n_parts)
    return [files[start : start + size] for start in range(0, len(files), size)]


def tables(folder: Path, runs: Sequence[Sequence[Path]]) -> dict[str, list[tuple[Any, ...]]]:
    """The tables after these runs, each over a folder of its own."""
    home, inbox = Home(folder / "home"), folder / "inbox"
    for number, files in enumerate(runs):
        part = inbox / f"{number:03}"
        part.mkdir(parents=True)
        for file in files:
            (part / file.name).write_bytes(file.read_bytes())
        given = {"reading.settle_seconds": 0.0, "store.keep_snapshots": 1, "sources": [str(part)]}
        settings = load(home.root, environment={}, flags=given)
        ingest(home, settings, settings.sources)
    with open_reader(home) as con:
        return {name: con.execute(query).fetchall() for name, query in TABLES.items()}


def n_different(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> int:
    """How many rows are in one of the two only."""
    return len(set(one) ^ set(other)) + abs(len(one) - len(other))


if __name__ == "__main__":
    sys.exit(main())
