"""The straight line for one batch: bytes to documents, lines, articles and measures.

A function of the bytes, the settings, `settings.TRANSFORM_VERSION`, the learned furniture and what people corrected;
never of order, batch size or clock.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms import corrections
from transforms.articles import article_texts, records, related_items
from transforms.corpus import corpus_measures
from transforms.corrected_lines import with_kinds
from transforms.documents import bounded, decode
from transforms.duplicates import signatures
from transforms.language import LanguageLimits, judge_language
from transforms.measures import article_measures, file_measures, line_measures
from transforms.mentions import mentions
from transforms.record_measures import n_days_ahead
from transforms.schema_corpus import CORPUS_MEASURES
from transforms.segment import segment
from transforms.settings import TransformSettings


def transform(
    contents: Sequence[bytes],
    file_ids: Sequence[str],
    settings: TransformSettings,
    furniture: pl.DataFrame | None = None,
    corrected: pl.DataFrame | None = None,
) -> dict[str, pl.DataFrame]:
    """The frames of a batch by table name, each with `file_id`, without run columns; `documents` beside them.

    `contents` are distinct; `furniture` is what `furniture.learn` gave, `corrected` has the columns of
    `corrections.SCHEMA`. Columns that a table does not have are left in: `schema.conform` cuts them.
    """
    documents = bounded(decode(contents, file_ids), settings.max_lines, settings.max_line_chars)
    read = segment(documents, furniture)
    given = corrections.of_documents(corrected, documents, read)
    named, ids = _frames(documents, read, given, settings), documents.select("doc", "file_id")
    frames = {name: _identified(frame, ids) for name, frame in named.items()} | {"documents": documents}
    signed = signatures(frames["article_records"].select("article_id", "file_id", "text"), settings=settings.duplicates)
    hashes = signed.select("article_id", "text_hash")
    frames["signatures"] = signed
    frames["article_records"] = frames["article_records"].join(
        hashes, on="article_id", how="left", maintain_order="left"
    )
    return frames


def _frames(
    documents: pl.DataFrame, read: pl.DataFrame, given: pl.DataFrame, settings: TransformSettings
) -> dict[str, pl.DataFrame]:
    """What is found in segmented lines with what people corrected (`given`), by table name, keyed by `doc`."""
    lines = with_kinds(read, given.filter(field=corrections.KIND))
    texts = corrections.with_titles(article_texts(lines), lines, given)
    main = texts.filter(pl.col("part") == 0)
    limits = LanguageLimits(min_vietnamese_share=settings.min_vietnamese_share)
    spoken = pl.concat([main.select("doc"), judge_language(main["text"], limits)], how="horizontal")
    articles = corrections.with_fields(records(lines, texts, spoken.select("doc", "language")), lines, given)
    return {
        "lines": lines,
        "line_measures": line_measures(lines),
        "file_measures": file_measures(documents.drop("file_id"), lines, spoken),
        "article_records": articles,
        "measures": article_measures(articles, lines).with_columns(
            n_days_ahead=n_days_ahead(pl.lit(settings.today, pl.Date))
        ),
        "corpus_measures": corpus_measures(texts) if settings.has_corpus_measures else _unmeasured(texts),
        "dates": mentions(lines, articles),
        "corrections": corrections.outcome(given, read, lines, articles),
        "related_items": related_items(lines).with_columns(part=pl.lit(0, dtype=pl.Int64)),
    }


def _unmeasured(texts: pl.DataFrame) -> pl.DataFrame:
    """No row of `corpus_measures`, without asking any of its patterns of no text at all."""
    nulls = (pl.lit(None, column.dtype).alias(column.name) for column in CORPUS_MEASURES.columns)
    return texts.clear().select("doc", "part").with_columns(nulls).drop("file_id", "article_id", "run_id")


def _identified(frame: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `file_id` for `doc`, and `article_id` where it has a `part`."""
    joined = frame.join(ids, on="doc", how="left", maintain_order="left")
    if "part" not in joined.columns:
        return joined
    return joined.with_columns(article_id=pl.concat_str("file_id", pl.lit("/"), pl.col("part").cast(pl.String)))
