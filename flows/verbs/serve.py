"""`tinsach serve`: the scheduled runs, against a Prefect server that exists."""

from __future__ import annotations

import os
from contextlib import nullcontext

import click

from flows.cli import Context


@click.command("serve")
@click.option("--every", metavar="15m", help="Time between two runs, instead of [schedule] in tinsach.toml.")
@click.option("--cron", metavar='"…"', help="Times of the runs as five cron fields, instead of an interval.")
@click.option("--now", "starts_now", is_flag=True, help="Ingest once at once, whatever the schedule says.")
@click.option("--unwatched", is_flag=True, hidden=True, help="Another process looks whether runs come.")
@click.pass_obj
def command(context: Context, every: str | None, cron: str | None, starts_now: bool, unwatched: bool) -> int:
    """Ingest on schedule, audit and maintain every night, as deployments on the Prefect server of PREFECT_API_URL.

    Works until it is stopped (Ctrl-C, SIGTERM); the schedule stays, and goes on with the next start.

    Example: PREFECT_API_URL=http://127.0.0.1:4200/api tinsach serve --every 15m
    """
    from flows.orchestration import prefect_answers, without_telemetry
    from flows.scheduling import schedule_settings, schedule_words, with_schedule
    from flows.watching import watched
    from warehouse.layout import Home

    home = Home(context.home_path)
    settings = schedule_settings(home, os.environ, every, cron)
    prefect_answers(insist=True)
    without_telemetry()
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "WARNING")
    from flows.schedule import serve

    click.echo(f"Serving {home.root}: ingest {schedule_words(settings)}")
    schedule = with_schedule(os.environ, settings)
    for name in set(os.environ) - set(schedule):
        del os.environ[name]
    os.environ.update(schedule)  # for the upkeep, which asks whether a run is missing
    with nullcontext() if unwatched else watched(home, settings, schedule):
        serve(home, settings, starts_now=starts_now)
    return 0
