"""Overview: how fresh, how much, how clean; every number leads to its rows."""

from __future__ import annotations

import streamlit as st

from dashboard import articles, changes, charts, freshness, held, reading, widgets, worklist, written
from dashboard.runs import run_table
from dashboard.texts import say
from dashboard.widgets import Card, Column, Way

_RULES_CHARTED = 12
_RUNS_CHARTED = 30
_RUNS_LISTED = 5
_OUTLETS_LISTED = 8
_WORST = (
    Column("outlet", "column.outlet", width=220),
    Column("n_flagged", "state.flagged", "number", 90),
    Column("n_articles", "column.articles_loaded", "number", 90),
    Column("clean_share", "column.is_clean", "share", 90),
    Column("n_outlet_flags_open", "outlets.n_outlet_flags", "number", 120),
)


def asked() -> dict[str, dict[str, object]]:
    """The queries of the page, with their parameters."""
    return {"outlets_worst": {"n_rows": _OUTLETS_LISTED}, "run_files_recent": {"n_runs": _RUNS_CHARTED}}


def page() -> None:
    """The page."""
    widgets.heading("overview")
    freshness.working()
    last = reading.with_notes("last_run")
    if not last:
        widgets.empty(say("overview.empty"), "init", "run FOLDER")
        return
    freshness.freshness(last[0])
    held.notice()
    _totals()
    changes.changes()
    changes.days()
    _flags()
    _outlets()
    _runs()


def _totals() -> None:
    ledger, totals = reading.one("ops.ledger_totals"), reading.one("quality.article_totals")
    n_clean, n_flagged = written.number(totals["n_clean"]), written.number(totals["n_flagged"])
    all_articles = Way("articles", say("overview.to_articles"), articles.ALL)
    clean = Way("articles", say("overview.to_clean", n=n_clean), {**articles.ALL, "state": "clean"})
    flagged = Way("articles", say("overview.to_flagged", n=n_flagged), {**articles.ALL, "state": "flagged"})
    flags = Way("worklist", say("overview.to_flags"), worklist.ALL)
    widgets.cards(
        Card(say("overview.articles"), written.number(totals["n_current"]), (all_articles,)),
        Card(say("overview.clean"), written.share(totals["clean_share"]), (clean, flagged)),
        Card(say("overview.flags"), written.number(totals["n_flags_open"]), (flags,)),
        Card(say("overview.files"), written.number(ledger["n_files"]), (Way("runs", say("overview.to_runs")),)),
        Card(say("overview.loaded"), written.number(ledger["n_loaded"]), (all_articles,)),
        Card(
            say("overview.quarantined"),
            written.number(ledger["n_quarantined"]),
            (Way("quarantine", say("overview.to_quarantine")),),
        ),
    )


def _flags() -> None:
    st.subheader(say("overview.chart_flags"), anchor=False)
    rows = [row for row in reading.view("quality.flag_counts") if row["n_open"]]
    if not rows:
        st.success(say("overview.no_flags"), icon=":material/check:")
        return
    loudest = sorted(rows, key=lambda row: (-row["n_open"], row["rule"]))[:_RULES_CHARTED]
    st.caption(say("overview.click_bar"))
    if rule := charts.flags_by_rule(loudest):
        widgets.go("worklist", **{**worklist.ALL, "rule": rule})
    if len(rows) > len(loudest):
        widgets.link("rules", say("overview.all_rules", n=written.number(len(rows))))


def _outlets() -> None:
    rows = reading.rows("outlets_worst", **asked()["outlets_worst"])
    if not rows:
        return
    st.subheader(say("overview.worst_outlets"), anchor=False)
    if selected := widgets.table(rows, _WORST, "worst", say("overview.worst_outlets"), "single-row"):
        widgets.go("outlets", outlet=selected[0]["outlet"])
    st.caption(say("outlets.choose"))


def _runs() -> None:
    rows = reading.rows("run_files_recent", **asked()["run_files_recent"])
    if rows:
        st.subheader(say("overview.chart_files"), anchor=False)
        charts.files_by_run(rows)
    st.subheader(say("overview.last_runs"), anchor=False)
    if run := run_table(_RUNS_LISTED):
        widgets.go("runs", run=run)
