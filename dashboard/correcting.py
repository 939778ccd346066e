"""Corrections by hand on the page of an article: what was corrected, and a form for more. They go into the log, and the
next run applies them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import streamlit as st

from dashboard import deciding, reading, written
from dashboard.reading import Row
from dashboard.texts import name_of, say
from transforms.errors import ConfigurationError
from transforms.outlets import load_outlets
from transforms.schema import CORRECTED_FIELDS, KINDS_BY_HAND
from warehouse import corrections, decisions
from warehouse.corrections import KIND, Place
from warehouse.decisions import Decision

_VIETNAM = timezone(timedelta(hours=7))
_CAN_BE_WITHDRAWN = ("active", "waiting", "not_there")


def of_file(file_id: str) -> list[Row]:
    """The corrections of a content, pending ones too: rows of `queries/corrections_listed`."""
    if not reading.has_table("news.corrections"):
        return []
    log = corrections.as_parameter(decisions.read(reading.home()))
    return reading.rows("corrections_listed", log=log, file_id=file_id, with_withdrawn=False)


def panel(file_id: str, status: str, records: Sequence[Row], made: Sequence[Row]) -> None:
    """What was corrected in a file, and the form."""
    if made:
        with st.container(border=True):
            st.caption(say("correcting.made"))
            for row in made:
                _correction(row)
    if deciding.is_allowed() and status in ("loaded", "quarantined"):
        with st.expander(say("correcting.title"), icon=":material/edit:"):
            _form(file_id, records)


def _correction(row: Row) -> None:
    place = say("correcting.line", n=row["line_no"]) if row["line_no"] else say(f"column.{row['field']}")
    read = _named(row["field"], row["value_read"]) or written.NOTHING
    about = [name_of("correction", row["status"]), row["corrected_by"], row["note"]]
    what = f"{read} → {_named(row['field'], row['value'])}"
    small = written.escaped(" · ".join(text for text in about if text))
    with st.container(horizontal=True, vertical_alignment="center"):
        told = f"<b>{written.escaped(place)}</b> {written.escaped(what)}<small>{small}</small>"
        st.html(f'<p class="ts-correction">{told}</p>')
        can_be = deciding.is_allowed() and row["status"] in _CAN_BE_WITHDRAWN
        if can_be and st.button(say("correcting.withdraw"), key=f"withdraw-{row['correction_id']}"):
            _withdraw(row)


def _named(field: str, value: str | None) -> str:
    if value is None:
        return ""
    if field == "published_on":
        return written.day(date.fromisoformat(value))
    return name_of("kind", value) if field == KIND else value


def _withdraw(row: Row) -> None:
    place = Place(row["file_id"], row["field"], row["part"], row["line_no"])
    who = st.session_state.get("who") or deciding.user()
    if not who:
        st.error(say("deciding.needs_who"))
        return
    log = [Decision("correction.withdraw", place.target, who, datetime.now(UTC))]
    deciding.write(log)
    deciding.done(say("correcting.withdrawn"))


def _form(file_id: str, records: Sequence[Row]) -> None:
    fields = [*(CORRECTED_FIELDS if records else ()), KIND]
    field = st.selectbox(say("correcting.what"), fields, format_func=lambda code: say(f"column.{code}"))
    parts = [record["part"] for record in records] if field in ("title", "published_on") else [0]
    part = st.selectbox(say("correcting.article"), parts, format_func=_article_name) if len(parts) > 1 else 0
    with st.form("correct", enter_to_submit=False):
        if field == KIND:
            place, value = _line(file_id)
        else:
            record = next(record for record in records if record["part"] == part)
            place, value = Place(file_id, field, part), _value(field, record)
        who, note = deciding.who_and_note()
        is_sent = st.form_submit_button(say("correcting.write"), type="primary")
    if is_sent:
        _write(place, value, who, note)


def _article_name(part: int) -> str:
    return say("article.appended") + f" {part}" if part else say("article.record")


def _line(file_id: str) -> tuple[Place, str]:
    """Which line, and what it is."""
    last = max((row["line_no"] for row in reading.rows("file_lines", file_id=file_id)), default=1)
    asked = st.query_params.get("line", "")
    first = min(int(asked), last) if asked.isdecimal() and int(asked[:9]) > 0 else 1
    number = st.number_input(say("column.line_no"), min_value=1, max_value=last, value=first, step=1)
    kind = st.selectbox(say("column.kind"), KINDS_BY_HAND, format_func=lambda code: name_of("kind", code))
    return Place(file_id, KIND, line_no=int(number)), kind


def _value(field: str, record: Row) -> str:
    """What a field is, beginning with what it is now."""
    now = record[field]
    if field == "published_on":
        first, today = date(corrections.FIRST_YEAR, 1, 1), datetime.now(_VIETNAM).date()
        now = now if now and first <= now <= today else None
        day = st.date_input(say("column.published_on"), now, min_value=first, max_value=today, format="DD/MM/YYYY")
        return day.isoformat() if isinstance(day, date) else ""
    if field == "outlet":
        names = sorted({outlet.outlet for outlet in load_outlets()} | ({now} if now else set()))
        place = names.index(now) if now else None
        chosen = st.selectbox(say("column.outlet"), names, place, accept_new_options=True, help=say("correcting.new"))
        return chosen or ""
    return st.text_input(say("column.title"), now or "", max_chars=corrections.MAX_CHARS)


def _write(place: Place, value: str, who: str, note: str) -> None:
    """Into the log, or what hinders it."""
    if not who:
        st.error(say("deciding.needs_who"))
        return
    try:
        value = corrections.cleaned(place.field, value, today=datetime.now(_VIETNAM).date())
    except ConfigurationError:
        st.error(say("correcting.needs_value"))
        return
    if hindrance := _hindrance(place, value):
        st.error(hindrance)
        return
    decision = Decision("correction.set", place.target, who, datetime.now(UTC), note or None, value=value)
    deciding.write([decision])
    deciding.done(say("deciding.done", n=1))


def _hindrance(place: Place, value: str) -> str | None:
    if not reading.kept(place.file_id, 1):
        return say("correcting.not_kept")
    if place.field != KIND:
        return None
    kinds = {row["line_no"]: row["kind"] for row in reading.rows("file_lines", file_id=place.file_id)}
    if kinds.get(place.line_no, "blank") == "blank":
        return say("correcting.blank", n=place.line_no)
    known = corrections.in_force(decisions.read(reading.home()))
    other = corrections.other_one(known, place, value)
    return say("correcting.other_one", n=other.place.line_no, kind=name_of("kind", value)) if other else None
