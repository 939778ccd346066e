"""What the first visitor of a snapshot would wait for, done before: the modules of the pages, the rows of the first.

Rows are cached by the number of their snapshot, so what is asked here is what the pages find.
"""

from __future__ import annotations

import time

import duckdb

from dashboard import articles, changes, overview, reading, worklist
from transforms.errors import TinsachError
from warehouse import snapshots

_LOOK_EVERY_SECONDS = 3.0
_VIEWS = (
    "ops.ledger_totals",
    "quality.article_totals",
    "quality.totals_compared",
    "quality.flag_counts",
    "quality.rule_status",
    "quality.outlet_totals",
    "quality.left_out",
    "quality.review_totals",
    "news.who_copied_whom",
)


def follow() -> None:
    """Warm every snapshot that comes; never returns."""
    known = None
    while True:
        number = snapshots.current(reading.home())
        if number is not None and number != known:
            warm(number)
            known = number
        time.sleep(_LOOK_EVERY_SECONDS)


def warm(number: int) -> None:
    """Ask what the first pages will ask; what goes wrong here will be said there."""
    try:
        for name in _VIEWS[:4]:
            reading.view(name, number)
        for name, parameters in overview.asked().items():
            reading.rows(name, number, **parameters)
        reading.rows("days_recent", number, **changes.asked())
        for name in _VIEWS[4:]:
            reading.view(name, number)
        reading.rows("flags_waiting", number, **worklist.asked())
        reading.rows("articles_listed", number, **articles.asked())
    except (TinsachError, duckdb.Error, OSError):
        return
