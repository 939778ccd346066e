"""Who wrote an article, as a name: without the label, the outlet behind the name, and capitals for show."""

from __future__ import annotations

import polars as pl

_LABEL = (
    r"(?i)^(?:theo|nguồn|tác giả|bài viết của|người viết|thực hiện|biên tập|phóng viên|pv|nhóm pv|tổng hợp|biên dịch"
    r"|lược dịch|(?:tin|bài|bài viết|ảnh|hình ảnh|clip|video|nội dung)(?:\s*(?:,|và|&|-|–|/|\+)\s*(?:tin|bài|ảnh"
    r"|hình ảnh|hình|clip|video|đồ họa))*)\s*[:,]\s*"
)
_ACCORDING = r"^(?:Theo|THEO)\s+"
# "Minh Khang (TTXVN)", "MINH KHANG (tổng hợp)", "Minh Khang tổng hợp", "Minh Khang - Phóng viên mảng Văn hóa".
_BEHIND = (
    r"\s*(?:\([^()]*\)|\s(?:tổng hợp|lược dịch|biên dịch|thực hiện|ghi)\.?"
    r"|[-–,]\s*(?:[Pp]hóng viên|[Nn]hà báo|[Bb]iên tập viên|[Cc]ộng tác viên).*)$"
)
_OUTLET = r"(\S\s+\S+)\s*[/|].*$"  # "Minh Khang/Báo Bến Hạ", but "TTXVN/Vietnam+" stays
_CAPITALS = r"^[\p{Lu}' ]*\p{Lu}{2}[\p{Lu}' ,&–-]* \p{Lu}[\p{Lu}' ,&–-]*$"
_NAME_ALONE = r"^[^\d@]*\p{L}{2}[^\d@]*$"


def authors(lines: pl.Series) -> pl.Series:
    """The name in each byline; the line itself where nothing would be left. An address stays as it is."""
    line, inner, named, bare = map(pl.col, ("line", "inner", "named", "bare"))
    # Step by step: as one expression each step would be asked again for every mention of it.
    steps = (
        lines.alias("line").to_frame()
        .with_columns(inner=pl.when(line.str.contains(r"^\([^()]*\)$")).then(line.str.strip_chars("()")).otherwise(line))
        .with_columns(named=inner.str.replace(_LABEL, "").str.replace(_ACCORDING, ""))
        .with_columns(bare=named.str.replace(_BEHIND, "").str.replace(_OUTLET, "$1").str.strip_chars(" .,;:–-"))
        .with_columns(bare=pl.when(bare.str.contains(_NAME_ALONE)).then(bare).otherwise(named))
    )  # fmt: skip
    # Abbreviations ("PV", "TTXVN") are one word; names have two at least.
    shouts = (bare.str.to_uppercase() == bare) & bare.str.contains(_CAPITALS)
    name = pl.when(shouts).then(bare.str.to_lowercase().str.to_titlecase()).otherwise(bare)
    found = steps.with_columns(name=name)
    return found.select(pl.when(pl.col("name").str.len_chars() > 0).then("name").otherwise("line")).to_series()
