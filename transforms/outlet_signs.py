"""What a sign of an outlet is: a row (doc, line_no, rank, outlet, basis), and how a name becomes one."""

from __future__ import annotations

import polars as pl

from transforms.outlet_names import name_keys

# How much a sign is worth: the smaller, the stronger. Gaps are for what comes between.
DATELINE, NEW_DATELINE, COPYRIGHT, NEW_COPYRIGHT, PROMO, BYLINE, DOMAIN, SOURCE = 10, 15, 20, 22, 30, 35, 40, 45
BRACKETS, NEW_PROMO, QUOTE, NAVIGATION, RELATED, PORTAL, NEW_BYLINE, NEW_QUOTE, NEW_DOMAIN = (
    50, 52, 55, 57, 58, 60, 75, 76, 80,
)  # fmt: skip
AGENCY_TEXT, AGENCY_BYLINE, SERVICE = 88, 90, 95

SIGN: dict[str, type[pl.DataType]] = {
    "doc": pl.UInt32,
    "line_no": pl.Int64,
    "rank": pl.Int64,
    "outlet": pl.String,
    "basis": pl.String,
}
TEASERS = ("related_text", "appended_body")
FURNITURE = ("promo", "navigation", "byline", "dateline", "media", "related_heading")
OTHER_ARTICLES = ("related_title", "related_text")
BYLINE_KINDS = ("byline", "dateline")


def unknown_name(name: pl.Expr) -> pl.Expr:
    """The name as the masthead would have it, null if the registry knows it."""
    return pl.when(name_keys().by_name(name).is_null()).then(masthead(name))


def masthead(name: pl.Expr) -> pl.Expr:
    """`báo điện tử Mekong Xanh` as `Báo Mekong Xanh`."""
    plain = name.str.strip_chars().str.replace(r"(?i)^(báo|tạp chí)\s+điện tử\s+", "${1} ").str.replace(r"\ssố$", "")
    return plain.str.replace(r"^báo ", "Báo ").str.replace(r"^tạp chí ", "Tạp chí ")


def signs_of(frame: pl.DataFrame, outlet: pl.Expr, rank: int | pl.Expr, basis: str | pl.Expr) -> pl.DataFrame:
    """The rows of `frame` where `outlet` is found, in the shape of a sign."""
    if frame.is_empty():  # most kinds of sign are in few files, and a pattern costs more to compile than to match
        return pl.DataFrame(schema=SIGN)
    columns = {"rank": rank, "outlet": outlet, "basis": basis}
    exprs = {k: pl.lit(v) if not isinstance(v, pl.Expr) else v for k, v in columns.items()}
    found = frame.select("doc", "line_no", **exprs).filter(pl.col("outlet").is_not_null())
    return found.select(pl.col(name).cast(dtype) for name, dtype in SIGN.items())
