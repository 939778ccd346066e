"""A sample of any folder of article files: the share of each kind and flag, with random examples of each."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from expectations.rules import load_rules
from expectations.verdicts import verdicts
from transforms.pipeline import transform
from transforms.settings import TransformSettings

_RESIDUE = [
    "related_links_residue", "navigation_residue", "promo_residue", "media_residue", "repeated_paragraphs",
    "repeated_title", "appended_article", "truncated_text", "truncated_teaser", "markup_residue", "missing_title",
]  # fmt: skip
_TEXT_CHARS = 140
_BATCH = 4000


def corpus_report(folder: Path, n_files: int, n_examples: int, seed: int = 1) -> str:
    """Shares of kinds (lines) and flags (files), each followed by its examples: file, line, evidence, text."""
    chance = random.Random(seed)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = sorted(chance.sample(paths, min(n_files, len(paths))))
    lines, flags, languages = _judged(paths)
    rows = [f"Sample of {len(paths)} files, {len(lines)} lines of {folder.name}"]
    residue = flags.filter(pl.col("rule").is_in(_RESIDUE))["file_id"].n_unique()
    rows.append(f"files with a flag of residue or damage: {residue} ({residue / len(paths):.2%})")
    for line_no, kind in ((1, "title"), (2, "lead"), (3, "body")):
        asked = lines.filter(pl.col("line_no") == line_no)
        rows.append(f"line {line_no} is {kind}: {(asked['kind'] == kind).sum()} of {len(asked)}")
    for language, count in languages["language"].value_counts(sort=True).iter_rows():
        rows.append(f"language {language}: {count}")
    for kind, count in lines["kind"].value_counts(sort=True).iter_rows():
        rows += ["", f"kind {kind}: {count} ({count / len(lines):.2%})"]
        rows += _examples(lines.filter(pl.col("kind") == kind), n_examples, chance)
    texts = lines.select("file_id", "line_no", "text", "evidence")
    for rule, count in flags.group_by("rule").agg(n=pl.col("file_id").n_unique()).sort("n").iter_rows():
        rows += ["", f"flag {rule}: {count} files ({count / len(paths):.2%})"]
        flagged = flags.filter(pl.col("rule") == rule).select("file_id", pl.col("line_no").fill_null(1))
        rows += _examples(flagged.join(texts, on=["file_id", "line_no"], how="inner"), n_examples, chance)
    return "\n".join(rows)


def _judged(paths: list[Path]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    rules = [rule for rule in load_rules() if rule.profile != "corpus"]  # their measures are not computed here
    settings = TransformSettings()
    lines, flags, languages = [], [], []
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        frames = transform([path.read_bytes() for path in batch], [path.name for path in batch], settings)
        lines.append(frames["lines"].select("file_id", "line_no", "kind", "evidence", "text"))
        flags.append(verdicts(rules, frames))
        languages.append(frames["file_measures"].select("file_id", "language"))
    return pl.concat(lines).filter(pl.col("kind") != "blank"), pl.concat(flags), pl.concat(languages)


def _examples(rows: pl.DataFrame, n_examples: int, chance: random.Random) -> list[str]:
    drawn = rows[sorted(chance.sample(range(len(rows)), min(n_examples, len(rows))))]
    shown = drawn.select("file_id", "line_no", "evidence", pl.col("text").str.slice(0, _TEXT_CHARS))
    return [f"  {file_id}:{line_no} [{evidence}] {text}" for file_id, line_no, evidence, text in shown.iter_rows()]
