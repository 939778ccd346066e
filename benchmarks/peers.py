"""Other MinHash searches on the same files: what they join, against a truth, and how fast.

    python benchmarks/peers.py rensa|datatrove FOLDER --truth PAIRS.parquet

For an interpreter that has polars and the peer (datatrove is no dependency of tinsach: give it an environment of its
own). Both get the words of `near_duplicates.py` and 5-grams of them. rensa: 48 bands of 3 rows in its LSH index, every
candidate whose estimated similarity is 0.5 or more. datatrove: its three stages as they come, 14 buckets of 8 hashes,
with a plain word tokenizer in place of spaCy's. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
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
    files = sorted(given.folder.rglob("*.txt"))
    texts = {file.stem: unicodedata.normalize("NFC", file.read_bytes().decode("utf-8", "replace")) for file in files}
    started, cpu = time.perf_counter(), time.process_time()
    found = {"rensa": by_rensa, "datatrove": by_datatrove}[given.peer](texts)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
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
    from datatrove.data import Document
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.utils.word_tokenizers import WhitespaceTokenizer

    class Plain(WhitespaceTokenizer):
        def word_tokenize(self, text: str) -> list[str]:
            return words(text)

    with tempfile.TemporaryDirectory() as folder:
        config = MinhashConfig(n_grams=N_WORDS)
        first = MinhashDedupSignature(f"{folder}/signatures", config, language=Plain())
        documents: Iterator[Document] = (Document(text=text, id=name) for name, text in texts.items())
        first.run(documents)
        for bucket in range(config.num_buckets):
            MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config).run(
                rank=bucket, world_size=config.num_buckets
            )
        MinhashDedupCluster(f"{folder}/buckets", f"{folder}/removed", config=config, save_cluster_id=True).run()
        clusters = _clusters(Path(folder, "removed"))
    names = list(texts)
    return {frozenset((names[a], names[b])) for own in clusters for a, b in combinations(own, 2)}


def _clusters(folder: Path) -> list[list[int]]:
    """Documents by cluster, of the files that it leaves: pairs of document and cluster, 32 bits each."""
    by_cluster: dict[int, list[int]] = {}
    for file in folder.rglob("*.clusters"):
        for document, cluster in struct.iter_unpack("<2I", file.read_bytes()):
            by_cluster.setdefault(cluster, []).append(document)
    return list(by_cluster.values())


if __name__ == "__main__":
    main()
