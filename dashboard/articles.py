"""Articles: search with and without marks, choose one, read its file line by line."""

from __future__ import annotations

import streamlit as st

from dashboard import reading, widgets, written
from dashboard.address import kept
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column

STATES = ("current", "clean", "flagged", "duplicate", "superseded")

_LISTED = 200
_COLUMNS = (
    Column("title", "column.title", width=400),
    Column("outlet", "column.outlet", width=120),
    Column("published_on", "column.published_on", "day", 105),
    Column("n_flags_open", "column.n_flags", "number", 70),
    Column("word_count", "column.word_count", "number", 70),
)
_PASSAGE = Column("passage", "column.passage", width=380)


def page() -> None:
    """The page."""
    widgets.heading("articles")
    query = _search()
    state, outlet = _filters()
    (wanted,) = reading.rows("search_pattern", query=query)
    found = reading.rows("articles_listed", query=query, state=state, outlet=outlet, n_rows=_LISTED, **wanted)
    if not found:
        _nothing(query)
        return
    st.markdown(say("articles.total", n=written.number(found[0]["n_matching"])))
    if found[0]["n_matching"] > len(found):
        st.caption(say("articles.first", n=written.number(len(found))))
    listed = [_shown(row) for row in found]
    columns = (_COLUMNS[0], _PASSAGE, *_COLUMNS[1:]) if any(row["passage"] for row in found) else _COLUMNS
    selected = widgets.table(listed, columns, "articles", say("articles.title"), "single-row")
    if selected:
        widgets.go("article", file=selected[0]["file_id"])
    st.caption(say("articles.choose"))


def _search() -> str:
    text = st.text_input(
        say("articles.search"),
        type="search",
        max_chars=200,
        placeholder=say("articles.search_hint"),
        **kept("articles", "q", ""),
    )
    return (text or "").strip()


def _filters() -> tuple[str, str | None]:
    outlets = [row["outlet"] for row in reading.rows("known_outlets")]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        state = st.segmented_control(
            say("articles.state"),
            STATES,
            required=True,
            format_func=lambda code: name_of("state", code),
            **kept("articles", "state", STATES[0], STATES),
        )
    with right:
        outlet = st.selectbox(
            say("column.outlet"),
            outlets,
            index=None,
            placeholder=say("common.any"),
            **kept("articles", "outlet", None, outlets),
        )
    return state or STATES[0], outlet


def _nothing(query: str) -> None:
    if query:
        st.info(say("articles.none_found"), icon=":material/search_off:")
    elif not reading.one("quality.article_totals")["n_articles"]:
        widgets.empty(say("articles.empty"), "run FOLDER")
    else:
        st.info(say("articles.none_match"), icon=":material/filter_alt:")


def _shown(row: Row) -> Row:
    title = row["title"] or say("articles.untitled")
    return {**row, "title": title if row["part"] == 0 else say("articles.appended", title=title)}
