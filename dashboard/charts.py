"""The charts. Each gets rows as they come from a view, and says on its axis what it counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from dashboard import written
from dashboard.reading import Row
from dashboard.texts import language, name_of, say

SEVERITY_COLORS = {"critical": "#d64545", "warning": "#d98e04", "info": "#4f7fd6"}
FATE_COLORS = {
    "loaded": "#0f8a7e",
    "duplicate": "#7d8790",
    "quarantined": "#d64545",
    "held": "#8a63d2",
    "skipped": "#d98e04",
}
STATE_COLORS = {"clean": "#0f8a7e", "flagged": "#d98e04"}
_BAR = 18
_ROW = 28
_AROUND = 90  # legend, axis and its title
_SLIM = 44
_LEGEND_COLUMNS = 2  # what fits on a telephone
_FEW_RUNS = 8
_RUN_HEIGHT = 280  # without a legend
_DAY_HEIGHT = 230
_LEGEND, _LEGEND_ROW = 50, 24
_RUN_AXIS = alt.Axis(labelAngle=-35, labelOverlap=True, labelLimit=140)


def flags_by_rule(rows: Sequence[Row]) -> str | None:
    """Open flags by rule as bars. Returns the rule that was clicked on."""
    order = [row["rule"] for row in sorted(rows, key=lambda row: (-row["n_open"], row["rule"]))]
    chosen = alt.selection_point(name="chosen", fields=["rule"])
    values = [{**row, "severity_name": name_of("severity", row["severity"])} for row in rows]
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(size=_BAR, cursor="pointer", cornerRadiusEnd=3)
        .encode(
            y=alt.Y("rule:N", sort=order, title=None, axis=alt.Axis(labelLimit=190, ticks=False, domain=False)),
            # on a scale of square roots few flags can still be seen, and clicked on, beside many
            x=alt.X(
                "n_open:Q",
                title=say("overview.axis_flags"),
                axis=alt.Axis(tickMinStep=1, format=",d"),
                scale=alt.Scale(type="sqrt"),
            ),
            color=_color("severity_name", "severity", SEVERITY_COLORS, {row["severity"] for row in rows}),
            tooltip=[
                alt.Tooltip("rule:N", title=say("column.rule")),
                alt.Tooltip("severity_name:N", title=say("column.severity")),
                alt.Tooltip("n_open:Q", title=say("column.n_open"), format=",d"),
                alt.Tooltip("n_files_open:Q", title=say("column.n_files"), format=",d"),
            ],
        )
        .add_params(chosen)
        .properties(height=_ROW * len(values) + _AROUND, usermeta=written_as())
        .configure(**localized())
    )
    state = st.altair_chart(chart, on_select="rerun", key="flags-by-rule", alt=say("overview.chart_flags"))
    picked = state["selection"].get("chosen") or []
    return str(picked[0]["rule"]) if picked else None


def articles_by_day(rows: Sequence[Row]) -> str | None:
    """Articles by day, clean and flagged. Returns the day that was clicked on, as ISO 8601."""
    chosen = alt.selection_point(name="chosen", fields=["iso"])
    tips = {"day:O": "outlets.day", "state_name:N": "articles.state", "n:Q": "overview.axis_days"}
    chart = (
        alt.Chart(alt.InlineData(values=_by_state(rows)))
        .mark_bar(cursor="pointer", **_bar_width(len(rows)))
        .encode(
            x=alt.X("day:O", sort=None, title=None, axis=_RUN_AXIS),
            y=alt.Y("n:Q", title=say("overview.axis_days"), axis=alt.Axis(tickMinStep=1, format=",d")),
            color=_color("state_name", "state", STATE_COLORS, set(STATE_COLORS)),
            order=alt.Order("position:Q"),
            tooltip=[alt.Tooltip(field, title=say(key)) for field, key in tips.items()],
        )
        .add_params(chosen)
        .properties(height=_DAY_HEIGHT + legend_height(len(STATE_COLORS)), usermeta=written_as())
        .configure(**localized())
    )
    state = st.altair_chart(chart, on_select="rerun", key="articles-by-day", alt=say("overview.chart_days"))
    picked = state["selection"].get("chosen") or []
    return str(picked[0]["iso"]) if picked else None


def _by_state(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Two values for each day: its clean and its flagged articles."""
    return [
        {
            "day": written.day(row["day"]),
            "iso": row["day"].isoformat(),
            "n": row[f"n_{state}"],
            "state_name": name_of("state", state),
            "position": place,
        }
        for row in rows
        for place, state in enumerate(STATE_COLORS)
    ]


def files_by_run(rows: Sequence[Row]) -> None:
    """Files by run and fate, stacked."""
    places = {fate: place for place, fate in enumerate(FATE_COLORS)}
    values = [{**row, "fate_name": name_of("status", row["fate"]), "position": places[row["fate"]]} for row in rows]
    color = _color("fate_name", "status", FATE_COLORS, {row["fate"] for row in rows})
    chart = _by_run(values, "n_files", say("overview.axis_files"), color, "fate_name", say("column.status"))
    st.altair_chart(chart, alt=say("overview.chart_files"))


def seconds_by_run(rows: Sequence[Row]) -> None:
    """Seconds by run and stage, stacked in the order of the stages."""
    values = [{**row, "stage_name": name_of("stage", row["stage"])} for row in rows]
    stages = list(dict.fromkeys(row["stage_name"] for row in values))
    color = alt.Color("stage_name:N", title=None, sort=stages, legend=legend())
    chart = _by_run(values, "seconds", say("runs.axis_seconds"), color, "stage_name", say("column.stage"))
    st.altair_chart(chart, alt=say("runs.chart_seconds"))


def written_as() -> dict[str, Any]:
    """How a chart is drawn: as marks that a screen reader can name."""
    return {"embedOptions": {"renderer": "svg"}}


def localized() -> dict[str, Any]:
    """Numbers as the language writes them, for `configure`."""
    if language() != "vi":
        return {}
    return {"locale": {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}}}


def legend_height(n_names: int) -> int:
    """What a legend of so many names takes of the height of a chart."""
    return _LEGEND + _LEGEND_ROW * math.ceil(n_names / _LEGEND_COLUMNS)


def legend() -> alt.Legend:
    """A legend above a chart, as wide as a telephone allows."""
    return alt.Legend(orient="top", labelLimit=200, columns=_LEGEND_COLUMNS)


def _by_run(values: list[dict[str, Any]], field: str, title: str, color: alt.Color, part: str, name: str) -> alt.Chart:
    for row in values:
        row["run"] = written.short_moment(row.pop("started_at"))
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(**_bar_width(len({row["run_id"] for row in values})))
        .encode(
            x=alt.X("run:O", sort=None, title=say("runs.axis_start"), axis=_RUN_AXIS),
            y=alt.Y(f"{field}:Q", title=title),
            color=color,
            order=alt.Order("position:Q"),
            tooltip=[
                alt.Tooltip("run:O", title=say("column.started_at")),
                alt.Tooltip(f"{part}:N", title=name),
                alt.Tooltip(f"{field}:Q", title=title, format=",.1~f"),
            ],
        )
        .properties(height=_RUN_HEIGHT + legend_height(len({row[part] for row in values})), usermeta=written_as())
        .configure(**localized())
    )
    return chart


def _bar_width(n_runs: int) -> dict[str, Any]:
    """Bars of many runs share the width; a few stay slim."""
    return {"size": _SLIM} if n_runs <= _FEW_RUNS else {"width": {"band": 0.7}}


def _color(field: str, group: str, colors: Mapping[str, str], present: set[str]) -> alt.Color:
    """A colour for each code that is present, named in the language of the session."""
    codes = [code for code in colors if code in present]
    scale = alt.Scale(domain=[name_of(group, code) for code in codes], range=[colors[code] for code in codes])
    return alt.Color(f"{field}:N", title=None, scale=scale, legend=legend())
