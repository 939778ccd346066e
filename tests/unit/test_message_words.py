"""Messages in words: harmless whatever they quote, the same in both languages; and when the schedule wants a run."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.messages.causes import Cause, Example
from flows.messages.plain import plain, unlinked, without_passwords
from flows.messages.silence import next_due, overdue_since
from flows.messages.words import Words, texts
from flows.settings import Settings
from flows.settings_groups import Schedule
from flows.settings_messages import CAUSES
from warehouse.layout import Home

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script> <!channel> @everyone **đậm** [mời](http://xấu.vn) `x` ```y``` # _nghiêng_ ~~a~~ | b\n"
    "| --- | \x1b[31m\u202e www.xau.vn &amp; ${HOME} {0} \\u003c"
)


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&*`[]@#|~\\${}_ ab\n\x1b\u202e\u200b/:."), max_size=60))
def test_no_character_that_means_something_is_left(text: str) -> None:
    shown = unlinked(text)
    assert not re.search(r"[<>&*`\[\]@#|~\\${}\x00-\x1f\u202a-\u202e\u200b]|://|(?<!\w)_|_(?!\w)|__", shown)
    assert "\n" not in shown
    assert len(shown) <= 100
    assert unlinked(shown) == shown


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("Thủ tướng: “Không để ai bị bỏ lại” (TTXVN) - 12,5% năm 2025!", "missing_title", "/srv/tin/home_2"):
        assert plain(text) == text
    assert plain("a" * 200) == "a" * 99 + "…"
    assert without_passwords("cannot reach postgresql://u:bí-mật@h/db") == "cannot reach postgresql://***@h/db"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_hostile_title_cannot_do_anything(language: str, tmp_path: Path) -> None:
    words = Words(Home(tmp_path / "tin"), language)
    example = Example(f"/in/{HOSTILE.replace('/', '')}.txt", 3, HOSTILE, HOSTILE)
    facts = {"files_new": 20, "files_quarantined": 1234, "articles": 3}
    reasons = (("errored", {"code": "x", "detail": HOSTILE}),)
    cause = Cause("held", "x", "critical", facts, reasons, (example,), ("tinsach held show R",), "R")
    for text in (words.title(cause), words.text(cause, NOW)):
        assert not re.search(r"[<>&*`@#|\\{}\x00-\x09\x0b-\x1f\u202a-\u202e]|://|www\.|script>", text), text
    assert len(words.title(cause)) < 200
    assert "\n" not in words.title(cause)
    assert f"{1234:,}".replace(",", "." if language == "vi" else ",") in words.text(cause, NOW)


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    for group, named in texts().items():
        for name, text in named.items():
            places = [
                {place for _, place, _, _ in string.Formatter().parse(text[one]) if place} for one in ("vi", "en")
            ]
            assert places[0] == places[1], f"{group}.{name}"
            assert set(text) == {"vi", "en"}
    assert {"title", "text"} <= set.intersection(*(set(texts()[kind]) for kind in CAUSES))


def local(*fields: int) -> datetime:
    """A time by the clock of this machine, as the store keeps it."""
    return datetime(*fields).astimezone().astimezone(UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cron", "last", "due"),
    [
        ("*/15 * * * *", (2026, 11, 22, 3, 1), (2026, 11, 22, 3, 15)),
        ("*/15 6-22 * * *", (2026, 11, 22, 22, 50), (2026, 11, 23, 6, 0)),
        ("0 2 * * *", (2026, 11, 22, 2, 0), (2026, 11, 23, 2, 0)),
        ("30 4 * * mon-fri", (2026, 11, 20, 5, 0), (2026, 11, 23, 4, 30)),
        ("0 0 * * 7", (2026, 11, 17, 0, 0), (2026, 11, 22, 0, 0)),
        ("0 0 1,15 * *", (2026, 11, 22, 3, 0), (2026, 12, 1, 0, 0)),
        ("0 0 13 * fri", (2026, 11, 8, 3, 0), (2026, 11, 13, 0, 0)),
        ("0 0 1 jan *", (2026, 11, 8, 3, 0), (2027, 1, 1, 0, 0)),
        ("5/20 1 29 2 *", (2026, 11, 8, 3, 0), (2028, 2, 29, 1, 5)),
        ("0 0 L * *", (2026, 11, 8, 3, 0), (2026, 11, 9, 0, 0)),
    ],
)
def test_when_a_cron_wants_the_next_run(cron: str, last: tuple[int, ...], due: tuple[int, ...]) -> None:
    assert next_due(Schedule(every_seconds=None, cron=cron), local(*last)) == local(*due)
    assert next_due(Schedule(every_seconds=None, cron="0 0 31 2 *"), local(*last)) is None


def test_silence_begins_with_the_grace_after_the_run_that_was_due() -> None:
    given = Settings()  # every 15 minutes, two hours of grace
    assert overdue_since(given, NOW, NOW + timedelta(minutes=134)) is None
    assert overdue_since(given, NOW, NOW + timedelta(minutes=136)) == NOW + timedelta(minutes=15)
