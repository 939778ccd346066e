"""Results of benchmarks as JSON lines, each with the facts of the machine it was measured on.

One line is one figure of one case: every value, their median, the lowest and the highest, and where it was measured.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.jsonl"
_PACKAGES = ("polars", "duckdb", "pyarrow", "great-expectations", "prefect", "rensa", "numpy")


@dataclass(frozen=True)
class Result:
    """A figure. `case` says of what, `size` is its number of files where cases are compared by size."""

    figure: str
    case: str
    unit: str
    values: tuple[float, ...]
    size: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    machine: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return min(self.values), max(self.values)


class Sink:
    """Where results go: a file of JSON lines that grows, and standard output."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def add(
        self, figure: str, case: str, unit: str, values: Sequence[float], *, size: int | None = None, **facts: Any
    ) -> Result:
        """Keep and print a figure."""
        rounded = tuple(float(f"{value:.4g}") if abs(value) < 1000 else round(value) for value in values)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        result = Result(figure, case, unit, rounded, size, facts, now, {**machine(), "load": os.getloadavg()[0]})
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(as_json(result), ensure_ascii=False) + "\n")
        say(f"{figure} · {case}: {shown(result)}")
        return result


def as_json(result: Result) -> dict[str, Any]:
    """The result as it stands in a file: with median and spread, for whoever reads it without this module."""
    low, high = result.spread
    return {**asdict(result), "median": result.median, "low": low, "high": high}


def shown(result: Result) -> str:
    """The median with its unit and, of several values, the lowest and the highest."""
    low, high = result.spread
    between = f" ({number(low)} to {number(high)}, {len(result.values)} times)" if len(result.values) > 1 else ""
    return f"{number(result.median)} {result.unit}{between}"


def number(value: float) -> str:
    """Three digits and more, with commas."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def read(paths: Iterable[Path]) -> list[Result]:
    """The newest result of each figure and case, in the order in which they were first measured."""
    newest: dict[tuple[str, str], Result] = {}
    for content in _lines(paths):
        kept = {name: content[name] for name in Result.__dataclass_fields__}
        result = Result(**{**kept, "values": tuple(kept["values"])})
        newest[result.figure, result.case] = result
    return list(newest.values())


def _lines(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                yield json.loads(line)


@cache
def machine() -> dict[str, Any]:
    """What a figure depends on beside the code: cores, processor, memory, versions, and the commit."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: version for name in _PACKAGES if (version := _version(name))},
        "commit": _commit(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n")
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _commit() -> str:
    """The commit, with a plus sign where files differ from it."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=10", "--exclude=*", "--dirty=+"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def say(text: str = "") -> None:
    """Print at once: the next part takes a while."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
