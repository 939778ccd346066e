"""The row above or below in the same file, of frames in file order.

`shift(…).over("doc")` groups the frame anew for each expression, a hundred times the cost of comparing two columns.
"""

from __future__ import annotations

import polars as pl


def above(value: pl.Expr, n: int = 1) -> pl.Expr:
    """`value` of the row `n` rows above, null where that is another file. The frame must be sorted by `doc`."""
    return pl.when(pl.col("doc").shift(n) == pl.col("doc")).then(value.shift(n))


def below(value: pl.Expr, n: int = 1) -> pl.Expr:
    """`value` of the row `n` rows below, null where that is another file. The frame must be sorted by `doc`."""
    return above(value, -n)


def last_above(value: pl.Expr) -> pl.Expr:
    """The last `value` that is not null in the rows above, of the same file."""
    return above(value.forward_fill().over("doc"))


def next_below(value: pl.Expr) -> pl.Expr:
    """The first `value` that is not null in the rows below, of the same file."""
    return below(value.backward_fill().over("doc"))
