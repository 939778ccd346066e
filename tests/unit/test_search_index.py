"""The search index: it finds what the lines have and nothing else, whatever it covers, and it keeps no trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.articles import asked
from tests.staged import T0, Rows, article_id, at, document, file_id, rows, write_run
from warehouse import compaction, runner, searching, store, tables
from warehouse.decisions import Decision, append
from warehouse.layout import Home

# letters with and without marks, what folds to them or only looks so, what parts words, what regular expressions mean
_LETTERS = "aáằâdđðeềioơuưyỹbcksſK²øçñıİßΣж1"
_BETWEEN = " \u00a0\u2003\u200b\u0301.-_'*([\\|^$–"
_TEXTS = st.text(_LETTERS + _LETTERS.upper() + _BETWEEN, max_size=12)
_LISTS = st.lists(_TEXTS, min_size=1, max_size=6)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a snapshot in memory, and `reloaded`, by which a load says what comes once more."""
    with duckdb.connect() as made:
        tables.define(made)
        made.execute("create temp table reloaded (file_id varchar)")
        yield made


def empty(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("news.lines", "news.article_records", "news.article_state", "ops.search_words", "ops.search_articles"):
        con.execute(f"delete from {name}")


def fill(con: duckdb.DuckDBPyConnection, texts: Sequence[str], first: int = 0) -> None:
    con.execute(
        """
        create or replace temp table given as
        select 'file' || ($first + place) as file_id, file_id || '/0' as article_id, text
        from (select unnest($texts::varchar[]) as text, generate_subscripts($texts::varchar[], 1) as place)
        """,
        {"texts": list(texts), "first": first},
    )
    con.execute("insert into news.lines by name select *, 1 as line_no, 'body' as kind from given")
    con.execute("insert into news.article_records by name select file_id, article_id, 0 as part from given")
    con.execute("insert into news.article_state by name select article_id from given")


def index(con: duckdb.DuckDBPyConnection, n_articles: int) -> None:
    while runner.fetch(con, "queries/search_covered")[0]["n_covered"] < len(con.sql("from news.article_records")):
        runner.run(con, "upkeep/search_slice", n_articles=n_articles)


def found(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """What the page of articles lists."""
    (wanted,) = runner.fetch(con, "queries/search_pattern", query=query)
    return runner.fetch(con, "queries/articles_listed", **{**asked(), "query": query, **wanted})


@pytest.mark.slow
@settings(deadline=None, max_examples=10)
@given(_LISTS, _LISTS, st.lists(_TEXTS, max_size=2), st.integers(1, 3), _TEXTS)
@example(["10²", "aøb", "xin kẻ"], ["kế"], [], 1, "10")
@example(["aø", "aøb", "a øb"], ["a"], ["aơ"], 5, "aø")
@example(["xin kẻ", "xin", "kẻ xin", "xinh kế"], ["kế"], [], 2, "xin k")
@example(["đi ſa", "di sau", "ði\u00a0Sá"], ["Đi  Sa"], [], 2, "di sa")
@example(["k" * 20 + " ba", "k" * 16, "K" * 18], ["a"], [], 2, "k" * 18)
def test_the_index_changes_no_answer(
    con: duckdb.DuckDBPyConnection, covered: list[str], fresh: list[str], changed: list[str], size: int, query: str
) -> None:
    empty(con)
    fill(con, covered)
    index(con, size)
    con.execute("insert into reloaded select 'file' || (1 + range) from range($n)", {"n": len(changed)})
    runner.run(con, "loads/forget_reloaded")
    con.execute("delete from reloaded")
    con.execute("delete from news.article_state where article_id not in (select article_id from news.article_records)")
    fill(con, changed)
    fill(con, fresh, first=100)
    parts = [text[start : start + 4] for text, start in zip((*covered, *changed), (0, 0, 1, 2), strict=False)]
    listed = found(con, query)
    quick = [con.execute("from search($q)", {"q": one}).fetchall() for one in (query, *parts)]
    con.execute("delete from ops.search_words; delete from ops.search_articles")
    assert listed == found(con, query)
    for one, ids in zip((query, *parts), quick, strict=True):
        pattern = runner.fetch(con, "queries/search_pattern", query=one)[0]["pattern"]
        right = con.execute("select article_id from news.lines where regexp_matches(text, $p)", {"p": pattern})
        assert sorted(ids) == sorted(right.fetchall()), one


def test_the_index_is_asked(con: duckdb.DuckDBPyConnection) -> None:
    """Without it nothing would be faster: an article that it does not give is not looked through."""
    empty(con)
    fill(con, ["gốm chợ", "gốm làng", "gốm làng cổ"])
    index(con, 2)
    given = con.execute("from ops.search_candidates('gom la') order by all").fetchall()
    assert given == con.execute("from ops.search_candidates('Gốm làn') order by all").fetchall()
    assert given == [("file2/0",), ("file3/0",)]
    assert [row["article_id"] for row in found(con, "gốm chợ")] == ["file1/0"]
    con.execute("update ops.search_words set articles = [] where word = 'lang'")
    assert found(con, "lang") == []


def slices(home: Home) -> list[tuple[int, int, int]]:
    """Of each slice its number, articles, current articles."""
    query = "select slice, count(*), count(*) filter (is_current) from ops.search_articles group by 1 order by 1"
    return rows(home, query)


def words_of(home: Home, name: str) -> set[str]:
    query = """
        select word from (select slice, word, unnest(articles) as number from ops.search_words)
        semi join (from ops.search_articles where article_id = ?) using (slice, number)
    """
    return {word for (word,) in rows(home, query, article_id(name))}


def publish(home: Home, run_id: str, *documents: Rows, hours: float = 0) -> None:
    store.publish(home, write_run(home, run_id, *documents), now=at(hours))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Four articles, indexed in slices of two."""
    made = Home(tmp_path)
    publish(made, "run-1", *(document(name, f"/tin/{name}.txt", lines=[("title", f"Làng {name}")]) for name in "abcd"))
    assert searching.index_articles(made, 2) == searching.Covered(4, 4, 2, 4)
    return made


def test_only_what_is_new_is_indexed(home: Home) -> None:
    assert slices(home) == [(1, 2, 2), (2, 2, 2)]
    assert words_of(home, "a") == {"lang", "a"}
    before = store.fingerprint(home)
    assert searching.index_articles(home, 2).n_added == 0
    assert len(rows(home, "from ops.runs")) == 1
    publish(home, "run-2", document("e", "/tin/e.txt"), hours=1)
    assert store.fingerprint(home) != before
    assert searching.covered(home) == searching.Covered(5, 4, 2)
    assert searching.index_articles(home, 2).n_added == 1
    assert slices(home) == [(1, 2, 2), (2, 2, 2), (3, 1, 1)]


def test_a_slice_that_lost_half_or_is_small_is_made_anew(home: Home) -> None:
    again = [document(name, f"/tin/{name}.txt", lines=[("title", f"Xóm {name}")]) for name in "ab"]
    publish(home, "run-2", *again, hours=1)
    assert slices(home) == [(1, 2, 0), (2, 2, 2)]
    assert rows(home, "from search('xom') order by all") == sorted([(article_id("a"),), (article_id("b"),)])
    assert rows(home, "from search('lang a')") == []
    assert searching.index_articles(home, 2) == searching.Covered(4, 4, 2, 2)
    assert {row[1:] for row in slices(home)} == {(2, 2)}
    assert words_of(home, "a") == {"xom", "a"}
    assert len(rows(home, "select word from ops.search_words where word = 'lang'")) == 1


def test_nothing_of_what_was_taken_down_stays(home: Home) -> None:
    publish(home, "run-2", document("a", "/tin/a.txt", lines=[("title", "Xóm nhỏ")]), hours=1)
    append(home, [Decision("takedown.remove", file_id("a"), "x", T0)])
    store.publish(home, None, now=at(2))
    assert slices(home) == [(2, 2, 2)]
    assert rows(home, "select word from ops.search_words where word in ('xom', 'a')") == []
    assert {name for (name,) in rows(home, "from search('lang')")} == {article_id(name) for name in "bcd"}


def test_compaction_keeps_the_index_and_off_removes_it(home: Home) -> None:
    before = rows(home, "select * from ops.search_words order by all")
    compaction.compact(home)
    assert rows(home, "select * from ops.search_words order by all") == before != []
    fingerprint = store.fingerprint(home)
    assert (searching.drop_index(home), searching.drop_index(home)) == (True, False)
    assert rows(home, "from ops.search_words") == slices(home) == []
    assert store.fingerprint(home) == fingerprint
