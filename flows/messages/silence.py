"""Did a run come when the schedule wanted one? Asked by whoever looks, for the run that did not come cannot say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from flows.settings import Settings
from flows.settings_groups import Schedule
from warehouse import notes
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

_ENDED_WELL = ("published", "nothing_new")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = {name: number for names in (_MONTHS, _WEEKDAYS) for number, name in enumerate(names, start=1)}
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_DAYS = 366 * 5  # a 29 February comes back within that


def last_success(home: Home) -> datetime | None:
    """When the last ingest ended well, also one that found nothing new; None before the first."""
    times = [
        datetime.fromisoformat(str(note["finished_at"]))
        for note in notes.read(home)
        if note["flow"] == "ingest" and note["status"] in _ENDED_WELL and note["finished_at"]
    ]
    with open_reader(home) as con:
        (row,) = fetch(con, "queries/last_success")
    return max([*times, *([row["finished_at"]] if row["finished_at"] else [])], default=None)


def overdue_since(settings: Settings, last: datetime, now: datetime) -> datetime | None:
    """When the schedule wanted a run after `last`, if that is longer ago than the grace of the settings."""
    due = next_due(settings.schedule, last)
    grace = timedelta(seconds=settings.messages.silence_grace)
    return due if due is not None and now > due + grace else None


def next_due(schedule: Schedule, last: datetime) -> datetime | None:
    """The first time after `last` at which the schedule wants a run; None for a cron that no day fulfils."""
    if schedule.cron is None:
        return last + timedelta(seconds=schedule.every_seconds or 0)
    minutes, hours, days, months, weekdays = map(_values, schedule.cron.lower().split(), _LIMITS)
    weekdays |= {number % 7 for number in weekdays}  # 7 is Sunday too
    fields = schedule.cron.split()
    is_either = not fields[2].startswith(("*", "?")) and not fields[4].startswith(("*", "?"))
    local = last.astimezone()
    for day in _days(local.date()):
        of_month, of_week = day.day in days, day.isoweekday() % 7 in weekdays
        if day.month in months and ((of_month or of_week) if is_either else (of_month and of_week)):
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    tick = datetime(day.year, day.month, day.day, hour, minute).astimezone()
                    if tick > local:
                        return tick.astimezone(UTC)
    return None


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_DAYS))


def _values(field: str, limits: tuple[int, int]) -> set[int]:
    """The numbers of one field of cron; of parts that we do not know (`L`, `#`) all, so that silence is told early."""
    low, high = limits
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, is_range, last = span.partition("-")
        try:
            start = low if first in ("*", "?") else _number(first)
            end = _number(last) if is_range else high if first in ("*", "?") or step else start
            found |= set(range(start, end + 1, int(step or 1)))
        except ValueError:
            found |= set(range(low, high + 1))
    return found


def _number(text: str) -> int:
    return _NAMES[text] if text in _NAMES else int(text)
