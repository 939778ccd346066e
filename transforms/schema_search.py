"""The index for searching: derived of `news.lines` by the nightly upkeep, and of no use but to search faster."""

from __future__ import annotations

import polars as pl

from transforms.schema_news import ARTICLE_ID, FILE_ID
from transforms.schema_types import BOOL, INT, TEXT, Column, Table

_SLICE = Column("slice", INT, "the slice of articles that were indexed together")

SEARCH_WORDS = Table(
    "ops", "search_words", "one row for each slice of the search index and word: the articles whose lines have it",
    (
        _SLICE,
        Column("word", TEXT, "the word in lower case, without marks, with d for đ; its first 16 letters"),
        Column("articles", pl.List(pl.UInt64()), "numbers of the articles in the slice (`search_articles.number`)"),
    ),
    is_index=True,
)  # fmt: skip

SEARCH_ARTICLES = Table(
    "ops", "search_articles", "one row for each article in a slice of the search index; all others are searched line by line",
    (
        ARTICLE_ID,
        FILE_ID,
        _SLICE,
        Column("number", INT, "its number in the slice"),
        Column("is_current", BOOL, "false once its file was processed again: searched line by line until the next upkeep"),
    ),
    is_index=True,
)  # fmt: skip

SEARCH = (SEARCH_WORDS, SEARCH_ARTICLES)
