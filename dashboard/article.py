"""One file: its record, its lines by kind with evidence and flags, its duplicates."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import correcting, deciding, reading, widgets, written
from dashboard.line_table import line_table, severity_chip
from dashboard.meanings import meanings
from dashboard.reading import Row
from dashboard.texts import language, name_of, say

_LINES = 2000
_CHARS = 8000
_RECORD = ("outlet", "agency", "byline", "language")


def page() -> None:
    """The page of the file that `?file=` names."""
    widgets.link("articles", say("article.back"), ":material/arrow_back:")
    deciding.report()
    file_id = st.query_params.get("file", "")
    sightings = reading.rows("file_sightings", file_id=file_id)
    if not sightings:
        st.info(say("article.unknown"), icon=":material/search_off:")
        return
    records = reading.rows("file_articles", file_id=file_id)
    flags = reading.rows("file_flags", file_id=file_id)
    made = correcting.of_file(file_id)
    title = records[0]["title"] if records else None
    st.html(f'<h1 class="ts-title">{written.escaped(title or say("articles.untitled"))}</h1>')
    _fate(sightings[0])
    text, facts = st.columns([8, 3], gap="medium")
    with facts, st.container(key="ts-record"):
        _flags_of_file(flags)
        _records(records)
        _file(sightings)
        _duplicates(records)
    with text:
        correcting.panel(file_id, sightings[0]["status"], records, made)
        lines(file_id, flags, made)


def lines(file_id: str, flags: Sequence[Row], corrections: Sequence[Row] = ()) -> None:
    """The lines of a file, coloured by kind, with flags beside them, and the kinds that they will have."""
    found = reading.rows("file_lines_shown", file_id=file_id, n_rows=_LINES, n_chars=_CHARS)
    st.subheader(say("article.lines"), anchor=False)
    if not found:
        st.caption(say("article.no_lines"))
        return
    if found[0]["n_lines"] > len(found):
        n_all = written.number(found[0]["n_lines"])
        st.caption(say("article.first_lines", n=written.number(len(found)), all=n_all))
    st.html(line_table(found, flags, st.query_params.get("line"), corrections))


def _fate(sighting: Row) -> None:
    if sighting["status"] in ("quarantined", "held", "discarded"):
        st.warning(say("article.not_loaded", status=name_of("status", sighting["status"])))
        widgets.link("quarantine", say("article.to_quarantine"), file=sighting["file_id"])


def _flags_of_file(flags: Sequence[Row]) -> None:
    """Flags that are about the file or an article as a whole; those of lines stand beside the lines."""
    st.subheader(say("article.flags"), anchor=False)
    whole = [flag for flag in flags if flag["line_no"] is None]
    if not flags:
        st.success(say("article.no_flags"), icon=":material/check:")
        return
    items = "".join(f"<li>{severity_chip(flag)} {written.escaped(_found(flag))}</li>" for flag in whole)
    if items:
        st.html(f'<ul class="ts-flags">{items}</ul>')
    if len(flags) > len(whole):
        st.caption(say("article.line_flags"))


def _found(flag: Row) -> str:
    """What a flag says; it says it in English, so in Vietnamese that is what its rule calls wrong."""
    meaning = meanings().get(flag["rule"]) if language() == "vi" else None
    return meaning or flag["detail"] or ""


def _records(records: Sequence[Row]) -> None:
    for record in records:
        st.subheader(say("article.record" if record["part"] == 0 else "article.appended"), anchor=False)
        st.html(written.definitions((say(key), value) for key, value in _fields(record)))


def _fields(record: Row) -> list[tuple[str, object]]:
    published = (
        written.moment(record["published_at"]) if record["published_at"] else written.day(record["published_on"])
    )
    return [
        _marked(record, "title", record["title"]),
        *(_marked(record, key, record[key]) for key in _RECORD),
        _marked(record, "published_on", published),
        ("column.published_on_basis", record["published_on_basis"]),
        ("column.word_count", written.number(record["word_count"])),
        ("column.is_clean", name_of("answer", str(bool(record["is_clean"])).lower())),
        ("column.superseded_by", record["superseded_by"]),
        ("column.loaded_at", written.moment(record["loaded_at"])),
        ("column.article_id", record["article_id"]),
    ]


def _marked(record: Row, key: str, value: str | None) -> tuple[str, str]:
    """A field, saying so where its value is by hand."""
    shown = value or written.NOTHING
    is_corrected = key in (record.get("corrected") or "").split(",")
    return f"column.{key}", say("correcting.mark", value=shown) if is_corrected else shown


def _file(sightings: Sequence[Row]) -> None:
    st.subheader(say("article.file"), anchor=False)
    first = sightings[0]
    facts = [("column.uri", sighting["uri"]) for sighting in sightings]
    facts += [
        ("column.status", name_of("status", first["status"])),
        ("column.size_bytes", written.number(first["size_bytes"])),
        ("column.encoding", first["encoding"]),
        ("column.repairs", first["repairs"]),
        ("column.first_seen_at", written.moment(first["first_seen_at"])),
    ]
    st.html(written.definitions((say(key), value) for key, value in facts))


def _duplicates(records: Sequence[Row]) -> None:
    pairs = [pair for record in records for pair in reading.rows("article_pairs", article_id=record["article_id"])]
    if not pairs:
        return
    st.subheader(say("article.duplicates"), anchor=False)
    for pair in pairs:
        with st.container(border=True):
            st.text(pair["title"] or say("articles.untitled"))
            similarity = written.share(pair["similarity"])
            which = say("article.is_original" if pair["other_is_original"] else "article.is_copy")
            st.caption(f"{which} · {name_of('method', pair['method'])} · {similarity}")
            widgets.link("article", say("article.open"), file=pair["other_id"].partition("/")[0])
            widgets.link("duplicates", say("article.beside"), cluster=pair["cluster_id"])
