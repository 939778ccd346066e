"""Which outlet a file comes from, and which agency is credited: signs in the lines, of which the strongest decides.

Each small function finds one kind of sign as rows (doc, line_no, rank, outlet, basis); the smallest rank wins, then the
first line. No sign is looked for in captions: the credit of a photo says nothing about the text.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import glued
from transforms import outlet_patterns as patterns
from transforms.outlet_names import bracket_keys, name_keys, places, prefix_keys
from transforms.outlet_page import copyright_signs, domain_signs, hosts, navigation_signs, portal_signs, promo_signs
from transforms.outlet_patterns import dateline_prefix_pattern, domain_pattern
from transforms.outlet_registry import Outlet, load_outlets, outlets_frame
from transforms.outlet_signs import (
    AGENCY_BYLINE,
    AGENCY_TEXT,
    BRACKETS,
    DATELINE,
    NEW_DATELINE,
    PROMO,
    RELATED,
    TEASERS,
    signs_of,
)
from transforms.outlet_text import byline_signs, new_byline_signs, press_signs, quote_signs, tail_signs

__all__ = ["Outlet", "dateline_prefix_pattern", "domain_pattern", "load_outlets", "outlet_evidence", "outlets_frame"]


_HOME_AGENCY = "TTXVN"
_GLUED_CHARS = 300  # of a teaser that may have its title before the prefix


def outlet_evidence(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a doc, sorted: `outlet`, `outlet_line`, `outlet_basis`, `agency`; null where there is no sign.

    `lines` has doc (UInt32), line_no, text (NFC), kind and part (null for furniture), in any order. The basis is
    `dateline`, `copyright`, `promo`, `domain`, `byline`, `quote`, `correspondent`.
    """
    used = lines.with_columns(pl.col("doc").cast(pl.UInt32), pl.col("line_no").cast(pl.Int64))
    body = used.filter(pl.col("kind").is_in(["lead", "body"]) & (pl.col("part").fill_null(0) == 0))
    addresses, heads = hosts(used), _heads(used)
    found = [
        *(_datelines(heads), _new_datelines(heads, addresses), _teasers(heads)),
        *(copyright_signs(used), promo_signs(used), domain_signs(addresses), navigation_signs(used)),
        portal_signs(used),
        *(byline_signs(used), tail_signs(used), new_byline_signs(used), quote_signs(body), press_signs(body)),
    ]
    signs = _demote_agencies(pl.concat(found)).sort("doc", "rank", "line_no", "outlet")
    is_agency = pl.col("outlet").is_in(_agencies())
    # A foreign agency's own pages name it in the dateline or the address; elsewhere it is a source.
    is_source = pl.col("outlet").is_in(_foreign_agencies()) & pl.col("basis").is_in(
        ["byline", "correspondent", "quote"]
    )
    printed = signs.filter((~is_agency | pl.col("outlet").is_in(_printing_agencies())) & ~is_source)
    best = _first(printed)
    credit = _first(signs.filter(is_agency & pl.col("basis").is_in(["dateline", "byline", "correspondent"])))
    outlets = best.select("doc", "outlet", outlet_line="line_no", outlet_basis="basis")
    docs = lines.select(pl.col("doc").cast(pl.UInt32)).unique().sort("doc")
    docs = docs.join(outlets, on="doc", how="left", maintain_order="left")
    return docs.join(credit.select("doc", agency="outlet"), on="doc", how="left", maintain_order="left")


def _first(signs: pl.DataFrame) -> pl.DataFrame:
    """The strongest sign of each doc; `signs` is sorted."""
    return signs.unique("doc", keep="first", maintain_order=True)


@cache
def _agencies() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.agency]


@cache
def _printing_agencies() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.agency and outlet.domain]


@cache
def _foreign_agencies() -> list[str]:
    return [outlet for outlet in _printing_agencies() if outlet != _HOME_AGENCY]


def _demote_agencies(signs: pl.DataFrame) -> pl.DataFrame:
    """An agency's name beside an article credits its text; the outlet that printed it comes first, if named at all."""
    weak = pl.col("outlet").is_in(_agencies()) & (pl.col("rank") > PROMO) & (pl.col("rank") < AGENCY_TEXT)
    return signs.with_columns(rank=pl.when(weak).then(AGENCY_BYLINE).otherwise("rank"))


def _heads(used: pl.DataFrame) -> pl.DataFrame:
    """First lines of texts with what their prefix says: `known` the outlet; `inside` brackets, and `new` without."""
    is_first = pl.col("line_no") == pl.col("line_no").filter(kind="body").min().over("doc")
    starts = pl.col("kind").is_in(["lead", "dateline", *TEASERS]) | (pl.col("kind") == "body") & is_first
    heads = used.filter(starts)
    text = pl.col("text").str.slice(0, 90).str.replace_all(r"\p{Cf}", "")
    teaser = pl.when(pl.col("kind").is_in(TEASERS)).then(pl.col("text").str.slice(0, _GLUED_CHARS))
    heads = heads.select("doc", "line_no", "kind", "part", text=text, teaser=teaser)
    is_counted = pl.col("kind").is_in(["dateline", *TEASERS])  # with a prefix or without
    heads = heads.filter(is_counted | pl.col("text").str.contains(patterns.PREFIX_HINT))
    heads = heads.with_columns(
        inside=pl.col("text").str.extract(patterns.BRACKET_PREFIX, 1),
        dash=pl.col("text").str.extract(patterns.BRACKET_PREFIX, 2),
        bare=pl.col("text").str.extract(patterns.BARE_PREFIX, 1),
        point=pl.col("text").str.extract(patterns.POINT_PREFIX, 1),
        new=pl.col("text").str.extract(patterns.NEW_PREFIX, 1),
        capitals=pl.col("text").str.extract(patterns.CAPITALS_PREFIX, 1),
        glued=pl.col("teaser").str.extract(glued.PREFIX, 1),
        glued_in=pl.col("teaser").str.extract(glued.IN_BRACKETS, 1),
        place=pl.coalesce(pl.col("text").str.extract(patterns.credited_place(), n) for n in (1, 2)),
    )
    inside = pl.col("inside")
    alone = pl.when(pl.col("kind") == "dateline").then("text")
    known = [
        *(bracket_keys().by_name(name) for name in (alone, inside, inside.str.extract("^([^/]+)/", 1))),
        *(prefix_keys().by_name(pl.col(name)) for name in ("bare", "point", "capitals")),
        name_keys().by_name(pl.col("place")),
        prefix_keys().by_name(pl.col("glued")),
        bracket_keys().by_name(pl.col("glued_in")),
    ]
    return heads.with_columns(known=pl.coalesce(known))


def _datelines(heads: pl.DataFrame) -> pl.DataFrame:
    rank = pl.when(pl.col("kind") == "body").then(DATELINE + 2).otherwise(DATELINE)
    return signs_of(heads.filter(~pl.col("kind").is_in(TEASERS)), pl.col("known"), rank, "dateline")


def _new_datelines(heads: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """`(Mekong Xanh) - `, `MKX - `: an unknown name before the lead; stronger if an address in the file has it."""
    in_brackets = pl.col("dash").is_not_null() & pl.col("inside").str.contains(r"^\p{Lu}[^\d]*$")
    leads = (
        heads.filter((pl.col("kind") == "lead") & pl.col("known").is_null())
        .with_columns(inside=pl.when(in_brackets).then("inside").otherwise("new"))
        .filter(~pl.col("inside").str.contains(patterns.NOT_AN_OUTLET) & ~pl.col("inside").is_in(places()))
    )
    letters = pl.col("inside").str.to_lowercase().str.replace_all(r"\b(?:online|báo|tạp chí)\b|\.\w{2,3}$", "")
    stem = letters.str.replace_all("đ", "d").str.normalize("NFD").str.replace_all(r"[^a-z0-9]", "")
    stems = addresses.select("doc", stem=pl.col("host").str.replace(r"^bao", "").str.split(".").list.first()).unique()
    leads = leads.with_columns(stem=stem).join(stems.with_columns(same=True), on=["doc", "stem"], how="left")
    rank = pl.when(pl.col("same")).then(NEW_DATELINE).otherwise(BRACKETS)
    return signs_of(leads, pl.col("inside").str.strip_chars(), rank, "dateline")


def _teasers(heads: pl.DataFrame) -> pl.DataFrame:
    """A site prefixes the teasers of its own articles: where they agree, and at least half of them have it."""
    teasers = heads.filter(pl.col("kind").is_in(TEASERS))
    known = pl.col("known")
    agree = (known.min() == known.max()).over("doc") & (known.count() * 2 >= pl.len()).over("doc")
    return signs_of(teasers.filter(agree), known, RELATED, "dateline")
