"""Is the data fresh: who is at work now, when the last run ended and how, and whether one is overdue."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import streamlit as st

from dashboard import reading, written
from dashboard.reading import Row
from dashboard.texts import name_of, say
from flows.messages.silence import last_success, overdue_since
from flows.settings import load
from warehouse.layout import Home
from warehouse.lock import holder

_TROUBLE = ("held", "failed")


def working() -> None:
    """Say so while a run holds the warehouse; what is shown stays the last snapshot."""
    if found := holder(reading.home()):
        st.info(say("overview.working", verb=found.verb), icon=":material/sync:")


def freshness(last: Row) -> None:
    """How the last run ended, and when; loudly where that was no good, or the schedule wanted one since."""
    age = say(f"ago.{last['age_unit']}", n=written.number(last["age"]))
    text = say("overview.fresh", age=age, status=name_of("status", last["status"]))
    if last["status"] in _TROUBLE:
        st.error(text, icon=":material/error:")
    elif due := overdue(reading.home(), datetime.now(UTC)):
        st.warning(f"{text} {say('overview.stale', due=written.moment(due))}", icon=":material/schedule:")
    else:
        st.markdown(f":material/check_circle: {text}")


def overdue(home: Home, now: datetime) -> datetime | None:
    """When the schedule wanted a run that did not come; None where no source says that there is a schedule."""
    settings = load(home.root, environment=os.environ)
    ended_well = last_success(home) if settings.configured else None
    return overdue_since(settings, ended_well, now) if ended_well else None
