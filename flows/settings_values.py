"""What a single setting may hold: how it is read from a file, the environment or a flag, and written back as TOML."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_BYTES = {"": 1, "b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3}
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{0,29}://\S+")
_CRON = re.compile(r"[\w*/,#?-]+( +[\w*/,#?-]+){4}")


@dataclass(frozen=True)
class Kind:
    """A kind of value: `allowed` as a phrase, `read` from anything (TypeError or ValueError when it
    does not fit), `write` as TOML."""

    allowed: str
    read: Callable[[object], Any]
    write: Callable[[Any], str]


@dataclass(frozen=True)
class Spec:
    """What is known of a setting beside its name and default. `example` shows one that has no default.

    `changes_results`: another value may give other kinds, records, measures or duplicates for the same bytes.
    `is_secret`: no message repeats the value, and it is not handed to Prefect.
    """

    meaning: str
    kind: Kind
    example: Any = None
    changes_results: bool = False
    is_secret: bool = False


class Secret:
    """A text that nothing shows: as text it is masked, only `reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for whoever needs it to do its work."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


def setting(
    default: T, meaning: str, kind: Kind, *, example: Any = None, changes_results: bool = False, is_secret: bool = False
) -> T:
    """A dataclass field that is a setting."""
    return field(default=default, metadata={"spec": Spec(meaning, kind, example, changes_results, is_secret)})


def required_setting(meaning: str, kind: Kind, *, example: Any) -> Any:
    """A dataclass field that is a setting without a default."""
    return field(metadata={"spec": Spec(meaning, kind, example)})


def toml(value: object) -> str:
    """A string, number or sequence of strings as TOML."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read_text(value: object) -> str:
    """Text that is not blank."""
    if not isinstance(value, str):
        raise TypeError
    if not value.strip() or "\0" in value:
        raise ValueError
    return value


def read_texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them blank."""
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return tuple(read_text(item) for item in value)


def read_list(value: object) -> tuple[str, ...]:
    """A list of texts; or one text, as the environment has it: a JSON list, or what blanks and line ends part."""
    if isinstance(value, str):
        value = json.loads(value) if value.lstrip().startswith("[") else value.split()
    return read_texts(value)


def read_addresses(value: object) -> tuple[Secret, ...]:
    """A list of addresses, each `scheme://…`."""
    if isinstance(value, (list, tuple)):
        value = [item.reveal() if isinstance(item, Secret) else item for item in value]
    addresses = read_list(value)
    if not all(_ADDRESS.fullmatch(address) for address in addresses):
        raise ValueError
    return tuple(map(Secret, addresses))


def read_number(value: object) -> float:
    """A finite number, or text that is one. True and false are not."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def read_seconds(value: object) -> float:
    """Seconds of a number or of text such as `500ms`, `15m` or `1h30m`."""
    parts = _DURATION_PART.findall(value) if isinstance(value, str) else []
    if parts and isinstance(value, str) and not _DURATION_PART.sub("", value).strip():
        return sum(float(number) * _SECONDS[unit] for number, unit in parts)
    return read_number(value)


def read_bytes(value: object) -> int:
    """Bytes of a whole number or of text such as `64MB` (millions) or `64MiB` (1024²)."""
    match = _SIZE.fullmatch(str(value).strip().lower())
    if isinstance(value, bool) or match is None or match[2] not in _BYTES:
        raise ValueError
    return round(float(match[1]) * _BYTES[match[2]])


def read_cron(value: object) -> str:
    """Five fields of cron: minute, hour, day of month, month, day of week."""
    text = read_text(value).strip()
    if not _CRON.fullmatch(text):
        raise ValueError
    return text


def say_seconds(seconds: float) -> str:
    """The shortest way to say it: `2s`, `15m`, `1d`."""
    unit = next((unit for unit in ("d", "h", "m") if seconds and seconds % _SECONDS[unit] == 0), "s")
    return f"{seconds / _SECONDS[unit]:g}{unit}"


def write_seconds(seconds: float) -> str:
    """Whole minutes, hours and days as `"15m"`, anything else as a number."""
    return toml(seconds) if say_seconds(seconds).endswith("s") else toml(say_seconds(seconds))


def write_bytes(n_bytes: int) -> str:
    """Whole mebibytes as `"64MiB"`, anything else as a number."""
    n_mib, rest = divmod(n_bytes, 1024**2)
    return toml(n_bytes) if rest or not n_mib else toml(f"{n_mib}MiB")


def _between(number: T, low: float, high: float) -> T:
    if not low <= number <= high:  # type: ignore[operator]
        raise ValueError
    return number


def whole(low: int, high: int) -> Kind:
    """A whole number within limits."""

    def read(value: object) -> int:
        number = read_number(value)
        if number != int(number):
            raise ValueError
        return _between(int(number), low, high)

    return Kind(f"a whole number from {low} to {high}", read, toml)


def or_off(kind: Kind) -> Kind:
    """A number above 0, or the word `off`, which is read as 0."""
    return Kind(
        f'{kind.allowed}, or "off"',
        lambda value: 0 if value == "off" else kind.read(value),
        lambda value: kind.write(value) if value else toml("off"),
    )


def seconds(low: float, high: float) -> Kind:
    """Seconds within limits."""
    limits = f"from {say_seconds(low)} to {say_seconds(high)}"
    return Kind(
        f'seconds, or a duration such as "500ms", "15m" or "2h", {limits}',
        lambda value: _between(read_seconds(value), low, high),
        write_seconds,
    )


def choice(*options: str) -> Kind:
    """One of a few words."""

    def read(value: object) -> str:
        if value not in options:
            raise ValueError
        return str(value)

    return Kind(" or ".join(toml(option) for option in options), read, toml)


def choices(*options: str) -> Kind:
    """Some of a few words."""

    def read(value: object) -> tuple[str, ...]:
        words = read_list(value)
        if not set(words) <= set(options):
            raise ValueError
        return tuple(dict.fromkeys(words))

    return Kind("a list of " + ", ".join(toml(option) for option in options), read, toml)


def number(low: float, high: float) -> Kind:
    """A number within limits."""
    return Kind(f"a number from {low:g} to {high:g}", lambda value: _between(read_number(value), low, high), toml)


SIZE = Kind(
    'bytes, or a size such as "500kB", "64MiB" or "1GB"',
    lambda value: _between(read_bytes(value), 1, math.inf),
    write_bytes,
)
SHARE = Kind("a number from 0 to 1", lambda value: _between(read_number(value), 0, 1), toml)
TEXT = Kind("text", read_text, toml)
TEXTS = Kind("a list of texts", read_texts, toml)
ADDRESSES = Kind(
    'a list of addresses such as "mailtos://…"; in the environment parted by blanks',
    read_addresses,
    lambda values: toml([str(value) for value in values]),
)
CRON = Kind("five cron fields: minute, hour, day, month, weekday", read_cron, toml)
