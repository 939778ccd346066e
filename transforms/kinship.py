"""Do the proper names of a run say that it belongs to the article above, or to another one?"""

from __future__ import annotations

import polars as pl

# A capitalised name inside a sentence.
_INNER_NAME = r"[\p{Ll},;\d”\"(]\s\p{Lu}[\p{L}]+(?:\s\p{Lu}[\p{L}]+)*"
_TITLE_NAME = r"\p{Lu}[\p{L}\d]+(?:\s\p{Lu}[\p{L}\d]+)*"
_LINE_CHARS = 1_500
_CONTEXT_CHARS = 20_000


def novelty(candidates: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """-1 where every proper name of the line was named before in the file, up to 1 where none was."""
    if candidates.is_empty():
        return candidates.select("doc", "run", novelty=pl.lit(0.0))
    prior = (
        lines.join(candidates.select("doc", "run", until="first_i"), on="doc", how="inner", suffix="_candidate")
        .filter((pl.col("i") < pl.col("until")) & ~pl.col("is_repeat"))
        .group_by("doc", pl.col("run_candidate").alias("run"))
        .agg(prior=pl.col("key").str.slice(0, _LINE_CHARS).str.join(" ").str.slice(0, _CONTEXT_CHARS))
    )
    names = candidates.select(
        "doc",
        "run",
        # The first letter is a capital in any line.
        name=pl.col("opener_key").str.strip_chars_start("\"“‘'«([").str.slice(1).str.extract_all(_TITLE_NAME),
    ).explode("name").drop_nulls()  # fmt: skip
    known = names.join(prior, on=["doc", "run"], how="left").with_columns(
        known=pl.col("prior").fill_null("").str.contains(pl.col("name"), literal=True)
    )
    share = known.group_by("doc", "run").agg(new=1.0 - pl.col("known").mean())
    return candidates.select("doc", "run").join(share, on=["doc", "run"], how="left").select(
        "doc", "run", novelty=pl.when(pl.col("new").is_null()).then(0.0).otherwise(pl.col("new") * 2.0 - 1.0)
    )  # fmt: skip


def resumption(candidates: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `run`, `resumes` and `is_boxed`, of runs of two paragraphs and more.

    `resumes`: below the first paragraph stand names of the article above, and none that only the opener and the first
    paragraph have. `is_boxed`: besides, the first paragraph has names, and none of them is known. So it is the teaser
    of another article, below which this one goes on without a sign.
    """
    asked = candidates.filter(pl.col("n_text") >= 2).select("doc", "run", "first_i")
    if asked.is_empty():
        return asked.select("doc", "run", resumes=pl.lit(False), is_boxed=pl.lit(False))
    text = lines.filter(pl.col("unit").is_in(["text", "short"]) | (pl.col("i") == pl.col("title_i"))).select(
        "doc", "i", "run", pl.col("key").str.slice(0, _LINE_CHARS)
    )
    inside = text.join(asked, on=["doc", "run"], how="semi").with_columns(nth=pl.int_range(pl.len()).over("doc", "run"))
    own = inside.filter(pl.col("nth") <= 1).group_by("doc", "run").agg(own=_whole())
    names = _names(inside.filter(pl.col("nth") >= 1).with_columns(is_first=pl.col("nth") == 1))
    asked_names = names.join(_before(asked, text), on=["doc", "run"], how="left").join(
        own, on=["doc", "run"], how="left"
    )
    is_before, is_own = (_has_name(source) for source in ("before", "own"))
    first, later = pl.col("is_first"), ~pl.col("is_first")
    counted = asked_names.group_by("doc", "run").agg(
        resumes=(later & is_before & ~is_own).any() & ~(later & is_own & ~is_before).any(),
        is_new=first.any() & ~(first & is_before).any(),
    )
    return counted.select("doc", "run", "resumes", is_boxed=pl.col("resumes") & pl.col("is_new"))


def _has_name(source: str) -> pl.Expr:
    return pl.col(source).fill_null("").str.contains(pl.col("name"), literal=True)


def _names(lines: pl.DataFrame) -> pl.DataFrame:
    """The proper names inside the sentences of `key`, once a run: `doc`, `run`, `is_first`, `name`."""
    found = lines.select("doc", "run", "is_first", name=pl.col("key").str.extract_all(_INNER_NAME))
    return found.explode("name").drop_nulls("name").with_columns(pl.col("name").str.slice(2)).unique()


def known_names(candidates: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Share of the proper names in a run's paragraphs that the text before it has; null where it names nobody."""
    if candidates.is_empty():
        return candidates.select("doc", "run", known_share=pl.lit(0.0))
    text = lines.filter((pl.col("unit") == "text") | (pl.col("i") == pl.col("title_i")))
    text = text.select("doc", "i", "run", pl.col("key").str.slice(0, _LINE_CHARS))
    asked = candidates.select("doc", "run", "first_i")
    inside = text.join(asked, on=["doc", "run"], how="semi").with_columns(is_first=pl.lit(True))
    found = _names(inside).join(_before(asked, text), on=["doc", "run"]).with_columns(known=_has_name("before"))
    return found.group_by("doc", "run").agg(known_share=pl.col("known").mean())


def _before(asked: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `run`, `before`: the text above each run of `asked`, as one string."""
    above = asked.select("doc", "first_i", asked="run").join(text, on="doc").filter(pl.col("i") < pl.col("first_i"))
    return above.group_by("doc", run="asked").agg(before=_whole())


def _whole() -> pl.Expr:
    return pl.col("key").str.join(" ").str.slice(0, _CONTEXT_CHARS)
