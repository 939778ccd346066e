"""The page SQL in the browser: saved queries, answers, downloads, errors, the tables and what they mean."""

from __future__ import annotations

import io

import polars as pl
import pytest

from tests.browser.conftest import HOSTILE, Visit
from tests.browser.screen import query, said
from warehouse.layout import Home

pytestmark = pytest.mark.browser


def test_a_saved_query_is_run_and_downloaded(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/sql?saved=1")
    run = screen.page.get_by_role("button", name=said("sql.run"))
    screen.page.wait_for_function("document.querySelector('textarea')?.value === 'select * from article_totals'")
    run.click()
    screen.has(said("sql.rows").split("**")[0])
    ((n_articles,),) = query(home, "select n_articles from article_totals")
    assert str(n_articles) in screen.cells("answer")
    screen.page.get_by_label(said("sql.query"), exact=True).fill(
        "select title, '=1+1' as sum from articles order by title"
    )
    run.click()
    screen.page.locator('[role="columnheader"]', has_text="sum").wait_for(state="attached")
    assert HOSTILE[0][1] in screen.cells("answer")
    with screen.page.expect_download() as found:
        screen.page.get_by_role("button", name=said("sql.csv")).first.click()
    lines = found.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert (lines[0], lines[1]) == ("title,sum", f"{HOSTILE[0][1]},'=1+1")
    with screen.page.expect_download() as found:
        screen.page.get_by_role("button", name=said("sql.parquet")).click()
    assert pl.read_parquet(io.BytesIO(found.value.path().read_bytes())).shape == (n_articles, 2)


def test_a_query_that_fails_says_so_in_words(visit: Visit, address: str) -> None:
    screen = visit(address)
    screen.open("/sql")
    screen.page.get_by_label(said("sql.query"), exact=True).fill("copy (select '<b>x</b>') to '/tmp/x.csv'")
    screen.page.get_by_role("button", name=said("sql.run")).click()
    screen.has(said("sql.failed"))
    assert "file system operations are disabled" in screen.page.locator('[data-testid="stCode"]').inner_text()


def test_tables_say_what_they_mean_and_go_into_the_editor(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/sql?table=news.lines")
    ((meaning,),) = query(
        home, "select comment from duckdb_tables() where table_name = 'lines' and schema_name = 'news'"
    )
    screen.has(str(meaning))
    assert {"line_no", "BIGINT", "from 1, as in the file"} <= set(screen.cells("table-columns"))
    screen.page.get_by_role("button", name=said("sql.look").format(n=100)).click()
    screen.ready()
    assert (
        screen.page.get_by_label(said("sql.query"), exact=True).input_value().endswith('from "news"."lines"\nlimit 100')
    )
