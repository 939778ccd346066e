"""The causes that a run, an audit or the upkeep gives, with what their messages say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from expectations.gate import Reason
from expectations.record import Rule
from flows.lookup import full_call
from flows.messages.causes import Cause, Example
from flows.messages.held import reason_facts
from flows.settings import Settings
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

_EXAMPLES = 3
_CHANGING = re.compile(r"0x[0-9a-f]+|[0-9a-f]{8,}|\d[\dT.,:]*(?:-[0-9a-f]{4})?")


def failed(home: Home, flow: str, run_id: str, step: str, detail: str) -> Cause:
    """A run, or a step of the upkeep, that failed. The same trouble, whatever numbers it names, is the same cause."""
    same = hashlib.sha256(_CHANGING.sub("#", detail).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    command = full_call(home, "doctor")
    return Cause("failed", f"{flow}:{step}:{same}", "critical", {"flow": flow, "detail": detail},
                 commands=(command,), run_id=run_id)  # fmt: skip


def audit_failed(home: Home, run_id: str, rules: Iterable[Rule], reasons: Sequence[Reason]) -> list[Cause]:
    """One cause for each rule by which the whole warehouse fails."""
    known = {rule.rule: rule for rule in rules}
    with open_reader(home) as con:
        return [_audited(home, con, run_id, reason, known.get(reason.code)) for reason in reasons]


def _audited(home: Home, con: Any, run_id: str, reason: Reason, rule: Rule | None) -> Cause:
    rows = fetch(con, "queries/message_flags", rule=reason.code, run_id=None, n_rows=_EXAMPLES)
    has_flags = rule is not None and rule.makes_flags and reason.kind == "broken"
    commands = [full_call(home, f"flags --rule {reason.code} --open")] if has_flags else []
    return Cause(
        "audit", reason.code, "critical", {"description": _descriptions(rule)},
        ((reason.kind, reason_facts(reason)),), _examples(rows), (*commands, full_call(home, "audit")), run_id,
    )  # fmt: skip


def jumps(home: Home, settings: Settings, run_id: str) -> tuple[list[Cause], set[str]]:
    """The rules whose share of rows jumped in a published run, the farthest first; and all that could be judged."""
    given, history = settings.messages, settings.history
    with open_reader(home) as con:
        rows = fetch(
            con, "queries/rule_jumps", run_id=run_id, n_runs=history.runs, min_runs=history.min_runs,
            n_rows=given.jump_rows, share=given.jump_share, line_share=given.jump_line_share, factor=given.jump_factor,
        )  # fmt: skip
        causes = [_jump(home, con, row, run_id) for row in rows if row["is_jump"]]
    return causes, {row["rule"] for row in rows}


def _jump(home: Home, con: Any, row: dict[str, Any], run_id: str) -> Cause:
    rule = row["rule"]
    examples = fetch(con, "queries/message_flags", rule=rule, run_id=run_id, n_rows=_EXAMPLES)
    query = (
        f"select uri, line_no, value from flags join files using (file_id) "  # noqa: S608  shown, not run
        f"where rule = '{rule}' and flags.run_id = '{run_id}'"
    )
    facts = {name: row[name] for name in ("checked", "unexpected", "share", "usual", "n_runs")}
    facts["description"] = {"vi": row["description_vi"], "en": row["description"]}
    commands = (full_call(home, f'sql "{query}"'), full_call(home, f"rules show {rule}"))
    return Cause("jump", rule, row["severity"], facts, (), _examples(examples), commands, run_id)


def _descriptions(rule: Rule | None) -> dict[str, str]:
    return {"vi": rule.description_vi if rule else "", "en": rule.description if rule else ""}


def _examples(rows: Iterable[dict[str, Any]]) -> tuple[Example, ...]:
    return tuple(Example(row["uri"], row["line_no"], row["title"], row["detail"]) for row in rows)
