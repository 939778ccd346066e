"""Write down what people decide, and what is written down but not published yet."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from transforms.errors import ConfigurationError
from warehouse import decisions
from warehouse.decisions import Decision
from warehouse.layout import Home
from warehouse.store import pending_decisions

# What a decision will make of the status of a flag, a file or a run.
STATUS_AFTER = {
    "flag.ack": "acknowledged",
    "flag.dismiss": "dismissed",
    "flag.reopen": "open",
    "quarantine.release": "to be loaded",
    "quarantine.discard": "discarded",
    "held.accept": "to be published",
    "held.discard": "discarded",
}


def decision_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that decides: --note and --by."""
    by = click.option("--by", metavar="NAME", help="Who decides; else the user of this session.")
    note = click.option("--note", metavar="TEXT", help="Why.")
    return note(by(function))


def decide(home: Home, kind: str, targets: Sequence[str], *, note: str | None, by: str | None) -> None:
    """Append one decision for each target to the log."""
    who, when = (by or "").strip() or session_user(), datetime.now(UTC)
    decisions.append(home, [Decision(kind, target, who, when, (note or "").strip() or None) for target in targets])


def session_user() -> str:
    """The name of who runs this process; its number in a container that has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def pending(home: Home, family: str) -> dict[str, Decision]:
    """Target to the decision on it that the next run applies."""
    return {decision.target: decision for decision in pending_decisions(home) if decision.family == family}


def coming_status(status: str, decision: Decision | None) -> str:
    """A status with what the next run makes of it: "open → dismissed"."""
    after = STATUS_AFTER[decision.kind] if decision else status
    return status if after == status else f"{status} → {after}"


def as_overlay(waiting: Mapping[str, Decision]) -> list[dict[str, str]]:
    """What `queries/flags_matching` takes: target and status of each."""
    return [{"target": target, "status": STATUS_AFTER[decision.kind]} for target, decision in waiting.items()]


def need_targets(targets: Iterable[str], how: str) -> None:
    """ConfigurationError where nothing was named."""
    if not any(targets):
        raise ConfigurationError(f"nothing to decide on: {how}")
