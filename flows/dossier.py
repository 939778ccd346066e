"""All that the warehouse holds of one content, put together for a person to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.deciding import pending
from flows.differences import Passage, passages
from warehouse import corrections, decisions
from warehouse.decisions import Decision
from warehouse.layout import Home
from warehouse.runner import fetch

Row = Mapping[str, Any]

_COMPARED = ("near", "edited", "contained")


@dataclass(frozen=True)
class Pair:
    """A duplicate of an article: the other one (a row of `queries/article_pairs`), and where the two differ."""

    article_id: str
    other: Row
    differences: tuple[Passage, ...]


@dataclass(frozen=True)
class Version:
    """Another version of an article (a row of `queries/article_versions`), and where the older and the newer differ."""

    article_id: str
    other: Row
    differences: tuple[Passage, ...]


@dataclass(frozen=True)
class Dossier:
    """One content: its ledger rows (the loaded one first), articles, lines, flags, duplicates, versions, decisions, and
    corrections (rows of `queries/corrections_listed`)."""

    file_id: str
    sightings: Sequence[Row]
    articles: Sequence[Row]
    lines: Sequence[Row]
    flags: Sequence[Row]
    pairs: Sequence[Pair]
    versions: Sequence[Version]
    corrections: Sequence[Row]
    flag_decisions: Mapping[str, Decision]
    file_decision: Decision | None

    @property
    def status(self) -> str:
        """The fate of the content."""
        return str(self.sightings[0]["status"])


def read_dossier(home: Home, con: duckdb.DuckDBPyConnection, file_id: str, part: int | None = None) -> Dossier:
    """Everything of a content; with `part` only that article, its lines and flags."""
    articles = [row for row in fetch(con, "queries/file_articles", file_id=file_id) if part in (None, row["part"])]
    lines: list[Row] = [*fetch(con, "queries/file_lines", file_id=file_id)]
    flags: list[Row] = [*fetch(con, "queries/file_flags", file_id=file_id)]
    if part is not None and articles:
        first, last = articles[0]["first_line"] or 1, articles[0]["last_line"] or len(lines)
        lines = [line for line in lines if first <= line["line_no"] <= last]
        flags = [flag for flag in flags if flag["line_no"] is None or first <= flag["line_no"] <= last]
    return Dossier(
        file_id=file_id,
        sightings=fetch(con, "queries/file_sightings", file_id=file_id),
        articles=articles,
        lines=lines,
        flags=flags,
        pairs=[pair for article in articles for pair in _pairs(con, article["article_id"])],
        versions=[version for article in articles for version in _versions(con, article["article_id"])],
        corrections=_corrections(home, con, file_id),
        flag_decisions=pending(home, "flag"),
        file_decision=pending(home, "quarantine").get(file_id),
    )


def _corrections(home: Home, con: duckdb.DuckDBPyConnection, file_id: str) -> list[Row]:
    if not corrections.is_stored(con):  # an older version made the snapshot
        return []
    log = corrections.as_parameter(decisions.read(home))
    return [*fetch(con, "queries/corrections_listed", log=log, file_id=file_id, with_withdrawn=False)]


def _pairs(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Pair]:
    found = fetch(con, "queries/article_pairs", article_id=article_id)
    return [Pair(article_id, other, _differences(con, article_id, other)) for other in found]


def _differences(con: duckdb.DuckDBPyConnection, article_id: str, other: Row) -> tuple[Passage, ...]:
    """From the original to the copy, whichever of the two is being looked at."""
    if other["method"] not in _COMPARED:
        return ()
    mine, theirs = (paragraphs(con, identity) for identity in (article_id, other["other_id"]))
    return tuple(passages(theirs, mine) if other["other_is_original"] else passages(mine, theirs))


def _versions(con: duckdb.DuckDBPyConnection, article_id: str) -> list[Version]:
    """The versions just before and after an article, with what the newer one of the two changed."""
    found = []
    for other in fetch(con, "queries/article_versions", article_id=article_id):
        mine, theirs = (paragraphs(con, identity) for identity in (article_id, other["other_id"]))
        older, newer = (theirs, mine) if other["is_older"] else (mine, theirs)
        found.append(Version(article_id, other, tuple(passages(older, newer))))
    return found


def paragraphs(con: duckdb.DuckDBPyConnection, article_id: str) -> list[str]:
    """The lines of title, lead, body and headings of an article."""
    return [row["text"] for row in fetch(con, "queries/article_paragraphs", article_id=article_id)]
