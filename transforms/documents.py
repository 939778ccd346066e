"""From bytes to text: one row per file, with what had to be known or done to read it.

Most files are clean UTF-8. Those are told with a few vectorised tests over the whole batch and decoded there; only the
others go one by one through `encodings.settle`. Both ways give the same for a clean file, by test.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.encodings import Decoded, DecodeLimits, settle
from transforms.mojibake import HINTS

DOCUMENTS = pl.Schema(
    {
        "doc": pl.UInt32(),
        "file_id": pl.String(),
        "text": pl.String(),
        "encoding": pl.String(),
        "repairs": pl.String(),
        "n_bytes": pl.Int64(),
        "is_binary": pl.Boolean(),
        "is_undecodable": pl.Boolean(),
        "is_non_utf8": pl.Boolean(),
        "is_mojibake": pl.Boolean(),
        "is_decomposed": pl.Boolean(),
        "is_tidy": pl.Boolean(),
    }
)

# Any character but those that NFC never changes, also not beside others, and that are ordinary in text: Latin with
# the Vietnamese letters, punctuation and symbols, Chinese, Korean. Control characters and combining marks are out.
_UNUSUAL = (
    r"[^\t\n\r\x20-\x7e\u{a0}-\u{2ff}\u{1e00}-\u{1eff}\u{2002}-\u{20cf}\u{2190}-\u{2328}"
    r"\u{2460}-\u{27ff}\u{3000}-\u{3029}\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}\u{ff01}-\u{ff5e}\u{1f300}-\u{1faff}]"
)
# The same, and white space other than single spaces and line feeds, and invisible characters.
_UNTIDY = (
    r"[^\n\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{1e00}-\u{1eff}\u{2010}-\u{2027}\u{2030}-\u{205e}"
    r"\u{2070}-\u{20cf}\u{2190}-\u{2328}\u{2460}-\u{27ff}\u{3001}-\u{3029}\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}"
    r"\u{ff01}-\u{ff5e}\u{1f300}-\u{1faff}]"
)
_BYTE_ORDER_MARK = "\ufeff"
_VIETNAMESE, _WESTERN = r"[\u{1ea0}-\u{1ef9}]", r"[\u{a1}-\u{ff}]"


def decode(contents: Sequence[bytes], file_ids: Sequence[str], *, limits: DecodeLimits | None = None) -> pl.DataFrame:
    """The text of each file, in the order given, with the columns of `DOCUMENTS`.

    `doc` counts from 0. `text` is NFC, with `\\n` for `\\r\\n`, without a leading byte order mark and without NULs; it
    is null for binary and undecodable files and "" for empty ones. `encoding` is `utf-8`, `utf-16`, `utf-32`,
    `windows-1258`, `tcvn3` or `vni`. `repairs`: see `Decoded`. `is_undecodable` is null for binary data, the next
    three columns are null where there is no text; `is_decomposed` asks the repaired text, and UTF-8 only.
    `is_tidy` tells a text whose
    lines have nothing to clean: no invisible characters, no white space but single spaces. Nearly all are.
    """
    limits = limits or DecodeLimits()
    texts = pl.DataFrame({"text": _utf8_texts(contents)}).with_row_index("doc")
    texts = texts.lazy().with_columns(is_tidy=_is_tidy(pl.col("text"))).collect()
    tidy, rest = texts.filter("is_tidy"), texts.filter(~pl.col("is_tidy"))
    rest = rest.lazy().with_columns(is_plain=_is_plain(pl.col("text"))).collect()
    others = rest.filter(~pl.col("is_plain"))["doc"]
    settled = _settled_rows(others, [settle(contents[doc], limits) for doc in others])
    plain = _plain_rows(pl.concat([tidy, rest.filter("is_plain").select(tidy.columns)]))
    rows = pl.concat([plain, settled], how="diagonal").sort("doc").with_columns(
        is_tidy=pl.col("is_tidy").fill_null(False),
        file_id=pl.Series(file_ids, dtype=pl.String),
        n_bytes=pl.Series(map(len, contents), dtype=pl.Int64),
        is_non_utf8=pl.col("encoding") != "utf-8",
    )  # fmt: skip
    return rows.select(DOCUMENTS.names())


def bounded(documents: pl.DataFrame, max_lines: int, max_line_chars: int) -> pl.DataFrame:
    """`documents` with `is_oversized` (null where there is no text): such a text is null from here on.

    It has more lines, or a longer one, than a batch may hold in memory once every line is a row.
    """
    text, n_breaks = pl.col("text"), pl.col("text").str.count_matches("\n", literal=True)
    judged = documents.with_columns(is_oversized=n_breaks >= max_lines)
    suspects = judged.filter((pl.col("n_bytes") > max_line_chars) & ~pl.col("is_oversized"))
    if not suspects.is_empty():
        longest = text.str.split("\n").list.eval(pl.element().str.len_chars()).list.max()
        long = suspects.filter(longest > max_line_chars)["doc"]
        judged = judged.with_columns(is_oversized=pl.col("is_oversized") | pl.col("doc").is_in(long.implode()))
    return judged.with_columns(text=pl.when(~pl.col("is_oversized")).then(text))


def _utf8_texts(contents: Sequence[bytes]) -> pl.Series:
    """The texts without byte order mark; null where the bytes are no valid UTF-8."""
    try:
        texts = pl.Series(contents, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:  # the cast knows no `strict=False`: at least one of the files is not valid
        valid = [content if _is_utf8(content) else None for content in contents]
        texts = pl.Series(valid, dtype=pl.Binary).cast(pl.String)
    return texts.str.strip_prefix(_BYTE_ORDER_MARK)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_tidy(text: pl.Expr) -> pl.Expr:
    return (
        (text.str.contains(_UNTIDY) | text.str.contains("  ", literal=True) | _is_other(text)).not_().fill_null(False)
    )


def _is_plain(text: pl.Expr) -> pl.Expr:
    """Whether a file is UTF-8 in which `settle` would find nothing to do but the line ends."""
    return (text.str.contains(_UNUSUAL) | _is_other(text)).not_().fill_null(False)


def _is_other(text: pl.Expr) -> pl.Expr:
    """Signs of mojibake, of letters from before Unicode, or of a format that is no text."""
    has_hint = pl.any_horizontal(text.str.contains(hint, literal=True) for hint in HINTS)
    # The first is found within a few words of nearly every text, so this costs little.
    is_legacy = text.str.contains(_VIETNAMESE).not_() & text.str.contains(_WESTERN)
    return has_hint | is_legacy | text.str.starts_with("%PDF-")


def _plain_rows(texts: pl.DataFrame) -> pl.DataFrame:
    return texts.with_columns(
        text=pl.col("text").str.replace_all("\r\n", "\n", literal=True),
        encoding=pl.lit("utf-8"),
        repairs=pl.lit(None, pl.String),
        is_binary=pl.lit(False),
        is_undecodable=pl.lit(False),
        is_mojibake=pl.lit(False),
        is_decomposed=pl.lit(False),
    )


def _settled_rows(docs: pl.Series, decoded: list[Decoded]) -> pl.DataFrame:
    schema = {name: DOCUMENTS[name] for name in Decoded._fields}
    return pl.DataFrame(decoded, schema=schema, orient="row").insert_column(0, docs)
