"""The page of the outlets in the browser: figures, rows behind them, and a name that is markup."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import HOSTILE, HOSTILE_OUTLET, Visit
from tests.browser.screen import query, said
from warehouse.layout import Home

pytestmark = pytest.mark.browser


def test_the_numbers_of_an_outlet_lead_to_their_rows(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/outlets")
    outlets = [row[0] for row in query(home, "select outlet from outlet_totals order by n_articles desc, outlet")]
    screen.has(said("outlets.total").replace("**", "").format(n=len(outlets)))
    assert HOSTILE_OUTLET in screen.cells("outlets")
    assert {row[0] for row in screen.download("outlets")[1:]} >= {HOSTILE_OUTLET, said("articles.no_outlet")}
    screen.select(outlets.index(HOSTILE_OUTLET), "outlets")
    screen.page.locator("h2.ts-title").wait_for()
    assert screen.page.locator("h2.ts-title").inner_text() == HOSTILE_OUTLET
    ((n_articles, n_flags, n_no_date),) = query(
        home, "select n_articles, n_flags_open, n_no_date from outlet_totals where outlet like '%alert(5)%'"
    )
    assert screen.figure(said("column.articles_loaded")) == str(n_articles)
    assert screen.figure(said("overview.flags")) == str(n_flags)
    assert "outlet_silent" in screen.cells("outlet-flags")
    screen.page.get_by_text(said("outlets.to_articles").format(n=n_no_date), exact=True).first.click()
    screen.page.locator("h1", has_text=said("articles.title")).wait_for()
    screen.ready()
    assert "lacks=date" in screen.page.url
    screen.has(said("articles.total").replace("**", "").format(n=n_no_date))
    assert HOSTILE[0][1] in screen.cells("articles")


def test_flags_about_an_outlet_lead_to_it_and_are_in_its_work_list(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/worklist?rule=outlet_silent&outlet=&severity=&decided=")
    screen.select(0, "flags")
    screen.follow(said("worklist.open_outlet"), said("outlets.title"))
    assert screen.page.locator("h2.ts-title").inner_text() == HOSTILE_OUTLET
    assert "outlet_silent" in screen.cells("outlet-flags")
    screen.follow(said("overview.to_flags"), said("worklist.title"))
    ((n_flags, n_files),) = query(home, "select n_flags_open, 1 from outlet_totals where outlet like '%alert(5)%'")
    assert parse_qs(urlsplit(screen.page.url).query)["outlet"] == [HOSTILE_OUTLET]
    screen.has(said("worklist.total").replace("**", "").format(n=n_flags, files=n_files))


def test_days_and_kinds_lead_to_articles(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/outlets?outlet=-&basis=published")
    ((day, n_articles),) = query(
        home, "select day, n_articles from outlet_days where outlet is null and basis = 'published'"
    )
    screen.select(0, "outlet-days")
    screen.page.locator("h1", has_text=said("articles.title")).wait_for()
    screen.ready()
    assert f"published={day}" in screen.page.url
    screen.has(said("articles.total").replace("**", "").format(n=n_articles))
    screen.open("/outlets?outlet=-")
    ((kind, n_files),) = query(
        home, "select kind, n_files from outlet_kinds where outlet is null order by n_lines desc, kind limit 1"
    )
    screen.select(0, "outlet-kinds")
    screen.page.locator("h1", has_text=said("articles.title")).wait_for()
    screen.ready()
    assert f"kind={kind}" in screen.page.url
    screen.has(said("articles.total").replace("**", "").format(n=n_files))
