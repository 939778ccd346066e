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
    return above(last_so_far(value))


def next_below(value: pl.Expr) -> pl.Expr:
    """The first `value` that is not null in the rows below, of the same file."""
    source = pl.when(value.is_not_null()).then("doc").backward_fill()
    return below(pl.when(source == pl.col("doc")).then(value.backward_fill()))


def last_so_far(value: pl.Expr) -> pl.Expr:
    """The last `value` that is not null in the rows down to this one, of the same file."""
    source = pl.when(value.is_not_null()).then("doc").forward_fill()
    return pl.when(source == pl.col("doc")).then(value.forward_fill())


def count_so_far(holds: pl.Expr) -> pl.Expr:
    """How many rows of the file down to this one hold (no nulls). Cheaper than `cum_sum().over("doc")`."""
    total = holds.cast(pl.Int64).cum_sum()
    is_first = (pl.col("doc") != pl.col("doc").shift(1)).fill_null(True)
    return total - pl.when(is_first).then(total - holds.cast(pl.Int64)).forward_fill()


def count_from_here(holds: pl.Expr) -> pl.Expr:
    """How many rows of the file from this one down hold (no nulls)."""
    total = holds.cast(pl.Int64).cum_sum(reverse=True)
    is_last = (pl.col("doc") != pl.col("doc").shift(-1)).fill_null(True)
    return total - pl.when(is_last).then(total - holds.cast(pl.Int64)).backward_fill()
