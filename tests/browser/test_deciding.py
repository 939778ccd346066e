"""Decisions in the browser: they are in the log, the page shows them as pending, and asks for what they need."""

from __future__ import annotations

import pytest

from tests.browser.conftest import HELD_RUN, HOSTILE, Visit
from tests.browser.screen import query, said
from warehouse import decisions
from warehouse.layout import Home

pytestmark = pytest.mark.browser


def test_a_held_run_is_looked_at_and_accepted(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    screen.open()
    screen.follow(said("held.look"), said("runs.title"))
    assert f"run={HELD_RUN}" in screen.page.url
    screen.has(said("held.title"))
    assert {"orphan_line", "3", "10"} <= set(screen.cells("held_results"))
    assert {"cho-duyet.txt", "mojibake"} <= set(screen.cells("held_files"))
    screen.select(0, "held_files")
    screen.page.locator("tr.ts-line").first.wait_for()
    assert screen.page.locator("tr.ts-line .ts-text").first.inner_text() == HOSTILE[0][1]
    accept = screen.page.get_by_role("button", name=said("decision.held_accept"))
    accept.click()
    screen.has(said("deciding.needs_note"))
    screen.page.get_by_label(said("deciding.note"), exact=True).fill("đã xem từng tệp")
    accept.click()
    screen.has(said("status.to_be_published"))
    decision = decisions.read(home)[-1]
    assert (decision.kind, decision.target, decision.note) == ("held.accept", HELD_RUN, "đã xem từng tệp")


def test_a_file_in_quarantine_is_released(visit: Visit, address: str, home: Home) -> None:
    screen = visit(address)
    ((file_id,),) = query(home, "select file_id from files where status = 'quarantined'")
    screen.open(f"/quarantine?file={file_id}")
    screen.page.get_by_role("button", name=said("decision.quarantine_release")).click()
    screen.page.locator(".ts-facts", has_text=said("status.to_be_loaded")).wait_for()
    decision = decisions.read(home)[-1]
    assert (decision.kind, decision.target) == ("quarantine.release", file_id)
