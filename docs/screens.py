"""Take the pictures of docs/dashboard.md: every page of the dashboard over the sample articles, in a real Chromium.

    python docs/screens.py [--home DIR]

`CHROMIUM` says where the browser is. Each becomes a PNG of few colours in docs/images/.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
sys.path.insert(0, str(ROOT))

from flows.cli import run_cli  # noqa: E402
from tests.browser.conftest import CHROMIUM, served  # noqa: E402
from tests.browser.screen import Screen  # noqa: E402
from warehouse.layout import Home  # noqa: E402
from warehouse.store import open_reader  # noqa: E402

COLOURS = 200
WIDE, NARROW, TALLEST = 1280, 390, 1500
OUTLET = "select outlet from outlet_totals where outlet is not null order by n_articles desc, n_flags_open desc limit 1"
FILE = "select file_id from flags where line_no is not null group by file_id order by count(*) desc, file_id limit 1"
CLUSTER = "select cluster_id from duplicates order by similarity, cluster_id limit 1"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the address, language, width, theme, and a button to press first."""

    name: str
    path: str
    lang: str = "en"
    width: int = WIDE
    theme: str = "light"
    button: str | None = None


def shots(home: Home) -> list[Shot]:
    """What is photographed."""
    with open_reader(home) as con:
        outlet, file, cluster = ((con.execute(query).fetchone() or ("",))[0] for query in (OUTLET, FILE, CLUSTER))
    return [
        Shot("overview", "/"),
        Shot("overview-vi-narrow", "/", "vi", NARROW, "dark"),
        Shot("articles", "/articles?q=thu", "vi"),
        Shot("article", f"/article?file={file}", "vi"),
        Shot("article-narrow", f"/article?file={file}", "en", NARROW),
        Shot("outlets", "/outlets"),
        Shot("outlet", f"/outlets?outlet={outlet}", "vi"),
        Shot("outlet-narrow", f"/outlets?outlet={outlet}", "en", NARROW, "dark"),
        Shot("duplicates", f"/duplicates?cluster={cluster}"),
        Shot("worklist", "/worklist", "vi"),
        Shot("quarantine", "/quarantine"),
        Shot("rules", "/rules", "vi"),
        Shot("review", "/review?of=clean"),
        Shot("review-narrow", "/review?of=clean", "vi", NARROW),
        Shot("runs", "/runs"),
        Shot("sql", "/sql?saved=2&table=news.articles", "en", WIDE, "dark", "Run"),
    ]


def main() -> int:
    """Make the home unless there is one, and take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a home that is there already")
    given = parser.parse_args().home
    with tempfile.TemporaryDirectory(prefix="news-") as folder:
        root = given or Path(folder) / "home"
        if given is None and not fill(root, Path(folder) / "articles"):
            return 1
        with served(Home(root)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for shot in shots(Home(root)):
                take(browser, address, shot)
            browser.close()
    return 0


def fill(root: Path, inbox: Path) -> bool:
    """Two runs over the sample articles, the second of those that came later, so that there is something to compare."""
    for month in sorted((ROOT / "examples" / "articles").iterdir()):
        shutil.copytree(month, inbox / month.name)
        if month.name != "2025-03" and run_cli(["--home", str(root), "run", str(inbox)]):
            return False
    return True


def take(browser: Browser, address: str, shot: Shot) -> None:
    """One picture, as tall as the page but not taller than TALLEST."""
    scheme = "dark" if shot.theme == "dark" else "light"
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", color_scheme=scheme)
    screen = Screen(context, address, shot.width)
    screen.open(shot.path, shot.lang)
    if shot.button:
        screen.page.get_by_role("button", name=shot.button, exact=True).click()
        screen.ready()
    screen.settled()
    height = screen.page.locator('[data-testid="stMain"]').evaluate("main => main.scrollHeight")
    screen.page.set_viewport_size({"width": shot.width, "height": min(max(700, height), TALLEST)})
    screen.settled()
    picture = Image.open(BytesIO(screen.page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(FOLDER / "images" / f"dashboard-{shot.name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
