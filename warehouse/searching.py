"""The index for searching: which words stand in which articles, in slices of articles that were indexed together.

Queries check what it finds against the lines and look through articles that it does not cover, so it may always be
behind: only the upkeep writes to it. A slice that lost half of its articles, or was small, is made anew with the next
ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse import runner, tables
from warehouse.layout import Home
from warehouse.lock import writing
from warehouse.publishing import Steps, next_snapshot
from warehouse.recovery import recover
from warehouse.sessions import open_reader

SLICE_ARTICLES = 20_000  # what one slice takes is held in memory while it is made
_TABLES = frozenset({"ops.search_words", "ops.search_articles"})


@dataclass(frozen=True)
class Covered:
    """What the index covers of the articles, in how many slices; what it did not before."""

    n_articles: int
    n_covered: int
    n_slices: int
    n_added: int = 0


def covered(home: Home) -> Covered:
    """What the index of the current snapshot covers; nothing where an earlier tinsach made the snapshot."""
    with open_reader(home) as con:
        if tables.existing(con) >= _TABLES:
            return _covered(con)
        (n_articles,) = con.execute("select count(*) from news.article_records").fetchone() or (0,)
        return Covered(n_articles, 0, 0)


def index_articles(home: Home, slice_articles: int = SLICE_ARTICLES) -> Covered:
    """Publish a snapshot whose index covers all articles; none where that is so already."""
    with writing(home, "maintain"):
        base = recover(home)
        before = covered(home)
        if before.n_covered == before.n_articles:
            return before
        next_snapshot(home, base, Steps(lambda con: _index(con, slice_articles)))
        after = covered(home)
    return Covered(after.n_articles, after.n_covered, after.n_slices, after.n_covered - before.n_covered)


def drop_index(home: Home) -> bool:
    """Publish a snapshot with an empty index, where it is not empty."""
    with writing(home, "maintain"):
        base = recover(home)
        if not covered(home).n_slices:
            return False
        next_snapshot(home, base, Steps(_clear))
    return True


def _index(con: duckdb.DuckDBPyConnection, slice_articles: int) -> None:
    runner.run(con, "upkeep/search_drop", n_articles=slice_articles)
    there = _covered(con)
    for _ in range(there.n_covered, there.n_articles, slice_articles):
        runner.run(con, "upkeep/search_slice", n_articles=slice_articles)


def _clear(con: duckdb.DuckDBPyConnection) -> None:
    for name in sorted(_TABLES):
        con.execute(f"delete from {runner.identifier(name)}")  # noqa: S608  a name of the schema


def _covered(con: duckdb.DuckDBPyConnection) -> Covered:
    (row,) = runner.fetch(con, "queries/search_covered")
    return Covered(**row)
