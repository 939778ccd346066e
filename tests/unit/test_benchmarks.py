"""Benchmarks measure what they say: files made, results kept, the page made of them, what the guard tells."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import (
    agreement,
    bench,
    cold_start,
    compare,
    growth,
    guard,
    peer_runs,
    published_filters,
    report,
    stages,
)
from benchmarks.made import contents, syllables, write
from benchmarks.processes import timed
from benchmarks.results import RESULTS, ROOT, Result, Sink, read
from flows.cli import VERBS
from tests.verb_home import published_home
from transforms.syllables import is_syllable

MACHINE = {
    "cores": 2, "processor": "one", "memory_gb": 4.0, "system": "Linux", "python": "3.11", "versions": {"polars": "2"},
    "commit": "abc", "load": 0.5,
}  # fmt: skip


def test_made_files_are_the_same_wherever_one_begins(tmp_path: Path) -> None:
    assert write(tmp_path / "all", 30) == sum(map(len, contents(30)))
    write(tmp_path / "rest", 10, first=20)
    rest = {file.name: file.read_bytes() for file in (tmp_path / "rest").rglob("*.txt")}
    assert rest == {f"{number:07}.txt": content for number, content in enumerate(contents(30)) if number >= 20}
    assert contents(30, seed=2) != contents(30)


def test_made_files_have_the_shape_that_is_promised() -> None:
    articles, pages = contents(400), contents(400, shape="pages")
    assert {text.count(b"\n") for text in articles} == {2}
    assert 400 < statistics.median(len(text.split()) for text in articles) < 650
    assert 20 < statistics.mean(text.count(b"\n") for text in pages) < 40
    assert len(set(syllables())) == 2040
    assert all(map(is_syllable, syllables()))


def test_a_result_comes_back_as_it_was_kept_and_the_newest_counts(tmp_path: Path) -> None:
    sink = Sink(tmp_path / "results.jsonl")
    sink.add("growth: first load", "10 files", "s", [3.0, 1.0, 2.0], size=10)
    kept = sink.add("growth: first load", "10 files", "s", [4.0, 5.0, 6.12345], size=10, runs=1)
    other = sink.add("cold start", "--help", "s", [0.1])
    assert read([tmp_path / "results.jsonl"]) == [kept, other]
    assert (kept.median, kept.spread, kept.facts) == (5.0, (4.0, 6.123), {"runs": 1})
    line = json.loads((tmp_path / "results.jsonl").read_text().split("\n")[1])
    assert (line["median"], line["low"], line["high"]) == (5.0, 4.0, 6.123)
    assert {"cores", "processor", "memory_gb", "versions", "commit", "load"} <= line["machine"].keys()


def test_a_command_is_watched_with_all_that_it_starts() -> None:
    sleeper = "import time; data = bytearray(40_000_000); time.sleep(1)"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {sleeper!r}]); print('done')"
    done = timed(["python3", "-c", starts], watch=True)
    assert done.output == "done\n"
    assert done.tree_mb is not None
    assert 40 < done.tree_mb < 120
    ballast = bytearray(200_000_000)
    assert timed(["python3", "-c", "pass"]).peak_mb < 60, "our own memory is not counted"
    del ballast
    with pytest.raises(SystemExit, match="exit code 3"):
        timed(["python3", "-c", "raise SystemExit(3)"])


def figure(name: str, case: str, *values: float, size: int | None = None, **about: object) -> Result:
    return Result(name, case, "s", values, size, {}, "2026-01-02T03:04:05+00:00", {**MACHINE, **about})


def test_the_page_has_every_figure_and_says_where_it_was_measured() -> None:
    results = [
        figure("growth: new files, net", "10 files", 1.0, 2.0, 4.0, size=10),
        figure("growth: new files, net", "1,000 files", 3.0, size=1000, processor="two"),
        figure("cold start", "a | b", 0.25),
    ]
    made = report.files(results)
    page = made[report.PAGE]
    assert "| growth: new files, net | 10 files | 2 s | 1 – 4 | 3 | A, 2026-01-02, commit abc, load 0.5 |" in page
    assert "| growth: new files, net | 1,000 files | 3 s |  | 1 | B, 2026-01-02, commit abc, load 0.5 |" in page
    assert "| cold start | a \\| b | 0.25 s |" in page
    (plot,) = [text for path, text in made.items() if path.suffix == ".svg"]
    drawn = ElementTree.fromstring(plot)
    assert len(drawn.findall("{*}circle")) == 2
    assert "performance-steady.svg" in page


def test_docs_performance_is_made_of_the_results() -> None:
    made = report.files(read([RESULTS]))
    assert made[report.PAGE].count("\n|") > 30
    assert [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []


def test_the_guard_tells_what_got_dearer() -> None:
    reference = {"machine": MACHINE, "ratios": {"a": 1.0, "b": 1.0, "c": 2.0}, "noise": {"a": 0.04, "b": 0.3, "c": 0.1}}
    told = guard.compared(reference, {"a": 1.2, "b": 1.2, "d": 1.0}, {**MACHINE, "processor": "two"})
    assert "DEARER: a costs 20% more than at abc" in told
    assert "DEARER: b costs 20% more than at abc, but its noise is 30%" in told
    assert "c is measured no more" in told
    assert any("another processor" in line for line in told)
    assert "no stage costs over 10% more than at abc" in guard.compared(reference, {"a": 1.09, "c": 1.0}, MACHINE)


def test_the_reference_is_of_what_the_guard_measures() -> None:
    reference = json.loads(guard.FILE.read_text(encoding="utf-8"))
    assert reference["files"] == guard.FILES
    assert reference["ratios"].keys() == reference["noise"].keys()
    assert {"decode", "segment", "transform", "run: batches", "run: audit", "run: publish"} <= reference[
        "ratios"
    ].keys()


@pytest.mark.slow
def test_a_growing_store_is_measured(tmp_path: Path) -> None:
    growth.measure(Sink(tmp_path / "results.jsonl"), 30, 10, 1)
    found = {result.figure: result for result in read([tmp_path / "results.jsonl"])}
    assert found["growth: nothing new"].median > 0
    assert found["growth: peak memory, workers included"].median > 100
    assert found["growth: home per input byte"].median > 1
    assert found["growth: new files, CPU"].case == "10 new files, 30 stored"


def test_every_verb_is_started_cold(tmp_path: Path) -> None:
    asked = cold_start.asked(published_home(tmp_path / "home").root)
    assert {f"{verb} --help" for verb in VERBS} <= set(asked)


@pytest.mark.slow
def test_stages_are_those_of_the_reference() -> None:
    (measured,) = stages.measured(1, 20)
    assert measured.ratios.keys() == json.loads(guard.FILE.read_text(encoding="utf-8"))["ratios"].keys()
    assert min(measured.ratios.values()) > 0


def test_odd_texts_are_what_the_filters_look_for() -> None:
    """That the two that run for long can be imported at all is part of it."""
    texts = published_filters.odd(200, 1)["text"]
    assert texts.str.contains("javascript").any()
    assert texts.str.contains("{", literal=True).any()
    assert callable(agreement.agreement)


def test_what_make_offers_is_there() -> None:
    assert set(bench.SIZES) == {"small", "medium", "full"}
    assert bench.SIZES["full"].stores[-1] == 1_000_000
    assert compare.AGAINST.keys() == peer_runs.JOBS.keys()
    locks = "".join(path.read_text() for path in (ROOT / "deploy").glob("*.lock"))
    assert "datatrove" not in locks
