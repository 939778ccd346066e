"""`tinsach init`: a home folder."""

from __future__ import annotations

import click

from flows.cli import Context
from flows.lookup import call
from flows.settings import annotated_toml
from transforms.errors import ConfigurationError, UnreachableError
from warehouse.layout import Home
from warehouse.store import open_reader


@click.command("init")
@click.pass_obj
def command(context: Context) -> None:
    """Make a home folder with a tinsach.toml in which every setting is explained, and an empty warehouse.

    The folder is that of --home, else TINSACH_HOME, else ./data. A tinsach.toml that is there is never overwritten.

    Example: tinsach --home news init
    """
    home = Home(context.home_path)
    try:
        home.rules.mkdir(parents=True, exist_ok=True)
        with home.settings.open("x", encoding="utf-8") as file:
            file.write(annotated_toml())
    except FileExistsError as error:
        raise ConfigurationError(f"{error.filename} is there already; edit it, or choose another --home") from error
    except OSError as error:
        raise UnreachableError(f"cannot make {home.root} ({error.strerror}); choose another --home") from error
    open_reader(home).close()
    click.echo(f"Made {home.settings}, the folder rules beside it for rules of your own, and the warehouse.")
    click.echo("Next: say in tinsach.toml where your files arrive ([[sources]]), then")
    click.echo(f"  {call(home, 'run')}")
    click.echo("or name a folder:")
    click.echo(f"  {call(home, 'run FOLDER')}")
