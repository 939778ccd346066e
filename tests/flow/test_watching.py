"""A look beside the schedule, in a process of its own: a run that does not come cannot tell of it."""

from __future__ import annotations

import pytest

from flows.scheduling import with_schedule
from flows.settings import load
from flows.watching import watched
from tests.prefect_runs import environment, wait_for
from tests.receivers import webhook
from warehouse.layout import Home


@pytest.mark.parametrize("flags", [{"schedule.every_seconds": "6h"}, {"schedule.cron": "0 2 * * *"}])
def test_the_look_follows_the_schedule_of_the_flags(flags: dict[str, object], own_home: Home) -> None:
    """Not the fifteen minutes of the defaults, or what the environment says."""
    given = load(own_home.root, environment={}, flags=flags)
    for before in ({"TINSACH_SCHEDULE_CRON": "1 1 * * *"}, {"TINSACH_SCHEDULE_EVERY_SECONDS": "9"}, {"TZ": "UTC"}):
        after = with_schedule(before, given)
        assert load(own_home.root, environment=after).schedule == given.schedule
        assert after.get("TZ") == before.get("TZ")


def test_a_look_beside_the_schedule_tells_of_silence(own_home: Home) -> None:
    with webhook() as hook:
        env = environment(TINSACH_MESSAGES_ADDRESSES=hook.address, TINSACH_MESSAGES_SILENCE_GRACE="1s")
        with watched(own_home, load(own_home.root, environment=env), env):
            wait_for(lambda: len(hook.came) == 2)
    assert any("Không có đợt chạy nào xong" in title for title in hook.titles)
    assert any("Đợt chạy bị giữ lại: too many quarantined files" in title for title in hook.titles)
