"""Write a corpus out of the warehouse: articles in shards, a manifest with hashes, a datasheet."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.datasheet import datasheet
from flows.row_formats import WRITERS
from transforms.errors import ConfigurationError, UnreachableError
from warehouse import runner
from warehouse.layout import Home
from warehouse.store import open_reader

FORMATS = ("parquet", "jsonl")
SHARD_ROWS = 100_000
MANIFEST, DATASHEET = "manifest.json", "README.md"


@dataclass(frozen=True)
class Shard:
    """One file of an export."""

    name: str
    n_articles: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """What was written: `totals` as `queries/export_totals` counts them."""

    folder: Path
    shards: tuple[Shard, ...]
    totals: dict[str, Any]


def export(
    home: Home, folder: Path, *, only_clean: bool, form: str = "parquet", shard_rows: int = SHARD_ROWS
) -> Export:
    """Write the current snapshot's articles, or those of `clean_articles`, to a new `folder`.

    The folder is there whole or not at all. The same snapshot gives the same shards, byte for byte.
    ConfigurationError where something is in the way, UnreachableError where it can't be written.
    """
    with _whole(folder) as draft, open_reader(home) as con:
        runner.run(con, "sessions/export", only_clean=only_clean)
        (totals,) = runner.fetch(con, "queries/export_totals")
        shards = tuple(_shards(con, draft, form, shard_rows))
        about = {
            "format": form,
            "only_clean": only_clean,
            "snapshot": int(totals["snapshot"]),
            "tinsach": importlib.metadata.version("tinsach"),
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        manifest = {**about, "n_articles": totals["n_articles"], "files": [asdict(shard) for shard in shards]}
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        shares, left_out = runner.fetch(con, "queries/export_shares"), _left_out(con) if only_clean else []
        (draft / DATASHEET).write_text(datasheet(about, totals, shares, left_out), encoding="utf-8")
    return Export(folder, shards, totals)


def _left_out(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    query = "select reason, n_articles from quality.left_out where reason <> 'clean' and n_articles > 0 order by all"
    return con.execute(query).fetchall()


def _shards(con: duckdb.DuckDBPyConnection, draft: Path, form: str, shard_rows: int) -> Iterator[Shard]:
    """One shard at least: an empty one says which columns there are."""
    (total,) = con.execute("select count(*) from exported").fetchone() or (0,)
    for number, start in enumerate(range(0, max(1, total), shard_rows)):
        file = draft / f"articles-{number:05d}.{form}"
        rows = f"select * from exported where rowid between {start:d} and {start + shard_rows - 1:d} order by rowid"  # noqa: S608
        if form == "parquet":
            con.execute(f"copy ({rows}) to {runner.literal(file)} (format parquet, compression zstd)")
        else:
            with file.open("w", encoding="utf-8", newline="") as out:
                WRITERS[form](con.execute(rows), out)
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        yield Shard(file.name, min(shard_rows, total - start), file.stat().st_size, digest)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A draft beside `folder` that takes its place at the end."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is there already and not empty; name a new folder")
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        draft.mkdir(parents=True)
        yield draft
        os.rename(draft, folder)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise UnreachableError(f"cannot export to {folder}: {why}; mend that, or choose another place") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
