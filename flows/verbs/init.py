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
    click.echo(f"Made {home.root} with tinsach.toml, a folder for your own rules, and an empty warehouse.")
    click.echo("Next:")
    click.echo(f"  edit {home.settings}   # where your files arrive: [[sources]]")
    click.echo(f"  {call(home, 'run')}   # or, without a source in tinsach.toml: {call(home, 'run FOLDER')}")
