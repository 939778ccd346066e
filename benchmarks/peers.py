"""Other MinHash searches on the same files: what they join, against a truth, and how fast.

    PEER_PYTHON -m benchmarks.peers rensa|datatrove FOLDER --truth PAIRS.parquet

For the interpreter of `make peers`, build/peers/bin/python. Both get the words of `near_duplicates.py` and 5-grams of
them. rensa: 48 bands of 3 rows in its LSH index, every candidate whose estimated similarity is 0.5 or more. datatrove:
its three stages as they come, 14 buckets of 8 hashes, with a plain word tokenizer in place of spaCy's, on all cores.
Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import struct
import sys
import tempfile
import time
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

WORD = re.compile(r"[^\W_]+")
N_WORDS = 5
BANDS, ROWS = 48, 3

Pair = frozenset[str]


def main() -> None:
    """Search, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=("rensa", "datatrove"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    given = parser.parse_args()
    texts = read(given.folder)
    started, cpu = time.perf_counter(), cpu_seconds()
    found = {"rensa": by_rensa, "datatrove": by_datatrove}[given.peer](texts)
    seconds, cpu = time.perf_counter() - started, cpu_seconds() - cpu
    truth = pl.read_parquet(given.truth)
    report: dict[str, Any] = {"peer": given.peer, "files": len(texts), "pairs": len(found)}
    report |= {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "files_per_cpu_second": round(len(texts) / cpu),
    }
    for least in (0.8, 0.5):
        true = {frozenset(pair) for *pair, jaccard in truth.select("a", "b", "jaccard").rows() if jaccard >= least}
        report[f">={least}"] = {"found": len(true & found), "of": len(true), "others_joined": len(found - true)}
    sys.stdout.write(json.dumps(report) + "\n")


def cpu_seconds() -> float:
    """Of this process and those that it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def read(folder: Path) -> dict[str, str]:
    """Stem to text of all `.txt` files."""
    files = sorted(folder.rglob("*.txt"))
    return {file.stem: unicodedata.normalize("NFC", file.read_bytes().decode("utf-8", "replace")) for file in files}


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def by_rensa(texts: dict[str, str]) -> set[Pair]:
    """Pairs that its LSH index proposes and its estimate accepts."""
    from rensa import RMinHash, RMinHashLSH

    names, sketches = list(texts), []
    for text in texts.values():
        own = words(text)
        sketch = RMinHash(BANDS * ROWS, 42)
        sketch.update([" ".join(own[nth : nth + N_WORDS]) for nth in range(len(own) - N_WORDS + 1)])
        sketches.append(sketch)
    index = RMinHashLSH(0.5, BANDS * ROWS, BANDS)
    for key, sketch in enumerate(sketches):
        index.insert(key, sketch)
    proposed = {(key, other) for key, sketch in enumerate(sketches) for other in index.query(sketch) if other > key}
    return {frozenset((names[a], names[b])) for a, b in proposed if sketches[a].jaccard(sketches[b]) >= 0.5}


def by_datatrove(texts: dict[str, str]) -> set[Pair]:
    """Pairs of documents that it puts into one cluster."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        n_parts = pack(texts, folder / "packed")
        datatrove_minhash(folder)
        names = list(texts)
        clusters = _clusters(folder / "removed", [names[part::n_parts] for part in range(n_parts)])
    return {frozenset(pair) for own in clusters for pair in combinations(own, 2)}


def pack(texts: dict[str, str], folder: Path) -> int:
    """The texts as JSON lines, in as many files as there are cores: what datatrove reads. Returns how many."""
    folder.mkdir(parents=True)
    rows, n_parts = list(texts.items()), len(os.sched_getaffinity(0))
    for part in range(n_parts):
        lines = (json.dumps({"id": name, "text": text}) for name, text in rows[part::n_parts])
        (folder / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return n_parts


def datatrove_minhash(folder: Path) -> None:
    """Its three stages over `folder/packed`, on all cores, with a plain word tokenizer in place of spaCy's."""
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader

    config = MinhashConfig(n_grams=N_WORDS)
    packed, signed, paired, removed = (f"{folder}/{name}" for name in ("packed", "signed", "paired", "removed"))
    n_parts = len(list(Path(packed).iterdir()))
    execute(folder, "sign", n_parts, JsonlReader(packed), MinhashDedupSignature(signed, config, language=plain_words()))
    execute(folder, "pair", config.num_buckets, MinhashDedupBuckets(signed, paired, config=config))
    execute(folder, "cluster", 1, MinhashDedupCluster(paired, removed, config=config, save_cluster_id=True))


def plain_words() -> Any:
    """A tokenizer of datatrove's with `words`."""
    from datatrove.utils.word_tokenizers import WhitespaceTokenizer

    class Plain(WhitespaceTokenizer):  # type: ignore[misc]
        def word_tokenize(self, text: str) -> list[str]:
            return words(text)

    return Plain()


def execute(folder: Path, name: str, n_tasks: int, *steps: Any) -> None:
    """Run steps of datatrove in processes of their own, as many at once as there are cores."""
    from datatrove.executor.local import LocalPipelineExecutor

    workers = min(n_tasks, len(os.sched_getaffinity(0)))
    done = LocalPipelineExecutor(list(steps), tasks=n_tasks, workers=workers, logging_dir=f"{folder}/logs-{name}")
    done.run()


def _clusters(folder: Path, names: list[list[str]]) -> list[list[str]]:
    """Names by cluster, of the files that it leaves, one for each part: pairs of document and cluster, 32 bits each."""
    by_cluster: dict[int, list[str]] = {}
    for file in folder.rglob("*.clusters"):
        own = names[int(file.name.partition(".")[0])]
        for document, cluster in struct.iter_unpack("<2I", file.read_bytes()):
            by_cluster.setdefault(cluster, []).append(own[document])
    return list(by_cluster.values())


if __name__ == "__main__":
    main()
