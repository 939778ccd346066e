"""Near duplicates of a folder of text files: seconds of CPU by stage, and recall and precision against a truth.

    python benchmarks/near_duplicates.py FOLDER [--truth PAIRS.parquet] [--repeat 5] [--contained]

Each file is one text. The truth has the columns a, b (file stems) and jaccard (word 5-grams). Every reported pair is
computed again in plain Python. With --contained the contained pairs are compared with those that joining all 5-grams
of all files finds. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import sys
import time
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from benchmarks.results import machine
from benchmarks.search import NO_DATES
from benchmarks.search import candidates as proposed
from benchmarks.truth import all_pairs
from transforms.clusters import resolve
from transforms.duplicates import classify, signatures, verify
from transforms.settings import DuplicateSettings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--contained", action="store_true")
    arguments = parser.parse_args()
    articles, settings = read(arguments.folder), DuplicateSettings()
    runs = [timed(articles, settings) for _ in range(arguments.repeat)]
    rows, peak_mib = runs[-1][0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report: dict[str, Any] = {"machine": machine(), "settings": asdict(settings), "files": articles.height}
    report["cpu_seconds"] = {
        stage: {"median": round(statistics.median(times), 3), "spread": round(max(times) - min(times), 3)}
        for stage in runs[0][1]
        for times in [[run[1][stage] for run in runs]]
    }
    report["files_per_cpu_second"] = round(articles.height / report["cpu_seconds"]["all"]["median"])
    report["peak_mib"] = peak_mib
    report["pairs"] = dict(rows["method"].value_counts().sort("method").iter_rows())
    report["wrong_similarity"] = n_wrong(rows, articles)
    if arguments.truth:
        report["recall"] = recall(rows, pl.read_parquet(arguments.truth), settings)
    if arguments.contained:
        report["recall_contained"] = recall_contained(rows, articles, settings)
    sys.stdout.write(json.dumps(report) + "\n")


def read(folder: Path) -> pl.DataFrame:
    """article_id (the stem), file_id, text of all `.txt` files below `folder`, by name."""
    files = sorted(folder.rglob("*.txt"))
    texts = [unicodedata.normalize("NFC", file.read_bytes().decode("utf-8", "replace")) for file in files]
    stems = [file.stem for file in files]
    return pl.DataFrame({"article_id": stems, "file_id": stems, "text": texts})


def timed(articles: pl.DataFrame, settings: DuplicateSettings) -> tuple[pl.DataFrame, dict[str, float]]:
    """Rows of `news.duplicates`, and the seconds of CPU of each stage."""
    marks = [time.process_time()]
    signed = signatures(articles, settings=settings)
    marks.append(time.process_time())
    candidates = proposed(signed, settings)
    marks.append(time.process_time())
    pairs = classify(verify(candidates, articles), settings=settings)
    marks.append(time.process_time())
    rows = resolve(pairs, NO_DATES, max_copies=settings.max_copies)
    marks.append(time.process_time())
    stages = ("signatures", "join", "verify", "resolve")
    seconds = {stage: marks[nth + 1] - marks[nth] for nth, stage in enumerate(stages)}
    return rows, {**seconds, "all": marks[-1] - marks[0]}


def n_wrong(rows: pl.DataFrame, articles: pl.DataFrame) -> int:
    """How many of `rows` have another similarity than plain Python computes."""
    asked = pl.concat([rows["article_id"], rows["duplicate_of"]]).unique().implode()
    texts = dict(articles.filter(pl.col("article_id").is_in(asked)).select("article_id", "text").iter_rows())
    grams = {name: plain_grams(text) for name, text in texts.items()}

    def true(a: str, b: str, inner: str | None) -> float:
        return len(grams[a] & grams[b]) / len(grams[inner] if inner else grams[a] | grams[b])

    pairs = rows.select("article_id", "duplicate_of", "contained_id", "similarity").iter_rows()
    return sum(abs(true(a, b, inner) - similarity) > 1e-9 for a, b, inner, similarity in pairs)


def plain_grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def recall(rows: pl.DataFrame, truth: pl.DataFrame, settings: DuplicateSettings) -> dict[str, str]:
    """Pairs of the truth that are among `rows`, of how many, from each limit up."""
    found = {
        frozenset(pair): similarity
        for *pair, similarity in rows.select("article_id", "duplicate_of", "similarity").rows()
    }
    counts = {}
    for limit in (settings.near, settings.edited):
        true = [frozenset(pair) for *pair, jaccard in truth.select("a", "b", "jaccard").rows() if jaccard >= limit]
        counts[f">={limit}"] = f"{sum(found.get(pair, 0) >= limit for pair in true)}/{len(true)}"
    return counts


def recall_contained(rows: pl.DataFrame, articles: pl.DataFrame, settings: DuplicateSettings) -> str:
    """Contained pairs among `rows`, of how many that joining all 5-grams of all texts finds (takes a minute)."""
    true = all_pairs(articles, settings.contained).filter(
        (pl.col("inside") >= settings.contained) & (pl.col("similarity") < settings.edited),
        pl.col("n_shorter") >= settings.min_shingles,
    )
    expected = [frozenset(pair) for pair in true.select("a", "b").rows()]
    inside = rows.filter(pl.col("method") == "contained").select("article_id", "duplicate_of").rows()
    found = {frozenset(pair) for pair in inside}
    return f"{sum(pair in found for pair in expected)}/{len(expected)}"


if __name__ == "__main__":
    main()
