"""Leave one outlet out: what is understood of an outlet's files when nothing in the project names it.

For each outlet in the labels its entry is struck from `outlets.toml`, and its names and addresses from every other file
of `transforms/`, in a copy of the folder. A fresh interpreter then judges the outlet's files with that copy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from transforms.outlet_registry import Outlet, load_outlets

Label = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
MAIN_TEXT = {"title", "lead", "body", "heading"}
_NOBODY = "Zzqxw"  # stands for a struck name
_JUDGE = """
import json, sys
from pathlib import Path
from transforms.pipeline import transform
from transforms.settings import TransformSettings
paths = [Path(name) for name in sys.argv[1:]]
lines = transform([path.read_bytes() for path in paths], [path.name for path in paths], TransformSettings())["lines"]
print(json.dumps(lines.select("file_id", "line_no", "kind").rows()))
"""


def left_out_report(labels: Sequence[Label], paths: Mapping[str, Path]) -> str:
    """A line for each outlet: main text F1 and kind accuracy of its files; then the means."""
    by_outlet = defaultdict(list)
    for label in labels:
        if label["expect"] == "load" and label["outlet"]:
            by_outlet[label["outlet"]].append(label)
    registry = {entry.outlet: entry for entry in load_outlets()}
    rows = ["Leave one outlet out", f"{'outlet':<26}{'files':>6}{'main text F1':>14}{'kind accuracy':>15}"]
    scores = []
    for outlet, own in sorted(by_outlet.items()):
        found = _judged_without(registry.get(outlet), [paths[label["file"]] for label in own])
        scores.append(_scores(own, found))
        rows.append(f"{outlet:<26}{len(own):>6}{scores[-1][0]:>14.4f}{scores[-1][1]:>15.4f}")
    f1, accuracy = (sum(values) / len(scores) for values in zip(*scores, strict=True))
    return "\n".join([*rows, f"{'mean':<26}{'':>6}{f1:>14.4f}{accuracy:>15.4f}"])


def _judged_without(entry: Outlet | None, files: Sequence[Path]) -> dict[tuple[str, int], str]:
    with tempfile.TemporaryDirectory(prefix="tinsach-left-out-") as folder:
        shutil.copytree(ROOT / "transforms", Path(folder, "transforms"), ignore=shutil.ignore_patterns("__pycache__"))
        if entry:
            _strike(Path(folder, "transforms"), entry)
        done = subprocess.run(
            [sys.executable, "-c", _JUDGE, *map(str, files)],
            env={**os.environ, "PYTHONPATH": folder}, cwd=folder, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return {(file, line_no): kind for file, line_no, kind in json.loads(done.stdout)}


def _strike(transforms: Path, entry: Outlet) -> None:
    """Take the entry out of the registry, and its names and addresses out of patterns and word lists."""
    registry = transforms / "outlets.toml"
    lines = registry.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if not re.match(rf'\s*\{{ outlet = "{re.escape(entry.outlet)}"', line)]
    if len(kept) != len(lines) - 1:
        raise SystemExit(f"outlets.toml has no line of its own for {entry.outlet}")
    registry.write_text("\n".join(kept), encoding="utf-8")
    # A name of ordinary words ("Lao Động") is struck as a name, not as the words in small letters.
    names = sorted({*entry.names, *entry.all_domains, *(token.strip("()") for token in entry.datelines)}, key=len)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in reversed(names)))
    for path in (*transforms.glob("*.py"), *transforms.glob("*.toml")):
        if path != registry:
            path.write_text(pattern.sub(_NOBODY, path.read_text(encoding="utf-8")), encoding="utf-8")


def _scores(labels: Sequence[Label], found: Mapping[tuple[str, int], str]) -> tuple[float, float]:
    pairs = [
        (line["kind"], found.get((label["file"], line["n"]), "none"))
        for label in labels
        for line in label["lines"]
        if line["kind"] != "blank"
    ]
    both = sum(MAIN_TEXT.issuperset(pair) for pair in pairs)
    either = sum((wanted in MAIN_TEXT) + (given in MAIN_TEXT) for wanted, given in pairs)
    return 2 * both / either, sum(wanted == given for wanted, given in pairs) / len(pairs)
