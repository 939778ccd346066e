"""The registry of outlets: `outlets.toml`, checked once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from transforms.errors import ConfigurationError
from transforms.schema import conform
from transforms.schema_news import OUTLETS

_SOURCE = Path(__file__).with_name("outlets.toml")
# "Báo Gia Lai", "Tạp chí Kiểm sát", "Đài Hà Nội": without the first word these are a province, an office, a city.
_BROADCASTERS = ("phát thanh, truyền hình", "Phát thanh - Truyền hình", "Đài PT-TH", "PTTH")
KIND_OF_OUTLET = re.compile(r"^(Báo ảnh|Báo điện tử|Báo Điện tử|Báo|Tạp chí|Đài)\s+")


@dataclass(frozen=True)
class Outlet:
    """One entry of the registry; the head of `outlets.toml` says what each field means."""

    outlet: str
    name: str
    domain: str | None = None
    domains: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    common: bool = False
    agency: bool = False

    @property
    def all_domains(self) -> tuple[str, ...]:
        """The main address first; empty for a foreign agency."""
        return (self.domain, *self.domains) if self.domain else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write the name in running text, the masthead's first."""
        return tuple(dict.fromkeys((self.outlet, self.name, *self.spellings, *self._with_broadcaster)))

    @property
    def _with_broadcaster(self) -> tuple[str, ...]:
        """Papers of provinces became one house with the province's radio and television."""
        place = self.outlet.removeprefix("Báo ")
        if self.outlet == place or not (self.domain or "").startswith("bao"):
            return ()
        return tuple(f"Báo và {rest} {place}" for rest in _BROADCASTERS)

    @property
    def sure_names(self) -> tuple[str, ...]:
        """The names that can mean nothing else."""
        bare = () if self.common else (self.outlet,)
        marked = () if KIND_OF_OUTLET.match(self.outlet) else (f"Báo {self.outlet}", f"Tạp chí {self.outlet}")
        return tuple(dict.fromkeys((*bare, *marked, *self.spellings)))


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """The whole registry, agencies included, in file order; `ConfigurationError` when the file breaks its own rules."""
    return parse_outlets(_SOURCE.read_text(encoding="utf-8"), _SOURCE.name)


def parse_outlets(text: str, source: str) -> tuple[Outlet, ...]:
    """The entries of a registry file. `ConfigurationError` names the entry and what is wrong with it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{source}: not valid TOML: {error}") from None
    if set(document) != {"outlets"}:
        raise ConfigurationError(f"{source}: the only key at the top is `outlets`, found {sorted(document)}")
    outlets = tuple(_entry(record, source) for record in document["outlets"])
    _refuse_twice(source, "outlet", ((entry, entry.outlet) for entry in outlets))
    _refuse_twice(source, "domain", ((entry, domain) for entry in outlets for domain in entry.all_domains))
    tokens = ((entry, token.strip("()")) for entry in outlets for token in entry.datelines)
    _refuse_twice(source, "dateline", tokens)
    return outlets


def _entry(record: Mapping[str, Any], source: str) -> Outlet:
    where = f"{source}: outlet {record.get('outlet')!r}"
    allowed = [field.name for field in fields(Outlet)]
    if unknown := sorted(set(record) - set(allowed)):
        raise ConfigurationError(f"{where}: unknown key {unknown[0]!r}, allowed are {', '.join(allowed)}")
    for key in ("outlet", "name") if record.get("agency") else ("outlet", "name", "domain"):
        if not record.get(key):
            raise ConfigurationError(f"{where}: {key!r} is missing")
    for key, value in record.items():
        if not _fits(key, value):
            raise ConfigurationError(f"{where}: {key!r} has a value of the wrong type: {value!r}")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in record.items()}
    return Outlet(**values)


def _fits(key: str, value: object) -> bool:
    if key in {"domains", "spellings", "datelines"}:
        return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    return isinstance(value, bool if key in {"common", "agency"} else str)


def _refuse_twice(source: str, what: str, values: Iterable[tuple[Outlet, str]]) -> None:
    seen: dict[str, str] = {}
    for entry, value in values:
        if first := seen.get(value.casefold()):
            raise ConfigurationError(f"{source}: {what} {value!r} is given twice, to {first!r} and {entry.outlet!r}")
        seen[value.casefold()] = entry.outlet


def outlets_frame() -> pl.DataFrame:
    """The rows of `news.outlets`: every entry that is an outlet, sorted by name."""
    rows = [{"outlet": o.outlet, "name": o.name, "domain": o.domain} for o in load_outlets() if o.domain]
    return conform(pl.DataFrame(rows), OUTLETS).sort("outlet")
