"""`tinsach up`: everything on one machine."""

from __future__ import annotations

import os

import click

from flows.cli import Context


@click.command("up")
@click.option("--every", metavar="15m", help="Time between two runs, instead of [schedule] in tinsach.toml.")
@click.option("--cron", metavar='"…"', help="Times of the runs as five cron fields, instead of an interval.")
@click.option("--port", type=click.IntRange(1, 65535), help="Of our Prefect server; else 4200, or any that is free.")
@click.option("--dashboard-port", type=click.IntRange(1, 65535), help="Else 8501, or any that is free.")
@click.option("--dashboard/--no-dashboard", default=True, help="With or without the dashboard.")
@click.pass_obj
def command(
    context: Context, every: str | None, cron: str | None, port: int | None, dashboard_port: int | None, dashboard: bool
) -> int:
    """Ingest now and on schedule, audit every night, show the dashboard: one command on one machine.

    Starts a Prefect server of its own where PREFECT_API_URL names none. Ctrl-C or SIGTERM stops all of it.

    Example: tinsach up --every 15m
    """
    from flows.scheduling import only_scheduler, schedule_settings, schedule_words
    from flows.supervisor import Plan, bring_up
    from warehouse.layout import Home

    home = Home(context.home_path)
    settings = schedule_settings(home, os.environ, every, cron)
    with only_scheduler(home):  # that there is no other is known before anything starts; then `serve` holds it
        pass
    flags = [*(("--every", every) if every else ()), *(("--cron", cron) if cron else ())]
    click.echo(f"Home       {home.root}")
    click.echo(f"Ingest     now, then {schedule_words(settings)}; Ctrl-C stops everything")
    bring_up(Plan(home, settings, flags, port, dashboard_port, dashboard), click.echo)
    return 0
