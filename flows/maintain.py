"""The nightly upkeep as a Prefect flow. Importing this module imports Prefect."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.maintaining import maintain as do_maintain
from flows.missed import make_up_for_missed
from flows.prefect_tasks import step
from flows.reports import BROKEN_OFF, ended_by, name_after, tell
from flows.settings import load
from transforms.errors import TinsachError
from warehouse.layout import Home


@flow(name="maintain", persist_result=False)
def maintain(home: str, is_scheduled: bool = False) -> State[Any]:
    """Learn page furniture, remove what is old, compact, back up; failed when a step was."""
    state: State[Any] = Failed(message=BROKEN_OFF)
    try:
        run_id, said, failures = do_upkeep(home)
        name_after(run_id)
        if is_scheduled:
            make_up_for_missed()
        state = Failed(message="; ".join(failures)) if failures else Completed(message="; ".join(said))
    except TinsachError as error:
        state = ended_by(error)
    finally:
        if is_scheduled:
            tell("maintain", str(state.message))
    return state


@step("upkeep")
def do_upkeep(home: str) -> tuple[str, list[str], list[str]]:
    """All steps: run id, what each said, and what failed; they are in a table artifact too."""
    place = Home(Path(home))
    done = do_maintain(place, load(place.root, environment=os.environ))
    rows = [{"step": step.step, "done": step.said, "seconds": round(step.seconds, 2)} for step in done.steps]
    create_table_artifact(key="maintenance", table=rows, description=f"Upkeep {done.run_id}")
    for row in rows:
        get_run_logger().info("%s: %s", row["step"], row["done"])
    failures = [f"{step.step}: {step.said}" for step in done.steps if step.error]
    return done.run_id, [f"{step.step}: {step.said}" for step in done.steps], failures
