"""The digest of the last seven days: once a week, also when its day was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flows.lookup import full_call
from flows.messages.memory import Memory
from flows.messages.outbox import Message, new_message
from flows.messages.plain import unlinked
from flows.messages.words import Words
from flows.settings_messages import WEEKDAYS, Messages
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

KEY = "digest:week"
_WEEK = timedelta(days=7)
_LISTED = 5
_OUTLET_ARTICLES = 10  # an outlet with fewer has no share to speak of


def due_digest(settings: Messages, memory: Memory, now: datetime) -> str | None:
    """The day (ISO 8601) whose digest is due and was not made yet; None while there is none.

    The first one comes a digest's day after the first look: an empty week says nothing.
    """
    local = now.astimezone()
    days_back = (local.weekday() - WEEKDAYS.index(settings.digest_weekday)) % 7
    at = (local - timedelta(days=days_back)).replace(hour=settings.digest_hour, minute=0, second=0, microsecond=0)
    if at > local:
        at -= _WEEK
    last = memory.digest_at or memory.watched_since or now.isoformat()
    return at.isoformat() if at > datetime.fromisoformat(last) else None


def digest(home: Home, settings: Messages, memory: Memory, now: datetime) -> Message:
    """The message about the seven days before `now`."""
    words = Words(home, settings.language)
    given = {"since": now - _WEEK, "until": now, "before": now - 2 * _WEEK, "n_rows": _LISTED}
    with open_reader(home) as con:
        (counts,) = fetch(con, "queries/digest_counts", **given)
        flags = fetch(con, "queries/digest_flags", **given)
        outlets = fetch(con, "queries/digest_outlets", n_articles=_OUTLET_ARTICLES, **given)
    lines = list(_lines(words, {**counts, **given}, flags, outlets, memory))
    commands = (full_call(home, "flags --open"), full_call(home, "held"), full_call(home, "quarantine"))
    title = words.subject(words.say("digest", "title", counts))
    return new_message(KEY, "info", title, words.closed(lines, commands, now), None, now)


def _lines(
    words: Words, counts: dict[str, Any], flags: list[dict[str, Any]], outlets: list[dict[str, Any]], memory: Memory
) -> Iterator[str]:
    yield words.say("digest", "text", counts)
    for name in ("runs", "files", "articles", "waiting"):
        facts = {key.removeprefix(f"{name}_"): value for key, value in counts.items() if key.startswith(f"{name}_")}
        yield words.say("digest", name, facts or counts)
    if flags:
        yield words.say("digest", "flags")
        yield from (f"- {words.say('digest', 'flag', row)}" for row in flags)
    if outlets:
        yield words.say("digest", "outlets")
        yield from (f"- {words.say('digest', 'outlet', {**row, 'outlet': unlinked(row['outlet'])})}" for row in outlets)
    keys = ", ".join(sorted(memory.causes)) or words.say("digest", "quiet")
    yield words.say("digest", "lasting", {"keys": keys})
