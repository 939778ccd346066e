"""What it costs to add articles to a store, as the store grows: the same new files to a small one and to a large one.

    python benchmarks/growing_store.py FOLDER --work DIR [--new 1000] [--times 28]

Loads the `.txt` files of FOLDER but for `--new` of them into DIR/small, copies that home to DIR/large and makes each
row of its warehouse, but for lines and their measures, `--times` as many: further articles with ids of their own, and
with bands and passage marks of their own where only one article has them; what several share is shared by all their
likenesses, as boilerplate is.
Then loads the rest into both, each run in a process of its own. Prints one JSON object. DIR is left.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb

from benchmarks.whole_run import run
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
LEFT = {"ops.signatures", "news.lines", "news.line_measures"}


def main() -> None:
    """Fill, multiply, add, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--times", type=int, default=28)
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.txt"))
    new = set(random.Random(1).sample(files, given.new))
    for folder, chosen in {"stored": [file for file in files if file not in new], "new": sorted(new)}.items():
        inbox = given.work / folder
        inbox.mkdir(parents=True)
        for file in chosen:
            shutil.copyfile(file, inbox / file.name)
    report: dict[str, Any] = {"first": run(given.work / "small", given.work / "stored")}
    shutil.copytree(given.work / "small", given.work / "large", symlinks=True)
    multiply(Home(given.work / "large"), given.times)
    for size in ("small", "large"):
        report[size] = {**facts(Home(given.work / size)), **run(given.work / size, given.work / "new")}
        report[size]["pairs"] = new_pairs(Home(given.work / size))
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


def facts(home: Home) -> dict[str, Any]:
    """How large a store is."""
    with open_reader(home) as con:
        counted = con.execute("select count(*) from news.article_records").fetchall()
    return {"articles_stored": counted[0][0], "snapshot_mb": round(home.link.stat().st_size / 1e6)}


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
