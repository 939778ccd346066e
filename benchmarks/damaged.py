"""How well damaged pages are understood whose every line and flag is known.

    python benchmarks/damaged.py 2000 [--from FOLDER] [--seed 1] [--examples 3]

Without a folder, the articles are invented; with one, they are the articles of its text files (line 1 title, line 2
lead, line 3 body). Residue, repeats, appended articles, cuts and encodings are added to them by `tests/damage`. Prints
accuracy by kind and by flag, the confusion table, and examples of each mix-up.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.damage.judging import Tally, judge, pages


def main() -> None:
    """Generate, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n_pages", type=int, nargs="?", default=2000)
    parser.add_argument("--from", dest="folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=0)
    given = parser.parse_args()
    tally = judge(list(pages(given.n_pages, given.seed, given.folder)), dates=given.folder is None)
    sys.stdout.write("\n".join([*_summary(tally), *_kinds(tally), *_flags(tally), *_mix_ups(tally, given.examples)]))
    sys.stdout.write("\n")


def _summary(tally: Tally) -> list[str]:
    n_files = tally.files["files"]
    return [
        f"{n_files} files, {tally.kinds.total()} lines",
        f"line kind accuracy  {tally.kind_accuracy:.4f}",
        f"main text F1        {tally.main_text_f1:.4f}",
        f"flag F1             {tally.flag_f1:.4f}",
        f"title               {tally.files['title'] / n_files:.4f}",
        f"date                {tally.files['date'] / n_files:.4f}",
        f"clean left clean    {tally.files['left_clean']} of {tally.files['clean']}",
    ]


def _kinds(tally: Tally) -> list[str]:
    """Recall and precision by kind, then the confusion table: labels down, verdicts across."""
    labels = sorted({kind for pair in tally.kinds for kind in pair})
    rows = ["", f"{'kind':<18}{'lines':>7}{'recall':>9}{'precision':>11}"]
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for (label, verdict), n in tally.kinds.items():
        wanted[label] += n
        given[verdict] += n
    for kind in labels:
        right = tally.kinds[kind, kind]
        recall, precision = (right / max(1, total) for total in (wanted[kind], given[kind]))
        rows.append(f"{kind:<18}{wanted[kind]:>7}{recall:>9.4f}{precision:>11.4f}")
    rows += ["", "label \\ verdict".ljust(18) + "".join(f"{kind[:4] + kind[-4:]:>10}" for kind in labels)]
    for label in labels:
        rows.append(f"{label:<18}" + "".join(f"{tally.kinds[label, verdict] or '.':>10}" for verdict in labels))
    return rows


def _flags(tally: Tally) -> list[str]:
    rows = ["", f"{'flag':<24}{'right':>7}{'false':>7}{'missed':>8}"]
    return rows + [
        f"{flag:<24}{counts['right']:>7}{counts['false']:>7}{counts['missed']:>8}"
        for flag, counts in sorted(tally.flags.items())
    ]


def _mix_ups(tally: Tally, n_examples: int) -> list[str]:
    rows = ["", "most frequent mix-ups"]
    chance = random.Random(0)
    wrong = Counter((label, verdict) for _, _, label, verdict, _, _ in tally.misses)
    for (label, verdict), n in wrong.most_common(25):
        rows.append(f"{n:>6}  {label} taken for {verdict}")
        found = [miss for miss in tally.misses if miss[2:4] == (label, verdict)]
        for number, line_no, _, _, code, text in chance.sample(found, min(n_examples, len(found))):
            rows.append(f"          file {number} line {line_no} [{code}] {text[:110]}")
    return rows


if __name__ == "__main__":
    main()
