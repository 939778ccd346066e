"""A short line over paragraphs: a subheading, or the title of another article?

Evidence is added up, each piece with its weight; above zero it is another article's title. The weights were fitted by
logistic regression on generated pages (`tests/damage`) and then rounded and evened out by hand: pages of the generator
have shorter subheadings than real ones, so length counts less than it would there.
"""

from __future__ import annotations

import polars as pl

from transforms.blocks import OF_A_LAW
from transforms.kinship import known_names, novelty, resumption
from transforms.neighbours import above, below, last_above

_MIN_WORDS = 4
_FURNITURE = ["navigation", "tag_heading", "comment_heading", "section"]
_NUMBERED = (
    r"^(?:(?:điều |chương |mục |phần |bước )?\d{1,2}|(?:chương |mục |phần )?[ivx]{1,4}|bước \d+|thứ \p{L}+)\s*[.):/-]"
)
_QUESTION = r"\?[\"”’']?$"
_TRAILS_OFF = r"(?:\.\.\.|…)[\])]?$"
_TAGS = r"^(?:từ kho|tag|thẻ|#|chủ đề|nhãn)"
_HEADING_WORDS = 6
_LONG_PARAGRAPH = 60  # words; teasers are shorter
_BIAS = -5.0

_ENDED = pl.col("below_brief") | pl.col("dated_below") | (pl.sum_horizontal("n_names", "n_furniture") > 0)

# What holds of the run that the line opens, its weight.
_EVIDENCE: tuple[tuple[str, float, pl.Expr], ...] = (
    ("long_line", 1.5, pl.col("opener_words") >= 8),
    ("longer_line", 1.0, pl.col("opener_words") >= 10),
    ("longest_line", 0.75, pl.col("opener_words") >= 13),
    ("sentence_length", -1.5, pl.col("opener_words") >= 18),
    ("brief_line", -1.0, pl.col("opener_words") <= 6),
    ("new_names", 2.5, pl.col("novelty") >= 0.99),
    ("nobody_known", 0.75, pl.col("known_share") == 0),
    ("somebody_known", -0.75, (pl.col("known_share") > 0) & (pl.col("known_share") <= 0.34)),
    ("many_known", -2.5, (pl.col("known_share") > 0.34) & ~pl.col("is_copied")),
    ("boxed", 4.0, pl.col("is_boxed") & (pl.col("novelty") >= 0.99)),
    ("one_paragraph", 1.0, pl.col("n_text") == 1),
    ("teasers_to_the_end", 1.75, pl.col("only_teasers") & (pl.col("n_teasers") >= 2) & pl.col("is_ended")),
    ("trails_off", 2.5, pl.col("trails_off")),
    ("below_a_heading", 1.0, pl.col("below_brief")),
    ("over_a_caption", 0.75, pl.col("over_caption")),
    ("after_a_name", 1.5, pl.col("n_names") > 0),
    ("after_buttons", 0.75, pl.col("n_furniture") > 0),
    ("after_tags", 1.0, pl.col("n_tags") > 0),
    ("after_text", 1.0, pl.col("text_before") >= 3),
    ("nothing_ended", -1.25, (pl.col("n_text") >= 2) & ~_ENDED),
    ("dated", 1.75, pl.col("dated_below")),
    ("dated_text", 0.5, pl.col("first_text_dated")),
    ("copied", 2.5, pl.col("is_copied")),
    ("outlet_prefix", 3.0, pl.col("text_prefix")),
    ("long_paragraph", -1.0, pl.col("first_words") >= _LONG_PARAGRAPH),
    ("question", -1.0, pl.col("opener_low").str.contains(_QUESTION)),
    ("signed_below", -2.5, pl.col("is_signed_below")),
    ("in_capitals", -1.25, ~pl.col("opener_key").str.contains(r"\p{Ll}")),
    ("names_pictures", 12.0, pl.col("opener_names") & (pl.col("n_text") >= 2)),
    ("marked_heading", -5.0, pl.col("opener_level") >= 2),  # and no link
    ("of_a_law", -6.0, pl.col("opener_low").str.contains(OF_A_LAW)),
    ("numbered", -3.0, pl.col("opener_low").str.contains(_NUMBERED)),
)  # fmt: skip


def others(runs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`runs` with `other_score`: above zero, the run's opener is another article's title; null where it is not asked.

    Also `novelty` and `resumes`, see `kinship`.

    Asked are short lines over paragraphs, below two paragraphs or more of the article.
    """
    key = ["doc", "run"]
    placed = _placed(runs.sort(key))
    asked = placed.filter(
        (pl.col("opener") == "short") & (pl.col("n_text") >= 1) & (pl.col("opener_words") >= _MIN_WORDS)
        & (pl.col("text_before") >= 2)
    )  # fmt: skip
    if asked.is_empty():
        return runs.with_columns(
            other_score=pl.lit(None, pl.Float64), novelty=pl.lit(None, pl.Float64), resumes=pl.lit(False)
        )
    near = lines.join(asked.select("doc").unique(), on="doc", how="semi", maintain_order="left")
    judged = (
        asked.join(_surroundings(near), on=key, how="left")
        .join(novelty(asked, near), on=key, how="left")
        .join(known_names(asked, near), on=key, how="left")
        .join(resumption(asked, near), on=key, how="left")
    )
    weighed = (weight * holds.fill_null(False).cast(pl.Float64) for _, weight, holds in _EVIDENCE)
    scores = judged.select(*key, "novelty", "resumes", other_score=pl.sum_horizontal(weighed) + _BIAS)
    scored = runs.join(scores, on=key, how="left", maintain_order="left")
    return scored.with_columns(pl.col("resumes").fill_null(False))


def _placed(runs: pl.DataFrame) -> pl.DataFrame:
    """Adds what the runs around each one say of it; `runs` is sorted."""
    return runs.with_columns(
        is_copied=(pl.col("n_repeated") >= 2) & (pl.col("n_repeated") + 1 >= pl.col("n_text")),
        below_brief=_below_brief(),
        is_signed_below=_is_signed_below(),
        only_teasers=(pl.col("n_text") <= 1).reverse().cum_min().reverse().over("doc"),
        n_teasers=(pl.col("n_text") == 1).cast(pl.Int64).reverse().cum_sum().reverse().over("doc"),
    )


def _below_brief() -> pl.Expr:
    """A line of a few words alone stands right above: the heading of a list."""
    is_brief = pl.col("opener").is_in(["short", "section", "related_heading"]) & (pl.col("n_text") == 0)
    return above(is_brief & (pl.col("opener_words") <= _HEADING_WORDS)).fill_null(False)


def _is_signed_below() -> pl.Expr:
    """The first name below the text stands right under this run, and nothing follows: the author closes the article."""
    is_name = pl.col("opener") == "byline"
    none_yet = is_name.cast(pl.Int64).cum_sum().over("doc") == 0
    return (none_yet & below(is_name & (pl.col("text_after") == 0))).fill_null(False)


def _surroundings(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each run: what stands between its opener and the paragraph above, and how its text begins."""
    is_text = pl.col("unit") == "text"
    is_furniture = pl.col("cue").is_in(_FURNITURE)
    return (
        lines.with_columns(
            n_furniture=_since_text(is_furniture),
            n_tags=_since_text(is_furniture & pl.col("low").str.contains(_TAGS)),
            n_names=_since_text(pl.col("unit") == "byline"),
            over_caption=below(pl.col("cue") == "caption").fill_null(False),
        )
        .filter(pl.col("unit").is_not_null())
        .group_by("doc", "run", maintain_order=True)
        .agg(
            pl.col("n_furniture", "n_tags", "n_names", "over_caption").first(),
            first_words=pl.col("n_words").filter(is_text).first(),
            trails_off=pl.col("ending").filter(is_text).first().str.contains(_TRAILS_OFF),
        )
    )


def _since_text(holds: pl.Expr) -> pl.Expr:
    """How many lines for which `holds` stand above a line, up to the next paragraph."""
    count = holds.fill_null(False).cast(pl.Int64).cum_sum().over("doc")
    at_text = last_above(pl.when(pl.col("unit") == "text").then(count))
    return count - at_text.fill_null(0)
