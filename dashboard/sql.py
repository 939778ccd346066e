"""SQL: a read-only editor with saved queries, the tables with what they mean, and the answer as CSV and Parquet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal

import polars as pl
import streamlit as st

from dashboard import questions, reading, widgets, written
from dashboard.address import kept
from dashboard.asking import Answer, ask
from dashboard.reading import Row
from dashboard.texts import name_of, say
from dashboard.widgets import Column
from flows.settings import load
from flows.settings_groups import Sql
from transforms.errors import TinsachError
from warehouse.runner import identifier

_TEXT, _LOADED, _ANSWER = "sql.text", "sql.loaded", "sql.answer"
_FIRST_ROWS = 100
_LONGEST = 20_000  # characters of a query
_HEIGHT = 220
_ANSWER_HEIGHT = 480
_COLUMNS = (
    Column("column_name", "sql.column", width=190),
    Column("data_type", "sql.type", width=130),
    Column("column_meaning", "column.meaning", width=520),
)


def page() -> None:
    """The page."""
    widgets.heading("sql")
    limits = load(reading.home().root, environment=os.environ).sql
    _saved()
    with st.form("sql", border=False):
        text = st.text_area(
            say("sql.query"),
            height=_HEIGHT,
            max_chars=_LONGEST,
            placeholder="select outlet, count(*) as n from articles group by all order by n desc",
            key=_TEXT,
            persist_state="session",
        )
        is_run = st.form_submit_button(say("sql.run"), type="primary", icon=":material/play_arrow:")
    seconds, rows = written.number(round(limits.page_max_seconds)), written.number(limits.page_max_rows)
    st.caption(say("sql.limits", seconds=seconds, rows=rows))
    if is_run and (text or "").strip():
        _run(text, limits)
    if answer := st.session_state.get(_ANSWER):
        _show(answer)
    _tables()


def _saved() -> None:
    """Choose a saved query: it goes into the editor when it is chosen, or when the address names it."""
    own, worked = questions.own(), questions.worked()
    found = {**own, **worked}
    chosen = st.selectbox(
        say("sql.saved"),
        list(found),
        index=None,
        format_func=lambda code: questions.own_name(code) or f"{code}. {name_of('question', code)}",
        placeholder=say("sql.choose"),
        help=say("sql.saved_help", folder=str(reading.home().queries)),
        **kept("sql", "saved", None, list(found)),
    )
    if chosen != st.session_state.get(_LOADED):
        st.session_state[_LOADED] = chosen
        if chosen:
            st.session_state[_TEXT] = found[chosen].strip()


def _run(text: str, limits: Sql) -> None:
    st.session_state.pop(_ANSWER, None)
    try:
        with st.spinner(say("sql.running")):
            st.session_state[_ANSWER] = ask(reading.home(), text, limits)
    except TinsachError as error:
        st.error(say("sql.failed"), icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)


def _show(answer: Answer) -> None:
    n_rows, seconds = written.number(answer.rows.num_rows), written.seconds(answer.seconds)
    st.markdown(say("sql.rows_cut" if answer.is_cut else "sql.rows", n=n_rows, seconds=seconds))
    if answer.rows.num_rows:
        shown = answer.shown()
        height: int | Literal["auto"] = _ANSWER_HEIGHT if shown.height > widgets.LIST_ROWS else "auto"
        with st.container(key="ts-table-answer"):
            texts = [name for name, kind in shown.schema.items() if kind == pl.String]
            config = {name: st.column_config.TextColumn(name) for name in texts}
            st.dataframe(
                shown, hide_index=True, height=height, column_config=config, placeholder="∅", alt=say("sql.answer")
            )
    with st.container(horizontal=True):
        st.download_button(
            say("sql.csv"), answer.as_csv, "tinsach.csv", "text/csv", on_click="ignore", icon=":material/download:"
        )
        st.download_button(
            say("sql.parquet"),
            answer.as_parquet,
            "tinsach.parquet",
            "application/vnd.apache.parquet",
            on_click="ignore",
            icon=":material/download:",
        )


def _tables() -> None:
    """The tables and views with what they and their columns mean."""
    st.subheader(say("sql.tables"), anchor=False)
    found: dict[str, list[Row]] = {}
    for row in reading.rows("tables_described"):
        found.setdefault(row["relation"], []).append(row)
    chosen = st.selectbox(
        say("sql.table"),
        list(found),
        index=None,
        placeholder=say("sql.choose_table"),
        **kept("sql", "table", None, list(found)),
    )
    if chosen:
        _table(chosen, found[chosen])


def _table(name: str, columns: Sequence[Row]) -> None:
    kind = say("sql.a_view" if columns[0]["is_view"] else "sql.a_table")
    st.caption(f"{kind} · {columns[0]['meaning'] or ''}")
    widgets.table([_described(column) for column in columns], _COLUMNS, "table-columns", name)
    query = f"select *\nfrom {identifier(name)}\nlimit {_FIRST_ROWS}"
    st.button(say("sql.look", n=_FIRST_ROWS), on_click=_put, args=(query,), icon=":material/edit_note:")


def _described(column: Row) -> Row:
    """A column as a table shows it: without marks for code, and with the short name of a long type."""
    meaning = (column["column_meaning"] or "").replace("`", "")
    data_type = column["data_type"].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
    return {**column, "data_type": data_type, "column_meaning": meaning}


def _put(query: str) -> None:
    st.session_state[_TEXT] = query
