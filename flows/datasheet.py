"""What a corpus is made of, for those who will use it: a short datasheet.

After Gebru et al., Datasheets for Datasets, Communications of the ACM 64(12), 2021.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

_MOST_ROWS = 25

_COLUMNS = """
| column | meaning |
| --- | --- |
| `article_id` | `file_id/part`; part 0 is the main article of its file, 1… were appended to it |
| `file_id`, `uri` | sha256 of the file's bytes, and where it lay |
| `title`, `lead`, `body` | the article's own text: without captions, menus, other articles' titles, repeats |
| `outlet`, `agency`, `byline` | as the text says; null where it does not |
| `language` | of the main text |
| `published_on`, `published_at`, `published_on_precision` | only where the text proves it; no year is guessed |
| `word_count`, `text_hash` | of title, lead and body |
| `corrected` | fields that people put right by hand |
| `duplicate_of`, `superseded_by` | the original of a copy, the newer version of an article |
| `is_clean`, `flags` | no open flag of severity warning or worse; the rules of all open flags |
| `run_id`, `transform_version` | which run made the row, by which rules for lines |
"""


def datasheet(
    about: Mapping[str, Any],
    totals: Mapping[str, Any],
    shares: Sequence[Mapping[str, Any]],
    left_out: Sequence[tuple[str, int]],
) -> str:
    """The page as Markdown. `shares` are the rows of `queries/export_shares`, `left_out` reasons with their counts."""
    which = "the articles of `clean_articles`" if about["only_clean"] else "all loaded articles"
    parts = [
        "# Datasheet\n\n"
        f"{totals['n_articles']:,} articles with {totals['n_words']:,} words, written by tinsach {about['tinsach']} on "
        f"{about['made_at']} from snapshot {about['snapshot']}: {which}. "
        "`manifest.json` has the files with their hashes.\n",
        "## What is in it\n\n" + _facts(totals),
        "## What each row says\n" + _COLUMNS,
        "## By outlet\n\n" + _table(shares, "outlet"),
        "## By year of publication\n\n" + _table(shares, "year"),
        "## Open flags\n\nWhat is known to be wrong or unusual, by rule; an article may have several.\n\n"
        + _table(shares, "rule"),
    ]
    if about["only_clean"]:
        parts.append("## What was left out\n\n" + _left_out(left_out))
    parts.append(
        "## How it came about\n\n"
        "Files that a web crawler left were split into lines, each line given one of 17 kinds, and the articles put "
        "together from the lines that are theirs. Kinds, outlets and dates rest on rules, not on reading: expect a few "
        "wrong ones. The texts belong to those who wrote and published them.\n"
    )
    return "\n".join(parts)


def _facts(totals: Mapping[str, Any]) -> str:
    days = f"{totals['first_day']} to {totals['last_day']}" if totals["first_day"] else "none known"
    rows = {
        "articles": totals["n_articles"],
        "words": totals["n_words"],
        "outlets": totals["n_outlets"],
        "days of publication": days,
        "without a date": totals["n_without_date"],
        "without an outlet": totals["n_without_outlet"],
        "without an author": totals["n_without_byline"],
        "without an open flag of warning or worse": totals["n_clean"],
        "copies of others": totals["n_duplicates"],
        "older versions": totals["n_superseded"],
        "corrected by hand": totals["n_corrected"],
        "versions of the transforms": totals["transform_versions"] or "none",
    }
    lines = (f"| {name} | {f'{value:,}' if isinstance(value, int) else value} |" for name, value in rows.items())
    return "\n".join(["| | |", "| --- | --- |", *lines]) + "\n"


def _table(shares: Sequence[Mapping[str, Any]], facet: str) -> str:
    rows = [row for row in shares if row["facet"] == facet]
    if not rows:
        return "None.\n"
    lines = [f"| {_name(row)} | {row['n_articles']:,} | {row['n_words']:,} |" for row in rows[:_MOST_ROWS]]
    if len(rows) > _MOST_ROWS:
        rest = rows[_MOST_ROWS:]
        n_articles, n_words = (sum(row[name] for row in rest) for name in ("n_articles", "n_words"))
        lines.append(f"| {len(rest):,} more | {n_articles:,} | {n_words:,} |")
    return "\n".join([f"| {facet} | articles | words |", "| --- | ---: | ---: |", *lines]) + "\n"


def _name(row: Mapping[str, Any]) -> str:
    return f"`{row['name']}`" if row["facet"] == "rule" else _plain(row["name"])


def _left_out(left_out: Sequence[tuple[str, int]]) -> str:
    if not left_out:
        return "Nothing.\n"
    lines = (f"| {reason} | {n_articles:,} |" for reason, n_articles in left_out)
    return "\n".join(["| why | articles |", "| --- | ---: |", *lines]) + "\n"


def _plain(name: str) -> str:
    """A name out of a text or a settings file, harmless in a table of Markdown and in the HTML made of it."""
    escaped = html.escape(" ".join(name.split()), quote=False)
    return "".join(f"&#{ord(char)};" if char in "|`[]\\*_" else char for char in escaped)
