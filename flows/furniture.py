"""The learned page furniture of a home: its version and keys, and how the next version is counted and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from flows.settings_groups import Furniture
from warehouse import runner
from warehouse.layout import Home
from warehouse.lock import writing
from warehouse.publishing import Steps, next_snapshot
from warehouse.recovery import recover
from warehouse.store import open_reader
from warehouse.tables import existing

if TYPE_CHECKING:
    import polars as pl

_TABLE = "news.furniture"  # snapshots of earlier versions have none until the next publish
_TEXTS_AT_ONCE = 200_000


def furniture_version(home: Home) -> int:
    """The version of the furniture that the current snapshot holds; 0 where none was ever learned."""
    with open_reader(home) as con:
        return _version(con)


def furniture_keys(home: Home) -> pl.DataFrame:
    """`line_key` of the current furniture."""
    with open_reader(home) as con:
        query = "select line_key from news.furniture where to_version is null order by all"
        return con.sql(query if _TABLE in existing(con) else "select null::varchar as line_key where false").pl()


def learn_furniture(home: Home, settings: Furniture) -> dict[str, int]:
    """Count lines over what is stored; publish the next version where it differs: `version`, `learned`, `dropped`."""
    from transforms.furniture import FurnitureSettings, learn

    with writing(home, "maintain"):
        base = recover(home)
        with open_reader(home) as con:
            if _TABLE not in existing(con):
                return {"version": 0, "learned": 0, "dropped": 0}
            version = _version(con)
            known = con.sql("select line_key from news.furniture where to_version is null").pl()
            limits = FurnitureSettings(settings.min_articles, settings.min_share, settings.text_factor)
            found = learn(_counts(con), known, limits)
        new = found.join(known, on="line_key", how="anti")
        gone = known.join(found, on="line_key", how="anti")
        if new.is_empty() and gone.is_empty():
            return {"version": version, "learned": 0, "dropped": 0}

        def write(con: duckdb.DuckDBPyConnection) -> None:
            con.register("new_furniture", new.to_arrow())
            con.register("gone_furniture", gone.to_arrow())
            runner.run(con, "upkeep/furniture", version=version + 1)

        next_snapshot(home, base, Steps(write))
    return {"version": version + 1, "learned": new.height, "dropped": gone.height}


def files_to_replay(home: Home) -> frozenset[str]:
    """The contents with a line that came into the furniture, or left it, since `mark_replayed`."""
    import polars as pl

    with open_reader(home) as con:
        if _TABLE not in existing(con):
            return frozenset()
        changed = con.sql(runner.sql("queries/furniture_changed")).pl()
        if changed.is_empty():
            return frozenset()
        texts = _keyed(con).filter(pl.col("line_key").is_in(changed["line_key"].implode()))
        con.register("wanted_texts", texts.select("text").to_arrow())
        query = "select distinct file_id from news.lines semi join wanted_texts using (text)"
        return frozenset(file_id for (file_id,) in con.execute(query).fetchall())


def mark_replayed(home: Home) -> None:
    """Note that all files are as the current furniture wants them."""
    with writing(home, "maintain"):
        base = recover(home)
        if furniture_version(home):
            next_snapshot(home, base, Steps(lambda con: runner.run(con, "upkeep/furniture_replayed")))


def _counts(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    con.register("line_keys", _keyed(con).to_arrow())
    return con.sql(runner.sql("queries/furniture_counts")).pl()


def _keyed(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """`text`, `line_key` of every line text that stands in more than one content; a few at a time."""
    import polars as pl

    from transforms.furniture import keys

    result = con.execute(runner.sql("queries/furniture_texts"))
    parts = [pl.DataFrame(schema={"text": pl.String(), "line_key": pl.String()})]
    while rows := result.fetchmany(_TEXTS_AT_ONCE):
        texts = pl.Series("text", [text for (text,) in rows], dtype=pl.String())
        keyed = pl.concat([texts.to_frame(), keys(texts).select("line_key")], how="horizontal")
        parts.append(keyed.drop_nulls("line_key"))
    return pl.concat(parts)


def _version(con: duckdb.DuckDBPyConnection) -> int:
    if _TABLE not in existing(con):
        return 0
    row: Any = con.execute("select coalesce(max(greatest(from_version, to_version)), 0) from news.furniture").fetchone()
    return int(row[0])
