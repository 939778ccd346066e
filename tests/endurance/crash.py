"""Runs killed at random moments and at every named step; after each the next run must bring the undisturbed tables.

    python -m tests.endurance.crash [--kills 300] [--seed 1]

A home with one published run is copied for each kill; a second run over more files is killed in it, readers open what
is published, and a third run recovers. Prints counts by step, and fails where anything was lost, twice or unreadable.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from expectations.rules import load_rules
from tests.endurance.forking import fork, prepare_imports, read, run, state, wait
from tests.endurance.pages import write_files
from warehouse.layout import Home

POINTS = (
    "run:planned", "run:read", "run:staged", "run:matched", "run:audited", "publish:copied", "publish:contents",
    "publish:loaded", "publish:checkpointed", "publish:renamed", "publish:originals_moved", "publish:linked",
)  # fmt: skip
_BATCH_FILES = 6
_TOLD_EVERY = 20


def main() -> int:
    """Run it; the exit code is 1 where a check failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    prepare_imports()
    with tempfile.TemporaryDirectory(prefix="tinsach-crash-") as folder:
        return _campaign(Path(folder), chosen.kills, random.Random(chosen.seed))


def _campaign(root: Path, n_kills: int, chance: random.Random) -> int:
    source, log = root / "in", root / "log"
    write_files(source, 20, seed=1)
    base = Home(root / "base")
    _must(fork(lambda: _few_rules(base), log), log)
    _must(fork(lambda: run(base, source, batch_files=_BATCH_FILES), log), log)
    write_files(source, 18, seed=2)
    wanted, whole_seconds = _undisturbed(root, base, source, log)
    counts: Counter[tuple[str, str]] = Counter()
    with suppress(KeyboardInterrupt):  # one that somebody stops says what it found until then
        for number in range(n_kills):
            point = POINTS[number // 2 % len(POINTS)] if number % 2 else None
            delay = None if point else chance.uniform(0.0, whole_seconds)
            step, verdict = _one(root, base, source, wanted, point, delay)
            counts[step, verdict] += 1
            if verdict != "good":
                sys.stdout.write(f"kill {number} at {step}: {verdict.strip()[-400:]}\n")
            if number % _TOLD_EVERY == 0:
                sys.stdout.write(f"{number + 1} kills\n")
            sys.stdout.flush()
    _report(counts)
    return 0 if all(verdict == "good" for _, verdict in counts) else 1


def _few_rules(home: Home) -> None:
    """Only what judges the tables, files and a few lines: how many rules there are changes nothing, and takes time."""
    others = [rule.rule for rule in load_rules() if rule.level not in ("table", "file", "line")]
    home.rules.mkdir(parents=True)
    text = "".join(f"[{rule}]\nactive = false\n" for rule in others)
    (home.rules / "few.toml").write_text(text, encoding="utf-8")


def _undisturbed(root: Path, base: Home, source: Path, log: Path) -> tuple[str, float]:
    """The state that every recovered home must have, and the seconds of such a run."""
    home = _copy(base, root / "undisturbed")
    began = time.perf_counter()
    _must(fork(lambda: run(home, source, batch_files=_BATCH_FILES), log), log)
    seconds = time.perf_counter() - began
    found = _state(home, root / "state", log)
    sys.stdout.write(f"an undisturbed run takes {seconds:.1f} s\n")
    return found, seconds


def _one(root: Path, base: Home, source: Path, wanted: str, point: str | None, delay: float | None) -> tuple[str, str]:
    """Kill one run and recover: the step it was killed in, and `good` or what is wrong."""
    home, log = _copy(base, root / "home"), root / "log.one"
    log.unlink(missing_ok=True)
    os.environ.pop("TINSACH_FAULT", None)
    if point:
        os.environ["TINSACH_FAULT"] = point
    pid = fork(lambda: run(home, source, batch_files=_BATCH_FILES), log)
    os.environ.pop("TINSACH_FAULT", None)
    if delay is not None:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    code = wait(pid)
    step = point or f"random: {_stage(home, base, code)}"
    if code != -signal.SIGKILL and point:
        return step, f"was not killed but ended with {code}: {log.read_text()}"
    if wait(fork(lambda: read(home), log)):
        return step, f"unreadable after the kill: {log.read_text()}"
    if wait(fork(lambda: run(home, source, batch_files=_BATCH_FILES), log)):
        return step, f"the next run failed: {log.read_text()}"
    found = _state(home, root / "state", log)
    return step, "good" if found == wanted else f"other tables: {found}"


def _stage(home: Home, base: Home, code: int) -> str:
    """How far a run came that was killed at any moment."""
    runs = list(home.staging.glob("*/"))
    if code == 0 or os.readlink(home.link) != os.readlink(base.link):
        return "published"
    if any(home.published.glob("*.tmp")):
        return "publishing"
    if not runs:
        return "starting"
    if (runs[0] / "run" / "results.parquet").exists():
        return "audited"
    if (runs[0] / "run" / "duplicates.parquet").exists():
        return "auditing"
    n_batches = len(list(runs[0].glob("batch-*[0-9]"))) - 1
    return "planning" if n_batches < 0 else f"{n_batches} batches staged"


def _state(home: Home, file: Path, log: Path) -> str:
    file.unlink(missing_ok=True)

    def write() -> None:
        file.write_text(state(home), encoding="utf-8")

    wait(fork(write, log))
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _copy(home: Home, root: Path) -> Home:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(home.root, root, symlinks=True)
    return Home(root)


def _must(pid: int, log: Path) -> None:
    if wait(pid):
        sys.exit(f"a run failed that nobody disturbed: {log.read_text()}")


def _report(counts: Counter[tuple[str, str]]) -> None:
    for step, verdict in sorted(counts):
        sys.stdout.write(f"{counts[step, verdict]:>5}  {step:<32} {'recovered' if verdict == 'good' else 'WRONG'}\n")
    n_wrong = sum(count for (_, verdict), count in counts.items() if verdict != "good")
    sys.stdout.write(f"{sum(counts.values())} kills, {n_wrong} not recovered whole\n")


if __name__ == "__main__":
    sys.exit(main())
