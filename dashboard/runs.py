"""Runs: when, what came of them, and where the time went."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, deciding, held, reading, widgets, written
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column

_RUNS_CHARTED = 30
_RUNS_LISTED = 200
_COLUMNS = (
    Column("started_at", "column.started_at", "time", 140),
    Column("status_name", "column.result", width=110),
    Column("files_seen", "column.files_seen", "number"),
    Column("files_new", "column.files_new", "number"),
    Column("files_loaded", "column.files_loaded", "number"),
    Column("files_quarantined", "column.files_quarantined", "number"),
    Column("articles_loaded", "column.articles_loaded", "number"),
    Column("flags_opened", "column.flags_opened", "number"),
    Column("seconds", "column.in_seconds", "seconds"),
    Column("flow", "column.flow", width=80),
)
_BROKEN = (
    Column("rule", "column.rule"),
    Column("severity_name", "column.severity"),
    Column("checked", "column.checked", "number"),
    Column("unexpected", "column.unexpected", "number"),
    Column("unexpected_share", "column.unexpected_share", "share"),
    Column("detail", "column.detail"),
)
_FACTS = ("flow", "files_seen", "files_new", "files_loaded", "files_duplicate", "files_quarantined", "files_skipped",
          "files_left_out", "articles_loaded", "flags_opened")  # fmt: skip


def page() -> None:
    """The page."""
    widgets.heading("runs")
    deciding.report()
    held.notice()
    stages = reading.rows("run_stages_recent", n_runs=_RUNS_CHARTED)
    if stages:
        st.subheader(say("runs.chart_seconds"), anchor=False)
        charts.seconds_by_run(stages)
    st.subheader(say("runs.list"), anchor=False)
    run_id = run_table(_RUNS_LISTED) or st.query_params.get("run")
    if run_id:
        _detail(run_id)


def run_table(n_rows: int) -> str | None:
    """The last runs. Returns the run_id of the one that is selected."""
    found = reading.with_notes("runs_listed", n_rows=n_rows)
    if not found:
        widgets.empty(say("runs.empty"), "run FOLDER")
        return None
    listed = [{**row, "status_name": name_of("status", row["status"])} for row in found]
    selected = widgets.table(listed, _COLUMNS, "runs", say("runs.list"), "single-row")
    return str(selected[0]["run_id"]) if selected else None


def _detail(run_id: str) -> None:
    found = [row for row in reading.with_notes("runs_listed", n_rows=_RUNS_LISTED) if row["run_id"] == run_id]
    if not found:
        st.info(say("runs.gone"))
        return
    run = found[0]
    st.subheader(say("runs.one", when=written.moment(run["started_at"])), anchor=False)
    if run["detail"]:
        st.error(say("runs.why"))
        st.code(run["detail"], language=None, wrap_lines=True)
    st.html(_facts(run))
    broken = reading.rows("run_broken_rules", run_id=run_id)
    if broken:
        st.markdown(say("runs.broken"))
        listed = [{**row, "severity_name": name_of("severity", row["severity"])} for row in broken]
        widgets.table(listed, _BROKEN, "broken", say("runs.broken"))
    held.section(run_id)


def _facts(run: Row) -> str:
    cells = [("column.run_id", run["run_id"]), ("column.result", name_of("status", run["status"]))]
    cells += [(f"column.{key}", run[key] if key == "flow" else written.number(run[key])) for key in _FACTS]
    cells += [
        ("column.seconds", written.seconds(run["seconds"])),
        ("column.versions", written.versions(run["versions"])),
    ]
    return written.definitions((say(key), value) for key, value in cells)
