"""What got dearer: the CPU of each stage beside a fixed loop, against the ratios of benchmarks/reference.json.

    make bench-guard [WRITE=--write]
    python -m benchmarks.guard [--write]

Prints every stage, and plainly those that cost over 10 % more than the reference; always exits 0, for a machine with
another processor has other ratios. `--write` measures in three processes and makes the reference anew: the median ratio
of each stage, and the noise, how far the ratios of these processes lie apart. Do so when a stage is meant to cost what
it now costs, on the machine on which the next changes will be judged.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.processes import timed
from benchmarks.results import ROOT, machine, say
from benchmarks.stages import measured

FILE = ROOT / "benchmarks/reference.json"
FILES, ROUNDS, PROCESSES = 400, 4, 3
DEARER = 0.10


def main() -> None:
    """Compare with the reference, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true", help="only print the ratios of this process")
    parser.add_argument("--reference", type=Path, default=FILE)
    given = parser.parse_args()
    if given.json:
        sys.stdout.write(json.dumps(ratios()) + "\n")
    elif given.write:
        made = made_reference()
        given.reference.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        say(f"wrote {given.reference}; noise {max(made['noise'].values()):.0%} at most")
    else:
        say("\n".join(compared(json.loads(given.reference.read_text(encoding="utf-8")), ratios(), machine())))


def ratios() -> dict[str, float]:
    """The ratio of each stage: the median of some rounds."""
    rounds = list(measured(ROUNDS, FILES))
    return {stage: round(statistics.median(one.ratios[stage] for one in rounds), 4) for stage in rounds[0].ratios}


def made_reference() -> dict[str, Any]:
    """Ratios of several processes, as a reference."""
    command = [sys.executable, "-m", "benchmarks.guard", "--json"]
    found: list[dict[str, float]] = []
    for number in range(PROCESSES):
        found.append(json.loads(timed(command).output.strip().splitlines()[-1]))
        say(f"process {number + 1} of {PROCESSES} measured")
    by_stage = {stage: [one[stage] for one in found] for stage in found[0]}
    middle = {stage: round(statistics.median(values), 4) for stage, values in by_stage.items()}
    noise = {stage: round((max(values) - min(values)) / middle[stage], 3) for stage, values in by_stage.items()}
    return {"files": FILES, "machine": machine(), "ratios": middle, "noise": noise}


def compared(reference: Mapping[str, Any], found: Mapping[str, float], here: Mapping[str, Any]) -> list[str]:
    """What to print: a line for each stage, then what got dearer, and whether that may be the machine."""
    rows = [f"{'stage':<20}{'ratio':>8}{'reference':>11}{'change':>9}{'noise':>8}"]
    dearer = []
    for stage, ratio in found.items():
        before = reference["ratios"].get(stage)
        if before is None:
            rows.append(f"{stage:<20}{ratio:>8.2f}{'new':>11}")
            continue
        change, noise = ratio / before - 1, reference["noise"][stage]
        rows.append(f"{stage:<20}{ratio:>8.2f}{before:>11.2f}{change:>+9.0%}{noise:>8.0%}")
        if change > DEARER:
            dearer.append(f"DEARER: {stage} costs {change:.0%} more than at {reference['machine']['commit']}")
            dearer[-1] += f", but its noise is {noise:.0%}" if noise >= change else ""
    gone = [f"{stage} is measured no more" for stage in reference["ratios"] if stage not in found]
    told = dearer or [f"no stage costs over {DEARER:.0%} more than at {reference['machine']['commit']}"]
    if (was := reference["machine"]["processor"]) != here["processor"]:
        told.append(f"the reference is of another processor ({was}): ratios may differ for that alone")
    return [*rows, *gone, *told]


if __name__ == "__main__":
    main()
