"""What changed: since before the last run, and in thirty days; articles by day. Every number leads to its rows."""

from __future__ import annotations

import streamlit as st

from dashboard import articles, charts, reading, widgets, worklist, written
from dashboard.address import kept
from dashboard.reading import Row
from dashboard.texts import name_of, say

_DAYS = 60
_BASES = ("loaded", "published")


def asked(basis: str = _BASES[0]) -> dict[str, object]:
    """The parameters of `days_recent`."""
    return {"basis": basis, "n_days": _DAYS}


def changes() -> None:
    """Both comparisons side by side; nothing before the second publish."""
    found = {row["base"]: row for row in reading.view("quality.totals_compared")}
    shown = [found[base] for base in ("last_run", "30_days") if base in found]
    if not shown:
        return
    st.subheader(say("overview.changes"), anchor=False)
    for place, row in zip(st.columns(2), shown, strict=False):
        with place, st.container(border=True, key=f"ts-change-{row['base']}"):
            _compared(row)


def _compared(row: Row) -> None:
    title = name_of("since", row["base"])
    st.markdown(f"**{title}**")
    st.caption(say("overview.as_of", when=written.moment(row["base_at"])))
    figures = {
        "overview.articles": written.change(row["n_articles_change"]),
        "overview.clean": written.points(row["clean_share_change"]),
        "overview.flags": written.change(row["n_flags_open_change"]),
        "overview.quarantined": written.change(row["n_quarantined_change"]),
    }
    st.html(written.definitions((say(key), text) for key, text in figures.items()))
    since = row["base_at"].isoformat()
    n_articles, n_flags = written.number(row["n_articles_since"]), written.number(row["n_flags_since"])
    widgets.link("articles", say("overview.articles_since", n=n_articles), **{**articles.ALL, "since": since})
    widgets.link("worklist", say("overview.flags_since", n=n_flags), **{**worklist.ALL, "since": since})


def days() -> None:
    """Articles by day as bars, clean and flagged; a click leads to those of the day."""
    st.subheader(say("overview.chart_days"), anchor=False)
    basis = st.segmented_control(
        say("outlets.basis"),
        _BASES,
        required=True,
        format_func=lambda code: name_of("basis", code),
        label_visibility="collapsed",
        **kept("overview", "basis", _BASES[0], _BASES),
    )
    rows = reading.rows("days_recent", **asked(str(basis)))
    if not rows:
        st.info(say("outlets.no_days"), icon=":material/event_busy:")
        return
    st.caption(say("overview.click_day", n=written.number(len(rows))))
    if day := charts.articles_by_day(rows):
        widgets.go("articles", **{**articles.ALL, str(basis): day})
