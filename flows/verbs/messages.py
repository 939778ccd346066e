"""`tinsach messages`: who is told what, what is due, and a try."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from flows.cells import counted
from flows.cli import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flows.messages.outbox import Message, Trouble
    from flows.settings import Settings
    from warehouse.layout import Home


@click.command("messages")
@click.option("--dry-run", is_flag=True, help="Print what would be sent now; send and remember nothing.")
@click.option("--test", "is_test", is_flag=True, help="Send a test message to every address.")
@click.option("--digest", "is_digest", is_flag=True, help="The digest of the last seven days, now.")
@click.option("--quiet", is_flag=True, help="Say nothing while all is well: for cron.")
@click.pass_obj
def command(context: Context, dry_run: bool, is_test: bool, is_digest: bool, quiet: bool) -> int:
    """Tell what is due: that no run came for longer than the schedule allows, the digest of the week, and messages that
    could not be sent before. Then say where messages go and which causes last.

    Runs, audits and the upkeep tell of themselves; `up` and `serve` look every few minutes; elsewhere a timer calls
    this. Exits 3 when an address took no message.

    \b
    Example: tinsach messages --test
             tinsach messages --digest --dry-run
    """
    from flows.messages.looking import foresee, look
    from flows.settings import load
    from warehouse.layout import Home

    if is_test and is_digest:
        raise click.UsageError("--test and --digest exclude each other: give one of them")
    home = Home(context.home_path)
    settings = load(home.root, environment=os.environ)
    if is_test or is_digest:
        return _send_now(home, settings, is_test=is_test, dry_run=dry_run)
    if dry_run:
        _print(foresee(home, settings))
        return 0
    done = look(home, settings)
    if not quiet:
        _report(home, settings)
    return _troubles(done.troubles)


def _send_now(home: Home, settings: Settings, *, is_test: bool, dry_run: bool) -> int:
    from flows.messages.looking import digest_now, test_message
    from flows.messages.outbox import Trouble, masked
    from flows.messages.sending import send
    from transforms.errors import ConfigurationError

    message = test_message(home, settings) if is_test else digest_now(home, settings)
    if dry_run:
        _print([message])
        return 0
    if not settings.messages.addresses:
        raise ConfigurationError(
            f"no address: set messages.addresses in {home.settings}, or TINSACH_MESSAGES_ADDRESSES"
        )
    troubles = []
    for number, address in enumerate(settings.messages.addresses, start=1):
        why = send(address, message)
        if why is None:
            click.echo(f"address {number} ({masked(address)}): sent")
        else:
            troubles.append(Trouble(number, masked(address), why))
    return _troubles(troubles)


def _troubles(troubles: Iterable[Trouble]) -> int:
    from flows.screen import say
    from transforms.errors import UnreachableError

    code = 0
    for trouble in troubles:
        say(f"not sent: {trouble}", "red")
        code = UnreachableError.exit_code
    return code


def _print(messages: Sequence[Message]) -> None:
    from flows.screen import heading, say

    if not messages:
        say("Nothing to tell.", "green")
    for message in messages:
        heading(message.title)
        for line in message.body.split("\n"):
            say(line)


def _report(home: Home, settings: Settings) -> None:
    from flows.messages.memory import recall
    from flows.messages.outbox import masked, waiting
    from flows.screen import Column, heading, say, table

    addresses = settings.messages.addresses
    if addresses:
        shown = ", ".join(f"{number} ({masked(address)})" for number, address in enumerate(addresses, start=1))
        say(f"Messages go to {counted(len(addresses), 'address')}: {shown}")
    else:
        say(f"Messages go nowhere: messages.addresses in {home.settings} is empty", "yellow")
    rows = [
        {"cause": key, "since": known.first_at[:16], "told": (known.told_at or "")[:16]}
        for key, known in recall(home).causes.items()
    ]
    if rows:
        heading("What lasts")
        table([Column("cause", can_shrink=True), Column("since", "since (UTC)"), Column("told", "told (UTC)")], rows)
    else:
        say("Nothing is wrong that people are told of.", "green")
    if left := waiting(home):
        say(f"{counted(len(left), 'message')} could not be sent yet", "red")
