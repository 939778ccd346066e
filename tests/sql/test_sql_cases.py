"""Walk the folders of this directory: tiny tables in, one table out.

    <subject>/<case>/before/<schema>.<table>.csv   rows that the warehouse holds already
                    staged/<table>.csv             a run to publish (`held/` instead: to be held by the gate)
                    decisions.csv                  kind, target, who, note: the log, one minute apart
                    expect/<schema>.<name>.csv     the one table or view to look at; only its columns are compared

An empty cell is null. Times are UTC. The publish happens at 2026-01-02 12:00.
"""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from transforms.schema import BATCH_TABLES, RUN_TABLES, TABLES
from warehouse import decisions, recovery, runner, store
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
RUN_ID = "run"
CASES = sorted(expected.parent for expected in Path(__file__).parent.glob("*/*/expect"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with an empty warehouse, to copy."""
    home = Home(tmp_path_factory.mktemp("empty"))
    store.open_reader(home).close()
    return home


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_tables_in_table_out(case: Path, empty: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    shutil.copytree(empty.root, tmp_path, symlinks=True, dirs_exist_ok=True)
    _fill(home, case / "before")
    _publish(home, case)
    (expected,) = (case / "expect").glob("*.csv")
    columns, *rows = csv.reader(_rows(expected))
    selected = ", ".join(f"{runner.identifier(column)}::varchar" for column in columns)
    with store.open_reader(home) as con:
        found = con.execute(f"select {selected} from {expected.stem}").fetchall()
    # CSV has one kind of nothing
    assert sorted(tuple(cell or "" for cell in row) for row in found) == sorted(map(tuple, rows))


def test_there_are_cases() -> None:
    assert len(CASES) > 20


def _fill(home: Home, folder: Path) -> None:
    """Publish the rows of `before` as they stand, without any load."""

    def fill(con: duckdb.DuckDBPyConnection) -> None:
        for file in sorted(folder.glob("*.csv")):
            con.execute(f"insert into {runner.identifier(file.stem)} by name from {_csv(file)}")

    with hold(home, "test"):
        next_snapshot(home, recovery.recover(home), Steps(fill))


def _publish(home: Home, case: Path) -> None:
    """Publish what the case stages or decides, if anything."""
    log = case / "decisions.csv"
    if log.exists():
        decisions.append(home, [_decision(place, row) for place, row in enumerate(csv.DictReader(_rows(log)))])
    if (case / "held").is_dir():
        store.publish_held(home, _stage(home, case / "held"), now=NOW)
    elif (case / "staged").is_dir():
        store.publish(home, _stage(home, case / "staged"), now=NOW)
    elif log.exists():
        store.publish(home, None, now=NOW)


def _stage(home: Home, folder: Path) -> Path:
    run_dir = home.staging / RUN_ID
    for file in sorted(folder.glob("*.csv")):
        _to_parquet(run_dir, file.stem, f"from {_csv(file)}")
    if not (folder / "runs.csv").exists():
        _to_parquet(run_dir, "runs", f"select '{RUN_ID}' as run_id, 'published' as status")
    return run_dir


def _to_parquet(run_dir: Path, name: str, query: str) -> None:
    """Write the columns of the table that `query` has, the others as null, as the flows stage them."""
    table = {**BATCH_TABLES, **RUN_TABLES, "rules": TABLES["quality.rules"], "outlets": TABLES["news.outlets"]}[name]
    target = run_dir / ("batch-00001" if name in BATCH_TABLES else "run") / f"{name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    typed = ", ".join(f"{runner.identifier(column.name)} {column.sql_type}" for column in table.columns)
    with duckdb.connect() as con:
        con.execute(f"set TimeZone = 'UTC'; create table staged ({typed}); insert into staged by name {query}")
        con.execute(f"update staged set run_id = '{RUN_ID}'" if "run_id" in table.column_names else "select 1")
        con.execute(f"copy staged to {runner.literal(target)} (format parquet)")


def _rows(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines(keepends=True)


def _csv(file: Path) -> str:
    return f"read_csv({runner.literal(file)}, all_varchar = true, header = true, nullstr = '', delim = ',')"


def _decision(place: int, row: dict[str, str]) -> decisions.Decision:
    when = NOW + timedelta(minutes=place - 60)
    return decisions.Decision(row["kind"], row["target"], row["who"], when, row["note"] or None, f"d{place}")
