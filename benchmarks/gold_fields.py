"""Fields of the labels that the scorer does not count: byline, basis of the date, related titles, appended articles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from transforms.pipeline import transform
from transforms.settings import TransformSettings

Label = dict[str, Any]


def understood(paths: Sequence[Path]) -> dict[str, pl.DataFrame]:
    """The frames of the files; `file_id` is the name. Of files with the same bytes only the first is there."""
    contents: dict[str, tuple[str, bytes]] = {}
    for path in paths:
        content = path.read_bytes()
        contents.setdefault(hashlib.sha256(content).hexdigest(), (path.name, content))
    names, read = zip(*contents.values(), strict=True)
    return transform(read, names, TransformSettings())


def fields_report(labels: Sequence[Label], paths: Mapping[str, Path]) -> str:
    """One line a field: right of asked; then what is wrong."""
    asked = [label for label in labels if label["expect"] == "load"]
    frames = understood([paths[label["file"]] for label in asked])
    records = {row["file_id"]: row for row in frames["article_records"].filter(pl.col("part") == 0).to_dicts()}
    asked = [label for label in asked if label["file"] in records]
    rows, wrong = [], []
    for name, compare in (
        ("byline", _bylines),
        ("date and basis", _bases),
        ("related titles", _related),
        ("appended bodies", _appended),
    ):
        outcomes = [(label["file"], *compare(label, records[label["file"]], frames)) for label in asked]
        right = sum(wanted == given for _, wanted, given in outcomes)
        rows.append(f"{name:<18}{right:>4} of {len(outcomes)} files")
        wrong += [f"  {file}: {name} should be {w!r}, is {g!r}" for file, w, g in outcomes if w != g]
    return "\n".join(["Fields that the scorer does not count", *rows, *wrong])


def _bylines(label: Label, record: Label, _: object) -> tuple[object, object]:
    accepted = [label["byline"], *label.get("also_accepted", {}).get("byline", [])]
    return (record["byline"] if record["byline"] in accepted else label["byline"]), record["byline"]


def _bases(label: Label, record: Label, _: object) -> tuple[object, object]:
    """The words; of a label, what it quotes may be a part of the line."""
    wanted, given = label["published_on_basis"], record["published_on_basis"]
    same = wanted == given or (wanted and given and (wanted in given or given in wanted))
    return (given if same else wanted), given


def _related(label: Label, record: Label, frames: Mapping[str, pl.DataFrame]) -> tuple[object, object]:
    items = frames["related_items"].filter(pl.col("file_id") == record["file_id"])
    titles = [title for title in items["title"].to_list() if title]
    return set(label["related"]), set(titles)


def _appended(label: Label, record: Label, frames: Mapping[str, pl.DataFrame]) -> tuple[object, object]:
    lines = frames["lines"].filter((pl.col("file_id") == record["file_id"]) & (pl.col("part") > 0))
    found = lines.filter(pl.col("kind") == "appended_body").group_by("part").agg("line_no").sort("part")
    return [part["body_lines"] for part in label["appended"]], found["line_no"].to_list()
