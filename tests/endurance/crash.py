"""Runs killed at random moments and at every named step; after each the next run must bring the undisturbed tables.

    python -m tests.endurance.crash [--kills 300] [--jobs 2] [--minutes M] [--seed 1] [--json FILE]

A home with one published run is copied for each kill; a second run over more files is killed in it, readers open what
is published, and a third run recovers. Every second kill is at a named step, one after another; the others are at any
moment of a run's time. Fails where anything was lost, twice or unreadable.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.rules import load_rules
from tests.endurance.forking import fork, prepare_imports, read, run, state, wait
from tests.endurance.pages import write_files
from tests.endurance.telling import Clock, add_common, finish, say, table
from warehouse.layout import Home

POINTS = (
    "run:planned", "run:read", "run:staged", "run:matched", "run:audited", "publish:copied", "publish:contents",
    "publish:loaded", "publish:checkpointed", "publish:renamed", "publish:originals_moved", "publish:linked",
)  # fmt: skip
VERDICTS = ("recovered", "lost", "twice", "unreadable", "other")
_BATCH_FILES = 6
_TOLD_EVERY = 20


@dataclass(frozen=True)
class Kill:
    """One kill: the step it met, how the home was afterwards, and what is wrong with it."""

    number: int
    step: str
    verdict: str
    detail: str = ""


@dataclass(frozen=True)
class Ground:
    """What every kill starts from, and the state it must end with."""

    root: Path
    base: Home
    source: Path
    wanted: dict[str, Any]


def main() -> int:
    """Run it; the exit code is 1 where a check failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 4), help="so many at a time")
    add_common(parser)
    chosen = parser.parse_args()
    clock = Clock(chosen.minutes)
    prepare_imports()
    with tempfile.TemporaryDirectory(prefix="tinsach-crash-") as folder:
        kills = _campaign(_ground(Path(folder)), chosen, clock)
    return _report(kills, chosen, clock)


def _ground(root: Path) -> Ground:
    source, log, base = root / "in", root / "log", Home(root / "base")
    write_files(source, 20, seed=1)
    _must(fork(lambda: _few_rules(base), log), log)
    _must(fork(lambda: run(base, source, batch_files=_BATCH_FILES), log), log)
    write_files(source, 18, seed=2)
    home = _copy(base, root / "undisturbed")
    _must(fork(lambda: run(home, source, batch_files=_BATCH_FILES), log), log)
    return Ground(root, base, source, _state(home, root / "state", log))


def _few_rules(home: Home) -> None:
    """Only what judges the tables, files and a few lines: how many rules there are changes nothing, and takes time."""
    others = [rule.rule for rule in load_rules() if rule.level not in ("table", "file", "line")]
    home.rules.mkdir(parents=True)
    text = "".join(f"[{rule}]\nactive = false\n" for rule in others)
    (home.rules / "few.toml").write_text(text, encoding="utf-8")


def _campaign(ground: Ground, chosen: argparse.Namespace, clock: Clock) -> list[Kill]:
    """Each job takes every so many-th kill and writes a line for each; the lines are what is told."""
    jobs = [
        fork(lambda job=job: _work(ground, job, chosen, clock), ground.root / f"log-{job}")  # type: ignore[misc]
        for job in range(chosen.jobs)
    ]
    with suppress(KeyboardInterrupt):  # one that somebody stops says what it found until then
        for job, pid in enumerate(jobs):
            if code := wait(pid):
                say(f"job {job} ended with {code}: {_end(ground.root / f'log-{job}')}")
                return [*_kills(ground.root), Kill(-1, f"job {job}", "other", f"ended with {code}")]
    return _kills(ground.root)


def _work(ground: Ground, job: int, chosen: argparse.Namespace, clock: Clock) -> None:
    """The kills of one job. How long a run takes is measured here, while the other jobs are at work too."""
    own, terminal = ground.root / f"job-{job}", sys.__stderr__.fileno() if sys.__stderr__ else 2
    own.mkdir()
    whole_seconds = 0.0
    with (ground.root / f"kills-{job}.jsonl").open("a", encoding="utf-8") as told:
        for number in range(job, chosen.kills, chosen.jobs):
            if clock.is_over():
                return
            if not whole_seconds:
                began = time.perf_counter()
                home = _copy(ground.base, own / "home")
                _must(fork(lambda: run(home, ground.source, batch_files=_BATCH_FILES), own / "log"), own / "log")  # noqa: B023
                whole_seconds = time.perf_counter() - began
            point = POINTS[number // 2 % len(POINTS)] if number % 2 else None
            delay = random.Random(f"{chosen.seed} {number}").uniform(0.0, whole_seconds)
            kill = _one(ground, own, number, point, delay)
            told.write(json.dumps(asdict(kill)) + "\n")
            told.flush()
            if kill.verdict != "recovered":
                os.write(terminal, f"kill {number} at {kill.step}: {kill.verdict}: {kill.detail}\n".encode())


def _one(ground: Ground, own: Path, number: int, point: str | None, delay: float) -> Kill:
    """Kill one run, read, and recover."""
    home, log = _copy(ground.base, own / "home"), own / "log"
    log.unlink(missing_ok=True)
    os.environ.pop("TINSACH_FAULT", None)
    if point:
        os.environ["TINSACH_FAULT"] = point
    pid = fork(lambda: run(home, ground.source, batch_files=_BATCH_FILES), log)
    os.environ.pop("TINSACH_FAULT", None)
    if not point:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    code = wait(pid)
    step = point or f"random: {_stage(home, ground.base, code)}"
    if point and code != -signal.SIGKILL:
        return Kill(number, step, "other", f"was not killed but ended with {code}: {_end(log)}")
    if wait(fork(lambda: read(home), log)):
        return Kill(number, step, "unreadable", _end(log))
    if wait(fork(lambda: run(home, ground.source, batch_files=_BATCH_FILES), log)):
        return Kill(number, step, "other", f"the next run failed: {_end(log)}")
    return Kill(number, step, *judge(_state(home, own / "state", log), ground.wanted))


def judge(found: dict[str, Any], wanted: dict[str, Any]) -> tuple[str, str]:
    """The verdict on a recovered home, and what differs from the undisturbed one."""
    if not found:
        return "unreadable", "its state could not be read"
    if found == wanted:
        return "recovered", ""
    differs = json.dumps({key: [found[key], wanted[key]] for key in wanted if found[key] != wanted[key]})[-400:]
    more = [found["ledger"][name] - wanted["ledger"][name] for name in wanted["ledger"]]
    return "lost" if min(more) < 0 else "twice" if max(more) > 0 else "other", differs


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


def _state(home: Home, file: Path, log: Path) -> dict[str, Any]:
    file.unlink(missing_ok=True)

    def write() -> None:
        file.write_text(json.dumps(state(home)), encoding="utf-8")

    wait(fork(write, log))
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _copy(home: Home, root: Path) -> Home:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(home.root, root, symlinks=True)
    return Home(root)


def _must(pid: int, log: Path) -> None:
    if wait(pid):
        sys.exit(f"a run failed that nobody disturbed: {_end(log)}")


def _end(log: Path) -> str:
    return log.read_text(encoding="utf-8").strip()[-400:] if log.exists() else ""


def _kills(root: Path) -> list[Kill]:
    lines = [line for file in sorted(root.glob("kills-*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return sorted((Kill(**json.loads(line)) for line in lines), key=lambda kill: kill.number)


def _report(kills: list[Kill], chosen: argparse.Namespace, clock: Clock) -> int:
    """Counts by step and verdict, as a table and as JSON."""
    counts = Counter((kill.step, kill.verdict) for kill in kills)
    steps = {step: {name: counts[step, name] for name in VERDICTS} for step in sorted({kill.step for kill in kills})}
    totals = {name: sum(one[name] for one in steps.values()) for name in VERDICTS}
    table(("step", *VERDICTS), [(step, *one.values()) for step, one in [*steps.items(), ("all", totals)]])
    wrong = [asdict(kill) for kill in kills if kill.verdict != "recovered"]
    for one in wrong[:20]:
        say(f"kill {one['number']} at {one['step']}: {one['verdict']}: {one['detail']}")
    figures = {"seed": chosen.seed, "seconds": clock.seconds(), "totals": totals, "by_step": steps, "wrong": wrong}
    finish(figures, chosen.json, done=len(kills), asked=chosen.kills, noun="kills")
    return 1 if wrong or not kills else 0


if __name__ == "__main__":
    sys.exit(main())
