"""A value that somebody set, read with messages that say where it stands and what is allowed there."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.settings_values import Spec
from transforms.errors import ConfigurationError


@dataclass(frozen=True)
class Given:
    """A value that somebody set: `key` is `group.name`, `where` says where, for messages."""

    key: str
    value: object
    where: str


def read_given(given: Given, spec: Spec) -> Any:
    """The value as the setting wants it; ConfigurationError when it does not fit."""
    try:
        return spec.kind.read(given.value)
    except (TypeError, ValueError) as error:
        problem = f"{given.key}{'' if spec.is_secret else f' = {given.value!r}'} does not fit"
        cause = None if spec.is_secret else error  # which may quote the value
        raise ConfigurationError(f"{given.where}: {problem}: give {spec.kind.allowed}") from cause


def absolute(path: str, start: Path) -> str:
    """`path` from the folder `start`, `~/` as the user's home, without `..` and doubled slashes."""
    if path == "~" or path.startswith("~/"):
        path = os.path.expanduser(path)
    return "/" + os.path.normpath(os.path.join(start, path)).lstrip("/")


def unknown(name: str, allowed: Iterable[str], place: str = "") -> str:
    """The message for a name that is not there: the closest one, and all that are."""
    names = list(allowed)
    close = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]}? " if close else ""
    return f"unknown setting {name!r}{place}: {hint}Allowed: {', '.join(names)}"
