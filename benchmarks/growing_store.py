"""What it costs to add articles to a store, as the store grows: the same new files to a small one and to a large one.

    python -m benchmarks.growing_store FOLDER --work DIR [--new 1000] [--times 28]

Loads the `.txt` files of FOLDER but for five times `--new` of them into DIR/small, copies that home to DIR/large and
makes each row of its warehouse, but for lines and their measures, `--times` as many: further articles with ids of their
own, and with bands and passage marks of their own where only one article has them; what several share is shared by all
their likenesses, as boilerplate is.
Then loads the rest into both in five runs, each in a process of its own. DIR is left.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
from pathlib import Path

import duckdb

from benchmarks.growth import copy_seconds
from benchmarks.results import Sink
from benchmarks.whole_run import import_seconds, run
from transforms.schema import BASE
from transforms.schema_types import Table
from warehouse import recovery
from warehouse.layout import Home
from warehouse.lock import hold
from warehouse.publishing import Steps, next_snapshot
from warehouse.runner import identifier
from warehouse.store import gc, open_reader

IDS = {"file_id", "article_id", "duplicate_of", "superseded_by", "cluster_id", "text_id", "contained_id", "flag_id"}
KEYS = ("bands", "marks")
LEFT = {"ops.signatures", "ops.search_articles", "news.lines", "news.line_measures"}
ROUNDS = 5


def main() -> None:
    """Fill, multiply, add, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--times", type=int, default=28)
    given = parser.parse_args()
    measure(Sink(None), given.folder, given.work, given.new, given.times)


def measure(sink: Sink, folder: Path, work: Path, n_new: int, times: int) -> None:
    """Fill both stores and add the same files to each."""
    rounds = _split(folder, work, n_new)
    run(work / "small", work / "stored")
    shutil.copytree(work / "small", work / "large", symlinks=True)
    multiply(Home(work / "large"), times)
    importing = statistics.median(import_seconds() for _ in range(3))
    for name in ("small", "large"):
        home = Home(work / name)
        with open_reader(home) as con:
            n_stored = len(con.sql("select article_id from news.article_records"))
        case = f"{n_new} new files, {n_stored:,} articles stored"
        facts = {"snapshot_mb": round(home.link.stat().st_size / 1e6)}
        copies, runs, pairs = [], [], []
        for inbox in rounds:
            copies.append(copy_seconds(home.root))
            runs.append(run(home.root, inbox))
            pairs.append(new_pairs(home))
        net = [one.done.seconds - importing for one in runs]
        sink.add("multiplied store: new files, net", case, "s", net, size=n_stored, pairs=pairs, **facts)
        sink.add("multiplied store: new files, CPU", case, "s", [one.done.cpu_seconds for one in runs], size=n_stored)
        sink.add("multiplied store: copying the snapshot", case, "s", copies, size=n_stored)
        sink.add("multiplied store: peak memory", case, "MB", [one.done.peak_mb for one in runs], size=n_stored)
        for stage in runs[0].stages:
            sink.add("multiplied store: stage", f"{stage}: {case}", "s", [one.stages[stage] for one in runs])


def _split(folder: Path, work: Path, n_new: int) -> list[Path]:
    """Copies of the files: most in `stored`, and `ROUNDS` folders of `n_new`."""
    files = sorted(folder.rglob("*.txt"))
    new = random.Random(1).sample(files, ROUNDS * n_new)
    parts = {f"new-{number}": new[number * n_new : (number + 1) * n_new] for number in range(ROUNDS)}
    for name, chosen in {"stored": sorted(set(files) - set(new)), **parts}.items():
        (work / name).mkdir(parents=True)
        for file in chosen:
            shutil.copyfile(file, work / name / file.name)
    return [work / name for name in parts]


def new_pairs(home: Home) -> int:
    """Pairs with an article of the last run."""
    query = """
        with fresh as (select article_id from news.article_records where run_id = (select max(run_id) from ops.runs))
        select count(*) from news.duplicates
        where article_id in (from fresh) or duplicate_of in (from fresh)
    """
    with open_reader(home) as con:
        return int(con.execute(query).fetchall()[0][0])


def multiply(home: Home, times: int) -> None:
    """Publish a snapshot with each row of the tables of articles `times` times."""
    with hold(home, "multiply"):
        next_snapshot(home, recovery.recover(home), Steps(lambda con: _multiplied(con, times)))
        gc(home, 1)


def _multiplied(con: duckdb.DuckDBPyConnection, times: int) -> None:
    con.execute("set memory_limit = '6GiB'; set preserve_insertion_order = false")
    for name, table in BASE.items():
        columns = {column.name for column in table.columns}
        if columns & {"file_id", "article_id"} and name not in LEFT:
            _insert(con, name, table, times)
    con.execute("create temp table base as select rowid as number, * from ops.signatures")
    for key in KEYS:
        con.execute(f"create temp table flat as select number, unnest({key}) as key from base")
        con.execute("create temp table shared as select key from flat group by key having count(*) > 1")
        con.execute(f"""
            create temp table keys_{key} as
            select number, list(struct_pack(key := key, is_shared := shared.key is not null)) as {key}
            from flat left join shared using (key)
            group by number
        """)
        con.execute("drop table flat; drop table shared")
    for nth in range(1, times):
        _insert_signatures(con, nth)


def _insert(con: duckdb.DuckDBPyConnection, name: str, table: Table, times: int) -> None:
    con.execute(f"create temp table base as from {identifier(name)}")
    selected = ", ".join(f"{_likeness(column)} as {identifier(column)}" for column in table.column_names)
    con.execute(
        f"insert into {identifier(name)} by name select {selected} from base, range(1, {int(times)}) as copy(nth)"
    )
    con.execute("drop table base")


def _likeness(column: str) -> str:
    """Its value in the copy number `nth`: ids and addresses of its own."""
    if column in IDS:
        return f"left(md5(left({column}, 64) || nth), 8) || substr({column}, 9)"
    return "uri || '.' || nth" if column == "uri" else identifier(column)


def _insert_signatures(con: duckdb.DuckDBPyConnection, nth: int) -> None:
    keys = ", ".join(
        f"coalesce(list_transform(keys_{key}.{key}, lambda own: "
        f"if(own.is_shared, own.key, (own.key * 31 + {nth * 7919}) % 1099511627776)), []) as {key}"
        for key in KEYS
    )
    con.execute(f"""
        insert into ops.signatures by name
        select {_likeness("article_id")} as article_id, {_likeness("file_id")} as file_id, n_shingles,
            md5(text_hash || nth) as text_hash, {keys}, run_id
        from base
        left join keys_bands using (number)
        left join keys_marks using (number)
        cross join (select {nth} as nth)
    """)


if __name__ == "__main__":
    main()
