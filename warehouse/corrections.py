"""Corrections by hand in the log of decisions: what they are about, which count, and which wait for a run.

A target is `<file_id>/<part>/<field>` for a field of an article, `<file_id>/line/<number>` for the kind of a line: a
content never changes, so both name the same thing for ever.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from transforms.errors import ConfigurationError
from transforms.schema import CORRECTED_FIELDS, KINDS_BY_HAND
from warehouse.decisions import Decision
from warehouse.tables import existing

FAMILY = "correction"
KIND = "kind"  # the field of a line
ONE_EACH = ("title", "lead")  # kinds of which a page has one line
FIRST_YEAR = 1990  # of news on the net
MAX_CHARS = 500  # of a title or name
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TARGET = re.compile(rf"([0-9a-f]{{64}})/(?:line/([1-9]\d{{0,8}})|(\d{{1,9}})/({'|'.join(CORRECTED_FIELDS)}))")


@dataclass(frozen=True)
class Place:
    """What a correction is about: a field of an article (`part`), or the kind of a line (`line_no`)."""

    file_id: str
    field: str
    part: int | None = None
    line_no: int | None = None

    @property
    def target(self) -> str:
        """As the log names it."""
        where = f"line/{self.line_no}" if self.field == KIND else f"{self.part}/{self.field}"
        return f"{self.file_id}/{where}"


@dataclass(frozen=True)
class Correction:
    """The last value that somebody gave for a place, and who withdrew it, if anybody did."""

    place: Place
    decision: Decision
    withdrawal: Decision | None = None

    @property
    def value(self) -> str:
        """What it sets."""
        return self.decision.value or ""


def place_of(target: str) -> Place | None:
    """The place that a target names; None where it names none."""
    match = _TARGET.fullmatch(target)
    if match is None:
        return None
    file_id, line_no, part, field = match.groups()
    return Place(file_id, KIND, line_no=int(line_no)) if line_no else Place(file_id, field, part=int(part))


def corrections(log: Iterable[Decision]) -> dict[str, Correction]:
    """Target to its correction, withdrawn ones too, in the order in which they were first made."""
    found: dict[str, Correction] = {}
    for decision in log:
        place = place_of(decision.target) if decision.family == FAMILY else None
        if place is None:
            continue
        if decision.verb == "set" and _is_possible(place, decision.value):
            found[decision.target] = Correction(place, decision)
        elif decision.verb == "withdraw" and decision.target in found:
            found[decision.target] = Correction(place, found[decision.target].decision, decision)
    return found


def _is_possible(place: Place, value: str | None) -> bool:
    """Whether a value can be put in at all: the log may hold what nobody checked, and no run may fail by it."""
    if place.field == KIND:
        return value in KINDS_BY_HAND
    if place.field == "published_on":
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value or "") is not None
    return bool(value and value.strip())


def in_force(log: Iterable[Decision]) -> list[Correction]:
    """The corrections that nobody withdrew."""
    return [correction for correction in corrections(log).values() if correction.withdrawal is None]


def other_one(known: Iterable[Correction], place: Place, kind: str) -> Correction | None:
    """The correction that made another line of the same content the title or lead, of which a page has one; None where
    there is none, or `kind` is another."""
    for other in known if kind in ONE_EACH else ():
        same = (other.place.file_id, other.place.field, other.value) == (place.file_id, KIND, kind)
        if same and other.place.line_no != place.line_no:
            return other
    return None


def cleaned(field: str, value: str, *, today: date) -> str:
    """A value as the log keeps it: text composed, without invisible characters and needless white space; a day as
    YYYY-MM-DD. ConfigurationError for one that cannot be right."""
    if field == KIND:
        if value not in KINDS_BY_HAND:
            raise ConfigurationError(f"a line cannot be made {value!r}; the kinds are {', '.join(KINDS_BY_HAND)}")
        return value
    if field == "published_on":
        return _day(value, today).isoformat()
    text = " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", value))).split())
    if not text:
        raise ConfigurationError(f"the {field} is empty; a line that is none is corrected with --line and --kind")
    if len(text) > MAX_CHARS:
        raise ConfigurationError(f"the {field} has {len(text):,} characters; at most {MAX_CHARS} are allowed")
    return text


def _day(value: str, today: date) -> date:
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise ConfigurationError(f"{value!r} is no date; write it as YYYY-MM-DD") from error
    if day.year < FIRST_YEAR or day > today:
        raise ConfigurationError(f"{day} is no date of publication; it lies between {FIRST_YEAR}-01-01 and {today}")
    return day


def is_stored(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the snapshot has a table for corrections: those of older versions have none until the next publish."""
    return "news.corrections" in existing(con)


def applied(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Target to the id of the correction that the snapshot was made with; one of before corrections has none."""
    if not is_stored(con):
        return {}
    rows = con.execute("select file_id, field, part, line_no, correction_id from news.corrections").fetchall()
    return {Place(file_id, field, part, line_no).target: identity for file_id, field, part, line_no, identity in rows}


def as_parameter(log: Iterable[Decision]) -> str:
    """The corrections as the JSON list that `queries/corrections_listed.sql` takes."""
    return json.dumps(
        [
            {
                "correction_id": correction.decision.decision_id,
                "file_id": correction.place.file_id,
                "part": correction.place.part,
                "field": correction.place.field,
                "line_no": correction.place.line_no,
                "value": correction.value,
                "corrected_by": correction.decision.who,
                "corrected_at": correction.decision.when.isoformat(),
                "note": correction.decision.note,
                "withdrawn_by": correction.withdrawal.who if correction.withdrawal else None,
            }
            for correction in corrections(log).values()
        ]
    )


def waiting(log: Iterable[Decision], con: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Those of the last decisions that the snapshot was not made with, about contents that a run can process."""
    known = corrections(log)
    done = applied(con) if known else {}
    late = []
    for target, correction in known.items():
        wanted = None if correction.withdrawal else correction.decision.decision_id
        if done.get(target) != wanted:
            late.append((correction.place.file_id, correction.withdrawal or correction.decision))
    there = _processed(con, {file_id for file_id, _ in late}) if late else set()
    return [decision for file_id, decision in late if file_id in there]


def _processed(con: duckdb.DuckDBPyConnection, file_ids: set[str]) -> set[str]:
    """Those contents that are loaded or in quarantine."""
    query = """
        select distinct file_id from ops.files
        where status in ('loaded', 'quarantined') and file_id in (select unnest($ids::varchar[]))
    """
    return {file_id for (file_id,) in con.execute(query, {"ids": sorted(file_ids)}).fetchall()}
