"""A dashboard with a password, which nobody may decide in: what a browser gets to see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from flows.passwords import hashed
from tests.browser.conftest import HELD_RUN, Visit, served
from tests.browser.screen import query, said
from warehouse.layout import Home

pytestmark = pytest.mark.browser

PASSWORD = "chợ phiên"


@pytest.fixture(scope="module")
def closed(home: Home) -> Iterator[str]:
    """Where the dashboard listens that asks for a password and takes no decision."""
    with served(home, "--read-only", TINSACH_DASHBOARD_PASSWORD=hashed(PASSWORD)) as address:
        yield address


def enter(context: BrowserContext, address: str) -> None:
    """Give the password, once for all pages of the browser."""
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{address}/?lang=vi")
    page.get_by_label(said("door.label")).fill(PASSWORD)
    page.get_by_role("button", name=said("door.enter")).click()
    page.locator("h1", has_text=said("overview.title")).wait_for()
    page.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_password_opens_nothing(lang: str, context: BrowserContext, closed: str) -> None:
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{closed}/worklist?rule=x&lang={lang}")
    page.get_by_label(said("door.label", lang)).fill("cho phien")
    page.get_by_role("button", name=said("door.enter", lang)).click()
    expect(page.get_by_role("alert")).to_have_text(said("door.wrong", lang))
    assert page.locator('[data-testid="stApp"]').count() == 0
    page.get_by_label(said("door.label", lang)).fill(PASSWORD)
    page.get_by_role("button", name=said("door.enter", lang)).click()
    page.locator("h1", has_text=said("worklist.title", lang)).wait_for()
    assert "rule=x" in page.url
    page.close()


def test_nobody_can_decide_in_a_read_only_dashboard(
    visit: Visit, context: BrowserContext, closed: str, home: Home
) -> None:
    enter(context, closed)
    screen = visit(closed)
    ((file_id,),) = query(home, "select file_id from articles where title like 'Đội thả%'")
    for path, row in (("/worklist", 0), ("/quarantine", 0), (f"/runs?run={HELD_RUN}", None),
                      (f"/article?file={file_id}", None), ("/review", None)):  # fmt: skip
        screen.open(path)
        if row is not None:
            screen.select(row)
        buttons = screen.page.locator('[data-testid="stMain"] [data-testid^="stFormSubmitButton"], textarea')
        assert buttons.count() == 0, path
