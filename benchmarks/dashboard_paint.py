"""How long the dashboard takes to show its first page, and each other page after a click on its name.

    python -m benchmarks.dashboard_paint HOME [--times 5] [--width 1280]

On the published snapshot of HOME, in headless Chromium (`CHROMIUM` says where it is), from the click until the page is
drawn: its script has ended on the server and no placeholder is left. `first` is the first visitor of a server that was
just started, without any cache; `again` are visitors after that, each with an empty browser.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.results import Sink
from dashboard.texts import texts
from tests.browser.conftest import CHROMIUM, served
from warehouse.layout import Home

PAGES = ("articles", "outlets", "duplicates", "worklist", "quarantine", "rules", "review", "runs", "sql", "overview")
HEADED = """() => document.querySelector('[data-testid="stMain"] h1')
    && document.querySelector('[data-testid="stMain"] [data-testid="stMetric"]')"""
DRAWN = """title => {
    const app = document.querySelector('[data-testid="stApp"]');
    const heads = [...document.querySelectorAll('[data-testid="stMain"] h1')].map(head => head.innerText.trim());
    return app?.getAttribute('data-test-script-state') === 'notRunning' && heads.includes(title)
        && !document.querySelector('[data-testid="stMain"] [data-testid="stSkeleton"]')
        && !document.querySelector('[data-testid="stMain"] [data-stale="true"]');
}"""


def main() -> None:
    """Measure and print."""
    options = _options()
    first: dict[str, float] = {}
    again: dict[str, list[float]] = {}
    with served(Home(options.home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        first.update(_visit(browser, address, options.width))
        for _ in range(options.times):
            for name, seconds in _visit(browser, address, options.width):
                again.setdefault(name, []).append(seconds)
        browser.close()
    for name, values in again.items():
        Sink(None).add("dashboard, first", name, "s", [first[name]])
        Sink(None).add("dashboard, again", name, "s", values)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--width", type=int, default=1280)
    return parser.parse_args()


def _visit(browser: Browser, address: str, width: int) -> Iterator[tuple[str, float]]:
    """A new visitor: (page, seconds until it was drawn) for the first page and each other one."""
    with _page(browser, width) as page:
        started = time.monotonic()
        page.goto(f"{address}/?lang=vi", wait_until="commit")
        page.wait_for_function(HEADED, polling=20)
        yield "first paint: heading and figures", time.monotonic() - started
        yield "first paint: all drawn", _drawn(page, "overview", started)
        for name in PAGES:
            link = page.locator('[data-testid="stSidebarNav"] a').get_by_text(
                texts()[f"{name}.title"]["vi"], exact=True
            )
            started = time.monotonic()
            link.click()
            yield name, _drawn(page, name, started)


@contextmanager
def _page(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def _drawn(page: Page, name: str, started: float) -> float:
    page.wait_for_function(DRAWN, arg=texts()[f"{name}.title"]["vi"], polling=20)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
