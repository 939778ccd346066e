"""What rules may look at: the tables of an audit session, and the table that each level judges."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.schema import BATCH_TABLES, RUN_TABLES, polars_schema

TEXT = pl.String()

# A level's rules judge the rows of this table, or of another one that they name; those of level `table` name theirs.
LEVEL_TABLES: dict[str, str] = {
    "file": "file_measures", "article": "measures", "line": "line_measures", "outlet": "outlet_runs",
}  # fmt: skip
OTHER_TABLES: dict[str, tuple[str, ...]] = {"article": ("corpus_measures",)}
LEVELS: tuple[str, ...] = (*LEVEL_TABLES, "table")

# Groups of rules whose measures cost much: off unless the setting `run.profiles` names them.
PROFILES: tuple[str, ...] = ("corpus",)

# Offered by both sessions of the store beside the tables: what the warehouse and the staged run know together.
SESSION_VIEWS: dict[str, Mapping[str, pl.DataType]] = {
    "known_contents": {"file_id": TEXT, "status": TEXT},
    "known_measures": {"file_id": TEXT},
    "known_articles": {"article_id": TEXT},
    "rule_history": {
        "rule": TEXT, "level": TEXT, "n_runs": pl.Int64(), "n_fired": pl.Int64(), "unexpected_share": pl.Float64(),
    },
}  # fmt: skip

_JUDGED = (
    *LEVEL_TABLES.values(), "corpus_measures", "files", "lines", "article_records", "duplicates", "related_items",
    "signatures", "flags",
)  # fmt: skip
JUDGED_TABLES: dict[str, Mapping[str, pl.DataType]] = {
    **{name: polars_schema({**BATCH_TABLES, **RUN_TABLES}[name]) for name in _JUDGED},
    "rule_history": SESSION_VIEWS["rule_history"],
}
REFERENCED_TABLES: dict[str, Mapping[str, pl.DataType]] = {**JUDGED_TABLES, **SESSION_VIEWS}
