"""What rules may look at: the tables of an audit session, and the table that each level judges."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.schema import BATCH_TABLES, RUN_TABLES, polars_schema

TEXT = pl.String()

# A level's rules judge the rows of this table; rules of level `table` name theirs.
LEVEL_TABLES: dict[str, str] = {"file": "file_measures", "article": "measures", "line": "line_measures"}
LEVELS: tuple[str, ...] = (*LEVEL_TABLES, "table")

# Offered by both sessions of the store beside the tables: what the warehouse and the staged run know together.
SESSION_VIEWS: dict[str, Mapping[str, pl.DataType]] = {
    "known_contents": {"file_id": TEXT, "status": TEXT},
    "known_measures": {"file_id": TEXT},
}

_JUDGED = (*LEVEL_TABLES.values(), "files", "lines", "article_records", "duplicates")
JUDGED_TABLES: dict[str, Mapping[str, pl.DataType]] = {
    name: polars_schema({**BATCH_TABLES, **RUN_TABLES}[name]) for name in _JUDGED
}
REFERENCED_TABLES: dict[str, Mapping[str, pl.DataType]] = {**JUDGED_TABLES, **SESSION_VIEWS}
