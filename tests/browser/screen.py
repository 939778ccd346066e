"""One visitor of the dashboard: what is on the screen, and whether the browser complained; what should be there."""

from __future__ import annotations

import csv

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from dashboard.texts import texts
from warehouse import store
from warehouse.layout import Home

_DONE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelector('[data-testid="stMain"] h1');
}"""
_SETTLED = '() => !document.querySelector(\'[data-testid="stMain"] [data-testid="stSkeleton"]\')'
_CHECKBOX = 17  # pixels from the left edge of a table to the middle of a row's checkbox
_ROW = 35  # height of a row, and of the head


def said(key: str, lang: str = "vi") -> str:
    """A text of the pages."""
    return texts()[key][lang]


def query(home: Home, sql: str) -> list[tuple[object, ...]]:
    """The rows that the published snapshot gives."""
    with store.open_reader(home) as con:
        return con.execute(sql).fetchall()


class Screen:
    """A page of the dashboard in a browser of its own."""

    def __init__(self, context: BrowserContext, address: str, width: int) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.page.set_default_timeout(120_000)  # others may write through to the disk all the time, and slow it down
        self.page.set_viewport_size({"width": width, "height": 900})
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def open(self, path: str = "/", lang: str = "vi") -> None:
        """Load an address, in a language."""
        self.page.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={lang}")
        self.ready()

    def go(self, title: str) -> None:
        """Click on a page in the navigation, and wait for its title."""
        self.page.locator('[data-testid="stSidebarNav"] a', has_text=title).click()
        self.page.locator("h1", has_text=title).wait_for()
        self.ready()

    def follow(self, link: str, title: str) -> None:
        """Click on a link of the page, and wait for the page it leads to."""
        self.page.locator('[data-testid="stPageLink"] a', has_text=link).first.click()
        self.page.locator("h1", has_text=title).wait_for()
        self.ready()

    def ready(self) -> None:
        """Wait until the page is drawn."""
        self.page.wait_for_timeout(200)  # what was just done has to reach the server
        self.page.wait_for_function(_DONE)

    def settled(self) -> None:
        """Wait until no placeholder is left and what moves has come to rest."""
        self.page.wait_for_function(_SETTLED)
        self.page.wait_for_timeout(1000)

    def figure(self, label: str) -> str:
        """The number of a card."""
        card = self.page.locator('[data-testid="stMetric"]', has=self.page.get_by_text(label, exact=True))
        return card.locator('[data-testid="stMetricValue"]').inner_text()

    def cells(self, table: str = "") -> list[str]:
        """The cells in sight of all tables (or of those under a key), as a screen reader gets them."""
        where = f".st-key-ts-table-{table} " if table else ""
        found = self.page.locator(f'{where}[data-testid="stDataFrame"] [role="gridcell"]')
        found.first.wait_for(state="attached")
        return [text.strip() for text in found.all_text_contents()]

    def select(self, row: int, table: str = "") -> None:
        """Tick a row of the first table (or of the one under a key), from 0."""
        where = f".st-key-ts-table-{table} " if table else ""
        canvas = self.page.locator(f'{where}[data-testid="stDataFrame"] canvas').first
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + _CHECKBOX, box["y"] + _ROW * (row + 1.5))
        self.ready()

    def download(self, table: str) -> list[list[str]]:
        """The rows of the CSV file that the button of a table gives, its header first."""
        with self.page.expect_download() as found:
            self.page.locator(f".st-key-csv-{table} button").click()
        return list(csv.reader(found.value.path().read_text(encoding="utf-8-sig").splitlines()))

    def search(self, text: str) -> None:
        """Write into the search box and press Enter."""
        box = self.page.get_by_role("searchbox")
        box.fill(text)
        box.press("Enter")
        self.ready()

    def has(self, text: str) -> None:
        """Wait until a text stands in the main part of the page."""
        self.page.locator('[data-testid="stMain"]').get_by_text(text).first.wait_for()

    def leave(self) -> None:
        """Close the page, while its server still runs, and make sure that nothing went wrong on it."""
        if self.page.is_closed():
            return
        n_errors = self.page.locator('[data-testid="stException"]').count()
        self.page.close()
        assert (n_errors, self.complaints, self.strangers) == (0, [], [])

    def _console(self, message: ConsoleMessage) -> None:
        # on a deep link Streamlit's own client first asks for its health below the page's path
        is_probe = "/_stcore/" in str(message.location.get("url", ""))
        # a test that stops its server before its page is closed makes the page say so
        is_farewell = "disconnected from server" in message.text
        if message.type == "error" and not is_probe and not is_farewell:
            self.complaints.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)
