"""The audit of the whole warehouse as a Prefect flow. Importing this module imports Prefect."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.auditing import audit_warehouse
from flows.missed import make_up_for_missed
from flows.prefect_tasks import step
from flows.reports import BROKEN_OFF, audit_table, ended_by, name_after, tell
from flows.settings import load
from transforms.errors import TinsachError
from warehouse import audits
from warehouse.layout import Home


@flow(name="audit", persist_result=False)
def audit(home: str, is_scheduled: bool = False) -> State[Any]:
    """Judge everything published by all rules; failed when a critical one is broken or one could not be computed."""
    state: State[Any] = Failed(message=BROKEN_OFF)
    try:
        run_id, n_rules, failures = audit_published(home)
        name_after(run_id)
        if is_scheduled:
            make_up_for_missed()
        state = _end_state(n_rules, failures)
    except TinsachError as error:
        state = ended_by(error)
    finally:
        if is_scheduled:
            tell("audit", str(state.message))
    return state


@step("audit", is_reading=True)
def audit_published(home: str) -> tuple[str, int, tuple[str, ...]]:
    """Audit the current snapshot: run id, number of rules, failures. The results are in a file and a table artifact."""
    place = Home(Path(home))
    done = audit_warehouse(place, load(place.root, environment=os.environ))
    audit_table(audits.results_file(place, done.run_id), key="warehouse-audit", about="the warehouse")
    return done.run_id, done.results.height, done.failures


def _end_state(n_rules: int, failures: tuple[str, ...]) -> State[Any]:
    if failures:
        return Failed(message="; ".join(failures))
    return Completed(message=f"{n_rules} rules, no critical one broken")
