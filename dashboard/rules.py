"""Rules: the catalogue, with what each found and how often people dismissed it."""

from __future__ import annotations

import streamlit as st

from dashboard import reading, rule_history, widgets, written
from dashboard.meanings import meaning_of
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column

_COLUMNS = (
    Column("rule", "column.rule", width=165),
    Column("severity_name", "column.severity", width=95),
    Column("meaning", "column.meaning", width=310),
    Column("n_open", "column.n_open", "number", 70),
    Column("n_files_open", "column.n_files", "number", 70),
    Column("precision", "column.precision", "share", 85),
    Column("last_audit", "column.last_audit", width=95),
    Column("n_acknowledged", "column.n_acknowledged", "number"),
    Column("n_dismissed", "column.n_dismissed", "number"),
    Column("n_resolved", "column.n_resolved", "number"),
)
_FACTS = ("level", "dimension", "kind", "column_name", "limits")
_COUNTS = ("n_open", "n_files_open", "n_acknowledged", "n_dismissed", "n_resolved")


def page() -> None:
    """The page."""
    widgets.heading("rules")
    found = reading.view("quality.rule_status")
    if not found:
        widgets.empty(say("rules.empty"), "run FOLDER", "rules")
        return
    listed = sorted((_shown(row) for row in found), key=lambda row: -row["n_open"])
    selected = widgets.table(listed, _COLUMNS, "rules", say("rules.title"), "single-row")
    if selected:
        _detail(selected[0])
    else:
        st.caption(say("rules.choose"))


def _shown(row: Row) -> Row:
    return {
        **row,
        "severity_name": name_of("severity", row["severity"]),
        "meaning": meaning_of(row),
        "last_audit": name_of("audit", _audit_state(row)),
    }


def _audit_state(row: Row) -> str:
    if not row["active"]:
        return "off"
    if row["last_run_id"] is None:
        return "never"
    if row["errored"]:
        return "errored"
    return "held" if row["success"] else "broken"


def _detail(rule: Row) -> None:
    st.subheader(rule["rule"], anchor=False)
    st.text(rule["meaning"])
    facts = [
        ("column.severity", rule["severity_name"]),
        *((f"column.{key}", name_of(key, rule[key])) for key in _FACTS),
    ]
    facts += [(f"column.{key}", written.number(rule[key])) for key in _COUNTS]
    facts += [
        ("column.precision", written.share(rule["precision"])),
        ("column.dismissed_share", written.share(rule["dismissed_share"])),
        ("column.last_audit", rule["last_audit"]),
        ("column.checked", written.number(rule["checked"])),
        ("column.unexpected", written.number(rule["unexpected"])),
    ]
    st.html(written.definitions((say(key), value) for key, value in facts))
    if rule["n_open"]:
        widgets.link(
            "worklist",
            say("rules.to_flags", n=written.number(rule["n_open"])),
            rule=rule["rule"],
            outlet="",
            severity="",
            decided="",
            since="",
        )
    rule_history.history(rule["rule"])
    rule_history.examples(rule["rule"], rule["meaning"])
