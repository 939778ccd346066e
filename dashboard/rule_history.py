"""One rule: the share of rows that broke it in each run, and some of its open flags; each leads to its rows."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from dashboard import reading, widgets, worklist, written
from dashboard.charts import localized, written_as
from dashboard.reading import Row
from dashboard.texts import say
from dashboard.widgets import Column

_RUNS = 60
_EXAMPLES = 10
_HEIGHT = 220
_COLUMNS = (
    Column("finding", "column.finding", width=420),
    Column("outlet", "column.outlet", width=130),
    Column("line_no", "column.line_no", "number", 60),
    Column("file", "column.file", width=220),
)


def history(rule: str) -> None:
    """The share by run, as a line."""
    rows = reading.rows("rule_history", rule=rule, n_runs=_RUNS)
    if not rows:
        return
    st.markdown(f"**{say('rules.history')}**")
    st.altair_chart(_chart(rows), alt=say("rules.history"))


def _chart(rows: Sequence[Row]) -> alt.Chart:
    values = [{**row, "when": written.short_moment(row["finished_at"])} for row in rows]
    for row in values:
        del row["finished_at"]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_line(point=True, color="#0f8a7e")
        .encode(
            x=alt.X("when:O", sort=None, title=None, axis=alt.Axis(labelAngle=-35, labelOverlap=True)),
            y=alt.Y("unexpected_share:Q", title=say("rules.axis_share"), axis=alt.Axis(format=".1%")),
            tooltip=[
                alt.Tooltip("when:O", title=say("column.started_at")),
                alt.Tooltip("unexpected_share:Q", title=say("rules.axis_share"), format=".2%"),
                alt.Tooltip("unexpected:Q", title=say("column.unexpected"), format=",d"),
                alt.Tooltip("checked:Q", title=say("column.checked"), format=",d"),
            ],
        )
        .properties(height=_HEIGHT, usermeta=written_as())
        .configure(**localized())
    )
    return chart


def examples(rule: str, meaning: str) -> None:
    """Some open flags, which open their file."""
    chosen = {"rule": rule, "outlet": None, "severity": None, "only_open": True, "since": None}
    rows = reading.rows("flags_waiting", **{**worklist.asked(chosen), "n_rows": _EXAMPLES})
    if not rows:
        return
    st.markdown(f"**{say('rules.examples')}**")
    listed = [{**row, "finding": row["text"] or meaning, "file": (row["uri"] or "").rpartition("/")[2]} for row in rows]
    selected = widgets.table(listed, _COLUMNS, "examples", say("rules.examples"), "single-row")
    if selected and selected[0]["file_id"]:
        line = selected[0]["line_no"]
        widgets.go("article", file=selected[0]["file_id"], line=None if line is None else str(line))
