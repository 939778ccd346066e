"""The parts that every page is made of: heading, cards with a number and a way to its rows, tables, empty states."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import reading, written
from dashboard.address import kept
from dashboard.reading import Row
from dashboard.texts import language, name_of, say

_PAGES = "pages"
_STYLE = Path(__file__).parent / "style.css"
LIST_ROWS = 15  # longer tables scroll
_LIST_HEIGHT = 600


@dataclass(frozen=True)
class Column:
    """A column of a table: `key` of the rows, the key of its title, what it holds, and how wide it is in pixels."""

    key: str
    title: str
    holds: str = "text"  # text, number, share, seconds, time, day
    width: int | None = None


@dataclass(frozen=True)
class Way:
    """A way from a number to its rows: a page, what the link says, and what chooses the rows there."""

    page: str
    label: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """A number with its label, as text, and the ways to its rows."""

    label: str
    value: str
    ways: tuple[Way, ...]


def choice(page: str, name: str, label: str, options: Sequence[str]) -> str | None:
    """A filter of a page, kept in the address: one of the codes of `options` under its name for people, or none."""
    chosen: str | None = st.selectbox(
        say(label),
        options,
        index=None,
        format_func=lambda code: name_of(name, code),
        placeholder=say("common.any"),
        **kept(page, name, None, options),
    )
    return chosen


def start() -> None:
    """What every page needs once."""
    st.html(_STYLE)


def keep_pages(pages: Mapping[str, Any]) -> None:
    """Remember the pages by name for `link` and `go`."""
    st.session_state[_PAGES] = pages


def link(page: str, label: str, icon: str = ":material/arrow_forward:", **parameters: str | None) -> None:
    """A link to a page, or to the rows there that `parameters` choose. `label` is one of our texts, never data."""
    chosen = {key: value for key, value in parameters.items() if value is not None}
    st.page_link(st.session_state[_PAGES][page], label=label, icon=icon, query_params=chosen)


def go(page: str, **parameters: str | None) -> None:
    """Go to a page and the rows there that `parameters` choose. Does not return."""
    chosen = {key: value for key, value in parameters.items() if value is not None}
    st.switch_page(st.session_state[_PAGES][page], query_params=chosen)


def heading(page: str) -> None:
    """Title of a page, and a sentence about what it is for."""
    st.title(say(f"{page}.title"), anchor=False)
    st.caption(say(f"{page}.about"))


def cards(*contents: Card) -> None:
    """Cards side by side, as many as fit."""
    with st.container(horizontal=True, key="ts-cards"):
        for card in contents:
            with st.container(border=True):
                st.metric(card.label, card.value)
                for way in card.ways:
                    link(way.page, way.label, **way.parameters)


def empty(text: str, *commands: str) -> None:
    """What to do where there is nothing to show: a sentence, and commands to copy."""
    st.info(text, icon=":material/lightbulb:")
    for command in commands:
        st.code(call(command), language="shell", wrap_lines=True)


def call(arguments: str) -> str:
    """A command line that works on this home."""
    return f"tinsach --home {shlex.quote(str(reading.home().root))} {arguments}"


def table(rows: Sequence[Row], columns: Sequence[Column], key: str, alt: str, select: str | None = None) -> list[Row]:
    """A table that sorts, searches and downloads; the rows that are selected (`select`: single-row, multi-row).

    The selection is forgotten when the rows become others.
    """
    data = pl.DataFrame({column.key: [row[column.key] for row in rows] for column in columns}, strict=False)
    options: dict[str, Any] = {} if select is None else {"on_select": "rerun", "selection_mode": select}
    marker = hash(tuple(repr(tuple(row.values())) for row in rows))
    with st.container(key=f"ts-table-{key}", gap="xxsmall"):
        state = st.dataframe(
            data.with_columns(pl.col(column.key).round(1) for column in columns if column.holds == "seconds"),
            hide_index=True,
            height=_LIST_HEIGHT if len(rows) > LIST_ROWS else "auto",
            column_config={column.key: _config(column) for column in columns},
            placeholder="",
            alt=alt,
            key=f"{key}-{marker}-{language()}",
            **options,
        )
        _download(data, [say(column.title) for column in columns], key)
    return [] if select is None else [rows[place] for place in state["selection"]["rows"]]


def _download(data: pl.DataFrame, titles: Sequence[str], key: str) -> None:
    """A button for the rows as CSV that no spreadsheet takes for formulas; Streamlit's own is hidden, for it is not."""

    def content() -> bytes:
        return written.csv_bytes(titles, data.rows())

    st.download_button(
        say("common.download"), content, f"{key}.csv", "text/csv", key=f"csv-{key}", on_click="ignore", type="tertiary",
        icon=":material/download:", disabled=data.is_empty(),
    )  # fmt: skip


def _config(column: Column) -> Any:
    title, width = say(column.title), column.width
    if column.holds == "number":
        return st.column_config.NumberColumn(title, width=width, format="localized")
    if column.holds == "seconds":
        return st.column_config.NumberColumn(title, width=width, format="localized")
    if column.holds == "share":
        return st.column_config.NumberColumn(title, width=width, format="percent")
    if column.holds == "day":
        return st.column_config.DateColumn(title, width=width, format=_day_format())
    if column.holds == "time":
        zone = str(written.time_zone())
        return st.column_config.DatetimeColumn(title, width=width, format=f"{_day_format()} HH:mm", timezone=zone)
    return st.column_config.TextColumn(title, width=width)


def _day_format() -> str:
    return "DD/MM/YYYY" if language() == "vi" else "YYYY-MM-DD"
