"""The language of a text, by cheap signs: is it Vietnamese, and if not, what is it likely to be?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.syllables import SYLLABLE


@dataclass(frozen=True)
class LanguageLimits:
    """When a text counts as Vietnamese. Shares are between 0 and 1.

    `min_vietnamese_share`: of words that can be Vietnamese syllables; news in Vietnamese has 0.94, in English 0.2.
    From `sure_share` on, nothing else is asked. Between them, English or French function words tell otherwise.
    `min_marked_share`: of words with letters that only Vietnamese has; enough below `min_vietnamese_share`, for
    articles full of foreign names (teams, cars).
    `min_function_share`, `min_script_share`: of function words, and of letters of a script, to name another language.
    `min_letters`: below it, nothing is said.
    `glance_chars`, `glance_share`: a text of which so few characters have such a share is Vietnamese without more
    reading, as nine of ten are.
    """

    min_vietnamese_share: float = 0.55
    sure_share: float = 0.75
    min_marked_share: float = 0.08
    min_function_share: float = 0.12
    min_script_share: float = 0.4
    min_letters: int = 40
    sample_chars: int = 600
    glance_chars: int = 240
    glance_share: float = 0.85


_WORD = r"\p{L}+"
# Spaces are doubled first: a match takes the separators on both sides, and the next word needs one of its own. So of
# words with a single mark and no space between them ("Mỹ-Ý") each second one is missed.
_ALONE = r"(?i)(?:^|[^\p{L}])(?:%s)(?:[^\p{L}]|$)"
_VIETNAMESE = _ALONE % SYLLABLE
# ơ, ư and the letters with two marks, a dot or a hook: no other language's news has them.
_MARKED = r"(?i)\p{L}*[ơư\u{1ea0}-\u{1ef9}]\p{L}*"
# Hardly any of them is a Vietnamese syllable without its marks, as "the" and "to" are (thể, tờ).
_FUNCTIONS = {
    "en": "of|and|is|for|was|with|as|from|said|are|has|have|been|were|which|its|their|will|would|this|his|who|or",
    "fr": "les|des|une|dans|pour|est|sur|avec|pas|aux|cette|mais|leur|ses|par|plus|qui|sont|été|elle",
}
# In this order: Japanese is told by its kana, which Chinese lacks. Cyrillic counts as Russian.
_SCRIPTS = {
    "th": r"\p{Thai}", "lo": r"\p{Lao}", "km": r"\p{Khmer}", "ko": r"\p{Hangul}",
    "ja": r"[\p{Hiragana}\p{Katakana}]", "zh": r"\p{Han}", "ru": r"\p{Cyrillic}",
}  # fmt: skip


def vietnamese_share(text: pl.Expr) -> pl.Expr:
    """Share of the words (runs of letters) that can be Vietnamese syllables, with or without their marks.

    Float between 0 and 1; null for null and where there are no words.
    """
    n_words = text.str.count_matches(_WORD)
    n_vietnamese = _doubled(text).str.count_matches(_VIETNAMESE)
    return pl.when(n_words > 0).then(n_vietnamese / n_words)


def sampled(text: pl.Expr, n_chars: int) -> pl.Expr:
    """The text, or of one longer than `n_chars` half that from its beginning and half from its middle."""
    half = n_chars // 2
    middle = text.str.slice(text.str.len_chars() // 2, half)
    parts = pl.concat_str(text.str.head(half), middle, separator=" ")
    return pl.when(text.str.len_chars() <= n_chars).then(text).otherwise(parts)


def judge_language(texts: pl.Series, limits: LanguageLimits | None = None) -> pl.DataFrame:
    """One row for each text, in order: `vietnamese_share` (Float64) and `language`.

    `language` is `vi`, `en`, `fr`, `th`, `lo`, `km`, `ko`, `ja`, `zh`, `ru` or `other`, null where there are fewer
    than `min_letters` letters. Both are judged on a sample (`sampled`) of a text, which is null or NFC.
    """
    limits = limits or LanguageLimits()
    every = texts.alias("text").to_frame().with_row_index("text_no")
    plain, doubtful = _plain(every, limits.glance_chars, max(limits.glance_share, limits.sure_share), limits)
    rest = every.join(doubtful, on="text_no", how="semi")
    more, others = _plain(rest, limits.sample_chars, limits.sure_share, limits)
    if others.is_empty():  # as mostly: no pattern is compiled
        return pl.concat([plain, more]).sort("text_no").select("vietnamese_share", "language")
    others = others.with_columns(language=_language(pl.col("text"), limits))
    return pl.concat([plain, more, others]).sort("text_no").select("vietnamese_share", "language")


def _plain(
    texts: pl.DataFrame, n_chars: int, min_share: float, limits: LanguageLimits
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`texts` in two: those plainly Vietnamese, with `language`, and the others; judged on samples of `n_chars`."""
    judged = (
        texts.lazy()
        .with_columns(sampled(pl.col("text"), n_chars))
        .with_columns(n_words=pl.col("text").str.count_matches(_WORD))
        .with_columns(vietnamese_share=vietnamese_share(pl.col("text")))
        .collect()
    )
    # A word has a letter at least, so with so many words there are letters enough, too.
    is_plain = (pl.col("vietnamese_share") >= min_share) & (pl.col("n_words") >= limits.min_letters)
    is_plain = is_plain.fill_null(False)
    return judged.filter(is_plain).with_columns(language=pl.lit("vi")), judged.filter(~is_plain)


def _language(text: pl.Expr, limits: LanguageLimits) -> pl.Expr:
    """The whole decision for a text that has its `vietnamese_share` and `n_words` beside it."""
    n_words, share = pl.col("n_words"), pl.col("vietnamese_share")
    n_letters = text.str.count_matches(r"\p{L}")
    marked_share = text.str.count_matches(_MARKED) / n_words
    functions = {name: _doubled(text).str.count_matches(_ALONE % words) / n_words for name, words in _FUNCTIONS.items()}
    most = pl.max_horizontal(functions.values())
    is_shaped = share >= limits.min_vietnamese_share
    is_marked = is_shaped | (marked_share >= limits.min_marked_share)
    is_foreign = most >= limits.min_function_share
    signs = {"vi": (share >= limits.sure_share) | (is_shaped & ~is_foreign) | (is_marked & (marked_share > most))}
    for name, script in _SCRIPTS.items():
        signs[name] = text.str.count_matches(script) >= limits.min_script_share * n_letters
    for name, function_share in functions.items():
        signs[name] = is_foreign & (function_share == most)
    first = pl.coalesce(*(pl.when(is_it).then(pl.lit(name)) for name, is_it in signs.items()), pl.lit("other"))
    return pl.when(n_letters >= limits.min_letters).then(first)


def _doubled(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(" ", "  ", literal=True).str.replace_all("\n", "  ", literal=True)
