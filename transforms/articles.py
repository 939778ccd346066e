"""Articles from lines: title, byline, date, outlet, length, and the other articles that a file lists.

Article text (for matching and counting) is title, lead and body; for an appended article its title and paragraphs.
"""

from __future__ import annotations

import polars as pl

from transforms.bylines import authors
from transforms.dates import publication
from transforms.fold import equality_key, folded, key_hash, without_invisible
from transforms.neighbours import above
from transforms.outlets import outlet_evidence

TEXT_KINDS = ("title", "lead", "body", "heading", "appended_title", "appended_body")
PARAGRAPH_KINDS = ("lead", "body", "appended_body")
_CALL = (
    r"^(?i:(?:mời )?(?:xem|đọc|nghe|tìm hiểu|tham khảo)(?: thêm| tiếp| ngay| lại| chi tiết)?"
    r"|(?:tin|bài)? ?liên quan)\s?[:>»]+\s*"
)
_AROUND_TITLES = (
    (_CALL, ""),
    (r"^\d{1,2}\.\s+(\p{Lu})", "$1"),  # the number in a list
    (r"^(?:[a-z0-9]+ ){5,}(\p{Lu})", "$1"),  # words of a picture's address: "nhat ban mo cua cho khach Nhật Bản …"
    (r"\s*\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\)$", ""),  # its day
)
MATCHED_KINDS = ("title", "lead", "body", "appended_title", "appended_body")


def article_texts(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each article: `doc`, `part`, `text` (title, lead and body joined by newlines)."""
    return (
        lines.filter(pl.col("part").is_not_null() & pl.col("kind").is_in(MATCHED_KINDS))
        .group_by("doc", "part", maintain_order=True)
        .agg(text=pl.col("text").str.join("\n"))
    )


def _words() -> pl.Expr:
    """A line as written; where it has Markdown, as one reads it: an address is none of the article's words."""
    return pl.when(pl.col("read") == pl.col("key")).then("text").otherwise("read")


def records(lines: pl.DataFrame, texts: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """One row for each article, keyed by `doc` and `part`.

    `lines` are segmented lines, `texts` as `article_texts` gives them, `languages` has `doc` and `language`.
    """
    base = _extents(lines).join(texts, on=["doc", "part"], how="left", maintain_order="left")
    main = pl.col("part") == 0
    found = outlet_evidence(lines.select("doc", "line_no", "kind", "part", text="key"))
    dated = publication(lines.with_columns(is_main=pl.col("part") == 0))
    extra = dated.join(found.select("doc", "outlet", "agency"), on="doc", how="full", coalesce=True).with_columns(
        part=pl.lit(0, dtype=pl.Int64)
    )
    return (
        base.join(extra, on=["doc", "part"], how="left", maintain_order="left")
        .join(_bylines(lines), on=["doc", "part"], how="left", maintain_order="left")
        .join(languages, on="doc", how="left", maintain_order="left")
        # An appended article stands on the page of the same outlet.
        .with_columns(outlet=pl.when(main).then("outlet").otherwise(pl.col("outlet").max().over("doc")))
        .with_columns(title_key=key_hash(folded(pl.col("title"))))
    )


def _extents(lines: pl.DataFrame) -> pl.DataFrame:
    own = lines.filter(pl.col("part").is_not_null())
    title = _words().filter(pl.col("kind").is_in(["title", "appended_title"])).first()
    is_text = pl.col("kind").is_in(TEXT_KINDS)
    return (
        own.group_by("doc", "part", maintain_order=True)
        .agg(
            title=_unmarked(equality_key(without_invisible(title))),
            first_line=pl.col("line_no").filter(is_text).min(),
            last_line=pl.col("line_no").filter(is_text).max(),
            word_count=pl.col("n_words").filter(pl.col("kind").is_in(MATCHED_KINDS)).sum().cast(pl.Int64),
        )
        .filter(pl.col("first_line").is_not_null())
        .sort("doc", "part")
    )


def _unmarked(title: pl.Expr) -> pl.Expr:
    """A title without the signs for bold letters around it."""
    return title.str.replace(r"^(?:\*\*|__)\s*(.*[^*_\s])\s*(?:\*\*|__)$", "$1")


def _bylines(lines: pl.DataFrame) -> pl.DataFrame:
    """The first line that names an author; a name beats a mere source ("Theo …")."""
    named = lines.filter((pl.col("kind") == "byline") & pl.col("part").is_not_null())
    found = (
        named.with_columns(is_source=pl.col("low").str.contains(r"^\(?(?:theo|nguồn)\b|@"))
        .sort("doc", "part", "is_source", "line_no")
        .group_by("doc", "part", maintain_order=True)
        .agg(byline=pl.col("core").first())
    )
    return found.with_columns(authors(found["byline"]).alias("byline"))


def related_items(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each other article: `doc`, `position`, `title`, `summary`, `line_no`, `title_key`."""
    items = lines.filter(pl.col("kind").is_in(["related_title", "related_text"])).select(
        "doc", "line_no", "kind", "core", "text", "key", "read", run=pl.col("run")
    )
    is_title = pl.col("kind") == "related_title"
    starts = is_title | (above(pl.col("kind")) != "related_title").fill_null(True)
    return (
        items.with_columns(position=starts.cast(pl.Int64).cum_sum().over("doc"))
        .group_by("doc", "position", maintain_order=True)
        .agg(
            title=pl.col("core").filter(is_title).first(),
            summary=_words().filter(~is_title).first(),
            line_no=pl.col("line_no").first(),
        )
        .with_columns(title=_bare_title(pl.col("title")))
        .with_columns(title_key=key_hash(folded(pl.col("title"))))
    )


def _bare_title(title: pl.Expr) -> pl.Expr:
    """Without what a page puts around the titles that it links to."""
    for pattern, kept in _AROUND_TITLES:
        title = title.str.replace(pattern, kept)
    return title.str.strip_chars()
