"""Take the pictures of the dashboard for the documentation: every page over the sample articles, in a real Chromium.

    python docs/screens.py [--home DIR] [--place DIR] [--only PAGE]… [--apart DIR]

Each page is taken four times: English and Vietnamese, 1280 and 390 pixels wide, one of the languages in the dark theme.
The four become one PNG of few colours in docs/images/; `--apart` also leaves each as it is, whole, to look at closely.
Pictures show the paths of files: `--place` says below which folder. `CHROMIUM` says where the browser is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
sys.path.insert(0, str(ROOT))

from docs.contact_sheet import beside, cut, save  # noqa: E402
from flows.cli import run_cli  # noqa: E402
from flows.passwords import hashed  # noqa: E402
from tests.browser.conftest import CHROMIUM, served  # noqa: E402
from tests.browser.screen import Screen, said  # noqa: E402
from warehouse.layout import Home  # noqa: E402
from warehouse.store import open_reader  # noqa: E402

IMAGES = FOLDER / "images"
LOCALES = {"en": "en-GB", "vi": "vi-VN"}
WIDE, NARROW = 1280, 390
VIEWS = (("en", WIDE), ("vi", WIDE), ("en", NARROW), ("vi", NARROW))  # as they stand in a sheet, from the left
SHORTEST, LONGEST = 700, 6000  # pictures, before they are cut
COLOURS, COLOURS_APART = 128, 200  # of a sheet, of a picture by itself
READER = "steward"  # who looks, in the forms

OUTLET = "select outlet from outlet_totals where outlet is not null order by n_articles desc, n_flags_open desc limit 1"
FILE = "select file_id from flags where line_no is not null group by file_id order by count(*) desc, file_id limit 1"
CORRECTED = "select file_id from articles where title is null order by file_id limit 1"
CLUSTER = "select cluster_id from duplicates order by similarity, cluster_id limit 1"
REFUSED = "select file_id from files where status = 'quarantined' order by size_bytes desc limit 1"
HELD = "select run_id from runs where status = 'held' limit 1"

Act = Callable[[Screen, str], None]
View = tuple[str, int]


@dataclass(frozen=True)
class Sheet:
    """A page: its name, its address, what to do there first, the language that is dark, and views that stand alone."""

    name: str
    path: str
    act: Act | None = None
    dark: str = "vi"
    alone: Mapping[View, str] = field(default_factory=dict)


def select(row: int, table: str) -> Act:
    """Tick a row of a table."""
    return lambda screen, _: screen.select(row, table)


def press(label: str) -> Act:
    """Press a button."""
    return lambda screen, lang: screen.page.get_by_role("button", name=said(label, lang), exact=True).click()


def unfold(label: str) -> Act:
    """Open what is folded."""
    return lambda screen, lang: screen.page.locator("summary", has_text=said(label, lang)).click()


def sheets(home: Home) -> list[Sheet]:
    """The pages of an ordinary warehouse."""
    outlet, file, corrected, cluster, refused = (
        one(home, query) for query in (OUTLET, FILE, CORRECTED, CLUSTER, REFUSED)
    )
    wide, narrow = ("en", WIDE), ("vi", NARROW)
    return [
        Sheet("overview", "/", alone={wide: "overview", narrow: "overview-vi-narrow"}),
        Sheet("articles", "/articles?q=thu", dark="en", alone={("vi", WIDE): "articles"}),
        Sheet("article", f"/article?file={file}", dark="en", alone={("vi", WIDE): "article"}),
        Sheet("corrections", f"/article?file={corrected}", unfold("correcting.title")),
        Sheet("outlets", "/outlets", alone={wide: "outlets"}),
        Sheet("outlet", f"/outlets?outlet={outlet}", dark="en", alone={("vi", WIDE): "outlet"}),
        Sheet("duplicates", f"/duplicates?cluster={cluster}", alone={wide: "duplicates"}),
        Sheet("worklist", "/worklist", select(0, "flags"), dark="en", alone={("vi", WIDE): "worklist"}),
        Sheet("quarantine", f"/quarantine?file={refused}", alone={wide: "quarantine"}),
        Sheet("rules", "/rules", dark="en", alone={("vi", WIDE): "rules"}),
        Sheet("rule", "/rules", select(0, "rules")),
        Sheet("review", "/review?of=clean", alone={wide: "review"}),
        Sheet("runs", "/runs", select(0, "runs"), alone={wide: "runs"}),
        Sheet("sql", "/sql?saved=2&table=news.articles", press("sql.run"), dark="en", alone={wide: "sql"}),
    ]


def of_trouble(home: Home) -> list[Sheet]:
    """The page of the run that the gate held."""
    return [Sheet("held", f"/runs?run={one(home, HELD)}", select(1, "held_files"))]


OF_NOTHING = [Sheet("empty", "/")]
OF_THE_DOOR = [Sheet("login", "/worklist")]


def one(home: Home, query: str) -> str:
    """The value that a query gives."""
    with open_reader(home) as con:
        return str((con.execute(query).fetchone() or ("",))[0])


def main() -> int:
    """Make the homes unless there is one, and take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a home that is there already: only its own pages")
    parser.add_argument("--place", type=Path, metavar="DIR", help="a folder to make the homes in, gone afterwards")
    parser.add_argument("--only", action="append", default=[], metavar="PAGE", help="only this page; again for more")
    parser.add_argument("--apart", type=Path, metavar="DIR", help="each picture by itself, too, into this folder")
    given = parser.parse_args()
    with workplace(given.place) as folder, chromium() as browser:
        studio = Studio(browser, given.only, given.apart)
        if given.home:
            studio.take_all(Home(given.home), sheets)
            return 0
        root, inbox = folder / "home", folder / "articles"
        if not fill(root, inbox):
            return 1
        studio.take_all(Home(root), sheets)
        studio.take_all(Home(root), lambda _: OF_THE_DOOR, TINSACH_DASHBOARD_PASSWORD=hashed("chợ phiên"))
        studio.take_all(Home(folder / "empty"), lambda _: OF_NOTHING)
        hold(root, folder / "later")
        studio.take_all(Home(root), of_trouble)
    return 0


def fill(root: Path, inbox: Path) -> bool:
    """Two runs over the sample articles, the second of those that came later, so that there is something to compare."""
    for month in sorted((ROOT / "examples" / "articles").iterdir()):
        shutil.copytree(month, inbox / month.name)
        if month.name != "2025-03" and run_cli(["--home", str(root), "run", str(inbox)]):
            return False
    corrected = one(Home(root), CORRECTED)
    words = ["--title", "Một tiêu đề do người xem điền vào", "--note", "theo báo in", "--by", "steward"]
    return not run_cli(["--home", str(root), "correct", corrected, *words])


def hold(root: Path, inbox: Path) -> None:
    """A run of three more files, two of which nobody can read or nobody asked for: the gate holds it."""
    inbox.mkdir()
    for name in ("english-20250517-coastal-library", "tai-loi-20250516-tep-nen", "baodanang-20250515-vo-ma"):
        (found,) = (ROOT / "examples" / "articles").glob(f"*/{name}.txt")
        (inbox / found.name).write_bytes(found.read_bytes() + b"\n\n2025\n")
    with environment(TINSACH_GATE_MIN_FILES="3"):
        run_cli(["--home", str(root), "run", str(inbox)])


@contextmanager
def workplace(wanted: Path | None) -> Iterator[Path]:
    """The folder that is wanted, or a temporary one; it is gone afterwards."""
    if wanted is None:
        with tempfile.TemporaryDirectory(prefix="news-") as folder:
            yield Path(folder)
        return
    wanted.mkdir(parents=True)
    try:
        yield wanted
    finally:
        shutil.rmtree(wanted)


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """More environment variables, until the block ends."""
    os.environ |= variables
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Studio:
    """Takes pictures: a browser, the pages that are wanted (all without any), and where pictures are left apart."""

    def __init__(self, browser: Browser, only: Collection[str], apart: Path | None) -> None:
        self._browser = browser
        self._only = only
        self._apart = apart

    def take_all(self, home: Home, wanted: Callable[[Home], list[Sheet]], **environment: str) -> None:
        """The sheets of a home."""
        found = [sheet for sheet in wanted(home) if not self._only or sheet.name in self._only]
        if not found:
            return
        with served(home, LOGNAME=READER, **environment) as address:
            contexts = {
                (lang, theme): self._browser.new_context(
                    locale=locale, timezone_id="Asia/Ho_Chi_Minh", color_scheme=theme
                )
                for lang, locale in LOCALES.items()
                for theme in ("light", "dark")
            }
            for sheet in found:
                self._take(contexts, address, sheet)
            for context in contexts.values():
                context.close()

    def _take(self, contexts: Mapping[tuple[str, str], BrowserContext], address: str, sheet: Sheet) -> None:
        pictures = {}
        for lang, width in VIEWS:
            context = contexts[lang, "dark" if lang == sheet.dark else "light"]
            pictures[lang, width] = whole = photograph(context, address, sheet, (lang, width))
            if self._apart:
                self._apart.mkdir(parents=True, exist_ok=True)
                save(whole, self._apart / f"{sheet.name}-{lang}-{width}.png", COLOURS_APART)
        for view, name in sheet.alone.items():
            save(cut(pictures[view]), IMAGES / f"dashboard-{name}.png", COLOURS_APART)
        save(beside([cut(pictures[view]) for view in VIEWS]), IMAGES / f"sheet-{sheet.name}.png", COLOURS)


def photograph(context: BrowserContext, address: str, sheet: Sheet, view: View) -> Image.Image:
    """One page, as long as it is."""
    lang, width = view
    screen = Screen(context, address, width)
    if sheet in OF_THE_DOOR:
        screen.page.goto(f"{address}{sheet.path}?lang={lang}")
        height = 0
    else:
        height = drawn(screen, sheet, lang)
    screen.page.set_viewport_size({"width": width, "height": min(max(SHORTEST, height), LONGEST)})
    screen.page.mouse.move(width - 2, 2)  # away from tables and charts, which show buttons under it
    screen.page.wait_for_timeout(1000)
    picture = Image.open(BytesIO(screen.page.screenshot())).convert("RGB")
    screen.page.close()
    return picture


def drawn(screen: Screen, sheet: Sheet, lang: str) -> int:
    """Have a page drawn; how high it is."""
    screen.open(sheet.path, lang)
    screen.settled()
    if sheet.act:
        sheet.act(screen, lang)
        screen.ready()
        screen.settled()
    main = screen.page.locator('[data-testid="stMain"]')
    wide, shown, height = main.evaluate("main => [main.scrollWidth, main.clientWidth, main.scrollHeight]")
    if wide > shown:
        sys.stderr.write(f"{sheet.name}, {lang}: {wide} pixels wide on a screen of {shown}\n")
    return int(height)


if __name__ == "__main__":
    sys.exit(main())
