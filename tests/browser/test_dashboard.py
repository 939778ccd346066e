"""The dashboard in a browser: opens, shows what the queries say, finds, is not fooled, decides, follows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.conftest import HOSTILE, HOSTILE_OUTLET, Visit, served
from tests.browser.screen import query, said
from tests.staged import at, document, file_id, write_run
from warehouse import decisions, store
from warehouse.layout import Home
from warehouse.lock import hold

pytestmark = pytest.mark.browser

PAGES = ("articles", "outlets", "duplicates", "worklist", "quarantine", "rules", "review", "runs", "sql", "overview")


@pytest.mark.parametrize(("lang", "pages"), [("vi", PAGES), ("en", ("worklist", "overview"))], ids=("vi", "en"))
def test_every_page_opens(visit: Visit, address: str, lang: str, pages: tuple[str, ...]) -> None:
    screen = visit(address)
    screen.open("/", lang)
    for page in pages:
        screen.go(said(f"{page}.title", lang))
        screen.has(said(f"{page}.about", lang))
        assert screen.page.locator('[data-testid="stAlertContentError"]').count() == 0


def test_figures_are_those_of_the_tables(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open()
    ((n_articles, clean_share),) = query(home, "select count(*), avg(is_clean::int) from articles")
    ((n_flags,),) = query(home, "select count(*) from flags where status = 'open'")
    ((n_quarantined,),) = query(home, "select count(*) from files where status = 'quarantined'")
    assert screen.figure(said("overview.articles")) == str(n_articles)
    assert screen.figure(said("overview.flags")) == str(n_flags)
    assert screen.figure(said("overview.quarantined")) == str(n_quarantined)
    assert screen.figure(said("overview.clean")) == f"{clean_share:.1%}".replace(".", ",").replace("%", " %").replace(
        ",0 ", " "
    )


def test_a_number_leads_to_its_rows(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open()
    titles = {row[0] for row in query(home, "select title from articles where not is_clean")}
    screen.follow(said("overview.to_flagged").format(n=len(titles)), said("articles.title"))
    screen.has(said("articles.total").replace("**", "").format(n=len(titles)))
    assert titles <= set(screen.cells())
    screen.go(said("overview.title"))
    ((rule, n_flags),) = query(home, "select rule, n_open from flag_counts order by n_open desc, rule limit 1")
    screen.page.locator(f'path[aria-label*="rule: {rule};"]').click()
    screen.page.locator("h1", has_text=said("worklist.title")).wait_for()
    screen.ready()
    assert f"rule={rule}" in screen.page.url
    screen.has(f"{said('worklist.total').split('**')[0]}{n_flags}")


def test_what_changed_is_that_of_the_views_and_leads_to_its_rows(visit: Visit, address: str, home: Home) -> None:
    # A run of its own, for other tests publish into this home as well: what the last one did depends on their order.
    added = document("since", "/tin/moi-them.txt", flags=[("missing_title", "warning")], seen=at(48))
    store.publish(home, write_run(home, "20260204T080000-0001", added), now=datetime.now(UTC))
    ((n_articles, n_flags),) = query(
        home, "select n_articles_since, n_flags_since from totals_compared where base = 'last_run'"
    )
    ((change,),) = query(home, "select n_flags_open_change from totals_compared where base = 'last_run'")
    screen = visit(address)
    screen.open()
    assert f"+{change}" in screen.page.locator(".st-key-ts-change-last_run").inner_text()
    screen.follow(said("overview.flags_since").format(n=n_flags), said("worklist.title"))
    screen.has(f"{said('worklist.total').split('**')[0]}{n_flags}")
    screen.go(said("overview.title"))
    screen.follow(said("overview.articles_since").format(n=n_articles), said("articles.title"))
    screen.has(said("articles.total").replace("**", "").format(n=n_articles))
    screen.page.locator('[data-testid="stMain"] button', has_text=said("articles.since").split("{")[0]).click()
    ((n_all,),) = query(home, "select n_current from article_totals")
    assert n_all > n_articles
    screen.has(said("articles.total").replace("**", "").format(n=n_all))


def test_a_day_leads_to_its_articles(visit: Visit, address: str, home: Home) -> None:
    ((day, n_articles),) = query(
        home, "select day, n_articles from days where basis = 'published' order by day limit 1"
    )
    screen = visit(address)
    screen.open("/?basis=published")
    screen.page.locator(f'path[aria-label*="{day:%d/%m/%Y}"]').first.click()
    screen.page.locator("h1", has_text=said("articles.title")).wait_for()
    screen.ready()
    assert f"published={day}" in screen.page.url
    screen.has(said("articles.total").replace("**", "").format(n=n_articles))


def test_search_finds_with_and_without_marks(visit: Visit, address: str) -> None:
    screen = visit(address)
    screen.open("/articles")
    for words in ("thu tuong", "Thủ tướng", "THU TUONG", "thủ tương"):
        screen.search(words)
        screen.has(said("articles.total").replace("**", "").format(n=1))
        assert "Thủ tướng nước láng giềng thăm làng gốm" in screen.cells()
    screen.search("doi tha dieu")
    assert "Đội thả diều của làng bên đê" in screen.cells()
    screen.search("thu tuongg")
    screen.has(said("articles.none_found"))


def test_an_article_opens_line_by_line(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/articles?q=doi+tha+dieu")
    screen.select(0)
    screen.page.locator("h1", has_text="Đội thả diều").wait_for()
    screen.ready()
    found = query(
        home,
        "select line_no, kind, text from lines where file_id ="
        " (select file_id from articles where title like 'Đội thả%')",
    )
    rows = screen.page.locator("tr.ts-line")
    assert rows.count() == len(found)
    for line_no, kind, text in found:
        row = screen.page.locator(f'tr[data-line="{line_no}"]')
        assert row.locator(".ts-kind").inner_text().startswith(said(f"kind.{kind}"))
        assert row.locator(".ts-text").inner_text().strip() == str(text).strip()
    assert screen.page.locator("tr.ts-repeat .ts-chip").inner_text() == "repeated_paragraphs"
    screen.follow(said("article.back"), said("articles.title"))
    assert screen.page.get_by_role("searchbox").input_value() == "doi tha dieu"


def test_hostile_text_is_shown_and_does_nothing(visit: Visit, address: str) -> None:
    screen = visit(address)
    screen.open("/articles?q=alert(1)")
    assert HOSTILE[0][1] in screen.cells()
    screen.select(0)
    screen.page.locator("h1.ts-title").wait_for()
    screen.ready()
    assert screen.page.locator("h1.ts-title").inner_text() == HOSTILE[0][1]
    assert screen.page.locator("h1").count() == 1
    shown = screen.page.locator("tr.ts-line .ts-text").all_inner_texts()
    assert shown[:2] == [HOSTILE[0][1], HOSTILE[1][1]]
    assert shown[2] == HOSTILE[2][1].replace("\u202e", "U+202E").replace("\u200b", "U+200B")
    assert screen.page.locator('[data-testid="stMain"] :is(script, [onerror], [onclick], img[src="x"])').count() == 0
    assert "/tin/<b onclick=alert(3)>x.txt" in screen.page.locator(".ts-facts").last.inner_text()
    screen.go(said("worklist.title"))
    screen.page.wait_for_timeout(200)


def test_a_table_is_downloaded_as_csv(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/articles")
    rows = screen.download("articles")
    assert rows[0][0] == said("column.title")
    assert {row[0] for row in rows[1:]} == {str(row[0]) for row in query(home, "select title from articles")}
    screen.page.locator('[data-testid="stDataFrame"]').hover()
    screen.page.get_by_label("Search: ").first.wait_for()
    assert not screen.page.get_by_label("Download as CSV").first.is_visible()


def test_a_selected_row_tells_more(visit: Visit, address: str) -> None:
    screen = visit(address)
    screen.open("/quarantine")
    assert {"nhi-phan.txt", "binary_data"} <= set(screen.cells())
    screen.select(0)
    screen.has("00 01 02 ff fe fd")
    screen.has(said("quarantine.as_text"))
    screen.go(said("rules.title"))
    screen.select(0)
    screen.page.locator(".ts-facts").wait_for()
    screen.has(said("rules.history"))
    screen.has(said("rules.examples"))
    screen.select(0, "examples")
    screen.page.locator("tr.ts-line").first.wait_for()
    assert "/article?" in screen.page.url
    screen.go(said("runs.title"))
    screen.select(0)
    screen.page.locator(".ts-facts", has_text="ingest").wait_for()


def test_duplicates_stand_side_by_side_with_shared_passages_marked(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/duplicates")
    ((n_clusters,),) = query(home, "select count(distinct cluster_id) from duplicates")
    assert n_clusters
    screen.has(said("duplicates.total").replace("**", "").format(n=n_clusters))
    screen.select(0)
    screen.has(said("duplicates.beside"))
    marked = screen.page.locator(".ts-sides mark").all_inner_texts()
    assert any("ai cũng muốn mua được mẻ cá đầu tiên" in text for text in marked)
    screen.has(said("duplicates.left_out"))


@pytest.mark.parametrize(
    ("lang", "meaning"),
    [("vi", "Không rõ bài của báo nào."), ("en", "The text does not say which outlet it comes from")],
)
def test_a_flag_of_a_whole_file_speaks_the_language(
    visit: Visit, address: str, home: Home, lang: str, meaning: str
) -> None:
    ((file,),) = query(home, "select min(file_id) from flags where rule = 'unknown_outlet'")
    screen = visit(address)
    screen.open(f"/article?file={file}", lang)
    screen.page.locator(".ts-flags", has_text=meaning).wait_for()
    screen.open("/worklist?rule=binary_data", lang)
    screen.select(0)
    screen.page.get_by_text(said("worklist.open_whole", lang), exact=True).wait_for()


def test_narrow_screen_has_everything_in_reach(visit: Visit, address: str) -> None:
    screen = visit(address, width=390)
    paths = (
        "/",
        "/articles",
        "/duplicates",
        f"/article?file={file_id('hostile')}",
        f"/outlets?outlet={quote(HOSTILE_OUTLET)}",
    )
    for path in paths:
        screen.open(path)
        widths = screen.page.locator('[data-testid="stMain"]').evaluate("main => [main.scrollWidth, main.clientWidth]")
        assert widths[0] <= widths[1]
        choices = screen.page.locator('[data-testid="stMain"] [role="radiogroup"]')
        assert choices.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


def test_a_decision_is_pending_and_the_next_snapshot_is_followed(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/worklist?rule=related_links_residue&outlet=&severity=")
    screen.select(0)
    screen.page.get_by_role("button", name=said("decision.flag_dismiss")).click()
    screen.has(said("deciding.needs_note"))
    screen.page.get_by_label(said("deciding.note"), exact=True).fill("vẫn thuộc bài")
    screen.page.get_by_role("button", name=said("decision.flag_dismiss")).click()
    screen.has(said("worklist.waiting").format(n=1))
    screen.has(said("worklist.total").replace("**", "").format(n=2, files=1))
    decision = decisions.read(home)[-1]
    assert (decision.kind, decision.note) == ("flag.dismiss", "vẫn thuộc bài")
    number = store.publish(home, None, now=datetime.now(UTC))
    screen.page.get_by_text(said("common.snapshot").format(number=number)).wait_for()
    screen.ready()
    assert screen.page.get_by_text(said("worklist.waiting").format(n=1)).count() == 0
    assert query(home, f"select status from flags where flag_id = '{decision.target}'") == [("dismissed",)]


def test_pages_are_there_while_a_run_writes(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    with hold(home, "run"):
        screen.open()
        screen.has(said("overview.working").replace("`", "").format(verb="run"))
    assert screen.figure(said("overview.articles")) == str(query(home, "select count(*) from articles")[0][0])


def test_an_empty_home_says_what_to_do(visit: Visit, tmp_path: Path) -> None:
    with served(Home(tmp_path / "empty"), "--read-only") as address:
        screen = visit(address)
        screen.open("/")
        screen.has(said("overview.empty"))
        screen.has(f"{tmp_path}/empty run FOLDER")
        assert screen.page.locator('[data-testid="stMetric"]').count() == 0
        for page in ("articles", "worklist", "rules"):
            screen.go(said(f"{page}.title"))
            screen.has(said(f"{page}.about"))
        screen.leave()
