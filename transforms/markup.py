"""Pieces of markup that an extractor left in the text."""

from __future__ import annotations

import polars as pl

_MARKUP = "|".join(
    (
        r"!\[[^\]]*\]",  # Markdown picture
        r"\[[^\]]+\]\([^)]*\)",  # Markdown link
        r"\*\*[^*\s](?:[^*]{0,120}[^*\s])?\*\*",  # "**" alone parts two scenes
        r"^#{1,6}\s",
        r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s+[a-zA-Z-]+\s*=[^<>]*)?\s*/?>",
        r"<!--|-->|<!\[CDATA",
        r"&(?:[a-z]{2,8}|[A-Z][a-z]{2,7}|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
        r"\{\{?[^{}]+\}\}?",
        r"\$\{[^}]+\}|<%|%>|\[links?\([^()]*\)\]",
        r"\[/?(?:caption|gallery|embed|video|audio|img|url|b|i|quote)(?:[\s=][^\]]*)?\]",
        r"^\s*\||\|\s*$",
    )
)
_HINT = r"[#<>&{|*\[%]"  # one of these is in each of them; a single class is ten times as fast as a list of words
# Words of an address joined by hyphens; the first begins with a letter, so that lottery numbers are none.
_SLUG = r"(?:^|\s)/?[a-z][a-z0-9]{0,19}(?:-[a-z0-9]{1,20}){4,}"
_SLUG_HINT = r"[a-z0-9]-[a-z0-9]+-[a-z0-9]+-[a-z0-9]+-[a-z0-9]"


def count_markup(lines: pl.DataFrame) -> pl.Series:
    """Pieces of Markdown, HTML, entities, bars at the ends, template variables and hyphenated slugs of each `text`.

    Few lines have any: the costly patterns only see those that hold a sign of them.
    """
    rows = lines.select("text").with_row_index("row")
    marked = rows.filter(pl.col("text").str.contains(_HINT)).select("row", n=pl.col("text").str.count_matches(_MARKUP))
    slugs = rows.filter(pl.col("text").str.contains(_SLUG_HINT)).select(
        "row", n=pl.col("text").str.count_matches(_SLUG)
    )
    counted = pl.concat([marked, slugs]).group_by("row").agg(pl.col("n").sum())
    return (
        rows.select("row")
        .join(counted, on="row", how="left", maintain_order="left")["n"]
        .fill_null(0)
        .cast(pl.Int64)
        .alias("n_markup")
    )


def plain_ascii(text: pl.Expr) -> pl.Expr:
    """What an address makes of Vietnamese text: ASCII letters and digits, words joined by one space."""
    bare = text.str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{Mn}", "").str.replace_all("đ", "d")
    return bare.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def may_hold_slug(low: pl.Expr) -> pl.Expr:
    """Cheap, and never wrong about no: a slug is at least twenty characters of plain ASCII."""
    return low.str.contains(r"[a-z0-9 ]{20}")


def has_title_slug(low: pl.Expr, slug: pl.Expr, title_low: pl.Expr) -> pl.Expr:
    """The line repeats the title without its marks, as an address does. A title without marks tells nothing."""
    key = slug.str.slice(0, 30)
    return (slug.str.len_chars() >= 20) & (key != title_low.str.slice(0, 30)) & low.str.contains(key, literal=True)
