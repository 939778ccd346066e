"""Runs that the quality gate held: why, what they hold, and whether to publish or discard them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import deciding, reading, widgets, written
from dashboard.line_table import line_table
from dashboard.meanings import meanings
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column

_LISTED = 200
_LINES = 500
_CHARS = 2000
_VERBS = ("accept", "discard")
_RESULTS = (
    Column("rule", "column.rule", width=165),
    Column("severity_name", "column.severity", width=95),
    Column("unexpected", "column.unexpected", "number", 90),
    Column("checked", "column.checked", "number", 110),
    Column("meaning", "column.meaning", width=360),
)
_FLAGS = (
    Column("rule", "column.rule", width=165),
    Column("severity_name", "column.severity", width=95),
    Column("n_flags", "column.flags", "number", 90),
    Column("n_files", "column.n_files", "number", 90),
    Column("meaning", "column.meaning", width=360),
)
_FILES = (
    Column("file", "column.file", width=260),
    Column("status_name", "column.status", width=110),
    Column("reason", "column.reason", width=150),
    Column("size_bytes", "column.size_bytes", "number", 80),
    Column("uri", "column.uri", width=320),
)


def notice() -> None:
    """Say which runs wait for a decision, with a way to each."""
    for run in reading.held_runs():
        st.warning(say("held.waits", when=written.moment(run["started_at"])), icon=":material/pan_tool:")
        widgets.link("runs", say("held.look"), run=run["run_id"])


def section(run_id: str) -> None:
    """What a held run holds, row by row, and the decision on it; nothing for any other run."""
    if run_id not in {run["run_id"] for run in reading.held_runs()}:
        return
    st.subheader(say("held.title"), anchor=False)
    if reading.is_parked(run_id):
        _contents(run_id)
    else:
        st.warning(say("held.gone"), icon=":material/warning:")
    decision = deciding.pending("held").get(run_id)
    if decision:
        status = name_of("status", deciding.STATUS_AFTER[decision.kind])
        st.info(say("deciding.waiting", status=status, who=decision.who), icon=":material/hourglass_top:")
    if deciding.is_allowed():
        deciding.form("held", [run_id], _VERBS if reading.is_parked(run_id) else _VERBS[1:], say("held.about"))


def _contents(run_id: str) -> None:
    for name, columns in (("held_results", _RESULTS), ("held_flags", _FLAGS)):
        rows = [_named(row) for row in reading.held(run_id, name)]
        if rows:
            st.markdown(say(f"held.{name}"))
            widgets.table(rows, columns, name, say(f"held.{name}"))
    _files(run_id)


def _files(run_id: str) -> None:
    files = reading.held(run_id, "held_files_listed", n_rows=_LISTED)
    if not files:
        return
    st.markdown(say("held.files", n=written.number(files[0]["n_files"])))
    listed = [
        {**row, "file": row["uri"].rpartition("/")[2], "status_name": name_of("status", row["status"])} for row in files
    ]
    selected = widgets.table(listed, _FILES, "held_files", say("held.files_alt"), "single-row")
    if selected:
        _lines(run_id, selected[0]["file_id"])
    else:
        st.caption(say("held.choose"))


def _lines(run_id: str, file_id: str) -> None:
    lines: Sequence[Row] = reading.held(run_id, "file_lines_shown", file_id=file_id, n_rows=_LINES, n_chars=_CHARS)
    if not lines:
        st.caption(say("article.no_lines"))
        return
    if lines[0]["n_lines"] > len(lines):
        n_all = written.number(lines[0]["n_lines"])
        st.caption(say("article.first_lines", n=written.number(len(lines)), all=n_all))
    st.html(line_table(lines, reading.held(run_id, "held_file_flags", file_id=file_id), None))


def _named(row: Row) -> Row:
    return {
        **row,
        "severity_name": name_of("severity", row["severity"]),
        "meaning": meanings().get(row["rule"], ""),
    }
