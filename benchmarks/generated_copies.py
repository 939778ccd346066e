"""Recall and false pairs on generated articles: copies changed in known ways, by what was done and by true similarity.

    python benchmarks/generated_copies.py [--articles 20000] [--copies 3000] [--seed 1]

Articles are put together from invented words, some of them with paragraphs that hundreds of others have, too (notices
of an outlet). Copies are edited word by word, retitled, have their paragraphs in another order, are cut in half, or
pasted into another article. How alike all pairs really are is found by joining all their 5-grams. Prints two tables.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from benchmarks.made import syllables
from benchmarks.search import NO_DATES, candidates
from benchmarks.truth import all_pairs
from transforms.clusters import resolve
from transforms.duplicates import classify, signatures, verify
from transforms.settings import DuplicateSettings

Paragraphs = list[str]

NOTICES = 8
BINS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def main() -> None:
    """Generate, search, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--copies", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    settings = DuplicateSettings()
    articles, changes = generate(given.articles, given.copies, random.Random(given.seed))
    started = time.process_time()
    signed = signatures(articles, settings=settings)
    pairs = classify(verify(candidates(signed, settings), articles), settings=settings)
    found = resolve(pairs, NO_DATES, max_copies=settings.max_copies)
    seconds = time.process_time() - started
    judged = compared(found, all_pairs(articles, BINS[0]), signed, changes, settings)
    say(f"{articles.height:,} articles, {given.copies:,} of them copies; seed {given.seed}; {seconds:.1f} s of CPU\n")
    say_table(by_similarity(judged))
    say_table(by_change(judged))


def generate(n_articles: int, n_copies: int, pick: random.Random) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`articles` (article_id, file_id, text), of which the last `n_copies` are changed copies of others, and what was
    done to each (article_id, source_id, change)."""
    words = syllables()
    weights = [1 / (10 + rank) for rank in range(len(words))]
    notices = [sentence(words, weights, pick, 60) for _ in range(NOTICES)]
    originals = [written(words, weights, notices, pick) for _ in range(n_articles - n_copies)]
    texts, done = list(originals), []
    for number in range(n_copies):
        source = pick.randrange(len(originals))
        change = list(CHANGES)[number % len(CHANGES)]
        done.append((name(len(texts)), name(source), change))
        texts.append(CHANGES[change](originals[source], originals, words, pick))
    ids = [name(nth) for nth in range(len(texts))]
    joined = ["\n".join(paragraphs) for paragraphs in texts]
    frame = pl.DataFrame({"article_id": ids, "file_id": ids, "text": joined})
    return frame, pl.DataFrame(done, schema=["b", "a", "change"], orient="row")


def name(number: int) -> str:
    return f"{number:06}"


def sentence(words: list[str], weights: list[float], pick: random.Random, n_words: int) -> str:
    return " ".join(pick.choices(words, weights, k=n_words)).capitalize() + "."


def written(words: list[str], weights: list[float], notices: list[str], pick: random.Random) -> Paragraphs:
    """An article of a title and three to ten paragraphs; one in five ends with a notice."""
    paragraphs = [sentence(words, weights, pick, pick.randint(20, 90)) for _ in range(pick.randint(3, 10))]
    ending = [pick.choice(notices)] if pick.random() < 0.2 else []
    return [sentence(words, weights, pick, pick.randint(6, 14)), *paragraphs, *ending]


def edited(source: Paragraphs, others: list[Paragraphs], words: list[str], pick: random.Random) -> Paragraphs:
    """Words replaced here and there, so many that the similarity is anything from 0.3 to 1."""
    share = pick.random() * 0.16
    return [" ".join(pick.choice(words) if pick.random() < share else word for word in p.split()) for p in source]


def retitled(source: Paragraphs, others: list[Paragraphs], words: list[str], pick: random.Random) -> Paragraphs:
    """Another title."""
    return [pick.choice(others)[0], *source[1:]]


def reordered(source: Paragraphs, others: list[Paragraphs], words: list[str], pick: random.Random) -> Paragraphs:
    """Another order of the paragraphs."""
    return [source[0], *pick.sample(source[1:], len(source) - 1)]


def halved(source: Paragraphs, others: list[Paragraphs], words: list[str], pick: random.Random) -> Paragraphs:
    """The first half of the paragraphs."""
    return source[: max(2, len(source) // 2)]


def pasted(source: Paragraphs, others: list[Paragraphs], words: list[str], pick: random.Random) -> Paragraphs:
    """Put behind the first paragraph of another article, in between or at the end."""
    host = pick.choice(others)
    place = pick.randint(2, len(host))
    return [*host[:place], *source, *host[place:]]


CHANGES: dict[str, Callable[[Paragraphs, list[Paragraphs], list[str], random.Random], Paragraphs]] = {
    function.__name__: function for function in (edited, retitled, reordered, halved, pasted)
}


def compared(
    found: pl.DataFrame, true: pl.DataFrame, signed: pl.DataFrame, changes: pl.DataFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    """One row for each true or found pair: what it is (`expected`: a method or null), what it was found as."""
    expected = (
        pl.when(pl.col("similarity") >= settings.near)
        .then(pl.lit("near"))
        .when(pl.col("similarity") >= settings.edited)
        .then(pl.lit("edited"))
        .when((pl.col("inside") >= settings.contained) & (pl.col("n_shorter") >= settings.min_shingles))
        .then(pl.lit("contained"))
    )
    texts = signed.select("article_id", "text_hash")
    both = true.join(texts, left_on="a", right_on="article_id").join(
        texts, left_on="b", right_on="article_id", suffix="_b"
    )
    same = pl.col("text_hash") == pl.col("text_hash_b")
    both = both.with_columns(expected=pl.when(same).then(pl.lit("exact")).otherwise(expected))
    ordered = found.select(
        a=pl.min_horizontal("article_id", "duplicate_of"),
        b=pl.max_horizontal("article_id", "duplicate_of"),
        found="method",
        reported="similarity",
    )
    return both.join(ordered, on=["a", "b"], how="full", coalesce=True).join(changes, on=["a", "b"], how="left")


def by_similarity(judged: pl.DataFrame) -> pl.DataFrame:
    """Pairs, recall and wrong pairs by bin of true similarity, then of those that are contained."""
    low = pl.lit(None, pl.Float64)
    for limit in BINS:
        low = pl.when(pl.col("similarity") >= limit).then(limit).otherwise(low)
    inside = judged.filter(pl.col("expected") == "contained").with_columns(bin=pl.lit("contained"))
    rest = judged.filter(pl.col("expected").is_null() | (pl.col("expected") != "contained"))
    rest = rest.with_columns(bin=low.cast(pl.String).fill_null("below"))
    return counted(pl.concat([rest, inside]), "bin")


def by_change(judged: pl.DataFrame) -> pl.DataFrame:
    """The same by what was done to the copy; `other` are copies of one source, and what there is besides."""
    return counted(judged.with_columns(pl.col("change").fill_null("other")), "change")


def counted(judged: pl.DataFrame, key: str) -> pl.DataFrame:
    wanted, as_wanted = pl.col("expected").is_not_null(), pl.col("found") == pl.col("expected")
    return (
        judged.group_by(key)
        .agg(
            pairs=pl.len(),
            wanted=wanted.sum(),
            found=(wanted & as_wanted).sum(),
            **{method: (pl.col("found") == method).sum() for method in ("exact", "near", "edited", "contained")},
            wrong=(pl.col("found").is_not_null() & ~as_wanted.fill_null(False)).sum(),
        )
        .with_columns(recall=pl.when(pl.col("wanted") > 0).then((pl.col("found") / pl.col("wanted")).round(4)))
        .sort(key)
    )


def say_table(frame: pl.DataFrame) -> None:
    """As Markdown."""
    say("| " + " | ".join(frame.columns) + " |")
    say("|" + " --- |" * frame.width)
    for row in frame.iter_rows():
        say("| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |")
    say()


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
