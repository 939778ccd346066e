"""The lines of a file as an HTML table. Everything that came out of a file is escaped here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import written
from dashboard.reading import Row
from dashboard.texts import name_of, say
from transforms.schema import KINDS

_GROUPS = {
    "main": ("title", "lead", "body", "heading"),
    "credit": ("caption", "byline", "dateline"),
    "residue": ("media", "promo", "navigation", "related_heading", "related_title", "related_text"),
    "other": ("appended_title", "appended_body"),
    "repeat": ("duplicate",),
    "blank": ("blank",),
}
GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds}
_MEANINGS = {kind.kind: kind.meaning for kind in KINDS}


def line_table(lines: Sequence[Row], flags: Sequence[Row], marked: str | None, corrections: Sequence[Row] = ()) -> str:
    """The lines with number, kind, evidence and flags; `marked` is the number of one to point out.

    `corrections`, rows of `queries/corrections_listed`, say what lines will become.
    """
    by_line: dict[int, list[Row]] = {}
    for flag in flags:
        if flag["line_no"] is not None:
            by_line.setdefault(flag["line_no"], []).append(flag)
    coming = {row["line_no"]: row["value"] for row in corrections if row["status"] == "waiting"}
    body = "".join(
        _row({**line, "coming": coming.get(line["line_no"])}, by_line.get(line["line_no"], []), marked)
        for line in lines
    )
    heads = ("column.line_no", "column.kind", "column.text", "column.flags")
    head = "".join(f'<th scope="col">{written.escaped(say(key))}</th>' for key in heads)
    return f'<table class="ts-lines"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def severity_chip(flag: Row) -> str:
    """A flag as a small coloured label; what it found is in its title."""
    severity = flag["severity"] if flag["severity"] in ("critical", "warning", "info") else "info"
    title = f"{name_of('severity', severity)}: {flag['detail'] or flag['value'] or ''}"
    status = "" if flag["status"] == "open" else f" · {name_of('status', flag['status'])}"
    text = written.escaped(flag["rule"] + status)
    return f'<span class="ts-chip ts-{severity}" title="{written.attribute(title)}">{text}</span>'


def _row(line: Row, flags: Sequence[Row], marked: str | None) -> str:
    group = GROUP_OF.get(line["kind"], "residue")
    marker = " ts-marked" if marked == str(line["line_no"]) else ""
    chips = " ".join(severity_chip(flag) for flag in flags)
    return (
        f'<tr class="ts-line ts-{group}{marker}" data-line="{line["line_no"]}">'
        f'<th scope="row">{line["line_no"]}</th><td class="ts-kind">{_kind(line)}</td>'
        f'<td class="ts-text" dir="auto">{_text(line)}</td><td class="ts-beside">{chips}</td></tr>'
    )


def _kind(line: Row) -> str:
    name, meaning = written.escaped(name_of("kind", line["kind"])), _MEANINGS.get(line["kind"], "")
    repeats = "" if line["repeats_line_no"] is None else f" ↑{line['repeats_line_no']}"
    evidence = (
        f"<small>{written.escaped(line['evidence'])}</small>" if line["evidence"] not in (None, line["kind"]) else ""
    )
    title = written.attribute(f"{line['kind']}: {meaning}")
    coming = line["coming"] and say("correcting.coming", kind=name_of("kind", line["coming"]))
    waiting = f'<small class="ts-coming">{written.escaped(coming)}</small>' if coming else ""
    return f'<span title="{title}">{name}{repeats}</span>{evidence}{waiting}'


def _text(line: Row) -> str:
    more = line["n_more_chars"]
    rest = f" <em>{written.escaped(say('article.more_chars', n=written.number(more)))}</em>" if more else ""
    return written.escaped(line["text"]) + rest
