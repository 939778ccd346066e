"""Signs of the outlet in what the article says: who wrote it, and whom people in it talked to."""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import outlet_patterns as patterns
from transforms.outlet_names import marked_names, name_keys, spotted, written_names
from transforms.outlet_registry import load_outlets
from transforms.outlet_signs import (
    AGENCY_TEXT,
    BYLINE,
    BYLINE_KINDS,
    NEW_BYLINE,
    NEW_QUOTE,
    QUOTE,
    SERVICE,
    SOURCE,
    signs_of,
    unknown_name,
)


def _credits(used: pl.DataFrame) -> pl.DataFrame:
    """The lines that name author or source, without what they say about a picture."""
    lines = used.filter(pl.col("kind").is_in(BYLINE_KINDS))
    return lines.with_columns(pl.col("text").str.replace(patterns.PHOTO_CREDIT, ""))


def byline_signs(used: pl.DataFrame) -> pl.DataFrame:
    """Names in a byline, piece by piece, so that "Khánh Hòa" stays a person: `A/VOV-TP.HCM`, `Theo A (TTXVN)`."""
    rows = _credits(used).with_columns(has_source=pl.col("text").str.contains(patterns.SOURCE_MARK))
    whole = pl.col("text").str.replace_all(patterns.SOURCE_MARK, "\n")
    fine = whole.str.replace_all(patterns.PIECE_BREAKS, "\n").str.split("\n")
    coarse = whole.str.replace_all(r"[/|()\[\];\t]", "\n").str.split("\n")
    pieces = rows.with_columns(piece=pl.concat_list(coarse, fine)).explode("piece", empty_as_null=True, keep_nulls=True)
    rank = pl.when("has_source").then(SOURCE).otherwise(BYLINE)
    line, piece = (_source(pl.col(name)) for name in ("text", "piece"))
    sure = spotted(pl.col("text"), sure=True)
    return pl.concat(
        [
            signs_of(rows, line, rank - 1, "byline"),
            signs_of(pieces, piece, rank, "byline"),
            signs_of(rows, sure, rank + 1, "byline"),
        ]
    )


def _source(piece: pl.Expr) -> pl.Expr:
    """The outlet that a byline or a piece of it consists of; "A.P." are the letters of a person."""
    name = piece.str.replace(patterns.AUTHOR_MARKS, "")
    return pl.when(~piece.str.contains(patterns.INITIALS)).then(name_keys().by_name(name))


def tail_signs(used: pl.DataFrame) -> pl.DataFrame:
    """The source that an extractor has glued to the last paragraph."""
    body = used.filter((pl.col("kind") == "body") & (pl.col("part").fill_null(0) == 0))
    last = body.filter(pl.col("line_no") == pl.col("line_no").max().over("doc")).with_columns(
        tail=pl.col("text").str.slice(-70)
    )
    last = last.filter(pl.col("tail").str.contains_any(["heo ", "THEO ", "Nguồn", "/", "("]))
    last = last.filter(~pl.col("tail").str.contains(r"(?i)(?:ảnh|clip|video|đồ họa)[^.]*$"))
    name = pl.col("tail").str.extract(patterns.TAIL_SOURCE, 1).str.replace(patterns.AUTHOR_MARKS, "")
    return signs_of(last, name_keys().by_name(name), SOURCE + 1, "byline")


def new_byline_signs(used: pl.DataFrame) -> pl.DataFrame:
    """`Minh An/Báo Mekong Xanh`, `Minh An/MKX`: the source that a byline names, unknown to the registry."""
    marked, after_slash = (pl.col("text").str.extract(patterns.UNKNOWN_BYLINE, n) for n in (1, 2))
    name = pl.coalesce(marked, pl.when(kind="byline").then(after_slash))
    return signs_of(_credits(used), unknown_name(name), NEW_BYLINE, "byline")


def quote_signs(body: pl.DataFrame) -> pl.DataFrame:
    """`nói với VnExpress`, `PV Dân Việt`: the outlet that the text names most often as its own."""
    reported = body.filter(pl.col("text").str.contains(patterns.AS_REPORTED))
    at_work = body.filter(pl.col("text").str.contains(patterns.SELF_REPORTED))
    pieces = pl.concat([
        _after_cue(body.filter(pl.col("text").str.contains(patterns.quote_hint())), patterns.QUOTE_CUE),
        _after_cue(reported, patterns.AS_CUE).filter(pl.col("piece").str.contains(patterns.AS_REPORTED)),
        _after_cue(at_work, patterns.SELF_CUE).filter(pl.col("piece").str.contains(patterns.SELF_REPORTED)),
    ])  # fmt: skip
    own = signs_of(_with_name(pieces), pl.col("outlet"), QUOTE, "quote")
    own = own.with_columns(times=pl.len().over("doc", "outlet"))
    return own.filter(pl.col("times") == pl.col("times").max().over("doc")).drop("times")


def _after_cue(rows: pl.DataFrame, cue: str) -> pl.DataFrame:
    """What follows each occurrence of `cue`: doc, line_no, `piece` (60 characters)."""
    pieces = pl.col("text").str.replace_all(cue, "\n").str.split("\n").list.slice(1)
    rows = rows.select("doc", "line_no", piece=pieces).explode("piece", empty_as_null=False, keep_nulls=False)
    first = pl.col("piece").str.extract(r"^([^\s,.:;!?]+)", 1)
    return rows.filter(first.is_in(patterns.first_words())).with_columns(pl.col("piece").str.slice(0, 60))


def _with_name(pieces: pl.DataFrame) -> pl.DataFrame:
    """The pieces that begin with a name, and its `outlet`; the longest name counts.

    "Thanh Niên Xung phong" is not the paper, and "phóng viên X bị hành hung" is news about another one.
    """
    lengths = pl.DataFrame({"n": range(8, 0, -1)}, schema={"n": pl.Int64})
    words = pl.col("words")
    heads = pieces.with_row_index("piece_no").with_columns(words=pl.col("piece").str.split(" "))
    heads = heads.join(lengths, how="cross").filter(pl.col("n") <= words.list.len())
    heads = heads.with_columns(
        head=words.list.head(pl.col("n")).list.join(" "), after=words.list.get("n", null_on_oob=True)
    )
    name = pl.col("head").str.strip_chars_end(".,:;!?…\"”’')")
    goes_on = pl.col("after").str.contains(r"^\p{Lu}").fill_null(False) & (name == pl.col("head"))
    marked, exact = marked_names().get(name.str.to_lowercase()), written_names().get(name)
    is_other = goes_on & marked.is_null() & exact.is_in(_common()) | (pl.col("after") == "bị").fill_null(False)
    heads = heads.with_columns(named=pl.coalesce(marked, exact), is_other=is_other)
    named = heads.filter(pl.col("named").is_not_null()).sort("piece_no", "n", descending=[False, True])
    longest = named.unique("piece_no", keep="first", maintain_order=True)
    return longest.with_columns(outlet=pl.when(~pl.col("is_other")).then("named"))


@cache
def _common() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.common]


def press_signs(body: pl.DataFrame) -> pl.DataFrame:
    """`phóng viên TTXVN`, the agency's correspondent, and `phóng viên Báo Mekong Xanh`, which no registry knows."""
    # To tell whether a pattern matches is many times as fast as to tell where.
    of_agency = body.filter(pl.col("text").str.contains(patterns.correspondent()))
    of_other = body.filter(pl.col("text").str.contains(patterns.UNKNOWN_QUOTE_HINT))
    agency = name_keys().by_name(pl.col("text").str.extract(patterns.correspondent(), 1))
    unknown = unknown_name(pl.col("text").str.extract(patterns.UNKNOWN_QUOTE, 1))
    of_service = body.filter(pl.col("text").str.contains_any([f"với {name}" for name in patterns.SERVICES]))
    service = pl.col("text").str.extract(patterns.SERVICE_QUOTE, 1).replace_strict(patterns.SERVICES, default=None)
    return pl.concat(
        [
            signs_of(of_agency, agency, AGENCY_TEXT, "correspondent"),
            signs_of(of_other, unknown, NEW_QUOTE, "quote"),
            signs_of(of_service, service, SERVICE, "quote"),
        ]
    )
