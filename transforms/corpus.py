"""Measures of the published heuristics for language models' corpora: Gopher, C4, FineWeb. Costly, so only on demand.

Definitions follow the filters of datatrove, except where a description in `expectations/rules/corpus.toml` says that
a list or a word is adapted to Vietnamese. Words are the pieces between white space, lines are the paragraphs.
"""

from __future__ import annotations

import polars as pl

from transforms.repetition import DUPLICATED_GRAMS, TOP_GRAMS, repetition

STOP_WORDS = ("là", "và", "của", "có", "cho", "với", "được", "trong", "các", "những", "một", "không", "này", "đã")
_SYMBOLS = r"^[\p{P}\p{S}\p{C}]+$"
LINE_STOPS = (".", "?", "!", "…", '"', "'", "”", "’")
_SHORT_LINE_CHARS = 30
C4_STOPS = (".", "?", "!", '"', "'", "”")
_ELLIPSIS = r"(?:\.\.\.|…)$"
_C4_CITATION = r"\[\d*\]|\[edit\]|\[citation needed\]"
_C4_WORDS = 3
_C4_WORD_CHARS = 1000
C4_POLICY = (
    "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies",
    "điều khoản sử dụng", "chính sách bảo mật", "chính sách quyền riêng tư", "sử dụng cookie",
)  # fmt: skip
SENTENCE_END = r"[.!?…][\"”’')»]*\s+[\"“‘'(«]?[\p{Lu}\p{N}]"


def corpus_measures(articles: pl.DataFrame) -> pl.DataFrame:
    """One row for each article: `doc`, `part` and the measures; null where an article has no words.

    `articles` has `doc`, `part` and `text` (title, lead and body joined by newlines).
    """
    texts = articles.filter(pl.col("text").str.contains(r"\S")).with_row_index("text_no")
    words = _words(texts)
    grams = repetition(words.select("word", "n_chars", text="text_no"), texts.height)
    measured = (
        texts.select("text_no", "doc", "part", "text", text_chars=pl.col("text").str.len_chars().cast(pl.Float64))
        .join(_of_words(words), on="text_no", how="left", maintain_order="left")
        .join(_of_lines(texts), on="text_no", how="left", maintain_order="left")
        .with_columns(**grams)
        .with_columns(
            **_of_text(),
            **{f"top_{n}_gram_share": pl.col(f"top_{n}_gram_chars") / pl.col("text_chars") for n in TOP_GRAMS},
            **{
                f"duplicated_{n}_gram_share": pl.col(f"duplicated_{n}_gram_chars") / pl.col("text_chars")
                for n in DUPLICATED_GRAMS
            },
        )
    )
    return articles.select("doc", "part").join(measured, on=["doc", "part"], how="left", maintain_order="left")


def _words(texts: pl.DataFrame) -> pl.DataFrame:
    """`text_no`, `word`, `n_chars` of each piece between white space."""
    pieces = texts.select("text_no", word=pl.col("text").str.extract_all(r"\S+")).explode("word")
    return pieces.with_columns(n_chars=pl.col("word").str.len_chars().cast(pl.Int64))


def _of_words(words: pl.DataFrame) -> pl.DataFrame:
    is_word = ~pl.col("word").str.contains(_SYMBOLS)
    stop = pl.col("word").filter(pl.col("word").is_in(STOP_WORDS))
    return words.group_by("text_no").agg(
        n_tokens=pl.len().cast(pl.Int64),
        n_gopher_words=is_word.sum().cast(pl.Int64),
        mean_word_chars=pl.col("n_chars").filter(is_word).mean(),
        alpha_word_share=pl.col("word").str.contains(r"\p{L}").mean(),
        n_stop_words=stop.n_unique().cast(pl.Int64),
        max_word_chars=pl.col("n_chars").max(),
    )


def _of_lines(texts: pl.DataFrame) -> pl.DataFrame:
    lines = texts.select("text_no", line=pl.col("text").str.split("\n")).explode("line")
    lines = lines.filter(pl.col("line").str.contains(r"\S")).with_columns(
        _c4_facts(),
        line_chars=pl.col("line").str.len_chars(),
        is_again=~pl.struct("text_no", "line").is_first_distinct(),
    )
    again_chars = pl.col("line_chars").filter("is_again").sum().cast(pl.Float64)
    stripped = pl.col("line").str.strip_chars()
    is_left = pl.col("is_kept") & ~pl.col("is_javascript")
    return lines.group_by("text_no").agg(
        bullet_line_share=stripped.str.contains("^[•-]").mean(),
        ellipsis_line_share=stripped.str.contains(_ELLIPSIS).mean(),
        stopped_line_share=pl.col("line").str.contains(_ends_with(LINE_STOPS)).mean(),
        short_line_share=(pl.col("line_chars") <= _SHORT_LINE_CHARS).mean(),
        repeated_line_share=pl.col("is_again").mean(),
        repeated_line_chars=again_chars,
        repeated_char_share=again_chars / pl.col("line_chars").sum(),
        has_lorem_ipsum=(pl.col("is_kept") & pl.col("low").str.contains("lorem ipsum", literal=True)).any(),
        n_javascript_lines=(pl.col("is_kept") & pl.col("is_javascript")).sum().cast(pl.Int64),
        # C4 drops lines on JavaScript before it asks for these
        has_curly_bracket=(is_left & pl.col("line").str.contains("{", literal=True)).any(),
        n_policy_lines=(is_left & pl.col("is_policy")).sum().cast(pl.Int64),
        n_c4_sentences=pl.col("n_sentences").filter(is_left & ~pl.col("is_policy")).sum().cast(pl.Int64),
    )


def _c4_facts() -> list[pl.Expr]:
    """What C4 asks of a line: whether its length and its end let it stay, and what it says."""
    line = pl.col("line").str.strip_chars()
    bare = line.str.replace_all(_C4_CITATION, "")
    low = bare.str.to_lowercase()
    long_word = line.str.contains(rf"\S{{{_C4_WORD_CHARS // 2}}}") & line.str.split(" ").list.eval(
        pl.element().str.len_chars() > _C4_WORD_CHARS
    ).list.any()  # fmt: skip
    is_kept = (
        bare.str.contains(_ends_with(C4_STOPS))
        & ~bare.str.ends_with("...")
        & ~long_word
        & (line.str.count_matches(r"\S+") >= _C4_WORDS)
    )
    return [
        is_kept.alias("is_kept"),
        low.alias("low"),
        low.str.contains("javascript", literal=True).alias("is_javascript"),
        low.str.contains_any(list(C4_POLICY)).alias("is_policy"),
        (bare.str.count_matches(SENTENCE_END) + 1).alias("n_sentences"),
    ]


def _ends_with(characters: tuple[str, ...]) -> str:
    return f"[{''.join(characters)}]$"


def _of_text() -> dict[str, pl.Expr]:
    text, n_tokens = pl.col("text"), pl.col("n_tokens")
    n_ellipses = text.str.count_matches("...", literal=True) + text.str.count_matches("…", literal=True)
    return {
        "hash_word_ratio": text.str.count_matches("#", literal=True) / n_tokens,
        "ellipsis_word_ratio": n_ellipses / n_tokens,
        "newline_word_ratio": text.str.count_matches("\n", literal=True) / n_tokens,
        "repeated_line_char_share": pl.col("repeated_line_chars") / pl.col("text_chars"),
    }
