"""`tinsach docs`: Great Expectations Data Docs."""

from __future__ import annotations

import os
import webbrowser

import click

from flows.cli import Context
from transforms.errors import UnreachableError


@click.command("docs")
@click.option(
    "--open/--print", "is_opened", default=False, help="Open the pages in a browser too; or only print where."
)
@click.pass_obj
def command(context: Context, is_opened: bool) -> None:
    """Build Data Docs in HOME/data_docs and print the path of their first page: what each audit counted for each rule.

    They show the last runs and audits (maintain.data_docs_runs), held runs too, and the suites. The pages need no
    internet and no server, run no script, and hold counts only, no article text.

    Example: tinsach docs --open
    """
    from flows.data_docs import build
    from flows.settings import load
    from warehouse.layout import Home

    home = Home(context.home_path)
    site = build(home, load(home.root, environment=os.environ))
    click.echo(site.index)
    if is_opened and not webbrowser.open(site.index.as_uri()):
        raise UnreachableError(f"found no browser to open {site.index} with; open it by hand, or copy the folder")
