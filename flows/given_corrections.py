"""Corrections by hand as the frame that the transform is given, and who made them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.corrections import SCHEMA
from warehouse import corrections, decisions
from warehouse.layout import Home

_WHO = {"corrected_by": pl.String(), "corrected_at": pl.Datetime("us", "UTC"), "note": pl.String()}


def given_corrections(home: Home, file_ids: Sequence[str]) -> pl.DataFrame:
    """The corrections of these contents that nobody withdrew: the columns of `transforms.corrections.SCHEMA`, then
    `corrected_by`, `corrected_at`, `note`."""
    wanted = frozenset(file_ids)
    rows = [
        (
            correction.decision.decision_id, correction.place.file_id, correction.place.field, correction.place.part,
            correction.place.line_no, correction.value, correction.decision.who, correction.decision.when,
            correction.decision.note,
        )
        for correction in corrections.in_force(decisions.read(home))
        if correction.place.file_id in wanted
    ]  # fmt: skip
    return pl.DataFrame(rows, schema={**SCHEMA, **_WHO}, orient="row")


def with_people(outcome: pl.DataFrame, given: pl.DataFrame, defaults: pl.DataFrame) -> pl.DataFrame:
    """What the transform says of corrections, with who made them.

    `defaults` has `file_id` and `outlet`: what an article without a sign of its outlet has from its source.
    """
    source = defaults.select("file_id", source_outlet="outlet").drop_nulls().unique("file_id", keep="first")
    joined = outcome.join(given.select("correction_id", *_WHO), on="correction_id", how="left", maintain_order="left")
    default = pl.when((pl.col("field") == "outlet") & pl.col("active")).then("source_outlet")
    return joined.join(source, on="file_id", how="left", maintain_order="left").with_columns(
        value_read=pl.coalesce("value_read", default)
    )
