"""The check of messages: where they go, whether that is understood and kept secret, and what waits to be sent."""

from __future__ import annotations

import os
from collections.abc import Iterator

from flows.cells import counted
from flows.checks import Finding
from flows.messages.memory import recall
from flows.messages.outbox import masked, waiting
from flows.settings import load
from warehouse.layout import Home

_OTHERS = 0o004
_OTHERS_ENTER = 0o001


def check_messages(home: Home) -> Iterator[Finding]:
    """Every address is understood, nobody else reads them, and no message waits."""
    addresses = load(home.root, environment=os.environ).messages.addresses
    if not addresses:
        yield Finding("note", "nobody is told of held runs and failures: messages.addresses says who")
    else:
        from flows.messages.sending import is_understood

        shown = [f"{number} ({masked(address)})" for number, address in enumerate(addresses, start=1)]
        wrong = [name for name, address in zip(shown, addresses, strict=True) if not is_understood(address)]
        for name in wrong:
            what = f"address {name} of messages.addresses is none that Apprise understands"
            yield Finding("problem", what, "correct it, then `tinsach messages --test`")
        if not wrong:
            yield Finding("ok", f"messages go to {counted(len(addresses), 'address')}: {', '.join(shown)}")
    if _is_open(home) and load(home.root, environment={}).messages.addresses:
        what = f"everybody on this machine can read {home.settings}, which holds addresses with passwords"
        yield Finding("problem", what, f"`chmod 600 {home.settings}`, or put them into TINSACH_MESSAGES_ADDRESSES")
    if left := waiting(home):
        why = f": {'; '.join(troubles)}" if (troubles := recall(home).troubles) else ""
        yield Finding(
            "problem", f"not sent yet: {counted(len(left), 'message')}{why}", "`tinsach messages` tries again"
        )


def _is_open(home: Home) -> bool:
    """Whether others than owner and group can read tinsach.toml."""
    try:
        modes = home.settings.stat().st_mode & _OTHERS, home.root.stat().st_mode & _OTHERS_ENTER
    except FileNotFoundError:
        return False
    return all(modes)
