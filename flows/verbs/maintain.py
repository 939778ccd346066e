"""`tinsach maintain`: the nightly upkeep, now."""

from __future__ import annotations

import os

import click

from flows.cells import to_json
from flows.cli import Context


@click.command("maintain")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON object.")
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Learn page furniture from lines that stand in many articles and replay the files that it changes; remove old
    snapshots, unfinished runs and Prefect's old records; rebuild the warehouse when much of its file is empty; back up.

    `up` and `serve` do it every night (maintain.cron). A step that fails leaves the others to do their work; the exit
    code is then that of its error.

    Example: tinsach maintain
    """
    from flows.maintaining import maintain
    from flows.screen import Column, say, table
    from flows.settings import load
    from flows.verbs.replay import show_changes
    from warehouse.layout import Home

    home = Home(context.home_path)
    done = maintain(home, load(home.root, environment=os.environ))
    rows = [
        {"step": step.step, "done": step.said, "seconds": f"{step.seconds:.1f}", "failed": step.error is not None}
        for step in done.steps
    ]
    if as_json:
        click.echo(to_json({"run_id": done.run_id, "steps": rows, "changes": list(done.changes)}))
    else:
        say(f"Upkeep {done.run_id}", "bold")
        table([Column("step"), Column("seconds", is_number=True), Column("done", can_shrink=True)], rows)
        if done.changes:
            show_changes(done.changes)
        for step in done.steps:
            if step.error:
                say(f"{step.step} failed: {step.said}", "bold red")
    return done.error.exit_code if done.error else 0
