"""Which articles have the same text: signatures, pairs that may be alike, and how alike they really are.

MinHash bands only propose pairs; each proposed pair is then compared by its true sets of word 5-grams, so no reported
pair is wrong, and the settings only decide how many are missed: a pair of similarity 0.5 once in eighty, of 0.6 once
in ten thousand, of 0.8 never in practice (48 bands of 3, two of them shared).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from rensa import RMinHash

from transforms.containment import MARKS, as_lists, marks
from transforms.settings import DuplicateSettings
from transforms.shingles import Hashes, Shingles, blocks, mixed, shingled

_BAND_BITS = 40  # wide enough to keep chance away, and five bytes in a column store instead of eight
_JOIN_ROWS = 4_000_000
_PAIRS_AT_A_TIME = 4_096
_STEP = np.uint64(0xD6E8FEB86659FD93)

_BANDS = pl.List(pl.UInt64)


def signatures(articles: pl.DataFrame, *, settings: DuplicateSettings) -> pl.DataFrame:
    """What the search needs of each article: n_shingles, text_hash, bands, marks.

    `articles`: article_id, file_id, text (NFC, may be null). Rows and order stay. `text_hash` is that of the folded
    words in their order, null where there are none; `bands` is empty where the text is too short for any comparison,
    `marks` where it is too short to be inside another.
    """
    n_shingles, text_hashes, bands = [np.empty(0, np.int64)], [], [np.empty((0, settings.bands), np.uint64)]
    values, n_marks = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for block in blocks(articles["text"]):
        shingles = shingled(block)
        n_shingles.append(shingles.n_distinct)
        text_hashes += shingles.text_hashes
        bands.append(_bands(shingles, settings))
        of_block = marks(shingles, settings)
        values.append(of_block[0])
        n_marks.append(of_block[1])
    signed = articles.select("article_id", "file_id").with_columns(
        pl.Series("n_shingles", np.concatenate(n_shingles)),
        pl.Series("text_hash", text_hashes, pl.String),
        pl.Series("bands", np.concatenate(bands)).arr.to_list(),
        as_lists(np.concatenate(values), np.concatenate(n_marks)).alias("marks"),
    )
    is_long = pl.col("n_shingles") >= settings.min_shingles
    return signed.with_columns(
        bands=_bands_by_length(settings), marks=pl.when(is_long).then("marks").otherwise(pl.lit([], MARKS))
    )


def _bands_by_length(settings: DuplicateSettings) -> pl.Expr:
    """A long text's own bands; a short one's text_hash instead, often enough to count; a very short one's none."""
    text = pl.col("text_hash").str.head(_BAND_BITS // 4).str.to_integer(base=16, dtype=pl.UInt64)
    n_shingles, no_bands = pl.col("n_shingles"), pl.lit([], _BANDS)
    by_text = pl.when(n_shingles >= settings.min_exact_shingles).then(
        pl.concat_list([text] * settings.min_shared_bands)
    )
    return pl.when(n_shingles >= settings.min_shingles).then("bands").otherwise(by_text.otherwise(no_bands))


def shared_bands(signed: pl.DataFrame, *, settings: DuplicateSettings) -> pl.DataFrame:
    """Pairs of `signed` (article_id, n_shingles, text_hash, bands) to compare: a, b, is_same_text.

    Articles with the same text are one text: the one with the smallest article_id stands for all, in pairs with its
    copies (`is_same_text`) and with other texts. Lengths too far apart for the similarity asked are left out.
    """
    texts = signed.filter(pl.col("bands").list.len() > 0).sort("article_id")
    first = pl.col("article_id").first().over("text_hash")
    copies = texts.select(a="article_id", b=first, is_same_text=True).filter(pl.col("a") != pl.col("b"))
    alone = texts.unique("text_hash", keep="first", maintain_order=True).with_row_index("row")
    alike, ids = _joined_on_band(alone, settings), alone["article_id"]
    named = alike.select(a=ids.gather(alike["x"]), b=ids.gather(alike["y"]), is_same_text=False)
    return pl.concat([copies, named]).sort("a", "b")


def verify(candidates: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`candidates` (a, b, is_same_text) with what their 5-gram sets have in common.

    `similarity` is the Jaccard similarity, `inside` the share of the smaller set that the larger one (that of
    `longer_id`, null for the same text) holds. `texts` (article_id, text) must hold each article of a pair that is not
    the same text; takes twice their memory.
    """
    alike = {"similarity": pl.lit(1.0), "inside": pl.lit(1.0), "longer_id": pl.lit(None, pl.String)}
    same = candidates.filter("is_same_text").with_columns(**alike)
    others = candidates.remove("is_same_text").sort("a", "b")
    asked = pl.concat([others["a"], others["b"]]).unique()
    sets = _shingle_sets(texts.filter(pl.col("article_id").is_in(asked.implode())))
    compared = [_compared(part, sets) for part in others.iter_slices(_PAIRS_AT_A_TIME)]
    return pl.concat([same, *compared]).sort("a", "b")


def classify(verified: pl.DataFrame, *, settings: DuplicateSettings) -> pl.DataFrame:
    """The pairs of `verified` that are duplicates: a, b, method, similarity, contained_id.

    The similarity of a contained text is the share of it that is `inside`.
    """
    is_inside = (pl.col("inside") >= settings.contained) & pl.col("longer_id").is_not_null()
    method = (
        pl.when("is_same_text")
        .then(pl.lit("exact"))
        .when(pl.col("similarity") >= settings.near)
        .then(pl.lit("near"))
        .when(pl.col("similarity") >= settings.edited)
        .then(pl.lit("edited"))
        .when(is_inside)
        .then(pl.lit("contained"))
    )
    is_contained = pl.col("method") == "contained"
    shorter = pl.when(pl.col("a") == pl.col("longer_id")).then("b").otherwise("a")
    return (
        verified.with_columns(method=method)
        .drop_nulls("method")
        .select(
            "a",
            "b",
            "method",
            similarity=pl.when(is_contained).then("inside").otherwise("similarity"),
            contained_id=pl.when(is_contained).then(shorter),
        )
    )


def _bands(shingles: Shingles, settings: DuplicateSettings) -> Hashes:
    """Band values, shape (texts, bands): what the settings, the band's number and its rows of the sketch mix to."""
    n_values = settings.bands * settings.rows
    sketches = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles.hashes, shingles.offsets.astype(np.uint64), n_values, settings.seed
    )
    sketch = np.array(sketches.to_rows(), np.uint64).reshape(-1, settings.bands, settings.rows)
    bands = np.zeros(sketch.shape[:2], np.uint64)
    for salt in (settings.seed + 1, n_values, settings.rows, RMinHash.ALGORITHM_VERSION):
        bands = mixed(bands * _STEP + np.uint64(salt))
    bands += np.arange(settings.bands, dtype=np.uint64)
    for row in range(settings.rows):
        bands = mixed(bands * _STEP + sketch[:, :, row])
    return bands >> np.uint64(64 - _BAND_BITS)


def _joined_on_band(alone: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """Pairs x < y of the rows of `alone` (row, n_shingles, bands) with enough bands in common."""
    shorter, longer = pl.min_horizontal("n_shingles", "n_shingles_y"), pl.max_horizontal("n_shingles", "n_shingles_y")
    counted = [
        part.join(hits, on="band", suffix="_y")
        .filter(pl.col("row") < pl.col("row_y"), shorter >= settings.edited * longer)
        .group_by(x="row", y="row_y")
        .len("n_shared")
        for hits in _by_bands(alone, settings)
        for part in _by_join_size(hits)
    ]
    shared = pl.concat([alone.select(x="row", y="row", n_shared="row").clear(), *counted])
    shared = shared.group_by("x", "y").agg(pl.col("n_shared").sum())
    return shared.filter(pl.col("n_shared") >= settings.min_shared_bands).select("x", "y")


def _by_bands(alone: pl.DataFrame, settings: DuplicateSettings) -> Iterator[pl.DataFrame]:
    """Rows of `alone` by band (row, n_shingles, band) that others have, too: some bands at a time, for their memory.

    A band's number is part of its value, so each meets only those of the same place in other lists.
    """
    at_once = max(1, _JOIN_ROWS // max(1, alone.height))
    for first in range(0, max(settings.bands, settings.min_shared_bands), at_once):
        bands = alone.select("row", "n_shingles", band=pl.col("bands").list.slice(first, at_once))
        yield bands.explode("band").drop_nulls("band").filter(pl.col("band").is_duplicated())


def _by_join_size(hits: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`hits` in parts whose join with all hits on the band has a bounded number of rows."""
    n_rows = pl.len().over("band").cast(pl.Int64).cum_sum()
    parts = hits.with_columns(part=n_rows // _JOIN_ROWS).partition_by("part", include_key=False)
    return iter(parts)


def _shingle_sets(texts: pl.DataFrame) -> pl.DataFrame:
    """article_id and its set of 5-grams, hashed (`shingles`, List(UInt64) without repeats)."""
    sets = [pl.Series(dtype=_BANDS)]
    for block in blocks(texts["text"]):
        shingles = shingled(block)
        text = np.repeat(np.arange(len(block)), np.diff(shingles.offsets))
        flat = pl.DataFrame({"text": text, "shingle": shingles.hashes})
        sets.append(flat.group_by("text", maintain_order=True).agg(pl.col("shingle").unique())["shingle"])
    return texts.select("article_id").with_columns(shingles=pl.concat(sets))


def _compared(pairs: pl.DataFrame, sets: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with the similarity of their sets."""
    both = pairs.join(sets, left_on="a", right_on="article_id", how="left", maintain_order="left")
    both = both.join(sets, left_on="b", right_on="article_id", how="left", maintain_order="left", suffix="_b")
    n_common = pl.col("shingles").list.set_intersection("shingles_b").list.len()
    n_a, n_b = pl.col("shingles").list.len(), pl.col("shingles_b").list.len()
    return both.select(
        *pairs.columns,
        similarity=n_common / (n_a + n_b - n_common),
        inside=n_common / pl.min_horizontal(n_a, n_b),
        longer_id=pl.when(n_a > n_b).then("a").otherwise("b"),
    )
