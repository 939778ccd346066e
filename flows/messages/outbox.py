"""Messages on their way: one file each in `HOME/state/outbox` until every address has it, whatever happens."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from flows.events import note_event
from flows.messages.memory import locked
from flows.settings_values import Secret
from warehouse.files import sync, write_whole
from warehouse.layout import Home

_FOLDER = "outbox"
_LOCK = "outbox.lock"

Send = Callable[[Secret, "Message"], str | None]  # None when it went out, else why not


@dataclass(frozen=True)
class Message:
    """One message. `sent_to` are marks of the addresses that have it already."""

    message_id: str
    key: str
    severity: str
    title: str
    body: str
    run_id: str | None = None
    sent_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """An address that took no message: its number in the settings, what it is (`slack://…`), and why."""

    number: int
    address: str
    why: str

    def __str__(self) -> str:
        return f"address {self.number} ({self.address}): {self.why}"


def new_message(key: str, severity: str, title: str, body: str, run_id: str | None, now: datetime) -> Message:
    """A message with an id of its own; ids sort by time."""
    return Message(f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}", key, severity, title, body, run_id)


def put(home: Home, message: Message) -> None:
    """Keep a message, on the disk when this returns."""
    folder = home.state / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(_file(home, message), json.dumps(asdict(message), ensure_ascii=False, indent=1))
    sync(folder)


def waiting(home: Home) -> list[Message]:
    """The messages that have not reached every address, oldest first."""
    found = (_read(file) for file in sorted((home.state / _FOLDER).glob("*.json")))
    return [message for message in found if message is not None]


def deliver(home: Home, addresses: Sequence[Secret], send: Send) -> list[Trouble]:
    """Send what waits, to each address once; the troubles that there were. An address that fails is asked no more now.

    Killed between a message and its mark, the message goes out once more.
    """
    if not addresses or not waiting(home):
        return []
    troubles: dict[int, Trouble] = {}
    with locked(home, _LOCK):
        for message in waiting(home):
            for number, address in enumerate(addresses, start=1):
                if number in troubles or mark(address) in message.sent_to:
                    continue
                why = send(address, message)
                if why is None:
                    message = _marked(home, message, address)
                else:
                    troubles[number] = Trouble(number, masked(address), why)
            if all(mark(address) in message.sent_to for address in addresses):
                _file(home, message).unlink(missing_ok=True)
    for trouble in troubles.values():
        note_event(home, "message_not_sent", "", level="warning", detail=str(trouble))
    return list(troubles.values())


def masked(address: Secret) -> str:
    """What may be shown of an address: its scheme. Hosts are tokens too, for some."""
    return address.reveal().partition("://")[0].lower() + "://…"


def mark(address: Secret) -> str:
    """What tells an address from the others: too short to find out more of it."""
    return hashlib.sha256(address.reveal().encode()).hexdigest()[:8]


def _marked(home: Home, message: Message, address: Secret) -> Message:
    done = Message(**{**asdict(message), "sent_to": (*message.sent_to, mark(address))})
    put(home, done)
    note_event(home, "message_sent", message.run_id or "", key=message.key, address=masked(address))
    return done


def _file(home: Home, message: Message) -> Path:
    return home.state / _FOLDER / f"{message.message_id}.json"


def _read(file: Path) -> Message | None:
    """None for one that is gone or torn."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Message(**{**content, "sent_to": tuple(content["sent_to"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
