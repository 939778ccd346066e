"""`tinsach restore`: a home from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cells import counted, shown
from flows.cli import Context
from flows.lookup import call
from warehouse.backup import restore
from warehouse.layout import Home


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@click.pass_obj
def command(context: Context, file: Path) -> None:
    """Make the home folder (--home, which must not hold a warehouse yet) from a backup. Every file of it is checked.

    Files that came after the backup are loaded by the next run, as long as their sources still have them.

    Example: tinsach --home /srv/tinsach restore /mnt/backups/tinsach.tar
    """
    home = Home(context.home_path)
    made = restore(home, file)
    when = f"{made.made_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Restored {shown(home.root)} as of {when}: snapshot {made.snapshot}, {counted(made.n_files, 'file')}.")
    click.echo(f"Next: {call(home, 'doctor')}")
