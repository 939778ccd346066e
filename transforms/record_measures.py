"""Measures of an article's record: its title, its lead, its date, and how its text ends."""

from __future__ import annotations

import polars as pl

from transforms.fold import word_count

_ADDRESS_SIGNS = ("http://", "https://", "www.")
# A sentence ends, and one name of two to four words follows: "… từ nay đến cuối năm. Trần Minh Khang".
_CREDIT = r"(?:(?:Bài|Tin|PV|BTV|Theo)\s*:?\s+)?"
_SIGNED = rf"[.!?…][\"”’'»)\]]*\s+\(?{_CREDIT}\p{{Lu}}\p{{Ll}}*\.?(?:\s+\p{{Lu}}\p{{Ll}}*\.?){{1,3}}\)?\s*$"
_N_LEAD_CHARS = 300  # no title is longer


def title_measures(lead: pl.Expr) -> dict[str, pl.Expr]:
    """Expressions over the rows of main articles with `title` and `outlet`; null without a title.

    `lead` is the first paragraph of the article.
    """
    title = pl.col("title")
    words = title.str.count_matches(r"\p{L}{2,}")
    bare = title.str.to_lowercase().str.strip_chars(' .…!?"”“')
    return {
        "n_title_chars": title.str.len_chars().cast(pl.Int64),
        "n_title_words": word_count(title).cast(pl.Int64),
        "is_title_upper": (words >= 3) & ~title.str.contains(r"\p{Ll}"),
        "is_title_lower": title.str.contains(r"^[\"“'‘(]*\p{Ll}+[^\p{L}\p{N}]"),  # not iPhone
        "has_title_address": has_address(title),
        # "… - VnExpress": what a page's <title> carries beside the headline
        "has_title_outlet": title.str.contains(r"\s[-–|]\s") & title.str.ends_with(pl.col("outlet").fill_null("\x00")),
        "is_lead_title": lead.str.slice(0, _N_LEAD_CHARS).str.to_lowercase().str.strip_chars(' .…!?"”“') == bare,
    }


def has_address(text: pl.Expr) -> pl.Expr:
    """The text holds a web address."""
    return pl.any_horizontal(text.str.contains(sign, literal=True) for sign in _ADDRESS_SIGNS)


def has_signed_end(ending: pl.Expr) -> pl.Expr:
    """A name stands behind the last sentence of a paragraph. `ending` is its last 120 characters."""
    return ending.str.contains(_SIGNED)


def n_days_ahead(today: pl.Expr) -> pl.Expr:
    """Days from `today` to `published_on`, 0 for a day that has come; null without a date."""
    return (pl.col("published_on") - today).dt.total_days().clip(0).cast(pl.Int64)
