"""The charts of one outlet by day. Each gets rows as a view has them, in order, and says on its axis what it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from dashboard import written
from dashboard.charts import legend, legend_height, localized, written_as
from dashboard.reading import Row
from dashboard.texts import name_of, say

_HEIGHT = 240  # without a legend
_SLIM = 36
_FEW_DAYS = 10
_DAY_AXIS = alt.Axis(labelAngle=-35, labelOverlap=True, labelLimit=120)
_MAIN = "#0f8a7e"
_LINE = {"type": "line", "point": True}
_LACKS_COLORS = {"no_title_share": "#d64545", "no_date_share": "#d98e04", "no_byline_share": "#4f7fd6"}
_TONE_COLORS = {"old_tone_share": "#0f8a7e", "new_tone_share": "#4f7fd6", "mixed_tone_share": "#d98e04"}
_SHARE = alt.Axis(format="%")
_WHOLE = alt.Axis(tickMinStep=1, format=",d")


def volume(rows: Sequence[Row]) -> None:
    """Articles by day."""
    encoding = {"y": alt.Y("n_articles:Q", title=say("outlets.axis_articles"), axis=_WHOLE), "color": alt.value(_MAIN)}
    _draw(_dated(rows), _bars(rows), encoding, ("n_articles", "outlets.axis_articles", ",d"), "outlets.chart_volume")


def words(rows: Sequence[Row]) -> None:
    """Median words by day."""
    encoding = {"y": alt.Y("n_words_median:Q", title=say("outlets.axis_words")), "color": alt.value(_MAIN)}
    _draw(_dated(rows), _LINE, encoding, ("n_words_median", "outlets.axis_words", ",.0f"), "outlets.chart_words")


def missing(rows: Sequence[Row]) -> None:
    """Shares of articles without title, date and byline by day."""
    _shares(rows, _LINE, _LACKS_COLORS, "outlets.chart_missing")


def tones(rows: Sequence[Row]) -> None:
    """Shares of articles by tone style and day; nothing where no file was measured for it."""
    measured = [row for row in rows if row["old_tone_share"] is not None]
    if measured:
        _shares(measured, _bars(measured), _TONE_COLORS, "outlets.chart_tones")


def kinds(rows: Sequence[Row]) -> None:
    """Lines that are no text of the article, for each article, by kind and day; nothing without any."""
    if not rows:
        return
    values = [{**row, "part": name_of("kind", row["kind"])} for row in _dated(rows)]
    encoding = {
        "y": alt.Y("lines_per_article:Q", title=say("outlets.axis_lines")),
        "color": alt.Color("part:N", title=None, legend=legend()),
    }
    _draw(values, _bars(rows), encoding, ("lines_per_article", "outlets.axis_lines", ",.2~f"), "outlets.chart_kinds")


def _shares(rows: Sequence[Row], mark: Mapping[str, Any], colors: Mapping[str, str], title: str) -> None:
    """One series for each column of `colors`, as shares of the articles of the day."""
    names = {column: say(f"outlets.{column}") for column in colors}
    values = [
        {"day": row["day"], "part": names[column], "share": row[column]} for row in _dated(rows) for column in colors
    ]
    scale = alt.Scale(domain=list(names.values()), range=list(colors.values()))
    encoding = {
        "y": alt.Y("share:Q", title=say("outlets.axis_share"), axis=_SHARE, scale=alt.Scale(domain=[0, 1])),
        "color": alt.Color("part:N", title=None, scale=scale, legend=legend()),
    }
    _draw(values, mark, encoding, ("share", "outlets.axis_share", ".1%"), title)


def _draw(
    values: Sequence[Row],
    mark: Mapping[str, Any],
    encoding: Mapping[str, Any],
    measure: tuple[str, str, str],
    title: str,
) -> None:
    """A chart by day. `measure` is a column, the key of its name and how its numbers are written."""
    field, name, form = measure
    tips = [alt.Tooltip("day:O", title=say("outlets.day")), alt.Tooltip(f"{field}:Q", title=say(name), format=form)]
    height = _HEIGHT
    if "part" in values[0]:
        tips.insert(1, alt.Tooltip("part:N", title=say(title)))
        height += legend_height(len({row["part"] for row in values}))
    chart = (
        alt.Chart(alt.InlineData(values=list(values)), mark=alt.MarkDef(**mark))
        .encode(x=alt.X("day:O", sort=None, title=None, axis=_DAY_AXIS), tooltip=tips, **encoding)
        .properties(height=height, usermeta=written_as())
        .configure(**localized())
    )
    st.markdown(f"**{say(title)}**")
    st.altair_chart(chart, alt=say(title))


def _dated(rows: Sequence[Row]) -> list[Row]:
    """The rows with their days as people read them."""
    return [{**row, "day": written.day(row["day"])} for row in rows]


def _bars(rows: Sequence[Row]) -> dict[str, Any]:
    """Bars of many days share the width; a few stay slim."""
    n_days = len({row["day"] for row in rows})
    return {"type": "bar", "size": _SLIM} if n_days <= _FEW_DAYS else {"type": "bar", "width": {"band": 0.7}}
