"""The registry of outlets (`outlets.toml`), checked once, and the names, addresses and prefixes that follow from it."""

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
_OLD_STYLE = {a + b: c + d for a, b, c, d in zip("oooooooooouuuuu", "àáảãạèéẻẽẹỳýỷỹỵ", "òóỏõọòóỏõọùúủũụ", "aaaaaeeeeeyyyyy", strict=True)}
# "Báo Gia Lai", "Tạp chí Kiểm sát", "Đài Hà Nội": without the first word these are a province, an office, a city.
KIND_OF_OUTLET = re.compile(r"^(Báo ảnh|Báo điện tử|Báo Điện tử|Báo|Tạp chí|Đài)\s+")
# Where a line may begin before its first word: space, invisible marks, Markdown and quotation marks.
LINE_START = r'^[\s\p{Cf}*_>#|"“]*'
DASHES = r"\.?\s*[-–—−]+"


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
        return tuple(dict.fromkeys((self.outlet, self.name, *self.spellings)))

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
    return Outlet(**{key: tuple(value) if isinstance(value, list) else value for key, value in record.items()})


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


def folded_name(name: pl.Expr) -> pl.Expr:
    """A name reduced to what spellings of it share: lower case, one tone style, no spaces, no "và", no "điện tử"."""
    lower = name.str.to_lowercase().str.replace_all(r"\p{Cf}", "").str.replace_all(r"\+", "plus")
    plain = lower.str.replace_all(r"\bđiện tử\b|\bvà\b|[^\p{L}\p{M}\p{N}]+", "")
    return plain.str.replace_many(list(_OLD_STYLE), list(_OLD_STYLE.values()))


def _folded(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded key to outlet; of two outlets that claim a key, the first in the list has it."""
    pairs = list(values)
    keys = pl.DataFrame({"key": [key for key, _ in pairs]}).select(folded_name(pl.col("key"))).to_series()
    found: dict[str, str] = {}
    for key, (_, outlet) in zip(keys, pairs, strict=True):
        found.setdefault(key, outlet)
    return found


@cache
def name_keys() -> Mapping[str, str]:
    """Folded name to outlet, for a piece of text that holds nothing but a name: with "báo", "online", or as an address."""
    plain = [(name, o.outlet) for o in load_outlets() for name in (*o.names, *o.all_domains)]
    tokens = [(t.strip("()"), o.outlet) for o in load_outlets() for t in o.datelines if len(t.strip("()")) > 2]
    stems = [(d.split(".")[0], o.outlet) for o in load_outlets() for d in o.all_domains if d.startswith("bao")]
    free = [(name, outlet) for name, outlet in plain if not KIND_OF_OUTLET.match(name)]
    marked = [(f"{mark} {name}", outlet) for mark in ("báo", "tạp chí") for name, outlet in free]
    online = [(f"{name} online", outlet) for name, outlet in (*plain, *marked)]
    return _folded((*plain, *tokens, *stems, *marked, *online))


@cache
def dateline_keys(*, bracketed: bool) -> Mapping[str, str]:
    """Folded prefix to outlet: `(GLO)` has more of them, because brackets make any name a prefix."""
    tokens = [(t.strip("()"), o.outlet) for o in load_outlets() for t in o.datelines if bracketed or t[0] != "("]
    domains = [(domain, o.outlet) for o in load_outlets() for domain in o.all_domains]
    own = _folded((*tokens, *domains))
    return own | {key: own.get(key, outlet) for key, outlet in name_keys().items()} if bracketed else own


@cache
def domain_keys() -> Mapping[str, str]:
    """Address to outlet."""
    return {domain: o.outlet for o in load_outlets() for domain in o.all_domains}


@cache
def written_names() -> Mapping[str, str]:
    """Name, letter for letter as in running text, to outlet: `báo Gia Lai` beside `Báo Gia Lai`, `Vov.vn`, `VOV.VN`."""
    found: dict[str, str] = {}
    for o in (o for o in load_outlets() if o.domain):
        small = (name[0].lower() + name[1:] for name in o.names if KIND_OF_OUTLET.match(name))
        sites = (form for d in o.all_domains for form in (d, d.upper(), d.capitalize()))
        for form in (*o.names, *small, *sites):
            for style in _tone_styles(form):
                found.setdefault(style, o.outlet)
    return found


@cache
def marked_names() -> Mapping[str, str]:
    """Name in lower case after the word for what it is, to outlet: `báo điện tử dân trí`, `tờ thanh niên`."""
    found: dict[str, str] = {}
    for o in (o for o in load_outlets() if o.domain):
        for name in (style for form in o.names for style in _tone_styles(form.lower())):
            kind, _, base = name.partition(" ") if KIND_OF_OUTLET.match(name.capitalize()) else ("", "", name)
            marks = (kind, f"{kind} điện tử") if kind else ("báo", "báo điện tử", "tạp chí", "tạp chí điện tử", "tờ", "kênh", "trang")
            found.update({f"{mark} {base}": found.get(f"{mark} {base}", o.outlet) for mark in marks})
    return found


@cache
def spotted_names(*, sure: bool) -> Mapping[str, str]:
    """Words between spaces to outlet, the longest first, for looking a name up anywhere in a line (`spaced`).

    With `sure` only names that can mean nothing else, in capitals too.
    """
    found: dict[str, str] = {}
    for o in (o for o in load_outlets() if o.domain):
        names = (*o.sure_names, *(name.upper() for name in o.sure_names)) if sure else (*o.names, *o.sure_names)
        for style in (style for name in names if len(name) > 2 for style in _tone_styles(name)):
            words = " ".join(re.findall(r"[^\W_]+", style))
            found.setdefault(f" {words} ", o.outlet)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def spotted(text: pl.Expr, *, sure: bool) -> pl.Expr:
    """The first outlet that a line names, or null."""
    names = spotted_names(sure=sure)
    words = pl.concat_str(pl.lit(" "), text.str.replace_all(r"[^\p{L}\p{N}]+", " "), pl.lit(" "))
    return words.str.extract_many(list(names), leftmost=True).list.first().replace_strict(
        list(names), list(names.values()), default=None, return_dtype=pl.String
    )


def alternation(values: Iterable[str]) -> str:
    """A regex that matches any of `values`, the longest first; a space stands for any space, "&" may be "và"."""
    both = dict.fromkeys(spelling for value in values for spelling in _tone_styles(value))
    ordered = sorted(both, key=len, reverse=True)
    return "|".join(re.escape(v).replace(r"\ ", r"\s+").replace(r"\&", "&").replace(r"\-", "-") for v in ordered)


def _tone_styles(value: str) -> tuple[str, ...]:
    """`Hòa` and `Hoà`, as both are written."""
    other = value
    for new, old in _OLD_STYLE.items():
        other = re.sub(rf"(?<![qQ]){old}(?!\w)", new, other)
    return (value,) if other == value else (value, other)


def domain_pattern() -> str:
    """A regex (Rust syntax) that matches the address of any outlet of the registry."""
    return rf"(?i)\b(?:{alternation(domain_keys())})\b"


@cache
def dateline_prefix_pattern() -> str:
    """A regex (Rust syntax) for the outlet's prefix at the start of a line, of an outlet known or not.

    `VOV.VN - `, `(GLO)- `, `TGVN. `, `(ĐTCK) ` if known; of unknown ones `(Name) - `, `name.vn - ` and `ABCD - `.
    """
    tokens = [(t.strip("()"), t[0] == "(") for o in load_outlets() for t in o.datelines]
    bare = alternation(token for token, needs_brackets in tokens if not needs_brackets)
    long_bare = alternation(token for token, needs_brackets in tokens if not needs_brackets and len(token) > 3)
    bracketed = alternation([*(t for t, _ in tokens), *(o.outlet for o in load_outlets())])
    shapes = (
        rf"[(\[]\s*(?:{bracketed})\s*[)\]]",
        rf"(?:(?i:{alternation(domain_keys())})|{bare})\s*{DASHES}",
        rf"(?:{long_bare})\.\s",
        rf"[(\[]\s*\p{{Lu}}[^()\[\]\n\d]{{1,38}}[)\]]\s*{DASHES}",
        rf"\p{{L}}[\p{{L}}\d]*(?:\.[\p{{L}}\d]+)*\.(?i:vn|com|net|org)\s*{DASHES}\s",
        rf"\p{{Lu}}[\p{{Lu}}\d&]{{2,11}}(?:\s(?:Online|online|News))?\s*{DASHES}\s",
    )
    return LINE_START + "(?:" + "|".join(shapes) + ")"
