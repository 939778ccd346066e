"""Tell people: what is new goes into the outbox and to Prefect, what lasts is remembered, what is over forgotten.

Nothing here may fail a run: `harmlessly` notes what went wrong and goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby

from expectations.gate import Reason
from flows.events import note_event
from flows.job import REPLAY, Job
from flows.messages import finding, outbox
from flows.messages.causes import Cause
from flows.messages.held import held_causes, held_examples
from flows.messages.memory import Known, Memory, remembering
from flows.messages.outbox import Message, Trouble
from flows.messages.words import Words
from flows.orchestration import prefect_answers
from flows.settings import Settings
from warehouse.layout import Home

_ONE_BY_ONE = 5  # of a kind at one time; more are told in one message

IsOver = Callable[[Known], bool]


@contextmanager
def harmlessly(home: Home, run_id: str = "") -> Iterator[None]:
    """Go on after whatever goes wrong in the block: it is in the log of events."""
    try:
        yield
    # A full disk, a torn snapshot, an error of ours: none of it may cost the run whose outcome was to be told.
    except Exception as error:  # noqa: BLE001
        note_event(home, "message_not_made", run_id, level="error", detail=f"{type(error).__name__}: {error}")


def tell_run(job: Job, status: str) -> None:
    """After a run that ended: `published`, `held` or with `nothing_new`."""
    with harmlessly(job.home, job.run_id):
        causes, judged = held_causes(job.home), set[str]()
        if status == "published" and job.flow != REPLAY:
            jumped, judged = finding.jumps(job.home, job.settings, job.run_id)
            causes += jumped

        def is_over(known: Known) -> bool:
            return (
                known.kind == "held"
                or _is_failure_of(job, known)
                or (known.kind == "jump" and known.code in judged)
                or (known.kind == "silence" and status != "held" and job.flow == "ingest")
            )

        observe(job.home, job.settings, causes, is_over, run_id=job.run_id)


def tell_failed(job: Job, detail: str) -> None:
    """After a run that failed."""
    with harmlessly(job.home, job.run_id):
        cause = finding.failed(job.home, job.flow, job.run_id, "run", detail)
        observe(job.home, job.settings, [cause], lambda known: False, run_id=job.run_id)


@contextmanager
def telling_failure(job: Job) -> Iterator[None]:
    """Tell of an error that ends the block."""
    try:
        yield
    except Exception as error:
        tell_failed(job, f"{type(error).__name__}: {error}")
        raise


def tell_audit(job: Job, reasons: Sequence[Reason]) -> None:
    """After an audit of the whole warehouse."""
    with harmlessly(job.home, job.run_id):
        causes = finding.audit_failed(job.home, job.run_id, job.rules, reasons)

        def is_over(known: Known) -> bool:
            return known.kind == "audit" or _is_failure_of(job, known)

        observe(job.home, job.settings, causes, is_over, run_id=job.run_id)


def tell_upkeep(job: Job, failures: Sequence[tuple[str, str]]) -> None:
    """After the upkeep: `failures` are steps with what they said."""
    with harmlessly(job.home, job.run_id):
        causes = [finding.failed(job.home, job.flow, job.run_id, step, said) for step, said in failures]
        observe(job.home, job.settings, causes, lambda known: _is_failure_of(job, known), run_id=job.run_id)


def observe(
    home: Home, settings: Settings, causes: Sequence[Cause], is_over: IsOver, *,
    run_id: str | None = None, now: datetime | None = None,
) -> list[Message]:  # fmt: skip
    """Remember what is there now and forget what is over; what is new, or told long ago, becomes messages.

    `run_id` is the run that Prefect is to show its causes of, new or not.
    """
    now = now or datetime.now(UTC)
    with remembering(home) as memory:
        new = _remember(memory, causes, is_over, now)
        news = [cause for cause in causes if _is_news(memory.causes[cause.key], cause, settings, now)]
        messages = _written(home, settings, memory, news, now) if settings.messages.addresses else []
        for message in messages:
            outbox.put(home, message)
        for cause in news if messages else ():
            memory.causes[cause.key].told_at = now.isoformat()
    shown = [cause for cause in causes if cause.key in new or (run_id is not None and cause.run_id == run_id)]
    # A look is no flow run, but its server may be there; a run without Prefect is meant to be without.
    if shown and (_is_flow_run() or (run_id is None and prefect_answers())):
        _to_prefect(home, settings, shown, new, now)
    return messages


def foreseen(home: Home, settings: Settings, causes: Sequence[Cause], memory: Memory, now: datetime) -> list[Message]:
    """The messages that `observe` would make, without a trace."""
    for cause in causes:
        memory.causes.setdefault(cause.key, Known(cause.kind, cause.code, now.isoformat(), now.isoformat()))
    news = [cause for cause in causes if _is_news(memory.causes[cause.key], cause, settings, now)]
    return _written(home, settings, memory, news, now)


def deliver(home: Home, settings: Settings) -> list[Trouble]:
    """Send what waits. Not under the lock of the warehouse: an address may take its time."""
    if not settings.messages.addresses or not outbox.waiting(home):
        return []
    from flows.messages.sending import send

    troubles = outbox.deliver(home, settings.messages.addresses, send)
    with remembering(home) as memory:
        memory.troubles = [str(trouble) for trouble in troubles]
    return troubles


@contextmanager
def delivering(home: Home, settings: Settings) -> Iterator[None]:
    """Send what waits when the block has ended, however it did."""
    try:
        yield
    finally:
        with harmlessly(home):
            deliver(home, settings)


def _remember(memory: Memory, causes: Sequence[Cause], is_over: IsOver, now: datetime) -> set[str]:
    """Bring the memory up to date; the keys of causes that were not there before."""
    there = {cause.key for cause in causes}
    for key in [key for key, known in memory.causes.items() if key not in there and is_over(known)]:
        del memory.causes[key]
    new = there - set(memory.causes)
    for cause in causes:
        fresh = Known(cause.kind, cause.code, now.isoformat(), now.isoformat())
        memory.causes.setdefault(cause.key, fresh).see(cause.run_id, now)
    return new


def _is_news(known: Known, cause: Cause, settings: Settings, now: datetime) -> bool:
    given = settings.messages
    if cause.kind not in given.causes or not cause.is_at_least(given.min_severity):
        return False
    again = timedelta(days=given.again_days)
    return known.told_at is None or now - datetime.fromisoformat(known.told_at) >= again


def _written(home: Home, settings: Settings, memory: Memory, news: Sequence[Cause], now: datetime) -> list[Message]:
    """A message for each cause; one for all of a kind where there are many at once."""
    words = Words(home, settings.messages.language)
    made = []
    for _, group in groupby(news, lambda cause: cause.kind):
        of_kind = list(group)
        alone = of_kind if len(of_kind) <= _ONE_BY_ONE else []
        for cause in map(partial(with_examples, home), alone):
            known = memory.causes[cause.key]
            text = words.text(cause, now, known.first_at if known.told_at else None)
            made.append(_message(cause, words.title(cause), text, now))
        if not alone:
            made.append(_message(of_kind[0], *words.several(of_kind, now), now))
    return made


def _message(cause: Cause, title: str, text: str, now: datetime) -> Message:
    return outbox.new_message(cause.key, cause.severity, title, text, cause.run_id, now)


def with_examples(home: Home, cause: Cause) -> Cause:
    """The cause with its examples, where they were left for when they are wanted."""
    if cause.kind != "held" or cause.run_id is None:
        return cause
    return replace(cause, examples=held_examples(home, cause.run_id))


def _is_failure_of(job: Job, known: Known) -> bool:
    return known.kind == "failed" and known.code.startswith(f"{job.flow}:")


def _to_prefect(home: Home, settings: Settings, causes: Sequence[Cause], news: set[str], now: datetime) -> None:
    """An artifact and an event for each cause."""
    from flows.reports import report_cause

    words = Words(home, settings.messages.language)
    for cause in causes:
        text = words.text(with_examples(home, cause), now)
        report_cause(home, cause, words.title(cause), text, is_new=cause.key in news)


def _is_flow_run() -> bool:
    """Whether this process works for Prefect; asked without importing it."""
    if "prefect.context" not in sys.modules:
        return False
    from flows.reports import is_flow_run

    return is_flow_run()
