"""A look beside the schedule, in a process of its own: a run that does not come cannot tell of it."""

from __future__ import annotations

from flows.settings import load
from flows.watching import watched
from tests.prefect_runs import environment, wait_for
from tests.receivers import webhook
from warehouse.layout import Home


def test_a_look_beside_the_schedule_tells_of_silence(own_home: Home) -> None:
    with webhook() as hook:
        env = environment(TINSACH_MESSAGES_ADDRESSES=hook.address, TINSACH_MESSAGES_SILENCE_GRACE="1s")
        with watched(own_home, load(own_home.root, environment=env), env):
            wait_for(lambda: len(hook.came) == 2)
    assert any("Không có đợt chạy nào xong" in title for title in hook.titles)
    assert any("Đợt chạy bị giữ lại: too many quarantined files" in title for title in hook.titles)
