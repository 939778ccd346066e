"""`tinsach show`: one file, line by line."""

from __future__ import annotations

import click

from flows.cli import Context
from flows.dossier import read_dossier
from flows.dossier_screen import show_dossier
from flows.lookup import find_content
from flows.quarantine_screen import show_quarantined
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.store import open_reader


@click.command("show")
@click.argument("reference", metavar="ARTICLE_OR_FILE")
@click.option("--why", is_flag=True, help="Show for each line the evidence for its kind.")
@click.pass_obj
def command(context: Context, reference: str, why: bool) -> None:
    """Show a file line by line: kinds, flags, record, duplicates and where they differ; of a quarantined one the reason
    and a look at its bytes.

    ARTICLE_OR_FILE is a file_id, an article_id, the beginning of one (4 digits or more), a path, or the name of a file.
    With the number of an appended article behind it (3f2a/1) only that article is shown.

    \b
    Example: tinsach show bai-bao-012.txt --why
             tinsach show 3f2a9c01
    """
    home = Home(context.home_path)
    with open_reader(home) as con:
        file_id, part = find_content(con, reference)
        dossier = read_dossier(home, con, file_id, part)
    if part is not None and dossier.status == "loaded" and not dossier.articles:
        raise ConfigurationError(f"file {file_id[:12]} has no article {part}; leave the part out to see what it has")
    if dossier.status == "loaded":
        show_dossier(dossier, why=why)
    else:
        show_quarantined(home, dossier, why=why)
