"""What every step of a run is told: where it works, with which settings and rules, under which id."""

from __future__ import annotations

import importlib.metadata
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.record import Rule
from expectations.rules import load_rules, rules_version
from expectations.tables import PROFILES
from flows.furniture import furniture_keys, furniture_version
from flows.settings import Settings
from flows.settings import fingerprint as settings_fingerprint
from transforms.errors import ConfigurationError
from transforms.settings import TRANSFORM_VERSION, DuplicateSettings, TransformSettings
from warehouse.layout import Home
from warehouse.store import open_reader

if TYPE_CHECKING:
    import polars as pl

MANIFEST = "manifest.json"
VIETNAM = timezone(timedelta(hours=7))  # where the papers date their pages
REPLAY = "replay"  # the flow that takes the kept originals through the transforms again


@dataclass(frozen=True)
class Job:
    """One run. `versions` is what its results depend on beside the bytes."""

    home: Home
    settings: Settings
    rules: tuple[Rule, ...]
    run_id: str
    started_at: datetime
    flow: str = "ingest"
    is_scheduled: bool = False

    @property
    def run_dir(self) -> Path:
        """Where the run is staged."""
        return self.home.staging / self.run_id

    @property
    def transform_settings(self) -> TransformSettings:
        """The settings that the transforms are told."""
        given = self.settings.duplicates
        return TransformSettings(
            min_vietnamese_share=self.settings.language.min_vietnamese_share,
            max_lines=self.settings.reading.max_lines,
            max_line_chars=self.settings.reading.max_line_chars,
            duplicates=DuplicateSettings(
                near=given.near,
                edited=given.edited,
                contained=given.contained,
                same_title=given.same_title,
                min_shingles=given.min_shingles,
                bands=given.bands,
                rows=given.rows,
            ),
            has_corpus_measures=self.settings.profiles.corpus == "on",
            today=self.started_at.astimezone(VIETNAM).date(),
        )

    @cached_property
    def last_sighting(self) -> datetime:
        """When the ledger last saw a file."""
        with open_reader(self.home) as con:
            row = con.execute("select max(last_seen_at) from ops.files").fetchone()
        return row[0] if row and row[0] else datetime.min.replace(tzinfo=UTC)

    @cached_property
    def furniture(self) -> pl.DataFrame:
        """The keys of lines that were learned to be page furniture: `line_key`."""
        return furniture_keys(self.home)

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """What decides the results of a run: when one differs, staged and held work is done anew."""
        return {
            "tinsach": package_version(),
            "transforms": TRANSFORM_VERSION,
            "rules": rules_version(self.rules),
            "settings": settings_fingerprint(self.settings),
            "furniture": str(furniture_version(self.home)),
        }

    def write_manifest(self) -> None:
        """Say what the staging folder is for, so that a later run can resume it."""
        self.run_dir.mkdir(parents=True, exist_ok=True)
        content = {
            "run_id": self.run_id, "flow": self.flow, "started_at": self.started_at.isoformat(),
            "versions": dict(self.versions),
        }  # fmt: skip
        draft = self.run_dir / f"{MANIFEST}.tmp"
        draft.write_text(json.dumps(content, indent=1), encoding="utf-8")
        draft.replace(self.run_dir / MANIFEST)


def package_version() -> str:
    """The installed version of tinsach; "0" when it runs from a checkout that is not installed."""
    try:
        return importlib.metadata.version("tinsach")
    except importlib.metadata.PackageNotFoundError:
        return "0"


def active_rules(home: Home, settings: Settings) -> tuple[Rule, ...]:
    """The catalogue with the user's overrides; switched off are rules of profiles that are off, and `not_vietnamese`
    where such articles are loaded. ConfigurationError where the gate is told of a rule that is not there."""
    rules = load_rules(home.rules if home.rules.is_dir() else None)
    if unknown := sorted(set(settings.gate.rule_shares) - {rule.rule for rule in rules}):
        raise ConfigurationError(f"gate.max_rule_shares: there is no rule {unknown[0]}; `tinsach rules` lists them")
    return switched(rules, settings)


def switched(rules: tuple[Rule, ...], settings: Settings) -> tuple[Rule, ...]:
    """`rules` as the settings switch them."""
    on = {name for name in PROFILES if getattr(settings.profiles, name) == "on"}
    off = {"not_vietnamese"} if settings.language.not_vietnamese == "load" else set()
    return tuple(
        replace(rule, active=False) if rule.rule in off or (rule.profile and rule.profile not in on) else rule
        for rule in rules
    )


def new_job(home: Home, settings: Settings, *, flow: str = "ingest", is_scheduled: bool = False) -> Job:
    """A job with an id of its own: the time it starts, and four random digits."""
    now = datetime.now(UTC)
    run_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    return Job(home, settings, active_rules(home, settings), run_id, now, flow, is_scheduled)


def resumable(job: Job) -> Job:
    """`job`, or the unfinished earlier run that it can take over: same versions, still staged."""
    for folder in sorted(job.home.staging.glob("*/"), reverse=True):
        manifest = read_manifest(folder)
        if manifest and manifest["versions"] == dict(job.versions) and manifest["flow"] == job.flow:
            started = datetime.fromisoformat(manifest["started_at"])
            return replace(job, run_id=folder.name, started_at=started)
    return job


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a staged or held run; None where it is missing or torn."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and {"versions", "flow", "started_at"} <= content.keys() else None
