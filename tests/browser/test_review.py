"""Unflagged articles in the browser: one is drawn, an answer is written down, the next publish counts it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.browser.conftest import Visit
from tests.browser.screen import query, said
from warehouse import reviews, store
from warehouse.layout import Home

pytestmark = pytest.mark.browser


def test_an_answer_is_pending_then_measured(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open("/review?of=clean")
    ((n_articles, n_reviews),) = query(
        home, "select n_articles, n_reviews from review_totals where population = 'clean'"
    )
    assert screen.figure(said("review.n_articles")) == str(n_articles)
    assert screen.figure(said("review.n_reviews")) == str(n_reviews) == "0"
    title = screen.page.locator("h2.ts-title").inner_text()
    assert (title,) in query(home, "select title from articles inner join review_candidates using (article_id)")
    assert screen.page.locator("tr.ts-line").count() > 1
    missed = screen.page.get_by_role("button", name=said("review.missed"))
    missed.click()
    screen.has(said("review.needs_what"))
    note = screen.page.get_by_label(said("deciding.note"), exact=True)
    note.fill("<b>dòng</b> thừa")
    missed.click()
    screen.has(said("review.waiting").format(n=1))
    (review,) = reviews.read(home)
    assert (review.verdict, review.population, review.note) == ("missed", "clean", "<b>dòng</b> thừa")
    number = store.publish(home, None, now=datetime.now(UTC))
    screen.page.get_by_text(said("common.snapshot").format(number=number)).wait_for()
    screen.has(said("review.list"))
    assert {title, "<b>dòng</b> thừa"} <= set(screen.cells("missed"))
    assert screen.figure(said("review.n_missed")) == "1"
    ((low, high),) = query(home, "select missed_low, missed_high from review_totals where population = 'clean'")
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert screen.figure(said("review.interval")) == f"{low:.1%} – {high:.1%}".replace(".", ",").replace(
        "%", " %"
    ).replace("100,0", "100")
