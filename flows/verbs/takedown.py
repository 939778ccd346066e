"""`tinsach takedown`: remove an article for good, on request."""

from __future__ import annotations

import os
from typing import Any

import click

from flows.cells import counted, shown
from flows.cli import Context
from flows.deciding import session_user
from flows.lookup import find_content, short
from flows.source_names import uri_of
from warehouse.layout import Home
from warehouse.store import open_reader


@click.command("takedown")
@click.argument("reference", metavar="ARTICLE|URI")
@click.option("--note", required=True, help="Why, or whose request it is.")
@click.option("--copies", "with_copies", is_flag=True, help="The articles of its cluster of duplicates too.")
@click.option("--lift", is_flag=True, help="Let what was taken down come in again with the next run.")
@click.pass_obj
def command(context: Context, reference: str, note: str, with_copies: bool, lift: bool) -> None:
    """Remove the file of an article from the tables, the kept originals, held runs and all snapshots, and never load it
    again. An article is named by its id or the beginning of it; with a path, whatever comes at that path later is
    refused too. The decision stays in the log, the file's hash and path in the ledger.

    Other files with nearly the same text stay: they are listed, and --copies takes them along. Backups made before
    still hold it.

    \b
    Example: tinsach takedown 3f9a1c --note "request of 2026-11-20"
    """
    from flows.machine import disk_trouble
    from flows.takedowns import URI, take_down

    home = Home(context.home_path)
    targets, uris, copies = _targets(home, reference)
    chosen = [*targets, *(copies if with_copies else []), *(URI + uri for uri in uris)]
    others = [] if with_copies or lift else copies
    with disk_trouble(home.root):
        take_down(home, chosen, session_user(), note, lift=lift, others=others)
    if lift:
        click.echo(
            f"{counted(len(targets), 'file')} may come in again: the next run loads what the sources still have."
        )
        return
    for file_id in [*targets, *(copies if with_copies else [])]:
        click.echo(f"Taken down: {short(file_id)}")
    if copies and not with_copies:
        listed = ", ".join(map(short, copies))
        click.echo(f"Nearly the same text stays in {counted(len(copies), 'other file')}: {listed} (--copies)")
    _replay_others(home, others)
    _name_backups(home)


def _targets(home: Home, reference: str) -> tuple[list[str], list[str], list[str]]:
    """The contents that are meant, the address when one was given, and other contents of the same clusters."""
    uri = uri_of(os.fsencode(os.path.abspath(reference)))
    with open_reader(home) as con:
        query = "select distinct file_id from ops.files where uri = ? order by 1"
        there = [file_id for (file_id,) in con.execute(query, [uri]).fetchall()]
        uris = [uri] if there else []
        ids = there or [find_content(con, reference)[0]]
        return ids, uris, _copies(con, ids)


def _copies(con: Any, ids: list[str]) -> list[str]:
    query = """
        with members as (
            select cluster_id, split_part(article_id, '/', 1) as file_id from news.duplicates
            union select cluster_id, split_part(duplicate_of, '/', 1) from news.duplicates
        )
        select distinct file_id from members
        where cluster_id in (select cluster_id from members where file_id in (select unnest($ids)))
            and file_id not in (select unnest($ids))
        order by 1
    """
    return [file_id for (file_id,) in con.execute(query, {"ids": ids}).fetchall()]


def _replay_others(home: Home, copies: list[str]) -> None:
    """Who is whose original may be another now: compare the others again. Where this breaks off, the next run does."""
    if not copies:
        return
    from flows.replaying import Wanted, replay
    from flows.settings import load
    from flows.takedowns import compared

    replay(home, load(home.root, environment=os.environ), Wanted(file_ids=frozenset(copies)))
    compared(home)


def _name_backups(home: Home) -> None:
    from flows.settings import load
    from warehouse.backup import NAME

    folder = load(home.root, environment=os.environ).backup.folder
    found = [file for file in (home.root / folder).glob("*") if NAME.fullmatch(file.name)] if folder else []
    if found:
        where = shown(home.root / str(folder))
        click.echo(f"{counted(len(found), 'backup')} in {where} may still hold it: remove them when a new one is made.")
