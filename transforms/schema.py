"""Every table as data: column, dtype, meaning. Storage, casts, docs and checks derive from this module.

A *base* table is stored as it stands here. A *view* has these columns by contract: see in `warehouse/sql/views/`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.schema_corpus import CORPUS_MEASURES
from transforms.schema_corrections import CORRECTIONS
from transforms.schema_news import NEWS
from transforms.schema_ops import OPS
from transforms.schema_search import SEARCH
from transforms.schema_types import Table

TABLES: dict[str, Table] = {table.qualified: table for table in (*NEWS, CORRECTIONS, CORPUS_MEASURES, *OPS, *SEARCH)}
BASE: dict[str, Table] = {name: table for name, table in TABLES.items() if table.is_base}

# What a batch of files leaves in its staging folder, by the name of the Parquet file; the bytes themselves
# (`originals`) are staged as well but stay outside the database.
BATCH_TABLES: dict[str, Table] = {
    table.name: table
    for table in BASE.values()
    if table.name
    in {
        "files", "skipped", "lines", "line_measures", "file_measures", "article_records", "measures",
        "corpus_measures", "related_items", "dates", "corrections", "signatures", "flags",
    }
}  # fmt: skip
# What the run as a whole adds once all batches are there.
RUN_TABLES: dict[str, Table] = {
    table.name: table for table in BASE.values() if table.name in {"duplicates", "results", "runs", "outlet_runs"}
}


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column name to Polars dtype, in the order of the table."""
    return {column.name: column.dtype for column in table.columns}


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The columns of `table`, in its order and dtypes; a column that the frame lacks is null."""
    return frame.select(
        (pl.col(column.name) if column.name in frame.columns else pl.lit(None)).cast(column.dtype).alias(column.name)
        for column in table.columns
    )


def empty(table: Table) -> pl.DataFrame:
    """A frame of the table's shape without rows."""
    return pl.DataFrame(schema=polars_schema(table))


@dataclass(frozen=True)
class KindMeaning:
    """A line kind and what it is."""

    kind: str
    meaning: str


KINDS: tuple[KindMeaning, ...] = (
    KindMeaning("title", "title of the main article, at its first appearance"),
    KindMeaning("lead", "the first paragraph of the main article's running text"),
    KindMeaning("body", "every other paragraph of the main article, list items and table rows too"),
    KindMeaning("heading", "subheading inside the main article"),
    KindMeaning("caption", "text that describes or credits a picture"),
    KindMeaning("byline", "a line naming author or source"),
    KindMeaning("dateline", "a line with the date or time of publication, or the outlet's prefix alone"),
    KindMeaning("media", "residue of a picture, audio or video without a caption"),
    KindMeaning("promo", "the outlet addressing its readers, and advertisements"),
    KindMeaning("related_heading", "heading over a list of other articles"),
    KindMeaning("related_title", "title of another article in a list, or a single link"),
    KindMeaning("related_text", "teaser of another article, one paragraph at most"),
    KindMeaning("navigation", "what belongs to the page and not to an article"),
    KindMeaning("appended_title", "title of another article whose text follows"),
    KindMeaning("appended_body", "paragraph of another article of which two or more are in the file"),
    KindMeaning("duplicate", "a line with the same text as an earlier line"),
    KindMeaning("blank", "a blank line"),
)

# What people can correct: fields of an article, and kinds of lines but those that follow from the text alone.
CORRECTED_FIELDS = ("title", "outlet", "published_on")
KINDS_BY_HAND = tuple(kind.kind for kind in KINDS if kind.kind not in ("duplicate", "blank"))
