"""The rule book: the catalogue as a Markdown page, for `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from expectations.kinds import KINDS, sentence
from expectations.rules import Rule
from expectations.tables import LEVELS

_HEAD = """# Rules

Made from `expectations/rules/*.toml`; don't edit it by hand.

A rule judges a measure; what breaks it becomes a flag with the rule's code. A null measure doesn't apply and is good.
The audit lets Great Expectations count the same rows.

| severity | what happens |
| --- | --- |
| critical | at level file and article the file is quarantined, for that reason; at level table the run is held |
| warning | the row is published with its flag, and its article is not clean |
| info | the row is published with its flag |

Rules of the profile `corpus` (the published heuristics of Gopher, C4 and FineWeb) judge where the setting
`profiles.corpus` is `on`, or in `tinsach run --profile corpus`: their measures cost more than all others together.
"""

_OWN = """## Your own rules

TOML files in the folder `rules` of the home, read by file name. A code of this page may change `severity`, `limits`,
`must_hold` (the share of rows that must be good) and `active`; any other code is a new rule with the same keys as the
ones here. `tinsach rules try FILE` shows what such a file would flag before it goes live.

```toml
[very_long_line]
limits = { max = 5000 }

[mixed_tone_placement]
active = false

[wordy_title]
level = "article"
dimension = "validity"
severity = "warning"
kind = "between"
column = "n_title_words"
limits = { max = 30 }
must_hold = 0.99
description = "The title has very many words."
good = { n_title_words = 12 }
bad = { n_title_words = 34 }
```
"""

_TITLES = {
    "file": ("Files", "One flag for a file."),
    "article": ("Articles", "One flag for an article."),
    "line": ("Lines", "One flag for each line."),
    "outlet": ("Outlets", "One flag for an outlet, in comparison with its last runs."),
    "table": ("Tables", "No flags: critical ones hold the run or fail the audit, the others only tell."),
}


def rulebook(rules: Sequence[Rule]) -> str:
    """The whole page, ending with one newline."""
    parts = [_HEAD]
    for level in LEVELS:
        title, grain = _TITLES[level]
        parts.append(f"## {title}\n\n{grain}\n")
        parts.extend(_rule(rule) for rule in rules if rule.level == level)
    return "\n".join([*parts, _kinds(), _OWN])


def _rule(rule: Rule) -> str:
    off = "" if rule.active else ", switched off"
    profile = f", profile `{rule.profile}`" if rule.profile else ""
    share = f", for at least {rule.must_hold:.0%} of the rows" if rule.must_hold < 1 else ""
    lines = [
        f"### `{rule.rule}`", "", rule.description, f"*{rule.description_vi}*" if rule.description_vi else "", "",
        f"* {rule.severity}, {rule.dimension}{profile}{off}",
        f"* judges `{rule.table}`: {sentence(rule.kind, rule.columns, rule.limits)}{share}",
        *_examples(rule), "",
    ]  # fmt: skip
    return "\n".join(line for i, line in enumerate(lines) if line or i in (1, 4, len(lines) - 1))


def _examples(rule: Rule) -> list[str]:
    return [
        f"* {word}: {_rows(example) if rule.level == 'table' else _cells(example)}"
        for word, example in (("good", rule.good), ("bad", rule.bad))
        if example
    ]


def _rows(example: Mapping[str, Any]) -> str:
    return "; ".join(f"{table} " + ", ".join(f"({_cells(row)})" for row in rows) for table, rows in example.items())


def _cells(row: Mapping[str, Any]) -> str:
    return ", ".join(f"`{column}` = {_value(value)}" for column, value in row.items())


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kinds() -> str:
    rows = "\n".join(f"| `{kind.name}` | {kind.meaning} |" for kind in KINDS.values())
    return f"## Kinds\n\n| kind | a row is good when |\n| --- | --- |\n{rows}\n"
