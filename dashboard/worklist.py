"""Work list: the flags that wait for somebody, by rule, outlet and severity; acknowledge, dismiss, reopen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import deciding, reading, widgets, written
from dashboard.address import kept, kept_since
from dashboard.charts import SEVERITY_COLORS
from dashboard.meanings import meanings
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column
from warehouse.decisions import Decision

# a link to a number's rows says all of what they show, else a filter from before would stay
ALL = {"rule": "", "outlet": "", "severity": "", "decided": "", "since": ""}

_LISTED = 200
_VERBS = ("ack", "dismiss", "reopen")
_COLUMNS = (
    Column("rule", "column.rule", width=165),
    Column("severity_name", "column.severity", width=95),
    Column("finding", "column.finding", width=320),
    Column("outlet", "column.outlet", width=110),
    Column("line_no", "column.line_no", "number", 55),
    Column("file", "column.file", width=220),
)
_STATUS = Column("status_name", "column.status", width=170)


def asked(chosen: Mapping[str, object] | None = None, pending: str = "[]") -> dict[str, object]:
    """The parameters of `flags_waiting`; without `chosen` those of a visitor who chose nothing."""
    nothing = {"rule": None, "outlet": None, "severity": None, "only_open": True, "since": None}
    return {**(chosen or nothing), "pending": pending, "n_rows": _LISTED}


def page() -> None:
    """The page."""
    widgets.heading("worklist")
    deciding.report()
    waiting = deciding.pending("flag")
    chosen = _filters()
    found = reading.rows("flags_waiting", **asked(chosen, deciding.overlay(waiting)))
    if waiting:
        st.info(say("worklist.waiting", n=written.number(len(waiting))), icon=":material/hourglass_top:")
    if not found:
        _nothing(chosen)
        return
    st.markdown(say("worklist.total", n=written.number(found[0]["n_flags"]), files=written.number(found[0]["n_files"])))
    if found[0]["n_flags"] > len(found):
        st.caption(say("worklist.first", n=written.number(len(found))))
    listed = [_shown(row, meanings(), waiting.get(row["flag_id"])) for row in found]
    columns = _COLUMNS if chosen["only_open"] else (*_COLUMNS, _STATUS)
    selected = widgets.table(listed, columns, "flags", say("worklist.title"), "multi-row")
    if selected:
        _act(selected)
    else:
        st.caption(say("worklist.choose" if deciding.is_allowed() else "worklist.choose_read_only"))


def _filters() -> dict[str, object]:
    """The filters as parameters of `flags_matching`; they are in the address, so a view can be shared."""
    rules = sorted({row["rule"] for row in reading.view("quality.flag_counts")})
    outlets = [row["outlet"] for row in reading.rows("known_outlets")]
    by_rule, by_outlet, by_severity, by_status = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with by_rule:
        rule = widgets.choice("worklist", "rule", "column.rule", rules)
    with by_outlet:
        outlet = widgets.choice("worklist", "outlet", "column.outlet", outlets)
    with by_severity:
        severity = widgets.choice("worklist", "severity", "column.severity", list(SEVERITY_COLORS))
    with by_status:
        only_open = not st.toggle(say("worklist.with_decided"), **kept("worklist", "decided", False))
    since = kept_since("worklist", "worklist.since")
    return {"rule": rule, "outlet": outlet, "severity": severity, "only_open": only_open, "since": since}


def _nothing(chosen: Mapping[str, object]) -> None:
    is_filtered = any(chosen[key] for key in ("rule", "outlet", "severity", "since"))
    if is_filtered:
        st.info(say("worklist.none_match"), icon=":material/filter_alt:")
    else:
        st.success(say("worklist.none"), icon=":material/check:")


def _shown(row: Row, meanings: Mapping[str, str], decision: Decision | None) -> Row:
    return {
        **row,
        "severity_name": name_of("severity", row["severity"]),
        "status_name": deciding.status_text(row["status"], decision),
        "finding": row["text"] or meanings.get(row["rule"]) or row["detail"],
        "file": (row["uri"] or "").rpartition("/")[2],
    }


def _act(selected: list[Row]) -> None:
    first = selected[0]
    line = None if first["line_no"] is None else str(first["line_no"])
    if first["file_id"]:
        label = say("worklist.open_whole" if line is None else "worklist.open_file")
        widgets.link("article", label, file=first["file_id"], line=line)
    elif first["outlet"]:
        widgets.link("outlets", say("worklist.open_outlet"), outlet=first["outlet"])
    if deciding.is_allowed():
        about = say("worklist.selected", n=len(selected))
        deciding.form("flag", [row["flag_id"] for row in selected], _VERBS, about)
