"""The runs that the gate held and nobody has decided on, as causes: found where they lie, so none is missed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from expectations.gate import Reason
from flows.lookup import full_call
from flows.messages.causes import Cause, Example
from warehouse import decisions
from warehouse.files import is_whole_parquet
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import stage

_FILE = "reasons.json"
_RECORD = "run/runs.parquet"
_EXAMPLES = 3


def write_reasons(run_dir: Path, reasons: Sequence[Reason]) -> None:
    """Leave the gate's reasons in the folder of a run that is about to be held."""
    content = json.dumps([asdict(reason) for reason in reasons], ensure_ascii=False)
    (run_dir / "run" / _FILE).write_text(content, encoding="utf-8")


def held_causes(home: Home) -> list[Cause]:
    """One cause for the same reasons, of the newest run that waits for them; without examples, which cost a session."""
    decided = decisions.last_words(decisions.read(home), "held")
    found: dict[str, Cause] = {}
    for folder in sorted(home.held.glob("*/")):
        if folder.name not in decided and is_whole_parquet(folder / _RECORD):
            cause = _cause(home, folder)
            found[cause.key] = cause
    return list(found.values())


def held_examples(home: Home, run_id: str) -> tuple[Example, ...]:
    """Some files of a held run, those first that it would quarantine."""
    with stage(home, home.held / run_id) as con:
        rows = fetch(con, "queries/message_held", n_rows=_EXAMPLES)
    return tuple(Example(row["uri"], None, row["title"], row["reason"]) for row in rows)


def reason_facts(reason: Reason) -> dict[str, Any]:
    """What the words for a reason say."""
    share = reason.unexpected / reason.checked if reason.checked else 0.0
    return {**asdict(reason), "share": share, "limit": float(reason.limit), "usual": float(reason.usual)}


def _cause(home: Home, folder: Path) -> Cause:
    run_id, reasons = folder.name, _reasons(folder)
    record = pl.read_parquet(folder / _RECORD).row(0, named=True)
    facts = {
        "files_new": record["files_new"] or 0, "files_quarantined": record["files_quarantined"] or 0,
        "articles": record["articles_loaded"] or 0,
    }  # fmt: skip
    commands = tuple(full_call(home, f"held {verb} {run_id}") for verb in ("show", "accept", "discard"))
    given = [(str(reason.kind), reason_facts(reason)) for reason in reasons]
    given = given or [("other", {"detail": record["detail"] or ""})]
    code = "+".join(sorted({reason.code for reason in reasons}))
    return Cause("held", code or run_id, "critical", facts, tuple(given), (), commands, run_id)


def _reasons(folder: Path) -> list[Reason]:
    """None for a run that an earlier tinsach held: its record has them as a sentence."""
    try:
        return [Reason(**one) for one in json.loads((folder / "run" / _FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
