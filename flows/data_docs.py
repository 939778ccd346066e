"""The site of `tinsach docs`: which runs it shows, and its files. Great Expectations is imported when it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expectations.data_docs.validation import Validation
from flows.job import active_rules, package_version
from flows.settings import Settings
from transforms.errors import ConfigurationError, UnreachableError
from warehouse import audits, notes
from warehouse.files import is_whole_parquet, write_whole
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

INDEX = "index.html"
_RESULTS = Path("run") / "results.parquet"
_NEVER = datetime.min.replace(tzinfo=UTC)

Row = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """What was written: the page to open, how many runs it shows, how many pages of older runs went."""

    index: Path
    n_runs: int
    n_removed: int


def build(home: Home, settings: Settings) -> Site:
    """Write the site anew. ConfigurationError where nothing was audited yet."""
    runs = audited_runs(home, settings.maintain.data_docs_runs)
    if not runs:
        raise ConfigurationError(f"{home.root} has no audit yet to show; `tinsach run` or `tinsach audit` makes one")
    return write_site(home, settings, runs)


def audited_runs(home: Home, n_runs: int) -> list[Validation]:
    """The last `n_runs` audits, the latest first: published ones, those waiting for the next publish, held runs."""
    results = _by_run(_unpublished(home))
    with open_reader(home) as con:
        results |= _by_run(fetch(con, "queries/docs_results", n_runs=n_runs))
        listed = {"run_ids": list(results), "notes": notes.as_parameter(notes.read(home)), "shape": notes.SHAPE}
        records = {row["run_id"]: row for row in fetch(con, "queries/docs_runs", **listed)}
    runs = [_validation(run_id, rows, records.get(run_id, {})) for run_id, rows in results.items()]
    return sorted(runs, key=lambda run: (run.judged_at or _NEVER, run.run_id), reverse=True)[:n_runs]


def write_site(home: Home, settings: Settings, runs: list[Validation]) -> Site:
    """Write the pages of these runs, each whole or not at all, and remove those of others."""
    from expectations.suite import prepare

    prepare()
    from expectations.data_docs.pages import pages

    made = pages(runs, active_rules(home, settings), made_at=datetime.now(UTC), version=package_version())
    root = home.data_docs
    try:
        (root / "validations").mkdir(parents=True, exist_ok=True)
        for name, page in made.items():  # the index last, so that its links lead somewhere
            write_whole(root / name, page)
        old = [file for file in root.glob("validations/*") if file.relative_to(root).as_posix() not in made]
        for file in old:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise UnreachableError(f"cannot write {root} ({error.strerror}); make room, or mend its permissions") from error
    return Site(root / INDEX, len(runs), len(old))


def _unpublished(home: Home) -> list[Row]:
    """Results of audits that no publish has taken in, and of runs that the gate holds."""
    import polars as pl

    held = [file for folder in home.held.glob("*/") if is_whole_parquet(file := folder / _RESULTS)]
    return [row for file in (*audits.pending(home), *held) for row in pl.read_parquet(file).to_dicts()]


def _by_run(rows: Iterable[Row]) -> dict[str, list[Row]]:
    runs: dict[str, list[Row]] = {}
    for row in rows:
        runs.setdefault(row["run_id"], []).append(row)
    return runs


def _validation(run_id: str, rows: list[Row], record: Mapping[str, Any]) -> Validation:
    return Validation(
        run_id=run_id, flow=record.get("flow"), status=record.get("status"), detail=record.get("detail"),
        judged_at=max((row["finished_at"] for row in rows if row["finished_at"]), default=None),
        rules_version=json.loads(record.get("versions") or "{}").get("rules"), results=tuple(rows),
    )  # fmt: skip
