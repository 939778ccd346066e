"""Staged runs from compact descriptions, for tests of what comes after staging.

    run = write_run(home, "run-1", document("a", "/in/a.txt"), sighting("a", "/in/copy.txt"))
    publish(home, run, now=T0)

`document` gives the rows of one content, `sighting` one more ledger row of a known one; `write_run` puts them into
batches under `HOME/staging` in the shape that the flows leave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from transforms.schema import BATCH_TABLES, RUN_TABLES, TABLES, polars_schema
from transforms.schema_types import Table
from warehouse.layout import Home
from warehouse.store import open_reader

Rows = dict[str, list[dict[str, Any]]]  # table name -> rows; columns that are left out are null

T0 = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
ORDINARY = (("title", "Tựa đề"), ("lead", "Đoạn mở đầu."), ("body", "Đoạn thân bài."))


def rows(home: Home, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What a query says about the published snapshot."""
    with open_reader(home) as con:
        return con.execute(query, parameters or None).fetchall()


def at(hours: float) -> datetime:
    """A time that many hours after T0."""
    return T0 + timedelta(hours=hours)


def file_id(name: str) -> str:
    """The file_id of the content that a test calls `name`."""
    return hashlib.sha256(name.encode()).hexdigest()


def article_id(name: str, part: int = 0) -> str:
    """The article_id of a part of that content."""
    return f"{file_id(name)}/{part}"


def flag_id(rule: str, name: str, line_no: int | None = None) -> str:
    """The flag_id that `document` gives."""
    return hashlib.sha256(f"{rule} {name} {line_no}".encode()).hexdigest()[:16]


def sighting(name: str, uri: str, status: str = "duplicate", *, seen: datetime = T0, **columns: Any) -> Rows:
    """One ledger row: the content `name` seen at `uri`."""
    row = {"file_id": file_id(name), "uri": uri, "size_bytes": len(name), "modified_at": seen, "format": "text"}
    return {"files": [{**row, "status": status, "first_seen_at": seen, "last_seen_at": seen, **columns}]}


def document(
    name: str,
    uri: str,
    status: str = "loaded",
    *,
    lines: Sequence[tuple[str, str]] = ORDINARY,
    flags: Iterable[tuple[str, str]] = (),
    line_flags: Iterable[tuple[str, str, int]] = (),
    seen: datetime = T0,
    reason: str | None = None,
    **record: Any,
) -> Rows:
    """All rows of a new content: `lines` as (kind, text), `flags` of part 0 as (rule, severity), `line_flags` by line.

    `appended_*` lines make part 1. `record` sets columns of every article record (published_on, title_key, …).
    """
    ids = {"file_id": file_id(name)}
    rows = sighting(name, uri, status, seen=seen, reason=reason, encoding="utf-8")
    rows["file_measures"] = [{**ids, "n_bytes": len(name), "n_lines": len(lines)}]
    rows["lines"] = [
        {**ids, "line_no": number, "kind": kind, "text": text, "article_id": _owner(name, kind, status)}
        for number, (kind, text) in enumerate(lines, start=1)
    ]
    rows["line_measures"] = [
        {"n_chars": len(row["text"]), **{key: row[key] for key in ("file_id", "article_id", "line_no", "kind")}}
        for row in rows["lines"]
        if row["kind"] != "blank"
    ]
    rows |= _articles(name, lines, record)
    rows["flags"] = [_flag(name, rule, severity, None) for rule, severity in flags]
    rows["flags"] += [_flag(name, rule, severity, line_no) for rule, severity, line_no in line_flags]
    rows["originals"] = [{**ids, "content": name.encode()}]
    return rows


def related(name: str, position: int, title_key: str, **columns: Any) -> Rows:
    """One other article that the content `name` lists."""
    ids = {"file_id": file_id(name), "article_id": article_id(name)}
    return {"related_items": [{**ids, "position": position, "title_key": title_key, "title": title_key, **columns}]}


def pair(later: str, original: str, cluster: str, **columns: Any) -> dict[str, Any]:
    """A row of news.duplicates between the main articles of three contents."""
    ids = {"article_id": article_id(later), "duplicate_of": article_id(original), "cluster_id": article_id(cluster)}
    return {**ids, "method": "near", "similarity": 0.9, **columns}


def write_run(
    home: Home,
    run_id: str,
    *documents: Rows,
    batch_size: int = 100,
    run: Mapping[str, Any] | None = None,
    duplicates: Sequence[Mapping[str, Any]] = (),
    results: Sequence[Mapping[str, Any]] = (),
    reference: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Path:
    """Write HOME/staging/<run_id> from rows, `batch_size` documents to a batch. Returns the folder."""
    run_dir = home.staging / run_id
    for number, start in enumerate(range(0, len(documents), batch_size), start=1):
        batch = merged(documents[start : start + batch_size])
        folder = run_dir / f"batch-{number:05d}"
        for name, table in BATCH_TABLES.items():
            _write(folder, table, batch.get(name, ()), run_id)
        bytes_frame = pl.DataFrame(batch.get("originals", []), schema={"file_id": pl.String, "content": pl.Binary})
        bytes_frame.write_parquet(folder / "originals.parquet")
    record = {"flow": "ingest", "status": "published", "started_at": T0, "finished_at": T0, **(run or {})}
    for name, rows in {"runs": [record], "duplicates": duplicates, "results": results}.items():
        _write(run_dir / "run", RUN_TABLES[name], rows, run_id)
    for name, rows in (reference or {}).items():
        _write(run_dir / "run", TABLES[{"outlets": "news.outlets", "rules": "quality.rules"}[name]], rows, run_id)
    return run_dir


def merged(documents: Iterable[Rows]) -> Rows:
    """The rows of several documents together."""
    together: Rows = {}
    for document_rows in documents:
        for name, rows in document_rows.items():
            together.setdefault(name, []).extend(rows)
    return together


def _owner(name: str, kind: str, status: str) -> str | None:
    if status == "quarantined" or kind not in {"title", "lead", "body", "heading", "appended_title", "appended_body"}:
        return None
    return article_id(name, 1 if kind.startswith("appended") else 0)


def _articles(name: str, lines: Sequence[tuple[str, str]], record: Mapping[str, Any]) -> Rows:
    parts = [0, 1] if any(kind == "appended_body" for kind, _ in lines) else [0]
    titles = {0: "title", 1: "appended_title"}
    heads = [{"article_id": article_id(name, part), "file_id": file_id(name), "part": part} for part in parts]
    found = [next((text for kind, text in lines if kind == titles[part]), None) for part in parts]
    return {
        "article_records": [{**head, "title": title, **record} for head, title in zip(heads, found, strict=True)],
        "measures": [{**head, "n_words": len(lines)} for head in heads],
        "signatures": [{"n_shingles": 1, "bands": [1, 2**63], **head} for head in heads],
    }


def _flag(name: str, rule: str, severity: str, line_no: int | None) -> dict[str, Any]:
    """Of an article (part 0), or of a line that belongs to none."""
    owner = article_id(name) if line_no is None else None
    row = {"rule": rule, "severity": severity, "file_id": file_id(name), "article_id": owner, "line_no": line_no}
    return {"flag_id": flag_id(rule, name, line_no), "status": "open", **row}


def _write(folder: Path, table: Table, rows: Sequence[Mapping[str, Any]], run_id: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    whole = [{name: row.get(name, run_id if name == "run_id" else None) for name in table.column_names} for row in rows]
    pl.DataFrame(whole, schema=polars_schema(table), orient="row").write_parquet(folder / f"{table.name}.parquet")
