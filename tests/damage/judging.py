"""Generated pages through the line under test, and what of their labels it finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from expectations.rules import load_rules
from expectations.verdicts import verdicts
from tests.damage.articles import Article, from_file, invented
from tests.damage.lines import MAIN_TEXT, key
from tests.damage.pages import Page, damaged
from tests.labelled_rules import LABELLED
from transforms.pipeline import transform
from transforms.settings import TransformSettings

_BATCH = 1000
_POOL = 400
# What the labels know. Invented outlets are in no registry, so whether one is known says nothing here.
_FLAGS = """
    missing_title caption_as_title no_publication_date truncated_text truncated_teaser repeated_paragraphs
    repeated_title appended_article related_links_residue navigation_residue promo_residue media_residue markup_residue
    very_long_line invisible_characters decomposed_unicode mixed_tone_placement non_utf8_encoding mojibake
    not_vietnamese undecodable_text binary_data empty_file no_article_text
"""
_JUDGED = frozenset(_FLAGS.split())


@dataclass
class Tally:
    """What was right: pairs of (label, verdict) over lines; per flag right, false, missed; files and their fields."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    flags: dict[str, Counter[str]] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[int, int, str, str, str, str]] = field(default_factory=list)

    @property
    def kind_accuracy(self) -> float:
        """Share of lines that are not blank with the right kind."""
        right = sum(n for (label, verdict), n in self.kinds.items() if label == verdict)
        return right / self.kinds.total()

    @property
    def main_text_f1(self) -> float:
        """F1 of title, lead, body and heading against all other kinds."""
        wanted, given = (sum(n for pair, n in self.kinds.items() if pair[side] in MAIN_TEXT) for side in (0, 1))
        both = sum(n for pair, n in self.kinds.items() if MAIN_TEXT.issuperset(pair))
        return 2 * both / (wanted + given)

    @property
    def flag_f1(self) -> float:
        """F1 over all flags together."""
        total: Counter[str] = sum(self.flags.values(), Counter())
        return 2 * total["right"] / (2 * total["right"] + total["false"] + total["missed"])


def pages(n_pages: int, seed: int, folder: Path | None = None) -> Iterator[Page]:
    """Damaged pages; the same arguments give the same pages. From a folder, its articles are damaged."""
    chance = random.Random(seed)
    source = _articles(folder, chance)
    pool = [next(source) for _ in range(min(_POOL, 3 * n_pages))]
    for _ in range(n_pages):
        yield damaged(next(source), lambda: chance.choice(pool), chance)


def _articles(folder: Path | None, chance: random.Random) -> Iterator[Article]:
    paths = sorted(folder.rglob("*.txt")) if folder else []
    while True:
        if not folder:
            yield invented(chance)
        elif article := from_file(chance.choice(paths), chance):
            yield article


def judge(judged: Sequence[Page], *, dates: bool = True) -> Tally:
    """The pages through `transform` and the rules. Without `dates`, what the texts say about dates is not asked."""
    tally = Tally()
    for start in range(0, len(judged), _BATCH):
        _judge_batch(tally, judged[start : start + _BATCH], start, dates)
    return tally


def _judge_batch(tally: Tally, batch: Sequence[Page], start: int, dates: bool) -> None:
    ids = [str(start + number) for number in range(len(batch))]
    frames = transform([page.content for page in batch], ids, TransformSettings())
    found = frames["lines"].sort("file_id", "line_no").group_by("file_id").agg("kind", "evidence")
    lines = {file_id: (kinds, evidence) for file_id, kinds, evidence in found.iter_rows()}
    rules = [rule for rule in load_rules() if rule.profile != "corpus"]  # their measures are not computed here
    flags = verdicts(rules, frames).group_by("file_id").agg(pl.col("rule").unique())
    flagged = {file_id: set(rules) for file_id, rules in flags.iter_rows()}
    fields = frames["article_records"].filter(pl.col("part") == 0).select("file_id", "title", "published_on")
    records = {file_id: (title, published) for file_id, title, published in fields.iter_rows()}
    for file_id, page in zip(ids, batch, strict=True):
        _judge_lines(tally, int(file_id), page, *lines.get(file_id, ([], [])))
        _judge_flags(tally, page, flagged.get(file_id, set()) & LABELLED, dates)
        title, published = records.get(file_id, (None, None))
        tally.files["files"] += 1
        tally.files["title"] += (title and key(title)) == (page.title and key(page.title))
        tally.files["date"] += (not dates and page.published is None) or published == page.published


def _judge_lines(tally: Tally, number: int, page: Page, kinds: list[str], evidence: list[str]) -> None:
    # An unread file, or one read in other lines, is wrong in every line.
    if len(kinds) != len(page.lines):
        kinds = evidence = ["none"] * len(page.lines)
    for line_no, (line, verdict, code) in enumerate(zip(page.lines, kinds, evidence, strict=True), 1):
        if line.kind != "blank":
            tally.kinds[line.kind, verdict] += 1
            if verdict != line.kind:
                tally.misses.append((number, line_no, line.kind, verdict, code, line.text))


def _judge_flags(tally: Tally, page: Page, given: set[str], dates: bool) -> None:
    asked = _JUDGED if dates else _JUDGED - {"no_publication_date"}
    wanted, given = page.flags & asked, given & asked
    for flag in wanted | given:
        outcome = "right" if flag in wanted & given else "missed" if flag in wanted else "false"
        tally.flags.setdefault(flag, Counter())[outcome] += 1
    if not wanted - {"no_publication_date"}:
        tally.files["clean"] += 1
        tally.files["left_clean"] += not given - {"no_publication_date"}
