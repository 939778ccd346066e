"""A correction in the browser: what it asks for, pending at once, applied by the next run, withdrawn again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from flows.local import ingest
from flows.settings import load
from tests.browser.conftest import Visit
from tests.browser.screen import Screen, query, said
from warehouse import decisions
from warehouse.layout import Home

pytestmark = pytest.mark.browser

_TITLE = "Chợ phiên vùng cao họp sớm"
_BETTER = "Chợ phiên <b>vùng cao</b> họp sớm hai ngày"


def open_form(screen: Screen, home: Home, title: str, more: str = "") -> Locator:
    ((file_id,),) = query(home, f"select file_id from articles where title = '{title}'")
    screen.open(f"/article?file={file_id}{more}")
    screen.page.get_by_text(said("correcting.title")).click()
    form = screen.page.locator('[data-testid="stForm"]')
    form.wait_for()
    return form


def choose(screen: Screen, label: str, option: str) -> None:
    screen.page.get_by_role("combobox", name=label).last.click()
    screen.page.get_by_role("option", name=option, exact=True).click()
    screen.ready()


def run(home: Home, tmp_path: Path) -> None:
    """A run that finds nothing new."""
    flags = {"reading.settle_seconds": 0.0, "sources": [str(tmp_path)]}
    settings = load(home.root, environment={}, flags=flags)
    ingest(home, settings, settings.sources)


def test_a_title_is_corrected_and_the_correction_withdrawn(
    visit: Visit, address: str, home: Home, tmp_path: Path
) -> None:
    screen = visit(address)
    form = open_form(screen, home, _TITLE)
    write = form.get_by_role("button", name=said("correcting.write"))
    title = form.get_by_label(said("column.title"), exact=True)
    expect(title).to_have_value(_TITLE)
    title.fill("   ")
    write.click()
    screen.has(said("correcting.needs_value"))
    title.fill(_BETTER)
    form.get_by_label(said("deciding.note"), exact=True).fill("theo báo in")
    write.click()
    screen.has(said("correction.waiting"))
    told = screen.page.locator(".ts-correction", has_text=said("correction.waiting")).inner_text()
    assert f"{_TITLE} → {_BETTER}" in told
    decision = decisions.read(home)[-1]
    assert (decision.kind, decision.value, decision.note) == ("correction.set", _BETTER, "theo báo in")
    run(home, tmp_path)
    screen.page.locator("h1.ts-title", has_text=_BETTER).wait_for()
    screen.ready()
    screen.has(said("correction.active"))
    assert said("correcting.mark").format(value=_BETTER) in screen.page.locator(".ts-facts").first.inner_text()
    assert screen.page.locator('[data-testid="stMain"] h1 b').count() == 0
    screen.page.get_by_role("button", name=said("correcting.withdraw")).click()
    screen.has(said("correction.withdrawal_waiting"))
    run(home, tmp_path)
    screen.page.locator("h1.ts-title", has_text=_TITLE).wait_for()
    screen.ready()
    assert screen.page.get_by_text(said("correcting.made")).count() == 0


def test_a_line_is_corrected(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    ((line_no,),) = query(home, "select line_no from lines where text like '%Mái đình được lợp lại%'")
    form = open_form(screen, home, _TITLE, f"&line={line_no}")
    choose(screen, said("correcting.what"), said("column.kind"))
    expect(form.get_by_label(said("column.line_no"), exact=True)).to_have_value(str(line_no))
    choose(screen, said("column.kind"), said("kind.body"))
    form.get_by_role("button", name=said("correcting.write")).click()
    coming = said("correcting.coming").format(kind=said("kind.body"))
    screen.page.locator(f'tr[data-line="{line_no}"] .ts-coming', has_text=coming).wait_for()
    decision = decisions.read(home)[-1]
    assert (decision.kind, decision.target.split("/")[1:], decision.value) == (
        "correction.set", ["line", str(line_no)], "body",
    )  # fmt: skip
