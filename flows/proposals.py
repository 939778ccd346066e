"""Corrections as people ask for them, checked against what is stored before they go into the log."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from flows.cells import shown
from flows.job import VIETNAM
from flows.lookup import find_content, known_name, one_of, short
from flows.originals import kept_in
from transforms.errors import ConfigurationError
from transforms.outlets import load_outlets
from transforms.schema import KINDS_BY_HAND
from warehouse import corrections, decisions
from warehouse.corrections import KIND, ONE_EACH, Correction, Place
from warehouse.decisions import Decision
from warehouse.layout import Home
from warehouse.runner import fetch


@dataclass(frozen=True)
class Proposal:
    """One thing to correct: where, what it is now, what it shall be, and what follows or should be known."""

    place: Place
    before: str | None
    value: str
    remarks: tuple[str, ...] = ()


def propose_fields(
    home: Home, con: duckdb.DuckDBPyConnection, reference: str, values: Mapping[str, str]
) -> list[Proposal]:
    """Corrections of an article's fields. ConfigurationError, in one line, for what cannot be corrected so."""
    file_id, part = find_content(con, reference)
    need_content(home, con, file_id)
    part = part or 0
    articles = {row["part"]: row for row in fetch(con, "queries/file_articles", file_id=file_id)}
    if part not in articles:
        what = "is in quarantine" if not articles else f"has no article {part}"
        raise ConfigurationError(f"file {short(file_id)} {what}: only kinds of lines can be corrected (--line, --kind)")
    if part and "outlet" in values:
        raise ConfigurationError(f"an appended article has the outlet of its page: correct that of {short(file_id)}/0")
    return [_field(Place(file_id, field, part), articles[part], value) for field, value in values.items()]


def propose_kinds(
    home: Home, con: duckdb.DuckDBPyConnection, reference: str, numbers: Sequence[int], kind: str
) -> list[Proposal]:
    """Corrections of lines' kinds. ConfigurationError, in one line, for what cannot be corrected so."""
    file_id, _ = find_content(con, reference)
    need_content(home, con, file_id)
    kind = known_name("kind that a line can be given", kind, KINDS_BY_HAND)
    if kind in ONE_EACH and len(set(numbers)) > 1:
        raise ConfigurationError(f"a page has one {kind}: name one line")
    lines = {row["line_no"]: row for row in fetch(con, "queries/file_lines", file_id=file_id)}
    known = [item for item in corrections.in_force(decisions.read(home)) if item.place.file_id == file_id]
    return [_kind(file_id, number, kind, lines, known) for number in dict.fromkeys(numbers)]


def news_in(home: Home, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Without those that are so already."""
    known = corrections.corrections(decisions.read(home))
    return [item for item in proposals if not _is_so(item, known.get(item.place.target))]


def find_correction(home: Home, start: str) -> Correction:
    """The correction in force whose id begins so; ConfigurationError else."""
    known = {item.decision.decision_id: item for item in corrections.in_force(decisions.read(home))}
    return known[one_of("correction", start, known, "tinsach correct --list")]


def write_down(home: Home, proposals: Sequence[Proposal], who: str, note: str | None) -> None:
    """Into the log, all in one write."""
    now = datetime.now(UTC)
    log = [Decision("correction.set", item.place.target, who, now, note, value=item.value) for item in proposals]
    decisions.append(home, log)


def need_content(home: Home, con: duckdb.DuckDBPyConnection, file_id: str) -> None:
    """ConfigurationError for a content that no run can process again."""
    statuses = {row["status"] for row in fetch(con, "queries/file_sightings", file_id=file_id)}
    if not statuses & {"loaded", "quarantined"}:
        raise ConfigurationError(f"file {short(file_id)} is {min(statuses)}; only what is loaded can be corrected")
    if file_id not in set(kept_in(home)["file_id"]):
        raise ConfigurationError(f"the kept bytes of file {short(file_id)} are gone, so no run can process it again")


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()


def _field(place: Place, article: Mapping[str, Any], value: str) -> Proposal:
    cleaned = corrections.cleaned(place.field, value, today=today())
    before = None if article[place.field] is None else str(article[place.field])
    if place.field != "outlet":
        return Proposal(place, before, cleaned)
    names = {outlet.outlet.casefold(): outlet.outlet for outlet in load_outlets()}
    if cleaned.casefold() in names:
        return Proposal(place, before, names[cleaned.casefold()])
    close = difflib.get_close_matches(cleaned.casefold(), names, 3)
    hint = f"; did you mean {' or '.join(names[name] for name in close)}?" if close else ""
    return Proposal(place, before, cleaned, (f"the registry knows no outlet {shown(cleaned)!r}; it is taken so{hint}",))


def _kind(
    file_id: str, number: int, kind: str, lines: Mapping[int, Mapping[str, Any]], known: Sequence[Correction]
) -> Proposal:
    line = lines.get(number)
    if line is None:
        there = f"it has lines 1 to {max(lines)}" if lines else "it has no text"
        raise ConfigurationError(f"file {short(file_id)} has no line {number}; {there}")
    if line["kind"] == "blank":
        raise ConfigurationError(f"line {number} of file {short(file_id)} is blank, and stays so")
    place = Place(file_id, KIND, line_no=number)
    if other := corrections.other_one(known, place, kind):
        withdraw = f"`tinsach correct --withdraw {short(other.decision.decision_id)}`"
        raise ConfigurationError(f"line {other.place.line_no} was made the {kind}: withdraw that first, {withdraw}")
    then = {"title": "navigation", "lead": "body"}.get(kind)
    former = [row["line_no"] for row in lines.values() if then and row["kind"] == kind and row["line_no"] != number]
    what = f"the {kind} until now, becomes {then}; correct that too if it is something else"
    remarks = tuple(f"line {line_no}, {what}" for line_no in former)
    return Proposal(place, str(line["kind"]), kind, remarks)


def _is_so(proposal: Proposal, known: Correction | None) -> bool:
    if known is None:
        return proposal.before == proposal.value
    return known.withdrawal is None and known.value == proposal.value
