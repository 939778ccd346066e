"""Three ways to one number, rule by rule, over a whole run: Great Expectations' count, our flags, a plain Polars count.

    python -m benchmarks.agreement FOLDER [--files 5000]

Every file of FOLDER (or a sample) goes through a real run with the corpus profile on. For each rule: what Great
Expectations counted in the staged tables, how many flags are stored, and how many rows of the same tables break the
rule when Polars judges them afresh: for kinds without a Polars expression (`unique`, `references`, `query`) by a
count of its own. Prints every rule that found something, then those that disagree; exits 1 where there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.results import say
from expectations.kinds import KINDS, is_good
from expectations.rules import Rule
from flows.job import Job
from flows.local import begun, no_progress, process
from flows.planning import plan
from flows.settings import load
from flows.stages import Stages
from warehouse.layout import Home
from warehouse.store import open_reader, stage


@dataclass(frozen=True)
class Counts:
    """What the ways say of one rule; `flags` is None for rules that make none."""

    rule: str
    kind: str
    gx: int | None
    flags: int | None
    polars: int

    @property
    def agree(self) -> bool:
        """All that there are say the same."""
        return self.gx == self.polars and self.flags in (None, self.polars)


def main() -> int:
    """Run, count, print; 1 where two ways disagree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinsach-agreement-") as temporary:
        source = given.folder
        if given.files:
            source = Path(temporary, "sample")
            source.mkdir()
            found = sorted(path for path in given.folder.rglob("*") if path.is_file())
            for number, path in enumerate(random.Random(given.seed).sample(found, min(given.files, len(found)))):
                (source / f"{number:06}-{path.name}").write_bytes(path.read_bytes())
        counts = agreement(Home(Path(temporary, "home")), [source])
    say(f"{'rule':<34}{'kind':<12}{'GX':>9}{'flags':>9}{'Polars':>9}")
    for row in counts:
        if row.gx or row.flags or row.polars:
            say(f"{row.rule:<34}{row.kind:<12}{row.gx!s:>9}{'-' if row.flags is None else row.flags:>9}{row.polars:>9}")
    wrong = [row for row in counts if not row.agree]
    say(f"{len(counts)} rules, {sum(bool(row.polars) for row in counts)} found something, {len(wrong)} disagree")
    say("\n".join(map(str, wrong)))
    return int(bool(wrong))


def agreement(home: Home, sources: Sequence[Path], **changed: object) -> list[Counts]:
    """One run over `sources` into `home`, and the counts of every rule that judged it.

    `changed` are settings, with `__` for the dot of their names.
    """
    given = {"sources": [*map(str, sources)], "reading.settle_seconds": 0.0, "profiles.corpus": "on"}
    given |= {name.replace("__", "."): value for name, value in changed.items()}
    settings = load(home.root, environment={}, flags=given)
    fresh: dict[str, int] = {}

    def look(job: Job) -> None:
        with stage(job.home, job.run_dir) as con:
            fresh.update({rule.rule: counted(con, rule) for rule in job.rules if rule.active})

    with begun(home, settings) as job:
        planned = plan(job, settings.sources)
        job.write_manifest()
        process(job, planned, Stages(), no_progress, look)
        with open_reader(home) as con:
            gx = _by_rule(con, "select rule, unexpected from quality.results where run_id = ?", job.run_id)
            stored = _by_rule(con, "select rule, count(*) from quality.flags where run_id = ? group by 1", job.run_id)
        return [
            Counts(
                rule.rule, rule.kind, gx.get(rule.rule), stored.get(rule.rule, 0) if rule.makes_flags else None,
                fresh[rule.rule],
            )
            for rule in job.rules
            if rule.active
        ]  # fmt: skip


def _by_rule(con: duckdb.DuckDBPyConnection, query: str, run_id: str) -> dict[str, int]:
    return dict(con.execute(query, [run_id]).fetchall())


def counted(con: duckdb.DuckDBPyConnection, rule: Rule) -> int:
    """Rows of the staged tables that break a rule, without Great Expectations."""
    if rule.kind == "query":
        con.execute("set search_path = 'staging'")
        return len(con.sql(str(rule.sql).replace("{batch}", rule.table)).fetchall())
    rows = con.sql(f"from staging.{rule.table}").pl()
    if KINDS[rule.kind].judges_rows:
        return rows.filter(~is_good(rule.kind, rule.columns[0], rule.limits)).height
    present = rows.drop_nulls(list(rule.columns))
    if rule.kind == "unique":
        return present.filter(pl.struct(rule.columns).is_duplicated()).height
    known = con.sql(f"from staging.{rule.limits['table']}").pl()[rule.limits["column"]]
    return present.filter(~pl.col(rule.columns[0]).is_in(known.implode())).height


if __name__ == "__main__":
    sys.exit(main())
