"""How long each verb takes in a process of its own: its `--help`, and what it does on the sample articles.

    python -m benchmarks.cold_start [--repeat 5]

The warehouse is that of `examples/articles`; each command gets a copy of it. The disk is warm, the process is not.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from benchmarks.processes import TINSACH, timed
from benchmarks.results import ROOT, Sink
from benchmarks.whole_run import run
from flows.cli import VERBS
from warehouse.layout import Home
from warehouse.store import open_reader

EXAMPLES = ROOT / "examples/articles"
_QUIET = {"TINSACH_READING_SETTLE_SECONDS": "0"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    measure(Sink(None), parser.parse_args().repeat)


def measure(sink: Sink, repeat: int) -> None:
    """All verbs."""
    with tempfile.TemporaryDirectory(prefix="tinsach-cold-") as folder:
        made = Path(folder, "made")
        run(made, EXAMPLES)
        for name, arguments in asked(made).items():
            seconds = [_once(Path(folder), made, arguments) for _ in range(repeat)]
            sink.add("cold start", name, "s", seconds)


def asked(home: Path) -> dict[str, list[str]]:
    """What is measured: a name, and the words after `tinsach --home DIR`."""
    with open_reader(Home(home)) as con:
        found = con.execute("select article_id from articles order by 1 limit 1").fetchone()
    article = found[0] if found else ""
    quick = {"sql 'select 1'": ["sql", "select 1"], "show ARTICLE": ["show", article]}
    whole = ("flags", "duplicates", "rules", "quarantine", "held", "doctor", "init", "maintain", "audit")
    return {
        "--help": ["--help"],
        **quick,
        **{verb: [verb] for verb in whole},
        "run, nothing new": ["run", "--no-prefect", str(EXAMPLES)],
        "backup FILE": ["backup", str(home.parent / "backup.tar")],
        **{f"{verb} --help": [verb, "--help"] for verb in VERBS},
    }


def _once(folder: Path, made: Path, arguments: list[str]) -> float:
    home = folder / "home"
    shutil.copytree(made, home, symlinks=True)
    try:
        return timed([TINSACH, "--home", str(home), *arguments], **_QUIET).seconds
    finally:
        shutil.rmtree(home)
        (folder / "backup.tar").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
