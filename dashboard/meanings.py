"""What each rule calls wrong, in the language of the session."""

from __future__ import annotations

from dashboard import reading
from dashboard.reading import Row
from dashboard.texts import language


def meanings() -> dict[str, str]:
    """Rule to what it calls wrong, in the language of the session."""
    return {row["rule"]: meaning_of(row) for row in reading.view("quality.rule_status")}


def meaning_of(row: Row) -> str:
    """That of a row of the catalogue."""
    return str(row["description_vi"] if language() == "vi" else row["description"])
