"""Which outlet a file comes from, and which agency is credited: signs in the lines, of which the strongest decides.

Each small function finds one kind of sign as rows (doc, line_no, rank, outlet, basis); the smallest rank wins, then the
first line. Captions never count: the credit of a photo says nothing about the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from transforms import outlet_patterns as patterns
from transforms.outlet_registry import (
    Outlet, dateline_keys, dateline_prefix_pattern, domain_keys, domain_pattern, folded_name, load_outlets,
    marked_names, name_keys, outlets_frame, spotted, written_names,
)  # fmt: skip

__all__ = [
    "Outlet", "dateline_prefix_pattern", "domain_pattern", "load_outlets", "outlet_evidence", "outlets_frame",
]  # fmt: skip

# How much a sign is worth: the smaller, the stronger. Gaps are for what comes between.
DATELINE, NEW_DATELINE, COPYRIGHT, NEW_COPYRIGHT, PROMO, BYLINE, DOMAIN, SOURCE = 10, 15, 20, 22, 30, 35, 40, 45
BRACKETS, NEW_PROMO, QUOTE, NAVIGATION, RELATED, NEW_BYLINE, NEW_QUOTE, NEW_DOMAIN = 50, 52, 55, 57, 58, 75, 76, 80
AGENCY_TEXT, AGENCY_BYLINE = 88, 90

_SIGN = {"doc": pl.UInt32, "line_no": pl.Int64, "rank": pl.Int32, "outlet": pl.String, "basis": pl.String}
_TEASERS = ("related_text", "appended_body")
_FURNITURE = ("promo", "navigation", "byline", "dateline", "media", "related_heading", "related_title", "related_text")
_BYLINES = ("byline", "dateline")


def outlet_evidence(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a doc, sorted: `outlet`, `outlet_line`, `outlet_basis`, `agency`; null where there is no sign.

    `lines` has doc (UInt32), line_no, text (NFC), kind and part (null for furniture), in any order. The basis is
    `dateline`, `copyright`, `promo`, `domain`, `byline`, `quote`, `correspondent`.
    """
    used = lines.filter(~pl.col("kind").is_in(["caption", "duplicate", "blank"])).with_columns(
        pl.col("doc").cast(pl.UInt32), pl.col("line_no").cast(pl.Int64)
    )
    body = used.filter(pl.col("kind").is_in(["lead", "body"]) & (pl.col("part").fill_null(0) == 0))
    hosts, heads = _hosts(used), _heads(used)
    credits = pl.concat([_bylines(used), _tails(used)])
    found = [
        _datelines(heads), _new_datelines(heads, hosts), _teasers(heads), _copyright(used), _promo(used), _domains(hosts),
        _navigation(used), credits, _new_bylines(used), _quotes(body), _press(body),
    ]  # fmt: skip
    signs = _demote_agencies(pl.concat(found)).sort("doc", "rank", "line_no", maintain_order=True)
    best = signs.filter(pl.col("outlet").is_in(_outlets_only()) | ~pl.col("outlet").is_in(_agencies()))
    outlets = best.unique("doc", keep="first", maintain_order=True).select(
        "doc", "outlet", outlet_line="line_no", outlet_basis="basis"
    )
    agencies = signs.filter(pl.col("outlet").is_in(_agencies()) & pl.col("basis").is_in(["dateline", "byline", "correspondent"]))
    agency = agencies.unique("doc", keep="first", maintain_order=True).select("doc", agency="outlet")
    docs = lines.select(pl.col("doc").cast(pl.UInt32)).unique().sort("doc")
    return docs.join(outlets, on="doc", how="left", maintain_order="left").join(
        agency, on="doc", how="left", maintain_order="left"
    )


@cache
def _agencies() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.agency]


@cache
def _outlets_only() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.domain]


def _demote_agencies(signs: pl.DataFrame) -> pl.DataFrame:
    """An agency's name beside an article credits its text; the outlet that printed it, if named anywhere, comes first."""
    weak = pl.col("outlet").is_in(_agencies()) & (pl.col("rank") > PROMO) & (pl.col("rank") < AGENCY_TEXT)
    return signs.with_columns(rank=pl.when(weak).then(AGENCY_BYLINE).otherwise("rank").cast(pl.Int32))


@cache
def _common() -> list[str]:
    return [outlet.outlet for outlet in load_outlets() if outlet.common]


def _get(key: pl.Expr, names: Mapping[str, str]) -> pl.Expr:
    return key.replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)


def _lookup(name: pl.Expr, keys: Mapping[str, str]) -> pl.Expr:
    return _get(folded_name(name), keys)


def _unknown(name: pl.Expr) -> pl.Expr:
    """The name as the masthead would have it, null if the registry knows it."""
    return pl.when(_lookup(name, name_keys()).is_null()).then(_masthead(name))


def _masthead(name: pl.Expr) -> pl.Expr:
    """`báo điện tử Mekong Xanh` as `Báo Mekong Xanh`."""
    plain = name.str.strip_chars().str.replace(r"(?i)^(báo|tạp chí)\s+điện tử\s+", "${1} ")
    return plain.str.replace(r"^báo ", "Báo ").str.replace(r"^tạp chí ", "Tạp chí ")


def _signs(frame: pl.DataFrame, outlet: pl.Expr, rank: int | pl.Expr, basis: str | pl.Expr) -> pl.DataFrame:
    """The rows of `frame` where `outlet` is found, in the shape of a sign."""
    columns = {"rank": rank, "outlet": outlet, "basis": basis}
    exprs = {k: pl.lit(v) if not isinstance(v, pl.Expr) else v for k, v in columns.items()}
    found = frame.select("doc", "line_no", **exprs).filter(pl.col("outlet").is_not_null())
    return found.cast(_SIGN)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the beginning of a text


def _heads(used: pl.DataFrame) -> pl.DataFrame:
    """First lines of texts with what their prefix says: `known` an outlet, `inside` the words in brackets before a dash."""
    first_body = (pl.col("kind") == "body") & (pl.col("line_no") == pl.col("line_no").filter(kind="body").min().over("doc"))
    heads = used.filter(pl.col("kind").is_in(["lead", *_TEASERS]) | first_body)
    text = pl.col("text").str.slice(0, 90).str.replace_all(r"\p{Cf}", "")
    heads = heads.select("doc", "line_no", "kind", "part", text=text).with_columns(
        inside=pl.col("text").str.extract(patterns.BRACKET_PREFIX, 1),
        dash=pl.col("text").str.extract(patterns.BRACKET_PREFIX, 2),
        bare=pl.col("text").str.extract(patterns.BARE_PREFIX, 1),
        point=pl.col("text").str.extract(patterns.POINT_PREFIX, 1),
        place=pl.coalesce(pl.col("text").str.extract(patterns.credited_place(), n) for n in (1, 2)),
    )
    bare = dateline_keys(bracketed=False)
    known = pl.coalesce(
        _lookup(pl.col("inside"), dateline_keys(bracketed=True)), _lookup(pl.col("bare"), bare),
        _lookup(pl.col("point"), bare), _lookup(pl.col("place"), name_keys()),
    )  # fmt: skip
    return heads.with_columns(known=known)


def _datelines(heads: pl.DataFrame) -> pl.DataFrame:
    rank = pl.when(pl.col("kind") == "lead").then(DATELINE).otherwise(DATELINE + 2)
    return _signs(heads.filter(~pl.col("kind").is_in(_TEASERS)), pl.col("known"), rank, "dateline")


def _new_datelines(heads: pl.DataFrame, hosts: pl.DataFrame) -> pl.DataFrame:
    """`(Mekong Xanh) - `: an unknown name before the lead; stronger if an address in the file is made of it."""
    leads = heads.filter(
        (pl.col("kind") == "lead") & pl.col("known").is_null() & pl.col("dash").is_not_null()
        & pl.col("inside").str.contains(r"^\p{Lu}[^\d]*$") & ~pl.col("inside").str.contains(patterns.NOT_AN_OUTLET)
    )  # fmt: skip
    letters = pl.col("inside").str.to_lowercase().str.replace_all(r"\b(?:online|báo|tạp chí)\b|\.\w{2,3}$", "")
    stem = letters.str.replace_all("đ", "d").str.normalize("NFD").str.replace_all(r"[^a-z0-9]", "")
    stems = hosts.select("doc", stem=pl.col("host").str.replace(r"^bao", "").str.split(".").list.first()).unique()
    leads = leads.with_columns(stem=stem).join(stems.with_columns(same=True), on=["doc", "stem"], how="left")
    rank = pl.when(pl.col("same")).then(NEW_DATELINE).otherwise(BRACKETS)
    return _signs(leads, pl.col("inside").str.strip_chars(), rank, "dateline")


def _teasers(heads: pl.DataFrame) -> pl.DataFrame:
    """A site prefixes the teasers of its own articles: where they agree, and at least half of them have it."""
    teasers = heads.filter(pl.col("kind").is_in(_TEASERS))
    agree = (pl.col("known").drop_nulls().n_unique() == 1) & (pl.col("known").count() * 2 >= pl.len())
    return _signs(teasers.filter(agree.over("doc")), pl.col("known"), RELATED, "dateline")


# ---------------------------------------------------------------- the page around the article


def _copyright(used: pl.DataFrame) -> pl.DataFrame:
    """`Báo X giữ bản quyền`, `© 2024 X`: also an outlet that the registry does not know."""
    page = used.filter(pl.col("kind").is_in(["navigation", "promo", *_BYLINES]))
    rows = page.filter(pl.col("text").str.contains(patterns.COPYRIGHT_CUE)).with_columns(
        pl.col("text").str.replace_all(r"(?i)cơ quan (?:chủ quản|của)[^.|;\n–]*", "")
    )
    owner = pl.col("text").str.extract(patterns.OWNER, 1)
    after = pl.col("text").str.extract(patterns.AFTER_COPYRIGHT, 1)
    known = pl.coalesce(*(_lookup(name, name_keys()) for name in (owner, after)), spotted(pl.col("text"), sure=False))
    new = pl.coalesce(owner, pl.when(~after.str.contains(patterns.NOT_A_NAME)).then(after))
    rows = rows.with_columns(known=known, new=_masthead(new))
    unknown = rows.filter(pl.col("known").is_null())
    return pl.concat(
        [
            _signs(rows, pl.col("known"), COPYRIGHT, "copyright"),
            _signs(unknown, pl.col("new"), NEW_COPYRIGHT, "copyright"),
        ]
    )


def _promo(used: pl.DataFrame) -> pl.DataFrame:
    rows = used.filter(kind="promo").with_columns(
        followed=pl.col("text").str.extract(patterns.FOLLOW, 1).str.strip_chars(),
        named=pl.coalesce(spotted(pl.col("text"), sure=True), spotted(pl.col("text"), sure=False)),
    )
    known = pl.coalesce(_lookup(pl.col("followed"), name_keys()), pl.col("named"))
    new = rows.filter(~pl.col("followed").str.contains(patterns.NOT_A_NAME))
    return pl.concat(
        [_signs(rows, known, PROMO, "promo"), _signs(new, pl.col("followed"), NEW_PROMO, "promo")]
    )


def _navigation(used: pl.DataFrame) -> pl.DataFrame:
    rows = used.filter(pl.col("kind").is_in(["navigation", "related_heading"]))
    own = pl.col("text").str.replace_all(r"(?i)cơ quan (?:chủ quản|của)[^.|;\n–]*", "")
    return _signs(rows, spotted(own, sure=True), NAVIGATION, "copyright")


def _hosts(used: pl.DataFrame) -> pl.DataFrame:
    """The addresses of the page, one a row; of the running text only those of e-mail. `known` is the outlet, or null."""
    running = ["lead", "body", "appended_body"]
    page = used.filter(pl.col("kind").is_in(_FURNITURE)).filter(pl.col("text").str.contains(r"[.](?i:vn|com|net|org|info|fr|cn|jp|kr)"))
    text = used.filter(pl.col("kind").is_in(running)).filter(pl.col("text").str.contains("@", literal=True))
    rows = pl.concat([page, text]).select("doc", "line_no", "kind", "text", host=pl.col("text").str.to_lowercase().str.extract_all(patterns.HOST))
    rows = rows.explode("host", empty_as_null=False, keep_nulls=False).with_columns(
        is_mail=pl.col("host").str.starts_with("@"), host=pl.col("host").str.strip_chars_start("@").str.strip_prefix("www.")
    )
    rows = rows.filter(pl.col("is_mail") | ~pl.col("kind").is_in(running))
    ends = (pl.col("host"), *(pl.col("host").str.extract(rf"((?:[^.]+\.){{{n}}}[^.]+)$", 1) for n in (2, 1)))
    return rows.with_columns(known=pl.coalesce(_get(end, domain_keys()) for end in ends))


def _domains(hosts: pl.DataFrame) -> pl.DataFrame:
    """Addresses of known outlets by where they stand; of unknown ones those in `.vn` where readers are addressed."""
    kind = pl.col("kind")
    rank = (
        pl.when(kind == "promo").then(PROMO).when(kind.is_in(_BYLINES) & pl.col("is_mail")).then(BYLINE)
        .when(kind.is_in(_BYLINES)).then(SOURCE).when(kind.is_in(_FURNITURE)).then(DOMAIN).otherwise(NEW_QUOTE)
    )  # fmt: skip
    basis = pl.when(kind.is_in(_BYLINES)).then(pl.lit("byline")).otherwise(pl.lit("domain"))
    new = hosts.filter(
        pl.col("known").is_null() & pl.col("host").str.ends_with(".vn") & ~pl.col("host").str.contains(patterns.OTHER_HOSTS)
        & kind.is_in(["promo", "navigation", "byline"]) & (pl.col("text").str.contains(patterns.READER_CUE) | (kind == "byline"))
    )  # fmt: skip
    site = pl.col("host").str.extract(r"((?:[^.]+\.)?[^.]+\.[^.]+)$", 1)
    return pl.concat([_signs(hosts, pl.col("known"), rank, basis), _signs(new, site, NEW_DOMAIN, "domain")])


# ---------------------------------------------------------------- who wrote it


def _bylines(used: pl.DataFrame) -> pl.DataFrame:
    """Names in a byline, piece by piece, so that "Khánh Hòa" stays a person: `A/VOV-TP.HCM`, `Theo A (TTXVN)`."""
    rows = used.filter(pl.col("kind").is_in(_BYLINES)).with_columns(has_source=pl.col("text").str.contains(patterns.SOURCE_MARK))
    whole = pl.col("text").str.replace_all(patterns.SOURCE_MARK, "\n")
    fine = whole.str.replace_all(patterns.PIECE_BREAKS, "\n").str.split("\n")
    coarse = whole.str.replace_all(r"[/|()\[\];\t]", "\n").str.split("\n")
    pieces = rows.with_columns(piece=pl.concat_list(coarse, fine)).explode("piece", empty_as_null=True, keep_nulls=True)
    rank = pl.when("has_source").then(SOURCE).otherwise(BYLINE)
    piece = _lookup(pl.col("piece").str.replace(patterns.AUTHOR_MARKS, ""), name_keys())
    sure = spotted(pl.col("text"), sure=True)
    return pl.concat([_signs(pieces, piece, rank, "byline"), _signs(rows, sure, rank + 1, "byline")])


def _tails(used: pl.DataFrame) -> pl.DataFrame:
    """The source that an extractor has glued to the last paragraph."""
    body = used.filter((pl.col("kind") == "body") & (pl.col("part").fill_null(0) == 0))
    last = body.filter(pl.col("line_no") == pl.col("line_no").max().over("doc")).with_columns(
        tail=pl.col("text").str.slice(-70)
    )
    last = last.filter(~pl.col("tail").str.contains(r"(?i)(?:ảnh|clip|video|đồ họa)[^.]*$"))
    name = pl.col("tail").str.extract(patterns.TAIL_SOURCE, 1).str.replace(patterns.AUTHOR_MARKS, "")
    return _signs(last, _lookup(name, name_keys()), SOURCE + 1, "byline")


def _new_bylines(used: pl.DataFrame) -> pl.DataFrame:
    rows = used.filter(kind="byline")
    return _signs(rows, _unknown(pl.col("text").str.extract(patterns.UNKNOWN_BYLINE, 1)), NEW_BYLINE, "byline")


# ---------------------------------------------------------------- what the text says itself


def _quotes(body: pl.DataFrame) -> pl.DataFrame:
    """`nói với VnExpress`, `PV Dân Việt`: the outlet that the text names most often as its own."""
    reported = body.filter(pl.col("text").str.contains(patterns.AS_REPORTED))
    pieces = pl.concat([
        _after_cue(body.filter(pl.col("text").str.contains(patterns.quote_hint())), patterns.QUOTE_CUE),
        _after_cue(reported, patterns.AS_CUE).filter(pl.col("piece").str.contains(patterns.AS_REPORTED)),
    ])  # fmt: skip
    own = _signs(_with_name(pieces), pl.col("outlet"), QUOTE, "quote")
    times = pl.len().over("doc", "outlet")
    return own.filter(times == times.max().over("doc"))


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
    heads = pieces.with_row_index("piece_no").with_columns(words=pl.col("piece").str.split(" ")).join(lengths, how="cross")
    heads = heads.filter(pl.col("n") <= pl.col("words").list.len()).with_columns(
        head=pl.col("words").list.head(pl.col("n")).list.join(" "), after=pl.col("words").list.get("n", null_on_oob=True)
    )
    name = pl.col("head").str.strip_chars_end(".,:;!?…\"”’')")
    goes_on = pl.col("after").str.contains(r"^\p{Lu}").fill_null(False) & (name == pl.col("head"))
    marked, exact = _get(name.str.to_lowercase(), marked_names()), _get(name, written_names())
    is_other = goes_on & marked.is_null() & exact.is_in(_common()) | (pl.col("after") == "bị").fill_null(False)
    named = heads.with_columns(outlet=pl.when(~is_other).then(pl.coalesce(marked, exact)), is_other=is_other & exact.is_not_null())
    named = named.filter(pl.col("outlet").is_not_null() | pl.col("is_other"))
    return named.sort("piece_no", "n", descending=[False, True]).unique("piece_no", keep="first", maintain_order=True)


def _press(body: pl.DataFrame) -> pl.DataFrame:
    """`phóng viên TTXVN`, the agency's correspondent, and `phóng viên Báo Mekong Xanh`, which no registry knows."""
    rows = body.filter(pl.col("text").str.contains(r"hóng viên|PV"))
    agency = _lookup(pl.col("text").str.extract(patterns.correspondent(), 1), name_keys())
    unknown = _unknown(pl.col("text").str.extract(patterns.UNKNOWN_QUOTE, 1))
    return pl.concat(
        [_signs(rows, agency, AGENCY_TEXT, "correspondent"), _signs(rows, unknown, NEW_QUOTE, "quote")]
    )
