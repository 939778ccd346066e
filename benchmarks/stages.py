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
    for stage in rounds[0].seconds:
        ratios = [one.ratios[stage] for one in rounds]
        sink.add("stage beside a fixed loop", f"{stage}, {n_files:,} files", "times the loop", ratios)
        own = [one.seconds[stage] * 1000 / n_files for one in rounds]
        sink.add("stage, CPU for a thousand files", stage, "s", own)


class Beside:
    """Seconds of CPU of stages, and their ratios to the fixed loop, which runs before and after each of them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.ratios: dict[str, float] = {}
        self.before = _cpu(reference)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure the block."""
        began = _cpu_so_far()
        yield
        own = self.seconds[name] = _cpu_so_far() - began
        before, self.before = self.before, _cpu(reference)
        self.ratios[name] = 2 * own / (before + self.before)


def measured(repeat: int, n_files: int = FILES) -> Iterator[Beside]:
    """One round after another through all stages."""
    prepare()  # its import is no stage
    texts = [text for shape in SHAPES for text in contents(n_files // 2, shape=shape)]
    with tempfile.TemporaryDirectory(prefix="tinsach-stages-") as temporary:
        folder = Path(temporary)
        for shape in SHAPES:
            write(folder / "inbox" / shape, n_files // 2, shape=shape)
        for number in range(repeat + 1):
            one = Beside()
            _inside(one, texts)
            _of_a_run(one, folder / f"home-{number}", folder / "inbox")
            if number:  # the first round fills caches
                yield one


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
    return [" ".join(f"{(text * 7919 + word * 104729) % 30011:x}" for word in range(400)) for text in range(250)]


def _inside(beside: Beside, texts: Sequence[bytes]) -> None:
    """What the transforms do, each step on what the one before it made."""
    ids, settings = [str(number) for number in range(len(texts))], TransformSettings()
    rules = [rule for rule in load_rules() if rule.profile != "corpus"]  # as a run does by default
    with beside.stage("decode"):
        documents = decode(texts, ids)
    with beside.stage("segment"):
        lines = segment(documents, None)
    articles = article_texts(lines)
    named = articles.select(pl.concat_str("doc", pl.lit("/"), "part").alias("article_id"), file_id="doc", text="text")
    with beside.stage("signatures"):
        signatures(named, settings=settings.duplicates)
    with beside.stage("corpus measures"):
        corpus_measures(articles)
    with beside.stage("transform"):
        frames = transform(texts, ids, settings)
    with beside.stage("verdicts"):
        verdicts(rules, frames)


class _StagesBeside(Stages):
    """The stages of a run, each beside the loop."""

    def __init__(self, beside: Beside) -> None:
        super().__init__()
        self.beside = beside

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        with self.beside.stage(f"run: {name}"):
            yield
        self.seconds[name] = self.beside.seconds[f"run: {name}"]


def _of_a_run(beside: Beside, root: Path, inbox: Path) -> None:
    """The stages of a run into a fresh home."""
    home, stages = Home(root), _StagesBeside(beside)
    settings = load(root, environment={}, flags={"sources": [str(inbox)], "reading.settle_seconds": 0.0})
    with begun(home, settings) as job:
        with stages.timed("find"):
            job.write_manifest()
            planned = plan(job, settings.sources)
        process(job, planned, stages, no_progress)
    del beside.seconds["run: import"], beside.ratios["run: import"]  # done before


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
