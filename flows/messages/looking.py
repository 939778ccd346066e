"""A look from outside of the runs: did one fail to come, is a digest due, does a message still wait?

The upkeep does it, `up` and `serve` every few minutes, and `tinsach messages`, for a timer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.lookup import full_call
from flows.messages import outbox
from flows.messages.causes import Cause
from flows.messages.digest import digest, due_digest
from flows.messages.held import held_causes
from flows.messages.memory import Memory, recall, remembering
from flows.messages.outbox import Message, Trouble
from flows.messages.silence import last_success, overdue_since
from flows.messages.telling import deliver, foreseen, observe
from flows.messages.words import Words
from flows.settings import Settings
from warehouse import lock
from warehouse.layout import Home


@dataclass(frozen=True)
class Look:
    """What a look found: causes that are there now, messages that it made, troubles of sending."""

    causes: tuple[Cause, ...]
    made: tuple[Message, ...]
    troubles: tuple[Trouble, ...]


def look(home: Home, settings: Settings, now: datetime | None = None) -> Look:
    """Tell of silence and of the week, and send what waits."""
    now = now or datetime.now(UTC)
    with remembering(home) as memory:
        memory.watched_since = memory.watched_since or now.isoformat()
        made = _digest(home, settings, memory, now)
    causes = [*silence(home, settings, memory, now), *held_causes(home)]
    made += observe(home, settings, causes, lambda known: known.kind in ("silence", "held"), now=now)
    return Look(tuple(causes), tuple(made), tuple(deliver(home, settings)))


def foresee(home: Home, settings: Settings, now: datetime | None = None) -> list[Message]:
    """The messages that `look` would send now, without a trace: those that wait, silence, the digest."""
    now = now or datetime.now(UTC)
    memory = recall(home)
    causes = [*silence(home, settings, memory, now), *held_causes(home)]
    made = foreseen(home, settings, causes, memory, now)
    if "digest" in settings.messages.causes and due_digest(settings.messages, memory, now):
        made.append(digest(home, settings.messages, memory, now))
    return [*outbox.waiting(home), *made]


def silence(home: Home, settings: Settings, memory: Memory, now: datetime) -> list[Cause]:
    """The cause, where the schedule wanted a run that did not end well, longer ago than the grace of the settings."""
    last = last_success(home)
    since = last or datetime.fromisoformat(memory.watched_since or now.isoformat())
    due = overdue_since(settings, since, now)
    if due is None:
        return []
    who = lock.holder(home)
    holder = {"verb": who.verb, "pid": str(who.pid), "host": who.host, "since": who.since} if who else {}
    facts = {"last": last, "due": due, "holder": holder}
    return [Cause("silence", "ingest", "critical", facts, commands=(full_call(home, "doctor"), full_call(home, "run")))]


def _digest(home: Home, settings: Settings, memory: Memory, now: datetime) -> list[Message]:
    """The digest, where it is due, on its way; its day is remembered."""
    given = settings.messages
    day = due_digest(given, memory, now) if given.addresses and "digest" in given.causes else None
    if day is None:
        return []
    message = digest(home, given, memory, now)
    outbox.put(home, message)
    memory.digest_at = day
    return [message]


def digest_now(home: Home, settings: Settings) -> Message:
    """The digest, whatever its day is."""
    return digest(home, settings.messages, recall(home), datetime.now(UTC))


def test_message(home: Home, settings: Settings) -> Message:
    """A message that only shows that messages arrive."""
    words, now = Words(home, settings.messages.language), datetime.now(UTC)
    text = words.closed([words.say("test", "text")], (), now)
    return outbox.new_message("test", "info", words.subject(words.say("test", "title")), text, None, now)
