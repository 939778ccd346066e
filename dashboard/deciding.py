"""Decisions of people about flags: written to the log beside the warehouse, pending until a run applies them."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import reading
from dashboard.texts import name_of, say
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.store import pending_decisions

STATUS_AFTER = {"ack": "acknowledged", "dismiss": "dismissed", "reopen": "open"}
NEEDS_A_NOTE = ("dismiss",)

_DONE = "decided"


def is_allowed() -> bool:
    """People may decide here; not with `tinsach dashboard --read-only`."""
    return "--read-only" not in sys.argv


def pending_flags() -> dict[str, Decision]:
    """Flag id to the decision on it that the next run applies."""
    waiting = pending_decisions(reading.home())
    return {decision.target: decision for decision in waiting if decision.family == "flag"}


def overlay(waiting: Mapping[str, Decision]) -> str:
    """What `queries/flags_matching` takes: a JSON list of target and status."""
    found = [{"target": target, "status": STATUS_AFTER[decision.verb]} for target, decision in waiting.items()]
    return json.dumps(found)


def status_text(status: str, coming: str) -> str:
    """A status, and what the next run makes of it."""
    now = name_of("status", status)
    return now if status == coming else say("worklist.pending", now=now, then=name_of("status", coming))


def form(flag_ids: Sequence[str]) -> None:
    """Name, note and three buttons for the flags that are selected."""
    with st.form("decide", enter_to_submit=False):
        st.markdown(say("worklist.selected", n=len(flag_ids)))
        who = st.text_input(say("worklist.who"), value=st.session_state.get("who") or _user(), max_chars=80)
        note = st.text_area(say("worklist.note"), max_chars=1000, height=80, help=say("worklist.note_help"))
        with st.container(horizontal=True):
            pressed = [
                verb
                for verb in STATUS_AFTER
                if st.form_submit_button(say(f"worklist.{verb}"), type="primary" if verb == "ack" else "secondary")
            ]
    if pressed:
        st.session_state["who"] = who
        _decide(pressed[0], flag_ids, who.strip(), note.strip())


def report() -> None:
    """Tell once what was just decided."""
    if done := st.session_state.pop(_DONE, None):
        st.toast(done, icon=":material/check:")


def _decide(verb: str, flag_ids: Sequence[str], who: str, note: str) -> None:
    if not who or (verb in NEEDS_A_NOTE and not note):
        st.error(say("worklist.needs_note" if who else "worklist.needs_who"))
        return
    now = datetime.now(UTC)
    decisions.append(
        reading.home(), [Decision(f"flag.{verb}", flag_id, who, now, note or None) for flag_id in flag_ids]
    )
    st.session_state[_DONE] = say("worklist.decided", n=len(flag_ids))
    st.rerun()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
