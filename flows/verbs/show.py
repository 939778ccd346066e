"""`tinsach show`: one file, line by line."""

from __future__ import annotations

from dataclasses import asdict

import click
import duckdb

from flows.beside import closest, read_sides, show_sides, sides_as_json
from flows.cells import to_json
from flows.cli import Context
from flows.dossier import read_dossier
from flows.dossier_screen import show_dossier
from flows.lookup import find_content
from flows.quarantine_screen import show_quarantined
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader


@click.command("show")
@click.argument("reference", metavar="ARTICLE_OR_FILE")
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.option("--why", is_flag=True, help="Show for each line the evidence for its kind.")
@click.pass_obj
def command(context: Context, reference: str, other: str | None, why: bool, as_json: bool) -> None:
    """Show a file line by line: kinds, flags, record, duplicates and where they differ; of a quarantined one the reason
    and a look at its bytes.

    ARTICLE_OR_FILE is a file_id, an article_id, the beginning of one (4 digits or more), a path, or the name of a file.
    With the number of an appended article behind it (3f2a/1) only that article is shown. At the end it stands side by
    side with the article that is most like it, shared passages marked. With OTHER only these two are shown, whatever
    they have in common.

    \b
    Example: tinsach show bai-bao-012.txt --why
             tinsach show 3f2a9c01
             tinsach show 3f2a9c01 77b0c2d4
    """
    home = Home(context.home_path)
    with open_reader(home) as con:
        if other is not None:
            sides = read_sides(con, _article(con, reference), _article(con, other))
            click.echo(to_json(sides_as_json(sides))) if as_json else show_sides(sides)
            return
        file_id, part = find_content(con, reference)
        dossier = read_dossier(home, con, file_id, part)
        alike = closest(dossier)
        beside = read_sides(con, *alike) if alike else None
    if part is not None and dossier.status == "loaded" and not dossier.articles:
        raise ConfigurationError(f"file {file_id[:12]} has no article {part}; leave the part out to see what it has")
    if as_json:
        click.echo(to_json({**asdict(dossier), "beside": sides_as_json(beside) if beside else None}))
    elif dossier.status == "loaded":
        show_dossier(dossier, why=why)
        if beside:
            show_sides(beside)
    else:
        show_quarantined(home, dossier, why=why)


def _article(con: duckdb.DuckDBPyConnection, reference: str) -> str:
    """The article_id that a reference means: the main article of a file, unless it names another part."""
    file_id, part = find_content(con, reference)
    article_id = f"{file_id}/{part or 0}"
    if not fetch(con, "queries/article_headings", ids=[article_id]):
        raise ConfigurationError(
            f"file {file_id[:12]} has no article {part or 0}; `tinsach show` it to see what it has"
        )
    return article_id
