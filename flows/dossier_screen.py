"""A dossier on the screen: record, lines coloured by kind with their flags, duplicates with what differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta, timezone
from difflib import SequenceMatcher
from typing import Any

from rich.text import Text

from flows.cells import revealed, shown
from flows.corrections_screen import corrected_fields, corrected_line
from flows.deciding import coming_status
from flows.differences import Passage
from flows.dossier import Dossier, Pair, Row
from flows.lookup import short
from flows.screen import (
    SEVERITY_STYLES,
    STATUS_STYLES,
    facts,
    hanging,
    heading,
    say,
    write,
)
from transforms.evidence import meaning

KIND_STYLES = {
    "title": "bold green",
    "lead": "bold",
    "body": "",
    "heading": "bold underline",
    "caption": "cyan",
    "byline": "magenta",
    "dateline": "magenta",
    "media": "dim yellow",
    "promo": "dim yellow",
    "related_heading": "blue",
    "related_title": "blue",
    "related_text": "blue",
    "navigation": "dim yellow",
    "appended_title": "bold bright_blue",
    "appended_body": "bright_blue",
    "duplicate": "dim red",
    "blank": "dim",
}
_KIND_WIDTH = max(map(len, KIND_STYLES))
_MOST_PASSAGES = 12
_LITTLE_IN_COMMON = 0.3
_WORD = re.compile(r"\S+")
_FLAG = "⚑"
_PRINTED_ZONE = timezone(timedelta(hours=7))  # articles print Vietnamese time
_NOT_GIVEN = "not given in the text"


def show_dossier(dossier: Dossier, *, why: bool) -> None:
    """Print all of it."""
    show_record(dossier)
    show_flags(dossier)
    show_lines(dossier, why=why)
    show_pairs(dossier)
    show_versions(dossier)


def show_record(dossier: Dossier) -> None:
    """What the file is and what its articles are."""
    main = dossier.articles[0] if dossier.articles else {}
    say(main.get("title") or _name(dossier), "bold")
    facts(_file_facts(dossier))
    for article in dossier.articles:
        if article["part"]:
            title = shown(article["title"] or "(no title)")
            hanging(Text("  "), Text(f"Article {article['part']} of the file: {title}", "bold"))
        facts(_article_facts(article))
        facts([("corrected", text) for text in corrected_fields(dossier.corrections, article["part"])])
    facts([("flags", _flag_counts(dossier))])


def show_flags(dossier: Dossier) -> None:
    """The flags that are about the file or an article; those of lines stand under them."""
    flags = [flag for flag in dossier.flags if flag["line_no"] is None or not dossier.lines]
    if flags:
        heading("Flags of the file")
    for flag in flags:
        hanging(Text("  "), _mark(dossier, flag))
        hanging(Text("    "), Text(shown(flag["detail"] or ""), "dim"))


def show_lines(dossier: Dossier, *, why: bool) -> None:
    """The lines with number, kind, the evidence for it if wanted, and the flags under each."""
    if not dossier.lines:
        return
    heading(f"Lines ({len(dossier.lines):,})")
    flags: dict[int, list[Row]] = {}
    for flag in dossier.flags:
        if flag["line_no"] is not None:
            flags.setdefault(flag["line_no"], []).append(flag)
    width = len(str(dossier.lines[-1]["line_no"]))
    why_width = max(len(line["evidence"] or "") for line in dossier.lines) if why else 0
    for line in dossier.lines:
        marks = [*corrected_line(dossier.corrections, line["line_no"])]
        marks += [_mark(dossier, flag) for flag in flags.get(line["line_no"], ())]
        _show_line(line, width, why_width, marks)
    if why:
        _show_codes({line["evidence"] for line in dossier.lines if line["evidence"]})


def _show_codes(codes: set[str]) -> None:
    """What the evidence means, for the codes that were shown."""
    heading("Evidence")
    width = max(map(len, codes), default=0)
    for code in sorted(codes):
        hanging(Text(f"  {shown(code):<{width}}  ", "italic dim"), Text(meaning(code)))


def show_pairs(dossier: Dossier) -> None:
    """The duplicates of its articles."""
    if not dossier.pairs:
        return
    heading("Duplicates")
    for pair in dossier.pairs:
        _show_pair(pair)


def show_versions(dossier: Dossier) -> None:
    """The versions before and after its articles, and what changed."""
    if dossier.versions:
        heading("Versions")
    for version in dossier.versions:
        other = version.other
        where = "at the same address" if other["reason"] == "same_uri" else "under nearly the same title"
        line = Text(f"{'newer than' if other['is_older'] else 'older than'} ")
        line.append(shown(other["title"] or "(no title)"), "bold")
        line.append(shown(f" {where} ({other['published_on'] or 'date unknown'}) "))
        hanging(Text("  "), line.append(short(other["other_id"]), "cyan"))
        _show_passages(version.differences)


def _name(dossier: Dossier) -> str:
    return str(dossier.sightings[0]["uri"]).rpartition("/")[2]


def _file_facts(dossier: Dossier) -> Iterable[tuple[str, object]]:
    first, *others = dossier.sightings
    status = Text(coming_status(dossier.status, dossier.file_decision), STATUS_STYLES.get(dossier.status, ""))
    if first["reason"]:
        status.append(f": {shown(first['reason'])}", "bold")
    yield "file", first["uri"]
    for other in others:
        yield "also at", other["uri"]
    if not dossier.articles:
        yield "file_id", dossier.file_id
    yield "status", status
    yield "detail", first["detail"]
    repaired = first["repairs"] and f"repaired: {first['repairs']}"
    yield "bytes", _sequence(f"{first['size_bytes']:,}", first["encoding"], repaired)
    yield "seen", f"{first['first_seen_at']:%Y-%m-%d %H:%M} UTC by run {first['run_id']}"


def _article_facts(article: Row) -> Iterable[tuple[str, object]]:
    yield "article", article["article_id"]
    outlet = _sequence(article["outlet"], article["agency"] and f"agency {article['agency']}")
    yield "outlet", outlet or Text(_NOT_GIVEN, "dim")
    yield "byline", article["byline"]
    yield "published", _published(article)
    words = None if article["word_count"] is None else f"{article['word_count']:,} words"
    yield "text", _sequence(words, article["language"], _line_range(article))
    yield "state", _state(article)


def _flag_counts(dossier: Dossier) -> Text | None:
    """Each rule with the number of its flags, in the colour of its severity."""
    counts = Counter((flag["rule"], flag["severity"]) for flag in dossier.flags)
    parts = [
        Text(shown(rule) + (f" ×{count}" if count > 1 else ""), SEVERITY_STYLES.get(severity, ""))
        for (rule, severity), count in counts.items()
    ]
    return Text(", ").join(parts) if parts else None


def _published(article: Row) -> Text:
    if article["published_on"] is None:
        return Text(_NOT_GIVEN, "dim")
    at = article["published_at"]
    text = Text(f"{at.astimezone(_PRINTED_ZONE):%Y-%m-%d %H:%M}" if at else str(article["published_on"]))
    if article["published_on_precision"] not in (None, "day"):
        text.append(f" (only the {shown(article['published_on_precision'])} is known)")
    if article["published_on_basis"]:
        text.append(f", from “{shown(article['published_on_basis'])}”", "dim")
    if article["published_on_line"]:
        text.append(f" in line {article['published_on_line']}", "dim")
    return text


def _line_range(article: Row) -> str | None:
    return f"lines {article['first_line']} to {article['last_line']}" if article["first_line"] else None


def _state(article: Row) -> Text:
    parts = []
    if article["superseded_by"]:
        parts.append(("superseded by " + article["superseded_by"], "yellow"))
    if article["duplicate_of"]:
        parts.append(("duplicate of " + article["duplicate_of"], "cyan"))
    parts.append(("clean", "green") if article["is_clean"] else ("not clean", "yellow"))
    return Text(", ").join(Text(text, style) for text, style in parts)


def _show_line(line: Row, width: int, why_width: int, marks: list[Text]) -> None:
    style = KIND_STYLES.get(line["kind"], "")
    start = Text(f"{line['line_no']:>{width}}  ", "dim")
    start.append(f"{shown(line['kind']):<{_KIND_WIDTH}}  ", f"{style} not underline")
    if why_width:
        start.append(f"{shown(line['evidence'] or ''):<{why_width}}  ", "italic dim")
    text = Text(f"(= {line['repeats_line_no']}) " if line["repeats_line_no"] else "", "dim")
    text.append(revealed(line["text"] or ""), style)
    text.highlight_regex(r"⟨U\+[0-9A-F]+⟩", "red not bold")
    hanging(start, text)
    for mark in marks:
        write(Text(" " * (width + 2 + _KIND_WIDTH + 2)).append_text(mark))


def _mark(dossier: Dossier, flag: Row) -> Text:
    mark = Text(f"{_FLAG} {shown(flag['rule'])}", SEVERITY_STYLES.get(flag["severity"], ""))
    about = f"  {shown(flag['severity'])}, {_status(dossier, flag)}, flag {short(flag['flag_id'])}"
    return mark.append(about, "not bold dim")


def _status(dossier: Dossier, flag: Mapping[str, Any]) -> str:
    return coming_status(shown(flag["status"]), dossier.flag_decisions.get(flag["flag_id"]))


def _show_pair(pair: Pair) -> None:
    other = pair.other
    role = "copy of" if other["other_is_original"] else "original of"
    if other["contained_id"]:
        role = "holds" if other["contained_id"] == other["other_id"] else "stands in"
    similarity = "" if other["similarity"] is None else f", similarity {other['similarity']:.2f}"
    line = Text(f"{other['method']}{similarity}: {role} ")
    line.append(shown(other["title"] or "(no title)"), "bold")
    line.append(shown(f" ({_sequence(other['outlet'], other['published_on']) or 'outlet and date unknown'}) "))
    hanging(Text("  "), line.append(short(other["other_id"]), "cyan"))
    if pair.other["method"] != "contained":  # of which most is not in the other
        _show_passages(pair.differences)


def _show_passages(differences: Sequence[Passage]) -> None:
    for passage in differences[:_MOST_PASSAGES]:
        _show_passage(passage)
    if len(differences) > _MOST_PASSAGES:
        say(f"    … and {len(differences) - _MOST_PASSAGES:,} more places", "dim")


def _show_passage(passage: Passage) -> None:
    """What stood there, and what stands there now; words that changed are underlined."""
    before = [Text(shown(sentence)) for sentence in passage.before]
    after = [Text(shown(sentence)) for sentence in passage.after]
    for old, new in zip(before, after, strict=False):
        _underline_changes(old, new)
    for sign, style, sentences in (("-", "red", before), ("+", "green", after)):
        for sentence in sentences:
            sentence.style = style
            hanging(Text(f"    {sign} ", style), sentence)
    say()


def _underline_changes(old: Text, new: Text) -> None:
    """Underline the words in which two sentences differ, unless they have little in common."""
    words = [list(_WORD.finditer(text.plain)) for text in (old, new)]
    before, after = ([match[0] for match in found] for found in words)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _LITTLE_IN_COMMON:
        return
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            for text, found in ((old, words[0][i:j]), (new, words[1][k:m])):
                for match in found:
                    text.stylize("bold underline", *match.span())


def _sequence(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
