"""`tinsach export`: the corpus as files, with a datasheet."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cells import counted, shown
from flows.checks import megabytes
from flows.cli import Context
from flows.exporting import DATASHEET, FORMATS, export
from warehouse.layout import Home


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--clean", "only_clean", is_flag=True, help="Only the articles of clean_articles.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.pass_obj
def command(context: Context, folder: Path, only_clean: bool, form: str) -> None:
    """Write the articles of the current snapshot to the new folder DIR, in files of up to 100,000, with a manifest of
    their hashes and a datasheet: what is in it, what was left out, what is known to be wrong.

    --clean leaves out older versions, copies and articles with an open critical flag, as the view clean_articles does.
    Every row has its duplicates and open flags, so that you can draw the line elsewhere.

    \b
    Example: tinsach export corpus --clean
             tinsach export corpus-2026-11 --format jsonl
    """
    made = export(Home(context.home_path), folder, only_clean=only_clean, form=form)
    size = megabytes(sum(shard.n_bytes for shard in made.shards))
    articles = counted(made.totals["n_articles"], "article")
    click.echo(f"Wrote {articles} to {shown(made.folder)} in {counted(len(made.shards), 'file')}, {size}.")
    click.echo(f"What they are: {shown(made.folder / DATASHEET)}")
