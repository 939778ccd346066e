"""What a warehouse that is built anew takes over from the former one: all that its bytes cannot tell.

The ledger, the runs, audits and flags; of contents that people discarded, which no replay reads again, everything.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from transforms.errors import ConfigurationError
from transforms.schema import BASE
from warehouse import files, freezing, runner, sessions, snapshots
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot

_WHOLE = (
    "ops.files",
    "ops.runs",
    "ops.skipped",
    "ops.vanished",
    "quality.results",
    "quality.flags",
    "quality.outlet_runs",
    "quality.rules",
    "news.outlets",
    "news.furniture",
)
_OF_CONTENTS = ("news.lines", "news.line_measures", "news.file_measures", "news.corrections")


def found(former: Home, home: Home) -> None:
    """Make `home` with the history, decisions, settings and originals of `former`, but without anything made of bytes.

    ConfigurationError when `home` is not empty. `former` is only read, while its runs go on.
    """
    if home.root.exists() and any(home.root.iterdir()):
        raise ConfigurationError(f"{home.root} is not empty; name a new folder")
    with freezing.frozen(former) as (folder, number), hold(home, "replay"):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder)
            if file.is_file() and name.parts[0] != "published":
                (home.root / name).parent.mkdir(parents=True, exist_ok=True)
                _share(file, home.root / name)
        snapshot = folder / snapshots.path(former, number).relative_to(former.root)
        next_snapshot(home, sessions.ensure(home), Steps(_take_over, lambda con: _attach(con, snapshot)))


def _share(file: Path, target: Path) -> None:
    """Packs are never written to, so both homes can have them; what grows or is edited is copied."""
    try:
        if file.suffix != ".parquet":
            raise OSError
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
        files.sync(target)


def _attach(con: duckdb.DuckDBPyConnection, snapshot: Path) -> None:
    con.execute(f"attach {runner.literal(snapshot)} as former (read_only)")


def _take_over(con: duckdb.DuckDBPyConnection) -> None:
    query = "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = 'former'"
    known = con.execute(query).fetchall()
    for name in (*_WHOLE, *_OF_CONTENTS):
        table = runner.identifier(name)
        there = {column for place, column in known if place == name}
        if not there:  # an older version made the former snapshot
            continue
        columns = ", ".join(runner.identifier(one) for one in BASE[name].column_names if one in there)
        rows = f"select {columns} from former.{table}"  # noqa: S608  names of the schema
        if name in _OF_CONTENTS:
            rows += " where file_id in (select file_id from former.ops.files where status = 'discarded')"
        con.execute(f"insert into {table} by name {rows}")
    con.execute("insert into ops.applied_decisions from former.ops.applied_decisions")
    if any(place == "ops.totals" for place, _ in known):
        con.execute("insert into ops.totals by name select * replace (0 as snapshot) from former.ops.totals")
