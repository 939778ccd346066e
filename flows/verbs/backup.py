"""`tinsach backup`: the whole home as one file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from flows.cells import counted, shown
from flows.checks import megabytes
from flows.cli import Context
from transforms.errors import ConfigurationError
from warehouse.backup import backup, rotate
from warehouse.layout import Home


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.pass_obj
def command(context: Context, file: Path | None) -> None:
    """Write the current snapshot, the kept originals, held runs, decisions, rules and settings to FILE, also while runs
    are at work, and check it by reading it back.

    A folder gets a file named after the time. Without FILE the folder of backup.folder in tinsach.toml gets one, and
    all but the newest backup.keep of them are removed.

    \b
    Example: tinsach backup /mnt/backups/tinsach.tar
    """
    home = Home(context.home_path)
    if file is not None:
        made, removed = backup(home, file), []
    else:
        from flows.settings import load

        settings = load(home.root, environment=os.environ).backup
        if settings.folder is None:
            raise ConfigurationError("no FILE, and no backup.folder in tinsach.toml: give one of them")
        folder = home.root / settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        made = backup(home, folder)
        removed = rotate(folder, settings.keep, newest=made.file)
    size = f"snapshot {made.snapshot}, {counted(made.n_files, 'file')}, {megabytes(made.n_bytes)}"
    click.echo(f"Wrote {shown(made.file)} and read it back: {size}.")
    if removed:
        click.echo(f"Removed {counted(len(removed), 'older backup')}.")
