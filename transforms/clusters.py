"""Verified pairs to rows of `news.duplicates`: who is the original, and which cluster a pair belongs to.

The rows depend on the set of pairs alone, never on the order in which they were found: articles of the same text
speak with one voice (what is like one of them is like all), so it does not matter which of them was compared.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

_ROWS = ("article_id", "duplicate_of", "method", "similarity", "cluster_id", "text_id", "contained_id")


def resolve(pairs: pl.DataFrame, dates: pl.DataFrame, *, max_copies: int) -> pl.DataFrame:
    """The rows of `news.duplicates` (but run_id, is_version) of all clusters that `pairs` touch, sorted by article_id.

    `pairs` (a, b, method, similarity, contained_id; either order, repeats allowed): the new ones and all stored ones of
    the touched clusters. `dates` (article_id, published_on, published_at) of their articles; one that is missing has no
    date.
    An article and its newer version are a pair like any other: what is superseded is for the reader to leave out.
    """
    nodes = _nodes(pairs, dates)
    number = nodes.select("article_id", "node")
    edges = pairs.join(number.rename({"article_id": "a", "node": "x"}), on="a")
    edges = edges.join(number.rename({"article_id": "b", "node": "y"}), on="b")
    edges = edges.join(number.rename({"article_id": "contained_id", "node": "inner"}), on="contained_id", how="left")
    is_exact = pl.col("method") == "exact"
    nodes = nodes.with_columns(text=_components(nodes.height, edges.filter(is_exact)))
    linked = pl.concat([_copies(nodes, max_copies), _relatives(nodes, edges.remove(is_exact), max_copies)])
    cluster, ids = pl.Series(_components(nodes.height, linked)), nodes["article_id"]
    text = pl.Series(_components(nodes.height, linked.filter(pl.col("method") != "contained")))
    rows = linked.with_columns(
        article_id=ids.gather(linked["x"]),
        duplicate_of=ids.gather(linked["y"]),
        cluster_id=ids.gather(cluster.gather(linked["x"])),
        text_id=pl.when(pl.col("method") != "contained").then(ids.gather(text.gather(linked["x"]))),
        contained_id=ids.gather(linked["inner"]),
    )
    return rows.select(_ROWS).sort("article_id", "duplicate_of")


def _nodes(pairs: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """article_id, node (its number in order of article_id), rank (its number in order of publication)."""
    ids = pl.concat([pairs["a"], pairs["b"]]).unique().sort().alias("article_id")
    nodes = ids.to_frame().with_row_index("node").with_columns(pl.col("node").cast(pl.Int64))
    dated = nodes.join(dates.unique("article_id"), on="article_id", how="left")
    dated = dated.sort("published_on", "published_at", "article_id", nulls_last=True)
    return dated.with_row_index("rank").select("article_id", "node", pl.col("rank").cast(pl.Int64)).sort("node")


def _copies(nodes: pl.DataFrame, max_copies: int) -> pl.DataFrame:
    """The pairs of articles with the same text: each with each, or in a large group each with the original."""
    voices = _voices(nodes, max_copies).rename({"node": "y", "rank": "rank_y"})
    pairs = nodes.select("text", x="node", rank_x="rank").join(voices, on="text")
    later = pairs.filter(pl.col("rank_x") > pl.col("rank_y"))
    none = pl.lit(None, pl.Int64)
    return later.select("x", "y", method=pl.lit("exact"), similarity=pl.lit(1.0), inner=none)


def _relatives(nodes: pl.DataFrame, edges: pl.DataFrame, max_copies: int) -> pl.DataFrame:
    """The pairs of articles with different texts: what holds for one copy of a text holds for all that speak."""
    text = nodes["text"]
    p, q = text.gather(edges["x"]), text.gather(edges["y"])
    between = edges.select(
        "method", "similarity", p=pl.min_horizontal(p, q), q=pl.max_horizontal(p, q), inner=text.gather(edges["inner"])
    )
    between = (
        between.filter(pl.col("p") != pl.col("q"))
        .sort("similarity", "method", descending=True)
        .unique(["p", "q"], keep="first", maintain_order=True)
    )
    voices = _voices(nodes, max_copies)
    pairs = between.join(voices, left_on="p", right_on="text").join(voices, left_on="q", right_on="text", suffix="_q")
    is_later = pl.when(pl.col("rank") > pl.col("rank_q"))
    later, earlier = is_later.then("node").otherwise("node_q"), is_later.then("node_q").otherwise("node")
    inner = pl.when(pl.col("inner") == pl.col("p")).then("node").when(pl.col("inner") == pl.col("q")).then("node_q")
    return pairs.select(later.alias("x"), earlier.alias("y"), "method", "similarity", inner=inner)


def _voices(nodes: pl.DataFrame, max_copies: int) -> pl.DataFrame:
    """text, node, rank of the articles that stand for their text: all up to `max_copies`, else the original alone."""
    is_original = pl.col("rank") == pl.col("rank").min().over("text")
    return nodes.filter((pl.len().over("text") <= max_copies) | is_original).select("text", "node", "rank")


def _components(n_nodes: int, edges: pl.DataFrame) -> NDArray[np.int64]:
    """The smallest node of the connected component of each node. `edges`: x, y.

    Each round hangs the root of either side under the smaller one, then makes all paths one step long; the number of
    rounds grows with the logarithm of the longest chain.
    """
    left, right = edges["x"].to_numpy(), edges["y"].to_numpy()
    root = np.arange(n_nodes, dtype=np.int64)
    while not np.array_equal(root[left], root[right]):
        smaller = np.minimum(root[left], root[right])
        np.minimum.at(root, root[left], smaller)
        np.minimum.at(root, root[right], smaller)
        while not np.array_equal(root, above := root[root]):
            root = above
    return root
