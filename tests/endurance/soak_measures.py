"""What a soak measures after each run, and what of it must stay flat or be explained."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flows.settings import load
from warehouse.layout import Home
from warehouse.store import open_reader

QUARTERS = (
    "runs", "seconds a run", "memory MB", "open files", "lines", "snapshot MB", "bytes a line", "originals kB",
    "given kB", "other kB",
)  # fmt: skip
_GROWTH = 1.2
_SLACK_FILES = 5
_MB, _KB = 1024**2, 1024
_ROOM_FOR_NOTES = 40 * _MB  # logs rotate at 20 MB; notes, metrics and messages are small
_BYTES_OF_A_PACK = 16_384  # what Parquet needs around the few files of one run


class Sample(NamedTuple):
    """The process and the home after a run."""

    seconds: float
    memory_mb: float
    n_open_files: int
    n_lines: int
    n_snapshots: int
    published_bytes: int
    snapshot_bytes: int
    originals_bytes: int
    n_packs: int
    given_bytes: int
    left_bytes: int
    other_bytes: int
    keep_snapshots: int
    error: str


def open_files() -> int:
    """How many this process has open."""
    return len(os.listdir("/proc/self/fd"))


def resident_mb() -> float:
    """The memory that this process holds."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024, 1)


def measure(home: Home, source: Path, seconds: float, error: str) -> Sample:
    """`left` is what no run may leave: staging, drafts. `given` are the bytes of all files so far."""
    with open_reader(home) as con:
        (n_lines,) = con.execute("select count(*) from news.lines").fetchone() or (0,)
    snapshots = [file for file in home.published.glob("*.duckdb") if not file.is_symlink()]
    drafts = _bytes(home.staging) + sum(file.stat().st_size for file in home.published.glob("*.tmp"))
    published, originals, whole = _bytes(home.published), _bytes(home.originals), _bytes(home.root)
    return Sample(
        seconds, resident_mb(), open_files(), n_lines, len(snapshots), published, home.link.stat().st_size, originals,
        len([*home.originals.glob("*")]), _bytes(source), drafts, whole - published - originals,
        load(home.root, environment={}, flags={}).store.keep_snapshots, error,
    )  # fmt: skip


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def quarters(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """For each quarter of the runs: medians of what should be flat, the last of what grows."""
    size, found = max(len(samples) // 4, 1), {}
    for start in range(0, min(4 * size, len(samples)), size):
        part = samples[start : start + size] if start < 3 * size else samples[start:]
        last = part[-1]
        found[f"{start + 1}-{start + len(part)}"] = {
            "seconds": statistics.median(one.seconds for one in part),
            "memory_mb": statistics.median(one.memory_mb for one in part),
            "n_open_files": int(statistics.median(one.n_open_files for one in part)),
            "n_lines": last.n_lines,
            "snapshot_mb": round(last.snapshot_bytes / _MB, 1),
            "bytes_a_line": round(last.snapshot_bytes / max(last.n_lines, 1)),
            "originals_kb": round(last.originals_bytes / _KB),
            "given_kb": round(last.given_bytes / _KB),
            "other_kb": round(last.other_bytes / _KB),
        }
    return found


def judge(samples: Sequence[Sample]) -> list[str]:
    """What grew although it should not, and bytes that nothing explains."""
    by_quarter, last, found = list(quarters(samples).values()), samples[-1], []
    before, after = by_quarter[min(1, len(by_quarter) - 1)], by_quarter[-1]
    if after["memory_mb"] > before["memory_mb"] * _GROWTH:
        found.append(f"memory grew from {before['memory_mb']:.0f} to {after['memory_mb']:.0f} MB")
    if after["n_open_files"] > before["n_open_files"] + _SLACK_FILES:
        found.append(f"open files grew from {before['n_open_files']} to {after['n_open_files']}")
    if after["bytes_a_line"] > before["bytes_a_line"] * _GROWTH:
        found.append(f"a line took {before['bytes_a_line']:.0f} bytes of a snapshot, then {after['bytes_a_line']:.0f}")
    if last.n_snapshots > last.keep_snapshots:
        found.append(f"{last.n_snapshots} snapshots are there, {last.keep_snapshots} are to be kept")
    if last.left_bytes:
        found.append(f"{last.left_bytes:,} bytes are left in staging or as drafts")
    if last.originals_bytes > last.given_bytes + last.n_packs * _BYTES_OF_A_PACK:
        found.append(f"{last.originals_bytes:,} bytes of originals were kept of {last.given_bytes:,} that were given")
    if last.other_bytes > _ROOM_FOR_NOTES:
        found.append(f"{last.other_bytes:,} bytes are in the home besides snapshots and originals")
    return found
