"""`tinsach duplicates`: which articles are the same text, and who was first."""

from __future__ import annotations

from typing import Any

import click

from flows.cells import counted
from flows.cli import Context
from flows.lookup import call, known_name, one_of, short
from flows.screen import Column, say, table
from warehouse.layout import Home
from warehouse.runner import fetch
from warehouse.store import open_reader

_CLUSTERS = (
    Column("cluster"),
    Column("n_articles", "articles", is_number=True),
    Column("n_outlets", "outlets", is_number=True),
    Column("methods"),
    Column("similarity", "similar", is_number=True),
    Column("first", "first on"),
    Column("days", is_number=True),
    Column("hours", is_number=True),
    Column("outlet", "by", can_shrink=True),
    Column("title", "original", can_shrink=True),
)
_MEMBERS = (
    Column("article"),
    Column("role", style=lambda text: "green" if text == "original" else ""),
    Column("published_on", "published"),
    Column("days_later", "days later", is_number=True),
    Column("hours_later", "hours", is_number=True),
    Column("similarity", "similar", is_number=True),
    Column("outlet", can_shrink=True),
    Column("file", can_shrink=True),
    Column("title", can_shrink=True),
)


@click.command("duplicates")
@click.option("--cluster", metavar="C", help="Show the articles of one cluster: its id, or the beginning of it.")
@click.option("--outlet", metavar="O", help="Only clusters in which this outlet has an article.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="List up to N clusters."
)
@click.pass_obj
def command(context: Context, cluster: str | None, outlet: str | None, limit: int) -> None:
    """Clusters of articles with the same or nearly the same text, the largest first, each with its original.

    The original is the earliest published, else the one with the smallest id. `days` is the time from the first
    publication to the last, `hours` that between the first and the last printed time, `similar` the least similarity
    in the cluster. Files with the very same bytes are one
    article: `tinsach show` lists their places.

    \b
    Example: tinsach duplicates --outlet VnExpress
             tinsach duplicates --cluster 3f2a9c01
    """
    home = Home(context.home_path)
    with open_reader(home) as con:
        if outlet is not None:
            outlet = known_name("outlet", outlet, [row["outlet"] for row in fetch(con, "queries/known_outlets")])
        if cluster is None:
            _print_clusters(home, fetch(con, "queries/clusters", outlet=outlet), limit)
            return
        _print_members(home, cluster, fetch(con, "queries/cluster_members", cluster=cluster))


def _print_clusters(home: Home, clusters: list[dict[str, Any]], limit: int) -> None:
    if not clusters:
        say("No duplicates.", "green")
        return
    table(_CLUSTERS, [_cluster_row(row) for row in clusters[:limit]])
    say()
    number = counted(len(clusters), "cluster")
    part = f"The first {limit:,} of {number}" if len(clusters) > limit else number
    say(f"{part}. Look: {call(home, 'duplicates --cluster CLUSTER')}", "dim")


def _cluster_row(row: dict[str, Any]) -> dict[str, Any]:
    original = row["original"]
    least = row["least_similarity"]
    return {
        **row,
        "cluster": short(row["cluster_id"]),
        "similarity": None if least is None else f"{least:.2f}",
        "first": original["published_on"],
        "outlet": original["outlet"] or "?",
        "title": original["title"] or "(no title)",
    }


def _print_members(home: Home, start: str, members: list[dict[str, Any]]) -> None:
    cluster = one_of("cluster", start, dict.fromkeys(row["cluster_id"] for row in members), "tinsach duplicates")
    chosen = [row for row in members if row["cluster_id"] == cluster]
    say(f"Cluster {cluster}", "bold")
    table(_MEMBERS, [_member_row(row, is_first=row is chosen[0]) for row in chosen])
    say()
    say(f"See what differs: {call(home, 'show ARTICLE')}", "dim")


def _member_row(row: dict[str, Any], *, is_first: bool) -> dict[str, Any]:
    kept = "version" if row["is_version"] and not is_first else "original"
    role = kept if row["is_original"] else "superseded" if row["superseded_by"] else row["method"] or "copy"
    copies = f" (+{row['n_sightings'] - 1} same)" if (row["n_sightings"] or 1) > 1 else ""
    return {
        **row,
        "article": short(row["article_id"]),
        "role": role,
        "similarity": None if row["similarity"] is None else f"{row['similarity']:.2f}",
        "outlet": row["outlet"] or "?",
        "file": (row["uri"] or "").rpartition("/")[2] + copies,
        "title": row["title"] or "(no title)",
    }
