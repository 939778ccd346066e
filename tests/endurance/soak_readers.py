"""Who looks at the warehouse while runs change it: readers of SQL, and somebody with the dashboard open."""

from __future__ import annotations

import os
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, NamedTuple

from tests.endurance.soak_measures import open_files, resident_mb

_DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
_BETWEEN_READS, _BETWEEN_LOOKS = 0.5, 3.0  # seconds: as people look, and so that the runs get the machine too
_SETTLED = 5  # looks after which everything is imported and opened once


class Seen(NamedTuple):
    """What one of them met."""

    name: str
    n_looks: int
    errors: list[str]
    most_open_files: int
    mb_at_first: float
    mb_at_last: float

    def row(self) -> tuple[object, ...]:
        """For a table, with the number of errors instead of the errors."""
        return (self.name, self.n_looks, len(self.errors), *self[3:])


class _Watch:
    """Counts looks and what they cost."""

    def __init__(self) -> None:
        self.n_looks, self.most_open_files, self.mb_at_first = 0, 0, 0.0

    def look_is_over(self) -> None:
        self.n_looks += 1
        self.most_open_files = max(self.most_open_files, open_files())
        if self.n_looks <= _SETTLED:
            self.mb_at_first = resident_mb()

    def seen(self, name: str, errors: list[str]) -> Seen:
        return Seen(name, self.n_looks, errors, self.most_open_files, self.mb_at_first, resident_mb())


def read(name: str, home: str, stopped: Event, answers: Any) -> None:
    """A reader: no article is ever gone again, none is without text, every loaded file has one."""
    from warehouse.layout import Home
    from warehouse.store import open_reader

    place, watch, errors, last = Home(Path(home)), _Watch(), [], 0
    while not stopped.is_set():
        try:
            with open_reader(place) as con:
                query = "select count(*), count(*) filter (where body is null and lead is null) from articles"
                n_articles, n_empty = con.execute(query).fetchone() or (0, 0)
                files = "select count(*) from ops.files where status = 'loaded'"
                (n_loaded,) = con.execute(files).fetchone() or (0,)
            if n_articles < last or n_articles < n_loaded or n_empty:
                errors.append(f"{n_articles} articles of {n_loaded} files after {last}, {n_empty} without text")
            last = n_articles
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            errors.append(repr(error))
        watch.look_is_over()
        time.sleep(_BETWEEN_READS)
    answers.put(watch.seen(name, errors))


def look(name: str, home: str, stopped: Event, answers: Any) -> None:
    """Somebody with the dashboard open, whose page is drawn anew again and again."""
    os.environ["TINSACH_HOME"] = home
    os.environ["STREAMLIT_LOGGER_LEVEL"] = "error"  # it warns that it runs without a browser
    from streamlit.testing.v1 import AppTest

    watch, errors = _Watch(), []
    page = AppTest.from_file(str(_DASHBOARD), default_timeout=120)
    while not stopped.is_set():
        try:
            page.run()
            errors += [repr(shown.value) for shown in (*page.exception, *page.error)]
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            errors.append(repr(error))
        watch.look_is_over()
        stopped.wait(_BETWEEN_LOOKS)
    answers.put(watch.seen(name, errors))
