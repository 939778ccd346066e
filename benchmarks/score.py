"""How well articles are understood: labelled files, outlets the registry does not know, and a sample of a corpus.

    make score                                    (or: python benchmarks/score.py)
    python benchmarks/score.py --shared DIR --corpus FOLDER [--sample 2000] [--examples 20]

`--shared` (environment: TINSACH_SHARED, default ../shared) holds `seeds/`, `cases/`, and `gold/` with the labels and
their scorer; `--corpus` (TINSACH_CORPUS) any folder of article files. What is not there is left out, with one line
saying so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus_sample import corpus_report
from benchmarks.gold_fields import fields_report
from benchmarks.left_out import left_out_report

_TINSACH = str(Path(sys.executable).parent / "tinsach")


def main() -> None:
    """Print what there is to print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=os.environ.get("TINSACH_SHARED", str(ROOT.parent / "shared")))
    parser.add_argument("--corpus", type=Path, default=os.environ.get("TINSACH_CORPUS"))
    parser.add_argument("--sample", type=int, default=2000, help="files of the corpus, drawn at random")
    parser.add_argument("--examples", type=int, default=20, help="of each kind and flag in the sample")
    given = parser.parse_args()
    folders = [given.shared / "seeds", given.shared / "cases"]
    if all(folder.is_dir() for folder in (*folders, given.shared / "gold")):
        labelled(given.shared, folders)
    else:
        say(f"no labelled files: {given.shared} lacks seeds/, cases/ or gold/ (--shared DIR)")
    if given.corpus and given.corpus.is_dir():
        say(corpus_report(given.corpus, given.sample, given.examples))
    else:
        say("no corpus sample: name a folder of article files (--corpus FOLDER)")


def labelled(shared: Path, folders: list[Path]) -> None:
    """A real run over the labelled files, judged by the scorer; the fields it leaves out; each outlet left out."""
    gold_text = "".join(path.read_text(encoding="utf-8") for path in sorted((shared / "gold").glob("*.jsonl")))
    labels = [json.loads(line) for line in gold_text.split("\n") if line]
    paths = {path.name: path for folder in folders for path in folder.iterdir()}
    with tempfile.TemporaryDirectory(prefix="tinsach-score-") as temporary:
        home, gold, predicted = (Path(temporary, name) for name in ("home", "gold.jsonl", "predicted.jsonl"))
        gold.write_text(gold_text, encoding="utf-8")
        command = [_TINSACH, "--home", str(home), "run", "--no-prefect", "--json", *map(str, folders)]
        # The variables of this program are no settings of tinsach, which refuses what it does not know.
        bare = {name: value for name, value in os.environ.items() if name not in {"TINSACH_SHARED", "TINSACH_CORPUS"}}
        subprocess.run(command, check=True, capture_output=True, env=bare)
        reader = [sys.executable, str(shared / "gold/from_warehouse.py"), "--home", str(home), "--tinsach", _TINSACH]
        predicted.write_bytes(subprocess.run(reader, check=True, capture_output=True, env=bare).stdout)
        scorer = [sys.executable, str(shared / "gold/score.py"), "--gold", str(gold), "--pred", str(predicted)]
        say(subprocess.run([*scorer, "--details"], check=True, capture_output=True, text=True).stdout)
    say(fields_report(labels, paths))
    say(left_out_report(labels, paths))


def say(text: str) -> None:
    """Print at once: the next part takes a while."""
    sys.stdout.write(text.rstrip("\n") + "\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
