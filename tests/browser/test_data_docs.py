"""Data Docs in a real browser, from the disk: they are whole without a network, and hide what is kept when asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from flows.data_docs import build
from flows.settings import load
from tests.browser.screen import query
from warehouse.layout import Home

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_need_nothing_but_themselves(context: BrowserContext, home: Home, width: int) -> None:
    site = build(home, load(home.root, environment={}))
    complaints: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.index.as_uri())
    ((run_id, n_rules, n_broken),) = query(
        home,
        "select run_id, count(*), count(*) filter (not success) from results join runs using (run_id)"
        " where flow = 'ingest' group by run_id having count(*) > 10",
    )
    page.get_by_role("link", name=str(run_id)).click()
    assert page.locator("h1").inner_text() == f"Run {run_id}"
    judged = page.locator("tr:has(i.fas)")
    assert judged.count() == n_rules
    page.get_by_label("only what is not kept").check()
    assert judged.filter(visible=True).count() == n_broken
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("tr:has(.fa-times) a").first.click()
    assert page.locator(":target").is_visible()
    page.close()
    assert complaints == []
    assert len(asked) == 3
    assert all(address.startswith(home.data_docs.as_uri()) for address in asked)
