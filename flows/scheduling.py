"""What `up` and `serve` share; without Prefect, for `up` leaves that to its children."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flows.settings import Settings, load
from flows.settings_groups import variable
from flows.settings_values import say_seconds
from transforms.errors import ConfigurationError, LockedError
from warehouse.layout import Home


def schedule_settings(home: Home, environment: Mapping[str, str], every: str | None, cron: str | None) -> Settings:
    """The settings of a home, with the schedule that the flags give. ConfigurationError where there is no source."""
    if every and cron:
        raise ConfigurationError("--every and --cron exclude each other: give one of them")
    flags = {"schedule.every_seconds": every, "schedule.cron": cron}
    settings = load(home.root, environment=environment, flags=flags)
    if not settings.sources:
        raise ConfigurationError(
            f"no source: set one in {home.settings} (`tinsach init` writes it), or in TINSACH_SOURCES"
        )
    return settings


def schedule_words(settings: Settings) -> str:
    """When and from where, for people: `every 15m from /data/inbox`."""
    when = settings.schedule
    times = f"at {when.cron}" if when.cron is not None else f"every {say_seconds(when.every_seconds or 0)}"
    return f"{times} from {', '.join(source.path for source in settings.sources)}"


def with_schedule(environment: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The environment of children that ask whether a run is missing: flags may have given another schedule than the
    settings that they would read."""
    every, cron = variable("schedule.every_seconds"), variable("schedule.cron")
    kept = {name: text for name, text in environment.items() if name not in (every, cron)}
    when = settings.schedule
    return {**kept, **({cron: when.cron} if when.cron is not None else {every: str(when.every_seconds)})}


@contextmanager
def only_scheduler(home: Home) -> Iterator[None]:
    """Be the one process that schedules the runs of a home."""
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / "schedule.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"another `tinsach up` or `serve` schedules the runs of {home.root}: stop it") from error
        yield
