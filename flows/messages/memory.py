"""What people were told of: `HOME/state/messages.json`, so that a cause that lasts is not told by every run."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from warehouse.files import write_whole
from warehouse.layout import Home

_FILE = "messages.json"
_LOCK = "messages.lock"
_N_RUNS = 100


@dataclass
class Known:
    """A cause that lasts: since when, when it was seen and told last (ISO 8601, UTC), in which runs it was seen."""

    kind: str
    code: str
    first_at: str
    seen_at: str
    told_at: str | None = None
    run_ids: list[str] = field(default_factory=list)

    def see(self, run_id: str | None, now: datetime) -> None:
        """It is still there."""
        self.seen_at = now.isoformat()
        if run_id is not None and run_id not in self.run_ids:
            self.run_ids = [*self.run_ids, run_id][-_N_RUNS:]


@dataclass
class Memory:
    """Causes by key; when the first look was, for what there was no run yet; for which day the last digest was made;
    which addresses took no message the last time that one was sent."""

    causes: dict[str, Known] = field(default_factory=dict)
    watched_since: str | None = None
    digest_at: str | None = None
    troubles: list[str] = field(default_factory=list)


def recall(home: Home) -> Memory:
    """What is remembered; nothing where the file is missing or torn."""
    try:
        content = json.loads((home.state / _FILE).read_text(encoding="utf-8"))
        causes = {str(key): Known(**known) for key, known in content.pop("causes").items()}
        return Memory(causes, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


@contextmanager
def remembering(home: Home) -> Iterator[Memory]:
    """The memory, for this process alone; what the block changes is kept."""
    with locked(home, _LOCK):
        memory = recall(home)
        before = _written(memory)
        yield memory
        if (after := _written(memory)) != before:
            write_whole(home.state / _FILE, after)


@contextmanager
def locked(home: Home, name: str) -> Iterator[None]:
    """A lock of its own in HOME/state; the kernel frees it when the process dies."""
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / name).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _written(memory: Memory) -> str:
    content: dict[str, Any] = asdict(memory)
    return json.dumps(content, ensure_ascii=False, indent=1)
