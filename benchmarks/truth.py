"""How alike all pairs of texts really are, by joining all their word 5-grams: slow, and misses nothing."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.shingles import shingled

_JOIN_ROWS = 20_000_000


def all_pairs(articles: pl.DataFrame, least: float) -> pl.DataFrame:
    """Pairs of `articles` (article_id, text) that share 5-grams: a, b, similarity, inside, n_shorter.

    `similarity` is the Jaccard similarity of the 5-gram sets, `inside` the share of the smaller set that the larger one
    holds, `n_shorter` the size of the smaller. Only pairs of which one of the first two is `least` or more.
    """
    shingles = shingled(articles["text"].to_list())
    row = np.repeat(np.arange(articles.height, dtype=np.uint32), np.diff(shingles.offsets))
    grams = pl.DataFrame({"row": row, "gram": shingles.hashes}).unique().filter(pl.col("gram").is_duplicated())
    parts = grams.sort("gram").with_columns(part=pl.len().over("gram").cum_sum() // _JOIN_ROWS).partition_by("part")
    counted = [
        part.join(grams, on="gram", suffix="_2")
        .filter(pl.col("row") < pl.col("row_2"))
        .group_by("row", "row_2")
        .len("n_common")
        for part in parts
    ]
    common = pl.concat(counted).group_by("row", "row_2").agg(pl.col("n_common").cast(pl.Int64).sum())
    size, ids = pl.Series(shingles.n_distinct), articles["article_id"]
    n_1, n_2 = size.gather(common["row"]), size.gather(common["row_2"])
    names = pl.DataFrame({"one": ids.gather(common["row"]), "other": ids.gather(common["row_2"])})
    pairs = pl.concat([common, names], how="horizontal").select(
        a=pl.min_horizontal("one", "other"),
        b=pl.max_horizontal("one", "other"),
        similarity=pl.col("n_common") / (n_1 + n_2 - pl.col("n_common")),
        inside=pl.col("n_common") / pl.min_horizontal(n_1, n_2),
        n_shorter=pl.min_horizontal(n_1, n_2),
    )
    return pairs.filter(pl.max_horizontal("similarity", "inside") >= least).sort("a", "b")
