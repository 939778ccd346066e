"""Each stage beside a fixed loop: CPU seconds of the stage / CPU seconds of the loop, in one process, in turn.

    python -m benchmarks.stages [--files 1500] [--repeat 5]

A ratio hardly depends on how fast a machine is or how busy, so ratios of two commits can be compared where seconds
cannot. Measured over generated pages and articles, half of each: the stages of a run (find, batches, duplicates,
audit, publish), and what the transforms do inside.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import resource
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.made import SHAPES, contents, write
from benchmarks.results import Sink
from expectations.rules import load_rules
from expectations.suite import prepare
from expectations.verdicts import verdicts
from flows.local import begun, no_progress, process
from flows.planning import plan
from flows.settings import load
from flows.stages import Stages
from transforms.articles import article_texts
from transforms.corpus import corpus_measures
from transforms.documents import decode
from transforms.duplicates import signatures
from transforms.pipeline import transform
from transforms.segment import segment
from transforms.settings import TransformSettings
from warehouse.layout import Home

FILES = 1500
_WORD = re.compile(r"[^\W_]+")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    measure(Sink(None), given.repeat, given.files)


def measure(sink: Sink, repeat: int, n_files: int = FILES) -> None:
    """Ratios of all stages, and seconds of CPU for a thousand files."""
    rounds = list(measured(repeat, n_files))
    for stage in rounds[0]:
        if stage == REFERENCE:
            continue
        ratios = [seconds[stage] / seconds[REFERENCE] for seconds in rounds]
        sink.add("stage beside a fixed loop", f"{stage}, {n_files:,} files", "times the loop", ratios)
        own = [seconds[stage] * 1000 / n_files for seconds in rounds]
        sink.add("stage, CPU for a thousand files", stage, "s", own)


REFERENCE = "reference"


def measured(repeat: int, n_files: int = FILES) -> Iterator[dict[str, float]]:
    """CPU seconds of each stage, and of the fixed loop between them; one round after another."""
    prepare()  # its import is no stage
    texts = [text for shape in SHAPES for text in contents(n_files // 2, shape=shape)]
    with tempfile.TemporaryDirectory(prefix="tinsach-stages-") as temporary:
        folder = Path(temporary)
        for shape in SHAPES:
            write(folder / "inbox" / shape, n_files // 2, shape=shape)
        for number in range(repeat + 1):
            before = _cpu(reference)
            seconds = {**_inside(texts), **_of_a_run(folder / f"home-{number}", folder / "inbox")}
            if number:  # the first round fills caches
                yield {**seconds, REFERENCE: (before + _cpu(reference)) / 2}


def reference() -> None:
    """A fixed piece of work of the kinds that the stages do: hashing, words in Python, strings and joins in Polars."""
    texts = _reference_texts()
    for text in texts:
        hashlib.sha256(text.encode()).hexdigest()
        len(set(_WORD.findall(text)))
    frame = pl.DataFrame({"number": range(len(texts)), "text": texts})
    found = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    words = frame.select("number", word=found).explode("word")
    counted = words.group_by("word").agg(n=pl.len())
    words.join(counted, on="word").sort("number", "n", "word").group_by("number").agg(pl.col("n").max())


def _reference_texts() -> list[str]:
    return [" ".join(f"{(text * 7919 + word * 104729) % 30011:x}" for word in range(400)) for text in range(600)]


def _inside(texts: Sequence[bytes]) -> dict[str, float]:
    """What the transforms do, each step on what the one before it made."""
    ids, settings, rules = [str(number) for number in range(len(texts))], TransformSettings(), load_rules()
    seconds: dict[str, float] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        found: list[Any] = []
        seconds[name] = _cpu(lambda: found.append(work()))
        return found[0]

    documents = step("decode", lambda: decode(texts, ids))
    lines = step("segment", lambda: segment(documents, None))
    articles = article_texts(lines)
    named = articles.select(pl.concat_str("doc", pl.lit("/"), "part").alias("article_id"), file_id="doc", text="text")
    step("signatures", lambda: signatures(named, settings=settings.duplicates))
    step("corpus measures", lambda: corpus_measures(articles))
    frames = step("transform", lambda: transform(texts, ids, settings))
    step("verdicts", lambda: verdicts(rules, frames))
    return seconds


class _CpuStages(Stages):
    """The stages of a run, with CPU instead of time."""

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        began = _cpu_so_far()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + _cpu_so_far() - began


def _of_a_run(root: Path, inbox: Path) -> dict[str, float]:
    """The stages of a run into a fresh home."""
    home, stages = Home(root), _CpuStages()
    settings = load(root, environment={}, flags={"sources": [str(inbox)], "reading.settle_seconds": 0.0})
    with begun(home, settings) as job:
        with stages.timed("find"):
            job.write_manifest()
            planned = plan(job, settings.sources)
        process(job, planned, stages, no_progress)
    return {f"run: {name}": seconds for name, seconds in stages.seconds.items() if name != "import"}


def _cpu(work: Callable[[], Any]) -> float:
    began = _cpu_so_far()
    work()
    return _cpu_so_far() - began


def _cpu_so_far() -> float:
    """Seconds of CPU of this process, its threads and the processes that it has waited for."""
    own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


if __name__ == "__main__":
    main()
