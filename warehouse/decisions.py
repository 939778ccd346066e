"""What people decided: an append-only log beside the warehouse, applied by every publish.

No lock of the warehouse is ever in its way, and it survives replay, restore and rebuild. What counts is the last
decision on a target: a flag (`flag.*`), a file (`quarantine.*`, `takedown.*`), a run (`held.*`), or what a correction
is about (`correction.*`, see `warehouse/corrections.py`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from transforms.errors import ConfigurationError
from warehouse.files import append_line
from warehouse.layout import Home

KINDS = (
    "flag.ack",
    "flag.dismiss",
    "flag.reopen",
    "quarantine.release",
    "quarantine.discard",
    "held.accept",
    "held.discard",
    "takedown.remove",
    "takedown.lift",
    "correction.set",
    "correction.withdraw",
)
FAMILIES = ("flag", "quarantine", "held", "takedown", "correction")


@dataclass(frozen=True)
class Decision:
    """One decision: `kind` (one of KINDS), `target` (flag_id, file_id, run_id, or what is corrected), who, when (with a
    zone), why; of a correction the `value` that it sets."""

    kind: str
    target: str
    who: str
    when: datetime
    note: str | None = None
    decision_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    value: str | None = None

    def __post_init__(self) -> None:
        """ConfigurationError for an unknown kind."""
        if self.kind not in KINDS:
            raise ConfigurationError(f"unknown decision {self.kind!r}; there are {', '.join(KINDS)}")
        if self.when.tzinfo is None:
            raise ValueError("a decision needs a time with a zone")

    @property
    def family(self) -> str:
        """What the target is: `flag`, `quarantine`, `held`, `takedown` or `correction`."""
        return self.kind.split(".")[0]

    @property
    def verb(self) -> str:
        """What was decided: `ack`, `dismiss`, `reopen`, `release`, `accept`, `discard`, `remove`, `lift`, `set` or
        `withdraw`."""
        return self.kind.split(".")[1]


def append(home: Home, decisions: Sequence[Decision]) -> None:
    """Add decisions to the log, all in one write, on the disk when this returns."""
    if decisions:
        append_line(home.decisions, "".join(_to_json(decision) + "\n" for decision in decisions))


def read(home: Home) -> tuple[Decision, ...]:
    """All decisions in their order. A line that cannot be read (torn by a crash) is left out: see `unreadable`."""
    return tuple(decision for _, decision in _parsed(home) if decision is not None)


def unreadable(home: Home) -> tuple[int, ...]:
    """Numbers of the lines of the log that cannot be read, from 1."""
    return tuple(number for number, decision in _parsed(home) if decision is None)


def last_words(decisions: Iterable[Decision], family: str) -> dict[str, Decision]:
    """Target to the last decision on it, of one family."""
    return {decision.target: decision for decision in decisions if decision.family == family}


def released(decisions: Iterable[Decision]) -> frozenset[str]:
    """The file_ids that people let out of quarantine: no rule may put them back."""
    words = last_words(decisions, "quarantine")
    return frozenset(target for target, decision in words.items() if decision.verb == "release")


def as_parameter(decisions: Sequence[Decision]) -> str:
    """The log as the JSON list that `loads/decisions.sql` takes."""
    return json.dumps(
        [
            {
                "decision_id": decision.decision_id,
                "family": decision.family,
                "verb": decision.verb,
                "target": decision.target,
                "decided_by": decision.who,
                "decided_at": decision.when.isoformat(),
                "note": decision.note,
                "place": place,
            }
            for place, decision in enumerate(decisions)
        ]
    )


def _to_json(decision: Decision) -> str:
    record = {
        "id": decision.decision_id,
        "kind": decision.kind,
        "target": decision.target,
        "who": decision.who,
        "when": decision.when.isoformat(),
        "note": decision.note,
        **({} if decision.value is None else {"value": decision.value}),
    }
    return json.dumps(record, ensure_ascii=False)


def _parsed(home: Home) -> Iterator[tuple[int, Decision | None]]:
    """(line number, decision or None) of each line that is not blank."""
    try:
        content = home.decisions.read_bytes()
    except FileNotFoundError:
        return
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield number, _from_json(line)


def _from_json(line: bytes) -> Decision | None:
    try:
        record = json.loads(line)
        return Decision(
            record["kind"],
            record["target"],
            record["who"],
            datetime.fromisoformat(record["when"]),
            record["note"],
            record["id"],
            record.get("value"),
        )
    except (ValueError, KeyError, TypeError, ConfigurationError):
        return None
