"""Signs of the outlet on the page around the article: copyright, promotion, addresses, its name in the furniture."""

from __future__ import annotations

import polars as pl

from transforms import outlet_patterns as patterns
from transforms.outlet_names import domain_keys, name_keys, spotted
from transforms.outlet_signs import (
    BYLINE,
    BYLINE_KINDS,
    COPYRIGHT,
    DOMAIN,
    FURNITURE,
    NAVIGATION,
    NEW_COPYRIGHT,
    NEW_DOMAIN,
    NEW_PROMO,
    NEW_QUOTE,
    OTHER_ARTICLES,
    PORTAL,
    PROMO,
    RELATED,
    SOURCE,
    masthead,
    signs_of,
    unknown_name,
)


def copyright_signs(used: pl.DataFrame) -> pl.DataFrame:
    """`Báo X giữ bản quyền`, `© 2024 X`: also an outlet that the registry does not know."""
    page = used.filter(pl.col("kind").is_in(["navigation", "promo", *BYLINE_KINDS]))
    rows = page.filter(pl.col("text").str.contains(patterns.COPYRIGHT_CUE)).with_columns(
        pl.col("text").str.replace_all(patterns.PUBLISHER, "")
    )
    owner = pl.col("text").str.extract(patterns.OWNER, 1)
    after = pl.col("text").str.extract(patterns.AFTER_COPYRIGHT, 1)
    known = pl.coalesce(*(name_keys().by_name(name) for name in (owner, after)), spotted(pl.col("text"), sure=False))
    new = pl.coalesce(owner, pl.when(~after.str.contains(patterns.NOT_A_NAME)).then(after))
    rows = rows.with_columns(known=known, new=masthead(new))
    unknown = rows.filter(pl.col("known").is_null())
    return pl.concat(
        [
            signs_of(rows, pl.col("known"), COPYRIGHT, "copyright"),
            signs_of(unknown, pl.col("new"), NEW_COPYRIGHT, "copyright"),
        ]
    )


def promo_signs(used: pl.DataFrame) -> pl.DataFrame:
    """`Theo dõi X trên Google News`: of unknown outlets only where a network follows, not "theo dõi Cúp C1 trên"."""
    rows = used.filter(kind="promo").with_columns(
        followed=pl.col("text").str.extract(patterns.FOLLOW, 1).str.strip_chars(),
        place=pl.col("text").str.extract(patterns.FOLLOW, 2),
        named=pl.coalesce(spotted(pl.col("text"), sure=True), spotted(pl.col("text"), sure=False)),
    )
    known = pl.coalesce(name_keys().by_name(pl.col("followed")), pl.col("named"))
    new = rows.filter(pl.col("place").is_not_null() & ~pl.col("followed").str.contains(patterns.NOT_A_NAME))
    marked = unknown_name(pl.col("text").str.extract(patterns.UNKNOWN_PROMO, 1))
    return pl.concat(
        [
            signs_of(rows, known, PROMO, "promo"),
            signs_of(new, pl.col("followed"), NEW_PROMO, "promo"),
            signs_of(rows, marked, NEW_PROMO + 1, "promo"),
        ]
    )


def navigation_signs(used: pl.DataFrame) -> pl.DataFrame:
    """A name in the furniture that is long enough to mean nothing else ("VTV" may be a channel in a schedule)."""
    rows = used.filter(pl.col("kind").is_in(["navigation", "related_heading"]))
    own = pl.col("text").str.replace_all(patterns.PUBLISHER, "")
    return signs_of(rows, spotted(own, sure=True, shortest=4), NAVIGATION, "copyright")


def portal_signs(used: pl.DataFrame) -> pl.DataFrame:
    """`© Cổng thông tin điện tử Bộ Y tế`: what offices call their site; of those none is in the registry."""
    rows = used.filter(pl.col("kind").is_in(FURNITURE) & pl.col("text").str.contains(patterns.PORTAL_HINT))
    owner = pl.col("text").str.strip_chars(" .").str.extract(patterns.PORTAL, 1).str.strip_chars()
    rows = rows.with_columns(owner=_in_small_letters(owner)).filter(
        ~pl.col("owner").str.contains(r"^(?i:báo|tạp chí)\s")
    )
    name = pl.concat_str(pl.lit("Cổng thông tin điện tử "), pl.col("owner"))
    return signs_of(rows, name, PORTAL, "copyright")


def _in_small_letters(owner: pl.Expr) -> pl.Expr:
    """`TỈNH NINH BÌNH` as `tỉnh Ninh Bình`."""
    small = owner.str.to_titlecase().str.replace(r"^(Tỉnh|Thành Phố|Huyện|Quận)\s", "$1 ")
    for word in ("Tỉnh", "Thành Phố", "Huyện", "Quận", "Thị Xã"):
        small = small.str.replace(f"^{word} ", f"{word.lower()} ")
    return pl.when(owner.str.contains(r"\p{Ll}")).then(owner).otherwise(small)


def hosts(used: pl.DataFrame) -> pl.DataFrame:
    """The addresses of the page, one a row, with the `known` outlet or null; of other articles only links.

    Of the running text only e-mail: "trang vnexpress.net từng viết" is about another site.
    """
    running = ["lead", "body", "appended_body"]
    page = used.filter(pl.col("kind").is_in(FURNITURE)).filter(pl.col("text").str.contains(patterns.HOST_HINT))
    text = used.filter(pl.col("kind").is_in(running)).filter(pl.col("text").str.contains("@", literal=True))
    found = pl.col("text").str.to_lowercase().str.extract_all(patterns.HOST)
    links = used.filter(pl.col("kind").is_in(OTHER_ARTICLES)).filter(pl.col("text").str.contains(patterns.LINK))
    rows = pl.concat([page, text, links]).select("doc", "line_no", "kind", "text", host=found)
    rows = rows.explode("host", empty_as_null=False, keep_nulls=False).with_columns(
        is_mail=pl.col("host").str.starts_with("@"),
        host=pl.col("host").str.strip_chars_start("@").str.strip_prefix("www."),
    )
    rows = rows.filter(pl.col("is_mail") | ~pl.col("kind").is_in(running))
    ends = (pl.col("host"), *(pl.col("host").str.extract(rf"((?:[^.]+\.){{{n}}}[^.]+)$", 1) for n in (2, 1)))
    return rows.with_columns(known=pl.coalesce(domain_keys().get(end) for end in ends))


def domain_signs(addresses: pl.DataFrame) -> pl.DataFrame:
    """Addresses of known outlets by where they stand; of unknown ones those in `.vn` where readers are addressed."""
    kind = pl.col("kind")
    rank = (
        pl.when(kind == "promo").then(PROMO).when(kind.is_in(BYLINE_KINDS) & pl.col("is_mail")).then(BYLINE)
        .when(kind.is_in(BYLINE_KINDS)).then(SOURCE).when(kind.is_in(FURNITURE)).then(DOMAIN)
        .when(kind.is_in(OTHER_ARTICLES)).then(RELATED).otherwise(NEW_QUOTE)
    )  # fmt: skip
    basis = pl.when(kind.is_in(BYLINE_KINDS)).then(pl.lit("byline")).otherwise(pl.lit("domain"))
    own = kind.is_in(["promo", "navigation"]) & pl.col("text").str.contains(patterns.READER_CUE) | (kind == "byline")
    is_site = pl.col("host").str.ends_with(".vn") & ~pl.col("host").str.contains(patterns.OTHER_HOSTS)
    new = addresses.filter(pl.col("known").is_null() & is_site & own)
    site = pl.col("host").str.extract(r"([^.]+\.(?:(?:com|net|org)\.)?vn)$", 1)
    return pl.concat([signs_of(addresses, pl.col("known"), rank, basis), signs_of(new, site, NEW_DOMAIN, "domain")])
