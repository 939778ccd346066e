"""Duplicates: clusters of articles with one text, two of them side by side, and who copied whom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import reading, widgets, written
from dashboard.address import kept
from dashboard.beside import side_by_side
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column
from transforms.passages import beside

_LISTED = 200
_CLUSTERS = (
    Column("title", "duplicates.original", width=300),
    Column("outlet", "column.outlet", width=120),
    Column("published_on", "duplicates.first_on", "day", 105),
    Column("n_articles", "column.articles_loaded", "number", 70),
    Column("n_outlets", "duplicates.n_outlets", "number", 70),
    Column("method_names", "duplicates.methods", width=150),
    Column("least_similarity", "duplicates.least_similarity", "share", 95),
    Column("days", "duplicates.days", "number", 70),
    Column("hours", "duplicates.hours", "number", 70),
)
_MEMBERS = (
    Column("title", "column.title", width=300),
    Column("role", "duplicates.role", width=130),
    Column("outlet", "column.outlet", width=120),
    Column("published_on", "column.published_on", "day", 105),
    Column("days_later", "duplicates.days_later", "number", 90),
    Column("hours_later", "duplicates.hours_later", "number", 90),
    Column("similarity", "duplicates.similarity", "share", 95),
    Column("file", "column.file", width=220),
)
_COPIED = (
    Column("earlier_outlet", "duplicates.earlier_outlet", width=160),
    Column("later_outlet", "duplicates.later_outlet", width=160),
    Column("n_articles", "column.articles_loaded", "number", 70),
    Column("n_exact", "method.exact", "number", 100),
    Column("n_near", "method.near", "number", 100),
    Column("n_edited", "method.edited", "number", 100),
    Column("n_contained", "method.contained", "number", 160),
    Column("median_days", "duplicates.median_days", "number", 110),
    Column("median_hours", "duplicates.median_hours", "number", 110),
)
_LEFT_OUT = (
    Column("reason_name", "column.reason", width=230),
    Column("n_articles", "column.articles_loaded", "number", 100),
)

_REASONS = (
    "clean", "superseded", "duplicate_exact", "duplicate_near", "duplicate_edited", "duplicate_contained",
    "critical_flag",
)  # fmt: skip


def page() -> None:
    """The page."""
    widgets.heading("duplicates")
    outlets = [row["outlet"] for row in reading.rows("known_outlets")]
    outlet = st.selectbox(
        say("column.outlet"),
        outlets,
        index=None,
        placeholder=say("common.any"),
        **kept("duplicates", "outlet", None, outlets),
    )
    found = reading.rows("clusters", outlet=outlet)
    if found:
        _clusters(found)
    else:
        st.success(say("duplicates.none"), icon=":material/check:")
    _who_copied_whom()
    _left_out()


def _clusters(found: Sequence[Row]) -> None:
    st.markdown(say("duplicates.total", n=written.number(len(found))))
    if len(found) > _LISTED:
        st.caption(say("duplicates.first", n=written.number(_LISTED)))
    listed = [_cluster_shown(row) for row in found[:_LISTED]]
    selected = widgets.table(listed, _CLUSTERS, "clusters", say("duplicates.title"), "single-row")
    wanted = st.query_params.get("cluster")
    chosen = selected or [row for row in listed if row["cluster_id"] == wanted]
    if chosen:
        _cluster(chosen[0]["cluster_id"])
    else:
        st.caption(say("duplicates.choose"))


def _cluster_shown(row: Row) -> Row:
    original = row["original"]
    methods = (row["methods"] or "").split(", ")
    return {
        **row,
        "title": original["title"] or say("articles.untitled"),
        "outlet": original["outlet"],
        "published_on": original["published_on"],
        "method_names": ", ".join(name_of("method", method) for method in methods if method),
    }


def _cluster(cluster_id: str) -> None:
    """The articles of a cluster, and two of them side by side: its original and the one that is selected."""
    st.subheader(say("duplicates.members"), anchor=False)
    found = reading.rows("cluster_members", cluster=cluster_id)
    members = [_member_shown(row, is_first=row is found[0]) for row in found]
    selected = widgets.table(members, _MEMBERS, "members", say("duplicates.members"), "single-row")
    original = members[0]
    others = [row for row in selected if row is not original] or members[1:]
    if not others:
        return
    _side_by_side(original, others[0])
    st.caption(say("duplicates.choose_member"))


def _member_shown(row: Row, *, is_first: bool) -> Row:
    if row["superseded_by"]:
        role = say("state.superseded")
    elif row["is_version"] and not is_first:
        role = say("duplicates.version")
    elif row["is_original"]:
        role = say("article.is_original")
    else:
        role = name_of("method", row["method"]) if row["method"] else say("article.is_copy")
    file = (row["uri"] or "").rpartition("/")[2]
    return {**row, "title": row["title"] or say("articles.untitled"), "role": role, "file": file}


def _side_by_side(left: Row, right: Row) -> None:
    st.subheader(say("duplicates.beside"), anchor=False)
    texts = [
        [line["text"] for line in reading.rows("article_paragraphs", article_id=row["article_id"])]
        for row in (left, right)
    ]
    found = beside(*texts)
    left_share, right_share = written.share(found.left_share), written.share(found.right_share)
    st.caption(say("duplicates.shared", left=left_share, right=right_share))
    st.html(side_by_side(found, [_name(left), _name(right)]))
    for row in (left, right):
        widgets.link(
            "article", say("duplicates.open", name=row["article_id"][:10]), file=row["article_id"].partition("/")[0]
        )


def _name(row: Row) -> str:
    return f"{row['outlet'] or written.NOTHING} · {written.day(row['published_on'])} · {row['article_id'][:10]}"


def _who_copied_whom() -> None:
    st.subheader(say("duplicates.who_copied_whom"), anchor=False)
    copied = reading.view("news.who_copied_whom")
    if not copied:
        st.caption(say("duplicates.nobody"))
        return
    copied = sorted(copied, key=lambda row: (-row["n_articles"], row["earlier_outlet"], row["later_outlet"]))
    selected = widgets.table(copied, _COPIED, "copied", say("duplicates.who_copied_whom"), "single-row")
    st.caption(say("duplicates.who_about"))
    if selected:
        widgets.link("duplicates", say("duplicates.of_outlet"), outlet=selected[0]["later_outlet"])


def _left_out() -> None:
    st.subheader(say("duplicates.left_out"), anchor=False)
    counted = {row["reason"]: row for row in reading.view("quality.left_out")}
    rows = [{**counted[reason], "reason_name": name_of("left_out", reason)} for reason in _REASONS]
    widgets.table(rows, _LEFT_OUT, "left_out", say("duplicates.left_out"))
    st.caption(say("duplicates.left_out_about"))
    for state in ("duplicate", "superseded"):
        widgets.link("articles", name_of("state", state), state=state)
