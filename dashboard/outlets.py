"""Outlets: all of them in a list, and the profile of one over time; every number leads to its rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import articles, outlet_charts, reading, widgets, worklist, written
from dashboard.address import kept
from dashboard.articles import NO_OUTLET
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Card, Column, Way

_DAYS = 60
_RUNS = 30
_BASES = ("published", "loaded")
_LIST = (
    Column("name", "column.outlet", width=190),
    Column("n_articles", "column.articles_loaded", "number", 80),
    Column("clean_share", "column.is_clean", "share", 80),
    Column("n_flags_open", "column.n_flags", "number", 80),
    Column("n_outlet_flags_open", "outlets.n_outlet_flags", "number", 105),
    Column("n_words_median", "outlets.n_words_median", "number", 90),
    Column("no_title_share", "outlets.no_title_share", "share", 105),
    Column("no_date_share", "outlets.no_date_share", "share", 105),
    Column("no_byline_share", "outlets.no_byline_share", "share", 105),
    Column("last_published_on", "outlets.last_published_on", "day", 110),
    Column("last_loaded_at", "outlets.last_loaded_at", "time", 140),
)
_DAY_TABLE = (
    Column("day", "outlets.day", "day", 105),
    Column("n_articles", "column.articles_loaded", "number", 70),
    Column("n_words_median", "outlets.n_words_median", "number", 90),
    Column("clean_share", "column.is_clean", "share", 80),
    Column("no_title_share", "outlets.no_title_share", "share", 105),
    Column("no_date_share", "outlets.no_date_share", "share", 105),
    Column("no_byline_share", "outlets.no_byline_share", "share", 105),
    Column("new_tone_share", "outlets.new_tone_share", "share", 105),
    Column("mixed_tone_share", "outlets.mixed_tone_share", "share", 105),
    Column("residue_share", "outlets.residue_share", "share", 105),
)
_KINDS = (
    Column("kind_name", "column.kind", width=200),
    Column("n_lines", "outlets.n_lines", "number", 90),
    Column("n_files", "column.n_files", "number", 90),
    Column("file_share", "outlets.file_share", "share", 120),
)
_FLAGS = (
    Column("rule", "column.rule", width=170),
    Column("severity_name", "column.severity", width=95),
    Column("detail", "column.finding", width=380),
    Column("status_name", "column.status", width=110),
    Column("opened_at", "outlets.opened_at", "time", 140),
)
_COMPARED = (
    Column("started_at", "column.started_at", "time", 140),
    Column("n_articles", "column.articles_loaded", "number", 70),
    Column("volume_ratio", "outlets.volume_ratio", "share", 165),
    Column("n_words_median", "outlets.n_words_median", "number", 90),
    Column("length_ratio", "outlets.length_ratio", "share", 165),
    Column("flagged_share", "outlets.flagged_share", "share", 105),
    Column("no_title_share", "outlets.no_title_share", "share", 105),
    Column("no_date_share", "outlets.no_date_share", "share", 105),
    Column("no_byline_share", "outlets.no_byline_share", "share", 105),
)


def page() -> None:
    """The page: the profile of the outlet that `?outlet=` names, else the list."""
    widgets.heading("outlets")
    found = {row["outlet"] or NO_OUTLET: row for row in reading.view("quality.outlet_totals")}
    if not found:
        widgets.empty(say("outlets.empty"), "run FOLDER")
        return
    chosen = st.selectbox(
        say("column.outlet"),
        list(found),
        index=None,
        format_func=_name,
        placeholder=say("outlets.all"),
        **kept("outlets", "outlet", None, list(found)),
    )
    if chosen:
        _profile(chosen, found[chosen])
    else:
        _list(list(found.values()))


def _name(outlet: str) -> str:
    return say("articles.no_outlet") if outlet == NO_OUTLET else outlet


def _list(found: Sequence[Row]) -> None:
    rows = sorted(found, key=lambda row: (-row["n_articles"], row["outlet"] or ""))
    listed = [{**row, "name": _name(row["outlet"] or NO_OUTLET)} for row in rows]
    st.markdown(say("outlets.total", n=written.number(len(listed))))
    if selected := widgets.table(listed, _LIST, "outlets", say("outlets.title"), "single-row"):
        widgets.go("outlets", outlet=selected[0]["outlet"] or NO_OUTLET)
    st.caption(say("outlets.choose"))


def _profile(outlet: str, totals: Row) -> None:
    name = None if outlet == NO_OUTLET else outlet
    st.html(f'<h2 class="ts-title">{written.escaped(_name(outlet))}</h2>')
    _cards(outlet, totals)
    if name:
        _flags(name)
    _days(outlet, name)
    _kinds(outlet, name)
    if name:
        _compared(name)


def _cards(outlet: str, totals: Row) -> None:
    def way(label: str, n: int, **parameters: str) -> Way:
        chosen = {**articles.ALL, "outlet": outlet, **parameters}
        return Way("articles", say(f"outlets.{label}", n=written.number(n)), chosen)

    def lacking(field: str) -> Card:
        n, share = totals[f"n_no_{field}"], totals[f"no_{field}_share"]
        return Card(say(f"outlets.no_{field}_share"), written.share(share), (way("to_articles", n, lacks=field),))

    flags = Way("worklist", say("overview.to_flags"), {**worklist.ALL, "outlet": outlet})
    n_clean, n_flagged = totals["n_clean"], totals["n_flagged"]
    clean = (way("to_clean", n_clean, state="clean"), way("to_flagged", n_flagged, state="flagged"))
    n_articles, n_copies = totals["n_articles"], totals["n_duplicates"]
    widgets.cards(
        Card(say("column.articles_loaded"), written.number(n_articles), (way("to_list", n_articles),)),
        Card(say("overview.clean"), written.share(totals["clean_share"]), clean),
        *(
            ()
            if outlet == NO_OUTLET
            else (Card(say("overview.flags"), written.number(totals["n_flags_open"]), (flags,)),)
        ),
        Card(say("state.duplicate"), written.number(n_copies), (way("to_list", n_copies, state="duplicate"),)),
        *(lacking(field) for field in articles.LACKS),
    )


def _flags(name: str) -> None:
    st.subheader(say("outlets.flags"), anchor=False)
    found = reading.rows("outlet_flags", outlet=name)
    if not found:
        st.success(say("outlets.no_flags"), icon=":material/check:")
        return
    listed = [
        {
            **row,
            "severity_name": name_of("severity", row["severity"]),
            "status_name": name_of("status", row["status"]),
        }
        for row in found
    ]
    if selected := widgets.table(listed, _FLAGS, "outlet-flags", say("outlets.flags"), "single-row"):
        rule = selected[0]["rule"]
        widgets.go("worklist", **{**worklist.ALL, "outlet": name, "rule": rule, "decided": "1"})
    st.caption(say("outlets.choose_flag"))


def _days(outlet: str, name: str | None) -> None:
    st.subheader(say("outlets.over_time"), anchor=False)
    basis = st.segmented_control(
        say("outlets.basis"),
        _BASES,
        required=True,
        format_func=lambda code: name_of("basis", code),
        label_visibility="collapsed",
        **kept("outlets", "basis", _BASES[1], _BASES),
    )
    days = reading.rows("outlet_days_recent", outlet=name, basis=basis, n_days=_DAYS)
    if not days:
        st.info(say("outlets.no_days"), icon=":material/event_busy:")
        return
    st.caption(say("outlets.days_about", n=written.number(len(days))))
    _charts(name, basis, days)
    listed = days[::-1]
    selected = widgets.table(listed, _DAY_TABLE, "outlet-days", say("outlets.over_time"), "single-row")
    if selected:
        day = selected[0]["day"].isoformat()
        widgets.go("articles", **{**articles.ALL, "outlet": outlet, str(basis): day})
    st.caption(say("outlets.choose_day"))


def _charts(name: str | None, basis: str | None, days: Sequence[Row]) -> None:
    lines = reading.rows("outlet_kind_days_recent", outlet=name, basis=basis, since=days[0]["day"])
    left, right = st.columns(2, gap="medium")
    with left:
        outlet_charts.volume(days)
        outlet_charts.missing(days)
    with right:
        outlet_charts.words(days)
        outlet_charts.tones(days)
    outlet_charts.kinds(lines)


def _kinds(outlet: str, name: str | None) -> None:
    st.subheader(say("outlets.kinds"), anchor=False)
    found = reading.rows("outlet_kinds", outlet=name)
    if not found:
        st.success(say("outlets.no_kinds"), icon=":material/check:")
        return
    listed = [{**row, "kind_name": name_of("kind", row["kind"])} for row in found]
    if selected := widgets.table(listed, _KINDS, "outlet-kinds", say("outlets.kinds"), "single-row"):
        widgets.go("articles", **{**articles.ALL, "outlet": outlet, "kind": selected[0]["kind"]})
    st.caption(say("outlets.choose_kind"))


def _compared(name: str) -> None:
    found = reading.rows("outlet_compared", outlet=name, n_runs=_RUNS)
    if not found:
        return
    st.subheader(say("outlets.compared"), anchor=False)
    if selected := widgets.table(found, _COMPARED, "outlet-runs", say("outlets.compared"), "single-row"):
        widgets.go("runs", run=selected[0]["run_id"])
    st.caption(say("outlets.compared_about"))
