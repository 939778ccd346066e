"""Quarantine: what could not be loaded, why, and its bytes as numbers and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import article, deciding, reading, widgets, written
from dashboard.meanings import meanings
from dashboard.reading import Row
from dashboard.texts import say
from dashboard.widgets import Column
from warehouse.decisions import Decision

_COLUMNS = (
    Column("file", "column.file", width=240),
    Column("reason", "column.reason", width=150),
    Column("meaning", "column.detail", width=330),
    Column("status_name", "column.status", width=150),
    Column("size_bytes", "column.size_bytes", "number", 70),
    Column("first_seen_at", "column.first_seen_at", "time", 140),
)
_BYTES = 512
_PER_LINE = 16
_TEXT_LINES = 12


def page() -> None:
    """The page."""
    widgets.heading("quarantine")
    deciding.report()
    found = reading.rows("quarantined", with_discarded=True)
    if not found:
        st.success(say("quarantine.empty"), icon=":material/check:")
        return
    waiting = deciding.pending("quarantine")
    listed = [_shown(row, meanings(), waiting.get(row["file_id"])) for row in found]
    selected = widgets.table(listed, _COLUMNS, "quarantined", say("quarantine.title"), "single-row")
    wanted = st.query_params.get("file")
    chosen = selected or [row for row in listed if row["file_id"] == wanted]
    if chosen:
        _detail(chosen[0])
    else:
        st.caption(say("quarantine.choose"))


def _shown(row: Row, by_rule: Mapping[str, str], decision: Decision | None) -> Row:
    meaning = by_rule.get(row["reason"] or "", row["detail"])
    status = deciding.status_text(row["status"], decision)
    return {**row, "file": row["uri"].rpartition("/")[2], "meaning": meaning, "status_name": status}


def _detail(file: Row) -> None:
    st.html(f'<h2 class="ts-title">{written.escaped(file["file"])}</h2>')
    facts = [
        ("column.reason", file["reason"]), ("column.detail", file["meaning"]),
        ("column.status", file["status_name"]), ("column.uri", file["uri"]),
        ("column.size_bytes", written.number(file["size_bytes"])),
        ("column.first_seen_at", written.moment(file["first_seen_at"])), ("column.file_id", file["file_id"]),
    ]  # fmt: skip
    st.html(written.definitions((say(key), value) for key, value in facts))
    flags = reading.rows("file_flags", file_id=file["file_id"])
    _bytes(file["file_id"])
    article.lines(file["file_id"], flags)
    st.subheader(say("quarantine.next"), anchor=False)
    verbs = ("release",) if file["status"] == "discarded" else ("release", "discard")
    if deciding.is_allowed():
        deciding.form("quarantine", [file["file_id"]], verbs, "  \n".join(say(f"quarantine.{verb}") for verb in verbs))
    for verb in () if deciding.is_allowed() else verbs:
        st.caption(say(f"quarantine.{verb}"))
        st.code(widgets.call(f'quarantine {verb} {file["file_id"][:12]} --note "…"'), language="shell", wrap_lines=True)


def _bytes(file_id: str) -> None:
    st.subheader(say("quarantine.bytes"), anchor=False)
    found = reading.kept(file_id, _BYTES)
    if not found:
        st.warning(say("quarantine.not_kept"))
        return
    content = bytes(found[0]["beginning"])
    st.caption(say("quarantine.shown", n=written.number(len(content)), all=written.number(found[0]["n_bytes"])))
    if content:
        st.code("\n".join(hex_lines(content)), language=None)
        st.caption(say("quarantine.as_text"))
        st.html(f'<pre class="ts-bytes">{written.escaped(_as_text(content))}</pre>')


def hex_lines(content: bytes) -> Sequence[str]:
    """The bytes sixteen a line: offset, hexadecimal, ASCII."""
    return [_hex_line(content, start) for start in range(0, len(content), _PER_LINE)]


def _hex_line(content: bytes, start: int) -> str:
    piece = content[start : start + _PER_LINE]
    printed = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in piece)
    return f"{start:06x}  {piece.hex(' '):<{3 * _PER_LINE}} {printed}"


def _as_text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    lines = content.decode(encoding, "replace").replace("\r\n", "\n").split("\n")
    return "\n".join(lines[:_TEXT_LINES])
