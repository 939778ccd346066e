"""One job of another program over a folder of article files: its seconds as JSON. `compare.py` calls it.

    PEER_PYTHON -m benchmarks.peer_runs JOB FOLDER --work DIR

For the interpreter of `make peers`. Importing the program is not counted, nor, for datatrove and text-dedup, packing
the files into the JSON lines that they read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers import N_WORDS, by_rensa, cpu_seconds, datatrove_minhash, execute, pack, plain_words, read

Job = Callable[[Path, Path], None]
# Words that our rules count, for texts that are not English.
_COMMON = ["là", "và", "của", "có", "cho", "với", "được", "trong", "các", "những", "một", "không", "này", "đã"]
_RESIDUE = re.compile(r"^(?:Xem thêm|Tin liên quan|Đọc thêm|Chia sẻ|Bình luận|Video:|Ảnh:)")


def main() -> None:
    """Prepare, do the job, print its seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=JOBS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    prepare, work = JOBS[given.job]
    prepare(given.folder, given.work)
    started, cpu = time.perf_counter(), cpu_seconds()
    work(given.folder, given.work)
    answer = {"seconds": time.perf_counter() - started, "cpu_seconds": cpu_seconds() - cpu}
    sys.stdout.write(json.dumps(answer) + "\n")


def _packed(folder: Path, work: Path) -> None:
    import datatrove.executor.local
    import datatrove.pipeline.dedup  # noqa: F401  imported before the clock starts

    pack(read(folder), work / "packed")


def _filters(folder: Path, work: Path) -> None:
    """Gopher's, C4's and FineWeb's filters, one after the other, with Vietnamese words in place of English ones."""
    from datatrove.pipeline.filters import (
        C4QualityFilter,
        FineWebQualityFilter,
        GopherQualityFilter,
        GopherRepetitionFilter,
    )
    from datatrove.pipeline.readers import JsonlReader

    plain, packed = plain_words(), work / "packed"
    steps = (
        GopherRepetitionFilter(language=plain),
        GopherQualityFilter(language=plain, stop_words=_COMMON, min_avg_word_length=2),
        FineWebQualityFilter(language=plain),
        C4QualityFilter(language=plain),
    )
    execute(work, "filter", len(list(packed.iterdir())), JsonlReader(str(packed)), *steps)


def _minhash(folder: Path, work: Path) -> None:
    datatrove_minhash(work)


def _filters_and_minhash(folder: Path, work: Path) -> None:
    _filters(folder, work)
    _minhash(folder, work)


def _rensa(folder: Path, work: Path) -> None:
    by_rensa(read(folder))


def _import_rensa(folder: Path, work: Path) -> None:
    import rensa  # noqa: F401


def _import_dlt(folder: Path, work: Path) -> None:
    import dlt.sources.filesystem  # noqa: F401


def _dlt(folder: Path, work: Path) -> None:
    """Load the files that are new by their time of change into DuckDB, as Arrow tables."""
    import dlt
    import pyarrow as pa
    from dlt.sources.filesystem import filesystem

    @dlt.transformer(name="articles")
    def articles(items: list[Any]) -> Iterator[Any]:
        rows = [(item["file_url"], item["modification_date"], item.read_bytes()) for item in items]
        names, times, contents = (list(column) for column in zip(*rows, strict=True))
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        texts = [content.decode("utf-8", "replace") for content in contents]
        yield pa.table({"uri": names, "modified_at": times, "file_id": digests, "text": texts})

    found = filesystem(bucket_url=folder.resolve().as_uri(), file_glob="**/*.txt", files_per_page=5000)
    found.apply_hints(incremental=dlt.sources.incremental("modification_date"))
    target = dlt.destinations.duckdb(str(work / "loaded.duckdb"))
    pipeline = dlt.pipeline("peer", destination=target, dataset_name="news", pipelines_dir=str(work / "dlt"))
    pipeline.run(found | articles)


def _loaded_by_dlt(folder: Path, work: Path) -> None:
    _dlt(folder, work)


def _pandas(folder: Path, work: Path) -> None:
    """What one writes in an afternoon: read, hash, split, a few checks, exact copies, into DuckDB."""
    import duckdb
    import pandas as pd

    files = sorted(folder.rglob("*.txt"))
    contents = [file.read_bytes() for file in files]
    frame = pd.DataFrame({"uri": [str(file) for file in files]})
    frame["file_id"] = [hashlib.sha256(content).hexdigest() for content in contents]
    frame["text"] = [unicodedata.normalize("NFC", content.decode("utf-8", "replace")) for content in contents]
    frame["is_copy"] = frame.duplicated("file_id")
    lines = frame[["file_id", "text"]].assign(line=frame["text"].str.split("\n")).explode("line").drop(columns="text")
    lines["n_words"] = lines["line"].str.split().str.len()
    lines["is_residue"] = lines["line"].str.contains(_RESIDUE)
    lines["is_repeat"] = lines.duplicated(["file_id", "line"]) & (lines["n_words"] > 3)
    with duckdb.connect(str(work / "pandas.duckdb")) as con:
        con.register("given_files", frame)
        con.register("given_lines", lines)
        con.execute("create table files as from given_files")
        con.execute("create table lines as from given_lines")


def _import_pandas(folder: Path, work: Path) -> None:
    import duckdb  # noqa: F401
    import pandas  # noqa: F401


def _json_lines(folder: Path, work: Path) -> None:
    lines = (json.dumps({"id": name, "text": text}) for name, text in read(folder).items())
    (work / "texts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _text_dedup(folder: Path, work: Path) -> None:
    """Its MinHash, as its command line does it, on all cores; its imports are counted, for it is a process."""
    command = [
        sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", str(work / "texts.jsonl"),
        "--split", "train", "--column", "text", "--ngram", str(N_WORDS), "--threshold", "0.5",
        "--output", str(work / "kept"), "--cache_dir", str(work / "cache"),
        "--num_proc", str(len(os.sched_getaffinity(0))),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "HF_HUB_OFFLINE": "1"})


JOBS: dict[str, tuple[Job, Job]] = {
    "datatrove-filters-minhash": (_packed, _filters_and_minhash),
    "datatrove-minhash": (_packed, _minhash),
    "rensa": (_import_rensa, _rensa),
    "text-dedup": (_json_lines, _text_dedup),
    "dlt": (_import_dlt, _dlt),
    "dlt-nothing-new": (_loaded_by_dlt, _dlt),
    "pandas": (_import_pandas, _pandas),
}

if __name__ == "__main__":
    main()
