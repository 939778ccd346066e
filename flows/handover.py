"""A run, written down in its staging folder, so that a task takes it up from nothing but home and run id."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.job import Job, active_rules, read_manifest
from flows.settings import Settings, Source, load
from flows.settings_groups import GROUPS, SPECS
from transforms.errors import ConfigurationError
from warehouse.layout import Home

_FILE = "job.json"


def hand_over(job: Job) -> None:
    """Write down what the manifest does not say of `job`: the settings that hold for it, and whether it is a tick."""
    take_up.cache_clear()
    content = {"settings": settings_text(job.settings), "is_scheduled": job.is_scheduled}
    draft = job.run_dir / f"{_FILE}.tmp"
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(job.run_dir / _FILE)


@lru_cache(maxsize=1)
def take_up(home: str, run_id: str) -> Job:
    """The job that `hand_over` wrote. ConfigurationError when the rules have become others since."""
    place = Home(Path(home))
    folder = place.staging / run_id
    manifest: Mapping[str, Any] = read_manifest(folder) or {}
    content = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    settings = settings_of(content["settings"], place)
    job = Job(
        place, settings, active_rules(place, settings), run_id,
        datetime.fromisoformat(manifest["started_at"]), manifest["flow"], content["is_scheduled"],
    )  # fmt: skip
    if dict(job.versions) != manifest["versions"]:
        raise ConfigurationError(f"the rules of {place.root} changed while run {run_id} was at work: run again")
    return job


def settings_text(settings: Settings) -> str:
    """Settings as JSON in ASCII: also paths that are not UTF-8 travel in it, and no secret does."""
    return json.dumps(asdict(_with_secrets(settings, Settings())))


def settings_of(text: str, home: Home) -> Settings:
    """The settings that `settings_text` wrote; the secrets are read where they stand, in file and environment."""
    content = json.loads(text)
    settings = Settings(
        sources=_sources(content["sources"]),
        configured=_sources(content["configured"]),
        **{name: kind(**_frozen(content[name])) for name, kind in GROUPS.items()},
    )
    return _with_secrets(settings, load(home.root, environment=os.environ))


def _with_secrets(settings: Settings, others: Settings) -> Settings:
    """`settings` with the secrets of `others`."""
    for group, name in (key.split(".") for key, spec in SPECS.items() if spec.is_secret):
        secret = getattr(getattr(others, group), name)
        changed: Any = replace(getattr(settings, group), **{name: secret})
        settings = replace(settings, **{group: changed})
    return settings


def _sources(records: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(**_frozen(record)) for record in records)


def _frozen(record: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has lists where settings have tuples."""
    return {name: tuple(item) if isinstance(item, list) else item for name, item in record.items()}
