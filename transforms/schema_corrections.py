"""The table of corrections by hand."""

from __future__ import annotations

from transforms.schema_news import FILE_ID, RUN_ID
from transforms.schema_types import BOOL, INT, TEXT, TIME, Column, Table

CORRECTIONS = Table(
    "news", "corrections", "one row for each correction by hand that counts for a content in the warehouse",
    (
        Column("correction_id", TEXT, "the decision in the log", is_processing=True),
        FILE_ID,
        Column("article_id", TEXT, "the article; of a line the one that it stands in now, or null"),
        Column("part", INT, "its part of the file: 0 the main article, 1… appended ones; or null"),
        Column("field", TEXT, "`title`, `outlet`, `published_on`, or `kind` of a line"),
        Column("line_no", INT, "the line, for `kind`"),
        Column("value_read", TEXT, "what is read without any correction"),
        Column("evidence_read", TEXT, "why: the evidence of a line's kind, the words of a date"),
        Column("value", TEXT, "what people say"),
        Column("active", BOOL, "false where the line or article is not there any more, so that nothing was corrected"),
        Column("corrected_by", TEXT, "who said so"),
        Column("corrected_at", TIME, "when", is_processing=True),
        Column("note", TEXT, "why"),
        RUN_ID,
    ),
)  # fmt: skip
