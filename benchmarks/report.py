"""docs/performance.md and its plots, made of the JSON lines that benchmarks leave.

    make bench-report
    python -m benchmarks.report [RESULTS.jsonl …]

Of each figure and case the newest result counts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.plots import line_chart
from benchmarks.results import RESULTS, ROOT, Result, number, read, say

_HEAD = ("figure", "of", "median", "from – to", "times", "measured")
PAGE = ROOT / "docs/performance.md"
IMAGES = ROOT / "docs/images"
_INTRO = """# Performance

Made by `make bench-report` of `benchmarks/results.jsonl`; don't edit it by hand. `make bench` and `make bench-compare`
measure; the section of a figure names the module that does it, and its first lines say how.

Every figure is the median of so many values as *times* says; *from – to* are the lowest and the highest. *Net* is wall
time less what `import great_expectations` alone takes in the same sitting, for that is the larger part of a small run.
The corpus profile (Gopher, C4, FineWeb) is off where a case does not say that it is on. A *load* well above zero means
that others used the machine meanwhile: then seconds are upper bounds, and only ratios and CPU seconds mean something.
"""
# Where a figure comes from, by how its name begins, and what it says.
_SECTIONS = (
    ("whole run", "Whole runs", "whole_run", "Fresh home, everything from finding files to the published snapshot."),
    ("import", "Importing Great Expectations", "whole_run", "What is taken off for *net*."),
    ("stage of a whole run", "Stages of a whole run", "whole_run", "Wall seconds; the import goes on beside."),
    ("peak memory", "Memory", "whole_run", "Workers included: what they share is counted once."),
    ("home per", "Size of the home", "whole_run", "Current snapshot, packed originals, the rest; per byte read."),
    ("nothing new", "Nothing new", "whole_run", "A second run over the same folder."),
    ("growth", "As the store grows", "growth", "Generated files; the same figures at each size."),
    ("multiplied", "A large store made of a small one", "growing_store", "The same new files into both."),
    ("stage beside", "Stages beside a fixed loop", "stages", "CPU of the stage / CPU of the loop."),
    ("stage, CPU", "CPU of each stage", "stages", "For a thousand files, half of them pages, half extracted articles."),
    ("one read", "Readers beside a run", "readers", "Open the warehouse, ask two things, close."),
    ("reads that", "Reads that failed", "readers", "Of the same readers."),
    ("cold start", "Cold start of each verb", "cold_start", "A process of its own, on the sample articles."),
    ("with and without", "With and without Prefect", "prefect_runs", "The same files."),
    ("peer", "Other programs on the same files", "compare", "In one sitting; what each does differs."),
    ("ratio", "How many times as long others take", "compare", "Against our run over the same files in that sitting."),
    ("agreement", "Agreement with datatrove's filters", "published_filters", "Share of texts that both judge alike."),
)  # fmt: skip
# What most people want to know: figure, and what its case begins with; of several sizes the largest.
_GLANCE = (
    ("whole run, net files/s", "corpus"), ("whole run, gross files/s", "corpus"),
    ("whole run, net files/s", "generated corpus"), ("whole run, net files/s", "generated pages"),
    ("peak memory, workers included", "corpus"), ("home per input byte", "corpus"),
    ("growth: first load, net", ""), ("growth: peak memory, workers included", ""), ("growth: nothing new", ""),
    ("growth: new files, net", ""), ("multiplied store: new files, net", ""),
    ("multiplied store: copying the snapshot", ""),
    ("ratio", "datatrove-filters-minhash"), ("ratio", "datatrove-minhash"), ("ratio", "dlt /"),
    ("cold start", "--help"), ("cold start", "sql"), ("cold start", "show"),
    ("with and without Prefect", "without"), ("with and without Prefect", "on a running server"),
)  # fmt: skip
# Plots: file name, title, name of y, and the figures in it with their names.
_PLOTS = (
    ("performance-files.svg", "Files a second by number of files", "files/s, net", {"growth: first load, net": "net"}),
    (
        "performance-memory.svg", "Peak memory by number of files", "MB",
        {"growth: peak memory, workers included": "all processes"},
    ),
    (
        "performance-steady.svg", "What a run costs by articles stored", "seconds",
        {
            "growth: new files, net": "100 new files, net", "growth: copying the snapshot": "copying the snapshot",
            "growth: nothing new": "nothing new",
        },
    ),
)  # fmt: skip


def main() -> None:
    """Write the page and the plots."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, nargs="*", default=[RESULTS])
    results = read(parser.parse_args().results)
    for path, text in files(results).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        say(f"wrote {path.relative_to(ROOT)}")


def files(results: Sequence[Result]) -> dict[Path, str]:
    """The page and its plots, by where they stand."""
    plots = {name: (title, svg) for name, title, svg in _plots(results)}
    page = "\n".join([_INTRO, *_glance(results), *_pictures(plots), *_machines(results), *_sections(results)])
    return {PAGE: page, **{IMAGES / name: svg for name, (_, svg) in plots.items()}}


def _glance(results: Sequence[Result]) -> list[str]:
    """The figures that most people want, as far as they were measured."""
    found: list[Result] = []
    for figure, begins in _GLANCE:
        fitting = [one for one in results if one.figure == figure and one.case.startswith(begins)]
        if fitting:
            found.append(max(fitting, key=lambda one: one.size or 0))
    letters = {str(about): letter for about, letter in _letters(results)}
    return ["## At a glance\n", _table(_HEAD, [_row(one, letters) for one in found])]


def _machines(results: Sequence[Result]) -> list[str]:
    """The machines that were measured on; the tables name them by letter."""
    rows = [
        (
            letter, about["processor"], about["cores"], f"{about['memory_gb']} GB", about["system"], about["python"],
            ", ".join(f"{name} {version}" for name, version in about["versions"].items()),
        )
        for about, letter in _letters(results)
    ]  # fmt: skip
    head = ("machine", "processor", "cores", "memory", "system", "Python", "packages")
    return ["## Machines\n", _table(head, rows)]


def _letters(results: Sequence[Result]) -> list[tuple[dict[str, Any], str]]:
    found: list[dict[str, Any]] = []
    for result in results:
        if (about := _lasting(result)) not in found:
            found.append(about)
    return [(about, chr(ord("A") + place)) for place, about in enumerate(found)]


def _lasting(result: Result) -> dict[str, Any]:
    return {name: value for name, value in result.machine.items() if name not in ("commit", "load")}


def _pictures(plots: dict[str, tuple[str, str]]) -> list[str]:
    return [f"![{title}](images/{name})\n" for name, (title, _) in plots.items()]


def _sections(results: Sequence[Result]) -> list[str]:
    letters = {str(about): letter for about, letter in _letters(results)}
    parts = []
    for begins, title, module, meaning in _SECTIONS:
        own = [result for result in results if _section_of(result) == begins]
        if own:
            rows = [_row(result, letters) for result in own]
            parts += [f"## {title}\n", f"{meaning} `python -m benchmarks.{module}`\n", _table(_HEAD, rows)]
    return parts


def _section_of(result: Result) -> str | None:
    """The longest beginning that fits."""
    fitting = [begins for begins, *_ in _SECTIONS if result.figure.startswith(begins)]
    return max(fitting, key=len, default=None)


def _row(result: Result, letters: dict[str, str]) -> tuple[str, ...]:
    low, high = result.spread
    letter, load = letters[str(_lasting(result))], result.machine["load"]
    return (
        result.figure, result.case, f"{number(result.median)} {result.unit}",
        f"{number(low)} – {number(high)}" if len(result.values) > 1 else "", str(len(result.values)),
        f"{letter}, {result.at[:10]}, commit {result.machine['commit']}, load {load:.1f}",
    )  # fmt: skip


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    names = [str(name) for name in head]
    lines = [names, ["---"] * len(names), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _plots(results: Sequence[Result]) -> list[tuple[str, str, str]]:
    """File name, title, SVG of each plot of which there are two points or more."""
    made = []
    for name, title, y_name, figures in _PLOTS:
        series = {
            label: [(float(one.size), one.median) for one in results if one.figure == figure and one.size]
            for figure, label in figures.items()
        }
        series = {label: points for label, points in series.items() if len(points) > 1}
        if series:
            made.append((name, title, line_chart(title, "files", y_name, series)))
    return made


if __name__ == "__main__":
    main()
