"""`tinsach rollback`: make an earlier snapshot the current one."""

from __future__ import annotations

import click

from flows.cli import Context
from flows.lookup import call
from warehouse import snapshots
from warehouse.layout import Home
from warehouse.store import rollback


@click.command("rollback")
@click.argument("number", required=False, type=click.IntRange(1), metavar="[N]")
@click.pass_obj
def command(context: Context, number: int | None) -> None:
    """Go back to snapshot N, else to the one that the current snapshot was made from.

    Nothing is removed: the later snapshot stays, and `rollback` with its number goes forward again. Files that were
    published since come in again with the next run; decisions stay in their log.

    Example: tinsach rollback 7
    """
    home = Home(context.home_path)
    before = snapshots.current(home)
    now = rollback(home, number)
    if now == before:
        click.echo(f"Snapshot {now} is the current one already.")
        return
    click.echo(f"Readers see snapshot {now} from now on, not {before} any more.")
    if before is not None and now < before:
        click.echo("The next run takes in again what came after it.")
    click.echo(f"Back again: {call(home, f'rollback {before}')}")
