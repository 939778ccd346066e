"""The one settings object, frozen, put together from three layers, each stronger than the one before:

    HOME/tinsach.toml, TINSACH_* environment, command-line flags

`[reading] settle_seconds` in the file is `TINSACH_READING_SETTLE_SECONDS` in the environment and
`reading.settle_seconds` among the flags. Unknown names and values that do not fit raise ConfigurationError.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.settings_file import FILE_NAME, annotated_toml, read_file
from flows.settings_given import Given, absolute, read_given, unknown
from flows.settings_groups import GROUPS, SPECS, Settings, Source, setting_fields, value_of, variable, written_default
from flows.settings_values import TEXTS, Spec, toml
from transforms.errors import ConfigurationError

__all__ = ["Settings", "Source", "annotated_toml", "fingerprint", "load", "resolve_home", "settings_rows"]

DEFAULT_HOME = "data"

# Variables with our prefix that are not settings.
_OTHER_VARIABLES = ("TINSACH_HOME", "TINSACH_FAULT")
_SOURCES_VARIABLE = "TINSACH_SOURCES"
_EXCLUSIVE = ("schedule.every_seconds", "schedule.cron")


def resolve_home(flag: str | os.PathLike[str] | None, environment: Mapping[str, str]) -> Path:
    """The home folder, absolute: `--home`, else TINSACH_HOME, else `./data`. It need not exist."""
    return Path(os.path.abspath(flag or environment.get("TINSACH_HOME") or DEFAULT_HOME))


def load(home: Path, *, environment: Mapping[str, str], flags: Mapping[str, object] | None = None) -> Settings:
    """The settings that hold: file, then environment, then flags.

    `flags` maps `group.name` to a value, and `sources` to paths (relative ones start from the current folder);
    None is a flag that was not given. Raises ConfigurationError naming file and line, variable or flag.
    """
    flags = {key: given for key, given in (flags or {}).items() if given is not None}
    configured, from_file = read_file(home / FILE_NAME)
    values: dict[str, Any] = {}
    for layer in (from_file, _from_environment(environment), _from_flags(flags)):
        values = _overlay(values, layer)
    groups = {name: kind(**_of_group(values, name)) for name, kind in GROUPS.items()}
    sources = _named(_paths(environment, flags), configured)
    return Settings(sources=sources or configured, configured=configured, **groups)


def fingerprint(settings: Settings) -> str:
    """Hash (16 hex digits) of the settings that can change a file's kinds, records, measures or duplicates."""
    lines = [
        f"{key} = {spec.kind.write(value_of(settings, key))}" for key, spec in SPECS.items() if spec.changes_results
    ]
    lines += sorted(f"{toml(item.path)} {toml(item.outlet)}" for item in settings.configured if item.outlet)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def settings_rows() -> list[dict[str, str]]:
    """One row for each setting, for the docs: `setting`, `variable`, `default`, `allowed`, `meaning`."""
    groups = {"sources": Source, **GROUPS}
    return [
        {
            "setting": f"{group}.{name}",
            "variable": variable(f"{group}.{name}") if group in GROUPS else _SOURCES_VARIABLE if name == "path" else "",
            "default": written_default(item, spec),
            "allowed": spec.kind.allowed,
            "meaning": spec.meaning,
        }
        for group, kind in groups.items()
        for name, (item, spec) in setting_fields(kind).items()
    ]


def _from_environment(environment: Mapping[str, str]) -> list[Given]:
    keys = {variable(key): key for key in SPECS}
    allowed = [*keys, _SOURCES_VARIABLE, *_OTHER_VARIABLES]
    ours = {name: text for name, text in environment.items() if name.startswith("TINSACH_")}
    for name in ours:
        if name not in allowed:
            raise ConfigurationError(f"environment variable {name}: {unknown(name, allowed)}")
    # An empty variable is one that was not set: compose files and unit files leave such ones behind.
    return [
        Given(keys[name], text, f"environment variable {name}") for name, text in ours.items() if name in keys and text
    ]


def _from_flags(flags: Mapping[str, object]) -> list[Given]:
    return [Given(key, item, f"flag {key}") for key, item in flags.items() if key != "sources"]


def _overlay(values: dict[str, Any], layer: list[Given]) -> dict[str, Any]:
    """`values` with those of a stronger layer on top."""
    new = {given.key: read_given(given, _spec(given)) for given in layer}
    both = [given.where for given in layer if given.key in _EXCLUSIVE]
    if len(both) > 1:
        raise ConfigurationError(
            f"{both[-1]}: schedule.every_seconds and schedule.cron exclude each other: keep one of them"
        )
    if both:
        values = {**values, **dict.fromkeys(_EXCLUSIVE)}
    return {**values, **new}


def _spec(given: Given) -> Spec:
    if given.key in SPECS:
        return SPECS[given.key]
    group, _, name = given.key.rpartition(".")
    if group in GROUPS:
        raise ConfigurationError(f"{given.where}: {unknown(name, setting_fields(GROUPS[group]), f' in [{group}]')}")
    raise ConfigurationError(f"{given.where}: {unknown(given.key, SPECS)}")


def _of_group(values: Mapping[str, Any], group: str) -> dict[str, Any]:
    return {key.split(".")[1]: item for key, item in values.items() if key.startswith(f"{group}.")}


def _paths(environment: Mapping[str, str], flags: Mapping[str, object]) -> tuple[str, ...]:
    """The sources that the flags name, else those that the environment names."""
    by_flag: tuple[str, ...] = read_given(Given("sources", flags.get("sources", ()), "flag sources"), Spec("", TEXTS))
    return by_flag or tuple(path for path in environment.get(_SOURCES_VARIABLE, "").split(os.pathsep) if path)


def _named(paths: tuple[str, ...], configured: tuple[Source, ...]) -> tuple[Source, ...]:
    """Sources that a flag or the environment names: one that tinsach.toml has too keeps its patterns."""
    tables = {source.path: source for source in configured}
    distinct = dict.fromkeys(absolute(path, Path.cwd()) for path in paths)
    return tuple(tables.get(path) or Source(path=path) for path in distinct)
