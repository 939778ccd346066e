"""Corrections by hand, as inputs of the transform: the kind of a line; title, outlet or day of an article.

They are put in where each is first known, so whatever rests on it follows by itself: text, words, hashes, measures,
flags, duplicates. Each leaves a row with what was read without it.
"""

from __future__ import annotations

import polars as pl

from transforms.articles import article_texts, records
from transforms.corrected_lines import CORRECTED
from transforms.fold import equality_key, folded, key_hash, word_count
from transforms.schema import CORRECTED_FIELDS

KIND = "kind"  # the value of `field` for a line; those for an article are `schema.CORRECTED_FIELDS`

# One row for each correction: `part` for a field of an article, `line_no` for the kind of a line.
SCHEMA: dict[str, pl.DataType] = {
    "correction_id": pl.String(), "file_id": pl.String(), "field": pl.String(), "part": pl.Int64(),
    "line_no": pl.Int64(), "value": pl.String(),
}  # fmt: skip

_TITLES = ("title", "appended_title")
_ARTICLE = ["doc", "part"]


def of_documents(corrections: pl.DataFrame | None, documents: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """The corrections (SCHEMA) of `documents` (`doc`, `file_id`), with `doc` in place of `file_id`.

    `read` are the lines as segmented: of those about a line it adds `value_read` (the kind), `evidence_read`,
    `read_part`, and whether they are `active`: a line that is blank or not there has no kind to correct.
    """
    given = pl.DataFrame(schema=SCHEMA) if corrections is None else corrections.select(*SCHEMA)
    docs = documents.select("doc", "file_id")
    mine = given.join(docs, on="file_id", how="inner", maintain_order="left").drop("file_id")
    there = read.filter(pl.col("kind") != "blank").select(
        "doc", "line_no", value_read="kind", evidence_read="evidence", read_part="part"
    )
    joined = mine.join(there, on=["doc", "line_no"], how="left", maintain_order="left")
    return joined.with_columns(active=pl.col("value_read").is_not_null())


def with_titles(texts: pl.DataFrame, lines: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """`texts` (as `article_texts` gives them) with corrected titles, each in place of the line of the title."""
    titles = _of_field(given, "title")
    if titles.is_empty():
        return texts
    rest = article_texts(lines.join(titles, on=_ARTICLE, how="semi").filter(~pl.col("kind").is_in(_TITLES)))
    joined = texts.join(titles, on=_ARTICLE, how="left", maintain_order="left").join(
        rest.select(*_ARTICLE, rest="text"), on=_ARTICLE, how="left", maintain_order="left"
    )
    text = pl.concat_str(equality_key(pl.col("value")), "rest", separator="\n", ignore_nulls=True)
    return joined.select(*_ARTICLE, text=pl.when(pl.col("value").is_not_null()).then(text).otherwise("text"))


def with_fields(articles: pl.DataFrame, lines: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Records of articles with corrected fields, and `corrected`: which these are, joined by commas; null for none.

    Lines that stand in the article, or did as they were read, count as `kind`.
    """
    if given.is_empty():
        return articles.with_columns(corrected=pl.lit(None, pl.String))
    for field in CORRECTED_FIELDS:
        values = _of_field(given, field).rename({"value": f"new_{field}"})
        articles = articles.join(values, on=_ARTICLE, how="left", maintain_order="left")
    title_words = (
        lines.filter(pl.col("kind").is_in(_TITLES) & pl.col("part").is_not_null())
        .group_by(_ARTICLE)
        .agg(title_words=pl.col("n_words").sum().cast(pl.Int64))
    )
    joined = articles.join(title_words, on=_ARTICLE, how="left", maintain_order="left")
    corrected = joined.with_columns(*_title(), *_date(), outlet=_outlet())
    marked = corrected.join(_marks(given, lines), on=_ARTICLE, how="left", maintain_order="left")
    return marked.drop("title_words", *(f"new_{field}" for field in CORRECTED_FIELDS))


def _title() -> list[pl.Expr]:
    new = equality_key(pl.col("new_title"))
    n_words = pl.col("word_count") - pl.col("title_words").fill_null(0) + word_count(new).cast(pl.Int64)
    return [
        pl.coalesce(new, "title").alias("title"),
        pl.coalesce(key_hash(folded(new)), "title_key").alias("title_key"),
        pl.coalesce(n_words, "word_count").alias("word_count"),
    ]


def _date() -> list[pl.Expr]:
    """A corrected day has no hour, and rests on people's word alone."""
    day = pl.col("new_published_on").str.to_date("%Y-%m-%d", strict=False)
    is_new = day.is_not_null()
    return [
        pl.coalesce(day, "published_on").alias("published_on"),
        pl.when(~is_new).then("published_at"),
        pl.when(is_new).then(pl.lit("day")).otherwise("published_on_precision").alias("published_on_precision"),
        pl.when(is_new).then(pl.lit(CORRECTED)).otherwise("published_on_basis").alias("published_on_basis"),
        pl.when(~is_new).then("published_on_line"),
    ]


def _outlet() -> pl.Expr:
    """That of the main article, whose page appended ones stand on."""
    return pl.coalesce(pl.col("new_outlet").filter(part=0).first().over("doc"), "outlet")


def _marks(given: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `part`, `corrected`."""
    where = given.filter(pl.col("active") & (pl.col("field") == KIND))
    now = where.drop("part").join(lines.select("doc", "line_no", "part"), on=["doc", "line_no"], how="inner")
    kinds = pl.concat([now.select(*_ARTICLE, "field"), where.select("doc", part="read_part", field="field")])
    fields = given.filter(pl.col("field") != KIND).select(*_ARTICLE, "field")
    marks = pl.concat([fields, kinds]).drop_nulls("part").unique().sort(*_ARTICLE, "field")
    return marks.group_by(_ARTICLE, maintain_order=True).agg(corrected=pl.col("field").str.join(","))


def outcome(given: pl.DataFrame, read: pl.DataFrame, lines: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """What became of each correction (as `of_documents` gives them), with the `part` that the line stands in now.

    `value_read` and `evidence_read` of a field are what an article has without any correction. One whose article is not
    there is not `active`.
    """
    if given.is_empty():  # as in nearly every batch: reading no line at all would compile every pattern once more
        return given.drop("read_part")
    parts = lines.select("doc", "line_no", line_part="part")
    kinds = given.filter(field=KIND).join(parts, on=["doc", "line_no"], how="left", maintain_order="left")
    fields = given.filter(pl.col("field") != KIND)
    without = read.join(fields, on="doc", how="semi")
    no_language = pl.DataFrame(schema={"doc": read.schema["doc"], "language": pl.String()})
    plain = records(without, article_texts(without), no_language).select(
        *_ARTICLE, "title", "outlet", "published_on_basis", published_on=pl.col("published_on").cast(pl.String)
    )
    there = articles.select(_ARTICLE).with_columns(is_there=pl.lit(True))
    joined = (
        fields.join(plain, on=_ARTICLE, how="left", maintain_order="left")
        .join(there, on=_ARTICLE, how="left", maintain_order="left")
        .with_columns(
            value_read=pl.coalesce(pl.when(pl.col("field") == name).then(name) for name in CORRECTED_FIELDS),
            evidence_read=pl.when(pl.col("field") == "published_on").then("published_on_basis"),
            active=pl.col("is_there").fill_null(False),
        )
    )
    together = [kinds.with_columns(part="line_part"), joined]
    return pl.concat([frame.select(given.columns) for frame in together]).drop("read_part")


def _of_field(given: pl.DataFrame, field: str) -> pl.DataFrame:
    """`doc`, `part`, `value` of the corrections of one field."""
    return given.filter(field=field).select(*_ARTICLE, "value")
