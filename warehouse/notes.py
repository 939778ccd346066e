"""Run records of runs that published nothing: kept in `HOME/state` until the next publish takes them in."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from transforms.schema import TABLES
from warehouse.files import append_line
from warehouse.layout import Home

_RUNS = TABLES["ops.runs"]

# The type of a JSON list of notes, for DuckDB's from_json.
SHAPE = json.dumps([{column.name: column.sql_type for column in _RUNS.columns}])


def note(home: Home, record: Mapping[str, object]) -> None:
    """Note the record of a run (columns of `ops.runs`; `run_id` is a must), on the disk when this returns."""
    unknown = set(record) - set(_RUNS.column_names)
    if unknown or not record.get("run_id"):
        raise ValueError(f"not a run record: no run_id, or unknown columns {sorted(unknown)}")
    whole = {name: _plain(record.get(name)) for name in _RUNS.column_names}
    append_line(home.notes, json.dumps(whole, ensure_ascii=False) + "\n")


def read(home: Home) -> list[dict[str, object]]:
    """The notes in their order; a torn line is left out."""
    try:
        content = home.notes.read_bytes()
    except FileNotFoundError:
        return []
    return [record for line in content.split(b"\n") if (record := _parse(line))]


def as_parameter(records: Iterable[Mapping[str, object]]) -> str:
    """Notes as the JSON list that `loads/notes.sql` takes."""
    return json.dumps(list(records))


def forget(home: Home, taken_in: Iterable[Mapping[str, object]]) -> None:
    """Empty the file when all that it holds has been taken in; else leave it, for runs are taken in once only."""
    if not home.notes.exists():
        return
    taken = {record["run_id"] for record in taken_in}
    with home.notes.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # against a note that is being written
        if all(record["run_id"] in taken for record in read(home)):
            file.truncate(0)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _parse(line: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) and record.get("run_id") else None
