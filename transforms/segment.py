"""Every line of a file gets one of the 17 kinds, with the evidence for it.

Order of evidence: repeats and blanks; what a line says by itself (`cues`); the head of the page (`head`); runs of
paragraphs below it (`runs`). Vectorised over one frame of lines for a whole batch.
"""

from __future__ import annotations

import polars as pl

from transforms.bare_captions import bare_captions
from transforms.broken import announced, joined
from transforms.cues import cues
from transforms.furniture import learned
from transforms.glued import glued
from transforms.head import DATELINE_PREFIX, head, head_kinds
from transforms.kinds import judge
from transforms.lines import facts, repeats, split
from transforms.pictures import first_line, pictured
from transforms.runs import mark_runs
from transforms.series import told_by_others
from transforms.states import summarise


def segment(documents: pl.DataFrame, furniture: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row for each line: `doc`, `line_no`, `text`, `kind`, `evidence`, `part`, `repeats_line_no`, and its facts.

    `documents` has `doc` and `text`. `part` is the article the line stands in: 0 the main one, 1… appended ones, null
    for furniture and other articles' teasers. `furniture` has the keys of lines that were learned to be of the page.
    """
    lines = repeats(facts(split(documents)))
    lines = learned(cues(lines), furniture)
    full = lines.filter(~pl.col("is_blank")).with_columns(
        i=pl.int_range(pl.len()).over("doc"),
        has_prefix=pl.col("core").str.contains(DATELINE_PREFIX) | pl.col("key").str.contains(DATELINE_PREFIX),
        is_free=pl.col("cue").is_null() & ~pl.col("is_repeat") & ~pl.col("is_menu_row"),
    )
    full = told_by_others(pictured(first_line(full)))
    full = glued(bare_captions(announced(joined(full))))
    full = full.join(head(full), on="doc", how="left", maintain_order="left")
    full = mark_runs(head_kinds(full))
    judged = judge(full, summarise(full))
    blank = lines.filter(pl.col("is_blank")).with_columns(
        kind=pl.lit("blank"), evidence=pl.lit("blank"), part=pl.lit(None, dtype=pl.Int64)
    )
    return pl.concat([judged, blank], how="diagonal").sort("doc", "line_no")
