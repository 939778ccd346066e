"""The outcome of `tinsach rules try` for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from expectations.kinds import sentence
from expectations.record import Rule
from flows.cells import counted
from flows.lookup import call, short
from flows.screen import Column, facts, heading, say, table
from flows.trying import Trial
from warehouse.layout import Home

_N_CHARS = 160  # of a line, where it is not cut to fit a terminal
_EXAMPLES = (
    Column("file"), Column("name", can_shrink=True), Column("line", is_number=True), Column("value"),
    Column("text", can_shrink=True),
)  # fmt: skip


def print_trials(home: Home, file: Path, trials: Sequence[Trial]) -> None:
    """Every draft with its counts and examples, then what to do to make it live."""
    for trial in trials:
        _print_trial(trial)
    say()
    say(f"Nothing was changed. To make it live: cp {file} {home.rules}/ ; it judges new files at once,", "dim")
    say(f"and the stored ones after {call(home, 'replay')}", "dim")


def as_record(trial: Trial) -> dict[str, Any]:
    """A trial as one JSON object."""
    return {
        "rule": trial.draft.after.rule,
        "is_new": trial.draft.today is None,
        "is_off": trial.is_off,
        "severity": trial.draft.after.severity,
        "checked": trial.n_checked,
        "flags_today": trial.n_today,
        "flags_after": trial.n_after,
        "share_after": _share(trial),
        "new": trial.n_new,
        "gone": trial.n_gone,
        "examples_new": trial.new,
        "examples_gone": trial.gone,
    }


def _print_trial(trial: Trial) -> None:
    after, today = trial.draft.after, trial.draft.today
    say(f"{after.rule}: {'new' if today is None else 'changed'}", "bold")
    facts(
        (
            ("asks", f"{after.table}: {sentence(after.kind, after.columns, after.limits)}"),
            ("today", today and f"{sentence(today.kind, today.columns, today.limits)} ({_how(today)})"),
            ("severity", _how(after)),
            ("judged", counted(trial.n_checked, "row") + (" that it applies to" if after.makes_flags else "")),
            ("breaks it", f"{trial.n_after:,} ({_percent(trial)}); today {trial.n_today:,}"),
            ("flags", f"{trial.n_new:,} would open, {trial.n_gone:,} would be resolved" if after.makes_flags else None),
            ("off", _why_off(after) if trial.is_off else None),
        )
    )
    for title, flags, n in (("would open", trial.new, trial.n_new), ("would be resolved", trial.gone, trial.n_gone)):
        if flags:
            heading(f"  {counted(n, 'flag')} {title}" + (f", the first {len(flags)}" if n > len(flags) else ""))
            table(_EXAMPLES, [_example(flag) for flag in flags])
    say()


def _how(rule: Rule) -> str:
    return rule.severity if rule.active else "off"


def _why_off(rule: Rule) -> str:
    return f"the profile {rule.profile} is off, or the rule itself" if rule.profile else "it would judge nothing"


def _share(trial: Trial) -> float | None:
    return trial.n_after / trial.n_checked if trial.n_checked else None


def _percent(trial: Trial) -> str:
    share = _share(trial)
    return "nothing to judge" if share is None else f"{share:.2%}"


def _example(flag: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": short(flag["file_id"] or "") or None,
        "name": (flag["uri"] or flag["outlet"] or "").rpartition("/")[2],
        "line": flag["line_no"],
        "value": flag["value"],
        "text": (flag["text"] or flag["title"] or "")[:_N_CHARS],
    }
