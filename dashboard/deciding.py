"""Decisions of people about flags, files and runs: written to the log beside the warehouse, pending until a run applies
them."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import reading
from dashboard.texts import name_of, say
from flows.settings import load
from transforms.errors import ConfigurationError
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.store import pending_decisions

# What a decision will make of the status of a flag, a file or a run.
STATUS_AFTER = {
    "flag.ack": "acknowledged",
    "flag.dismiss": "dismissed",
    "flag.reopen": "open",
    "quarantine.release": "to_be_loaded",
    "quarantine.discard": "discarded",
    "held.accept": "to_be_published",
    "held.discard": "discarded",
}
NEEDS_A_NOTE = ("flag.dismiss", "held.accept", "held.discard")

_DONE = "decided"


def is_allowed() -> bool:
    """People may decide here; not with `tinsach dashboard --read-only`, or `dashboard.decisions` off."""
    return load(reading.home().root, environment=os.environ).dashboard.decisions == "on"


def write(log: Sequence[Decision]) -> None:
    """Into the log; refused where nobody may decide, whatever a page shows."""
    must_be_allowed()
    decisions.append(reading.home(), log)


def must_be_allowed() -> None:
    """ConfigurationError where nobody may decide."""
    if not is_allowed():
        raise ConfigurationError("this dashboard is read-only (dashboard.decisions): nothing was written")


def pending(family: str) -> dict[str, Decision]:
    """Target (flag, file or run) to the decision on it that the next run applies."""
    return {decision.target: decision for decision in pending_decisions(reading.home()) if decision.family == family}


def overlay(waiting: Mapping[str, Decision]) -> str:
    """What `queries/flags_waiting` takes: a JSON list of target and status."""
    found = [{"target": target, "status": STATUS_AFTER[decision.kind]} for target, decision in waiting.items()]
    return json.dumps(found)


def status_text(status: str, decision: Decision | None) -> str:
    """A status, and what the next run makes of it."""
    coming = STATUS_AFTER[decision.kind] if decision else status
    now = name_of("status", status)
    return now if status == coming else say("deciding.pending", now=now, then=name_of("status", coming))


def form(family: str, targets: Sequence[str], verbs: Sequence[str], about: str) -> None:
    """Name, note and a button for each verb. `about` says what is decided on: one of our texts, never data."""
    with st.form(f"decide-{family}", enter_to_submit=False):
        st.markdown(about)
        who, note = who_and_note()
        with st.container(horizontal=True):
            pressed = [
                verb
                for place, verb in enumerate(verbs)
                if st.form_submit_button(
                    name_of("decision", f"{family}_{verb}"), type="secondary" if place else "primary"
                )
            ]
    if pressed:
        _decide(f"{family}.{pressed[0]}", targets, who, note)


def who_and_note() -> tuple[str, str]:
    """The fields for a name, which stays for the session, and a note."""
    who = st.text_input(say("deciding.who"), value=st.session_state.get("who") or user(), max_chars=80)
    st.session_state["who"] = who
    note = st.text_area(say("deciding.note"), max_chars=1000, height=80, help=say("deciding.note_help"))
    return (who or "").strip(), (note or "").strip()


def done(text: str) -> None:
    """Draw the page anew with a word about what was just written down."""
    st.session_state[_DONE] = text
    st.rerun()


def report() -> None:
    """Tell once what was just decided."""
    if text := st.session_state.pop(_DONE, None):
        st.toast(text, icon=":material/check:")


def _decide(kind: str, targets: Sequence[str], who: str, note: str) -> None:
    if not who or (kind in NEEDS_A_NOTE and not note):
        st.error(say("deciding.needs_note" if who else "deciding.needs_who"))
        return
    now = datetime.now(UTC)
    write([Decision(kind, target, who, now, note or None) for target in targets])
    done(say("deciding.done", n=len(targets)))


def user() -> str:
    """Who runs this process; "" where the machine has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
