"""Articles: search with and without marks, choose one, read its file line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard import reading, widgets, written
from dashboard.address import kept, kept_since
from dashboard.reading import Row
from dashboard.texts import language, name_of, say
from dashboard.widgets import Column
from transforms.schema import KINDS

STATES = ("current", "clean", "flagged", "duplicate", "superseded")
NO_OUTLET = "-"
# a link to a number's rows says all of what they show, else a filter from before would stay
ALL = {
    "q": "",
    "place": "",
    "state": "current",
    "outlet": "",
    "lacks": "",
    "kind": "",
    "published": "",
    "loaded": "",
    "since": "",
}

PLACES = ("text", "title")
LACKS = ("title", "date", "byline")

_PATTERN_OF = {"text": "pattern", "title": "title_pattern"}
_LISTED = 200
_KINDS = tuple(kind.kind for kind in KINDS)
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_COLUMNS = (
    Column("title", "column.title", width=400),
    Column("outlet", "column.outlet", width=120),
    Column("published_on", "column.published_on", "day", 105),
    Column("n_flags_open", "column.n_flags", "number", 70),
    Column("word_count", "column.word_count", "number", 70),
)
_PASSAGE = Column("passage", "column.passage", width=380)


def asked() -> dict[str, object]:
    """The parameters of `articles_listed` for a visitor who chose nothing."""
    nothing = dict.fromkeys(
        ("outlet", "since", "lacks", "kind", "published", "loaded", "pattern", "title_pattern", "passage", "indexed")
    )
    return {"query": "", "n_rows": _LISTED, "state": STATES[0], **nothing}


def page() -> None:
    """The page."""
    widgets.heading("articles")
    query = _search()
    place = _place() if query else PLACES[0]
    chosen = _filters()
    (wanted,) = reading.rows("search_pattern", query=query)
    pattern = wanted.pop("pattern")
    wanted |= dict.fromkeys(("pattern", "title_pattern")) | {_PATTERN_OF[place]: pattern}
    found = reading.rows("articles_listed", query=query, n_rows=_LISTED, **chosen, **wanted)
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


def _place() -> str:
    """Where to search: lines, or titles only, which is what one waits less for in a large warehouse."""
    chosen: str | None = st.segmented_control(
        say("articles.place"),
        PLACES,
        required=True,
        format_func=lambda code: name_of("place", code),
        label_visibility="collapsed",
        **kept("articles", "place", PLACES[0], PLACES),
    )
    return chosen or PLACES[0]


def _filters() -> dict[str, Any]:
    """The filters as parameters of `articles_listed`."""
    outlets = [*(row["outlet"] for row in reading.rows("known_outlets")), NO_OUTLET]
    left, right, more = st.columns([6, 3, 2], vertical_alignment="bottom")
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
            format_func=lambda name: say("articles.no_outlet") if name == NO_OUTLET else name,
            placeholder=say("common.any"),
            **kept("articles", "outlet", None, outlets),
        )
    with more:
        rest = _more_filters()
    since = kept_since("articles", "articles.since")
    return {"state": state or STATES[0], "outlet": outlet, "since": since, **rest}


def _more_filters() -> dict[str, Any]:
    """Those that are seldom wanted, behind a button that says how many are on."""
    names = ("lacks", "kind", "published", "loaded")
    n_on = sum(bool(st.query_params.get(name, st.session_state.get(f"articles.{name}"))) for name in names)
    label = say("articles.more_on", n=n_on) if n_on else say("articles.more")
    with st.popover(label, icon=":material/filter_alt:", width="stretch"):
        lacks = widgets.choice("articles", "lacks", "articles.lacks", LACKS)
        kind = widgets.choice("articles", "kind", "articles.kind", _KINDS)
        days = {
            name: st.date_input(
                say(f"articles.{name}"),
                format="DD/MM/YYYY" if language() == "vi" else "YYYY-MM-DD",
                min_value=_FIRST_DAY,
                max_value=_LAST_DAY,
                **kept("articles", name, None, read=date.fromisoformat),
            )
            for name in ("published", "loaded")
        }
    return {"lacks": lacks, "kind": kind, **days}


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
