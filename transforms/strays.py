"""Paragraphs at the end of a page that are of as many other articles: teasers whose titles the extractor lost.

Each tells another story, so hardly two or three words in a row of it stand further up on the page, whereas a paragraph
of the article comes back to what was said, points back to it, and speaks of the same people. The weights are those of a
logistic regression (log odds) on 2,000 articles of a corpus cut into paragraphs, four in five of them with the leads of
up to twenty other articles below. On 2,000 others a sum of seven, as here, takes none of 405 articles apart that have
no such teaser, and finds four of five tails of four teasers, and nineteen of twenty of six and more.
"""

from __future__ import annotations

import polars as pl

from transforms.neighbours import count_from_here, last_above

_MIN_STRAYS, _MAX_STRAYS = 3, 60
_MIN_OWN = 3  # paragraphs of the article itself
_MAX_TEXTS = 500  # of a page: a longer one is no article
_WORDS_AT_A_TIME = 300_000
_LINE_CHARS, _TITLE_WORDS = 1_500, 6
_ENOUGH = 7.0
_NOT_A_WORD = r"[^\p{L}0-9]+"
# Above the paragraph: the more words there are, the more comes back by chance.
_USUAL_WORDS, _LEAST_WORDS, _MOST_WORDS = 400, 50, 1_200
# Words that say nothing about the story.
_SMALL_WORDS = [
    "và", "của", "với", "tại", "cho", "trong", "để", "về", "là", "không", "được", "bị", "từ", "đến", "khi", "sau",
    "trước", "ra", "vào", "lên", "có", "những", "các", "một", "này", "đã", "sẽ", "đang", "vì", "do", "trên", "dưới",
    "như", "ở", "nào", "gì", "sao", "hơn", "phải", "nhờ", "bằng", "giữa", "theo", "cùng", "đi", "làm", "nói",
    "nhưng", "mà", "thì", "cả", "đầu", "gần", "mới", "vẫn", "lại", "qua", "người", "năm", "ngày", "ông", "bà",
    "anh", "chị", "nhiều", "việc", "số", "hai", "ba", "cũng", "rất", "đó", "khác", "thêm", "còn", "nay", "tháng", "giờ",
]  # fmt: skip

# How a paragraph goes on with the one before; no teaser begins so.
GOES_ON = (
    r"^(?:tuy nhiên|ngoài ra|bên cạnh đó|trong khi đó|trước đó|sau đó|do đó|do vậy|vì vậy|vì thế|chính vì|theo đó"
    r"|được biết|đồng thời|mặt khác|thậm chí|thực tế|trong đó|đây (?:là|cũng)|điều (?:này|đó)|đến nay|cụ thể|như vậy"
    r"|tại đây|lúc (?:này|đó)|khi đó|từ đó|cùng ngày|cùng với|nhưng|và|còn|họ|nó|hắn|tôi|chúng tôi|ông ấy|bà ấy|anh ấy"
    r"|cô ấy|xin|cũng)[ ,]"
)

_POINTS_BACK = r"(?:^|\s)(?:này|đó|họ|nói trên|kể trên|ấy|nó|mình|tôi)(?:[\s,.;:!?]|$)"
_NAME = r"\p{Lu}\p{L}+"
_INNER_NAME = r"[\p{Ll},;0-9”\"(]\s\p{Lu}\p{L}+"  # not the first word of a sentence
_KNOWN = 2  # paragraphs above that have a name: so the article speaks of it
# A turn of somebody, an item of a list, a minute of a match.
_OF_A_SERIES = r"^[\"“'‘+–—•*-]|^(?:phút )?[0-9]{1,3}(?:\+[0-9])?\s?['’′:h.)]"
_FEW_PAIRS = 6

_pairs, _triples, _words, _size = (pl.col(name) for name in ("pairs", "triples", "n_words", "size"))
# What holds of a paragraph, what it adds, and what that grows by when twice as many words stand above.
_EVIDENCE: tuple[tuple[pl.Expr, float, float], ...] = (
    (pl.lit(True), -6.7, 2.65),
    (_pairs == 0, 1.0, -1.0),
    (_pairs < 0.1, 1.9, 0.2),
    (_pairs < 0.2, 1.4, 0.6),
    (_pairs < 0.35, 0.6, 0.0),
    (_triples == 0, 1.3, 0.0),
    (_triples < 0.05, 0.65, 0.0),
    (_triples < 0.15, 0.2, 0.0),
    (_words < 20, -1.5, 0.0),
    (_words < 40, 0.4, 0.0),
    (_words < 60, 1.1, 0.0),
    (pl.col("low").str.contains(_POINTS_BACK), -1.0, 0.0),
    (pl.col("known").is_not_null(), 0.95, 0.0),  # it names somebody or something
    ((pl.col("known") >= 0.5).fill_null(False), -1.6, 0.0),
    ((pl.col("known") >= 0.8).fill_null(False), -0.85, 0.0),
    (pl.col("low").str.contains("[0-9]"), 0.75, 0.0),
    (pl.col("low").str.contains(GOES_ON), -5.0, 0.0),
    (pl.col("low").str.contains(_OF_A_SERIES), -5.0, 0.0),
    (pl.col("n_pairs").fill_null(0) < _FEW_PAIRS, -2.0, 0.0),
)
_MOST = 3.5  # for one paragraph: three make the least that is enough


def strays(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (with `unit`) with `is_stray`: true for the paragraphs at the end that belong to no article above."""
    is_text = (pl.col("unit") == "text").fill_null(False)
    breaks = (pl.col("unit").is_not_null() & ~is_text) | (pl.col("cue") == "link").fill_null(False)
    # Below a title the paragraphs are of an article of its own.
    title = (pl.col("unit") == "short") & (pl.col("n_words") >= _TITLE_WORDS)
    placed = lines.select(
        "doc", "i", "n_words", "key", "low", is_text=is_text, is_tail=is_text & (count_from_here(breaks) == 0),
        is_titled=last_above(pl.when(breaks).then(title)).fill_null(False),
        is_said=is_text | (pl.col("i") == pl.col("title_i")).fill_null(False),
    )  # fmt: skip
    n_tail, n_text = pl.col("is_tail").sum().over("doc"), pl.col("is_text").sum().over("doc")
    said = placed.filter("is_said", n_tail >= _MIN_STRAYS, n_text.is_between(_MIN_STRAYS + _MIN_OWN, _MAX_TEXTS))
    if said.is_empty():
        return lines.with_columns(is_stray=pl.lit(False))
    found = pl.concat([_found(part) for part in _parts(said)])
    joined = lines.join(found, on=["doc", "i"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("is_stray").fill_null(False))


def _parts(said: pl.DataFrame) -> list[pl.DataFrame]:
    """Whole files of some hundred thousand words together, for each word becomes a row."""
    part = (pl.col("n_words").cum_sum() // _WORDS_AT_A_TIME).first().over("doc")
    return said.with_columns(part=part).partition_by("part", include_key=False, maintain_order=True)


def _found(said: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `is_stray` (true) of the strays of pages that may have some."""
    said = said.with_columns(
        size=(pl.col("n_words").cum_sum().over("doc") - pl.col("n_words")).clip(_LEAST_WORDS, _MOST_WORDS),
        nth_last=pl.col("is_tail").cast(pl.Int64).cum_sum(reverse=True).over("doc"),
        n_text=pl.col("is_text").cast(pl.Int64).cum_sum().over("doc") - 1,
    )
    weighed = _weighed(said).filter("is_tail", pl.col("nth_last") <= _MAX_STRAYS)
    may_begin = (pl.col("weight") > 0) & (pl.col("nth_last") >= _MIN_STRAYS) & (pl.col("n_text") >= _MIN_OWN)
    n_of_title = pl.col("is_tail").cast(pl.Int64).cum_sum().over("doc") - 1
    may_begin &= ~pl.col("is_titled") | (n_of_title >= _MIN_OWN)
    total = pl.when(may_begin).then(pl.col("weight").cum_sum(reverse=True).over("doc"))
    summed = weighed.with_columns(total=total).filter(pl.col("total").max().over("doc") >= _ENOUGH)
    first = pl.col("i").filter(pl.col("total") == pl.col("total").max()).first().over("doc")
    return summed.filter(pl.col("i") >= first).select("doc", "i", is_stray=pl.lit(True))


def _weighed(said: pl.DataFrame) -> pl.DataFrame:
    """`said` with `weight`: above zero, the paragraph is rather a stray."""
    joined, grams = said, _grams(said)
    for name in ("pairs", "triples"):
        of_kind = grams.select("doc", "i", name).drop_nulls()
        of_kind = of_kind.filter((pl.col(name) ^ pl.col("i").hash()).is_first_distinct())  # each once a paragraph
        known = of_kind.select("doc", "i", known=~pl.col(name).is_first_distinct())
        share = known.group_by("doc", "i").agg(pl.col("known").mean().alias(name), pl.len().alias(f"n_{name}"))
        joined = joined.join(share, on=["doc", "i"], how="left", maintain_order="left")
    joined = joined.join(_known_names(said), on=["doc", "i"], how="left", maintain_order="left")
    growth = (_size / _USUAL_WORDS).log(2)
    weights = (holds.fill_null(True).cast(pl.Float64) * (base + slope * growth) for holds, base, slope in _EVIDENCE)
    return joined.with_columns(weight=pl.sum_horizontal(weights).clip(upper_bound=_MOST))


def _grams(said: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `pairs`, `triples`: hashes of words in a row that say something, a row for each word."""
    low = pl.col("key").str.slice(0, _LINE_CHARS).str.to_lowercase().str.replace_all(_NOT_A_WORD, " ")
    words = said.select("doc", "i", word=low.str.strip_chars(" ").str.split(" ")).explode("word")
    words = words.with_columns(
        word=pl.col("word").hash(),
        is_small=pl.col("word").is_in(_SMALL_WORDS),
        is_figure=pl.col("word").str.contains(r"^[0-9]"),
    )
    word, small, figure = ([pl.col(name).shift(-n) for n in range(3)] for name in ("word", "is_small", "is_figure"))
    same = [(pl.col("doc") == pl.col("doc").shift(-n)) & (pl.col("i") == pl.col("i").shift(-n)) for n in (1, 2)]
    is_pair = same[0] & ~small[0] & ~small[1] & ~figure[0] & ~figure[1]
    is_triple = same[1] & (pl.sum_horizontal(one.cast(pl.Int8) for one in small) <= 1) & ~pl.any_horizontal(figure)
    pair = pl.col("doc").hash() ^ (word[0] * 3 + word[1] * 5)  # as good as the words: they are not stored
    return words.select("doc", "i", pairs=pl.when(is_pair).then(pair), triples=pl.when(is_triple).then(pair + word[2]))


def _known_names(said: pl.DataFrame) -> pl.DataFrame:
    """`doc`, `i`, `known`: of the names in a paragraph, the share that the article speaks of; none without any name."""
    key = pl.col("key").str.slice(0, _LINE_CHARS)
    named = (
        said.select("doc", "i", name=key.str.extract_all(_NAME))
        .explode("name")
        .drop_nulls()
        .unique(maintain_order=True)
    )
    above = named.with_columns(n_above=pl.int_range(pl.len()).over("doc", "name"))
    inner = said.select("doc", "i", name=key.str.extract_all(_INNER_NAME)).explode("name").drop_nulls()
    inner = inner.with_columns(pl.col("name").str.slice(2)).unique()
    return (
        inner.join(above, on=["doc", "i", "name"]).group_by("doc", "i").agg(known=(pl.col("n_above") >= _KNOWN).mean())
    )
