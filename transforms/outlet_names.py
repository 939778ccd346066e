"""The names of the registry as tables in which text is looked up: folded, letter for letter, or anywhere in a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from transforms.outlet_registry import KIND_OF_OUTLET, Outlet, load_outlets

_NEW, _OLD = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ", "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_OLD_STYLE = dict(zip(_NEW.split(), _OLD.split(), strict=True))
# Invisible characters inside of a word, and what a folded name leaves out; with doubled spaces each word has two.
_NO_CHARACTERS = dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
_LEFT_OUT = {" điện  tử ": "", " và ": "", " ": "", **_OLD_STYLE}
_MARKS = ("báo", "báo điện tử", "tạp chí", "tạp chí điện tử", "tờ", "kênh", "trang")


@dataclass(frozen=True)
class NameTable:
    """Keys and the outlet of each. Few keys are asked at a time: a dict is faster than a join with all."""

    table: Mapping[str, str]
    keys: pl.Series

    @classmethod
    def of(cls, outlets: Mapping[str, str]) -> NameTable:
        """The table of a mapping from key to outlet."""
        return cls(dict(outlets), pl.Series(list(outlets), dtype=pl.String))

    def get(self, key: pl.Expr) -> pl.Expr:
        """The outlet of `key`, null for none."""
        return key.map_batches(self._found, return_dtype=pl.String(), is_elementwise=True)

    def _found(self, keys: pl.Series) -> pl.Series:
        if keys.null_count() == len(keys):
            return pl.Series(keys.name, [None], dtype=pl.String).new_from_index(0, len(keys))
        return pl.Series(
            keys.name, [None if key is None else self.table.get(key) for key in keys.to_list()], dtype=pl.String
        )

    def knows(self, frame: pl.DataFrame, name: pl.Expr) -> pl.Series:
        """Whether `name` is in the table, row by row of `frame`; false for null. Costs nothing where all are null."""
        names = frame.select(name=name)["name"]
        asked = names.drop_nulls().unique()
        if asked.is_empty():
            return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        known = asked.filter(asked.to_frame("name").select(self.by_name(pl.col("name")).is_not_null()).to_series())
        return names.is_in(known.implode()).fill_null(False)

    def by_name(self, name: pl.Expr) -> pl.Expr:
        """The outlet of a name as somebody wrote it; for tables of folded keys."""
        return self.get(folded_name(name))


def folded_name(name: pl.Expr) -> pl.Expr:
    """A name reduced to what spellings of it share: lower case, one tone style, no spaces, no "và", no "điện tử"."""
    lower = name.str.to_lowercase().str.replace_many({"+": "plus", **_NO_CHARACTERS})
    words = pl.concat_str(pl.lit(" "), lower.str.replace_all(r"[^\p{L}\p{M}\p{N}]+", "  "), pl.lit(" "))
    return words.str.replace_many(_LEFT_OUT, leftmost=True)


def _folded(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded key to outlet; of two outlets that claim a key, the first in the list has it."""
    pairs = list(values)
    keys = pl.DataFrame({"key": [key for key, _ in pairs]}).select(folded_name(pl.col("key"))).to_series()
    found: dict[str, str] = {}
    for key, (_, outlet) in zip(keys, pairs, strict=True):
        found.setdefault(key, outlet)
    return found


def _printing() -> list[Outlet]:
    """Those that are outlets: the registry without foreign agencies."""
    return [outlet for outlet in load_outlets() if outlet.domain]


@cache
def name_keys() -> NameTable:
    """Folded names, for a text that is nothing but a name: with "báo", with "online", or as an address."""
    return NameTable.of(_name_keys())


@cache
def _name_keys() -> Mapping[str, str]:
    plain = [(name, o.outlet) for o in load_outlets() for name in (*o.names, *o.all_domains)]
    tokens = [(t.strip("()"), o.outlet) for o in load_outlets() for t in o.datelines if len(t.strip("()")) > 2]
    stems = [(d.split(".")[0], o.outlet) for o in load_outlets() for d in o.all_domains if d.startswith("bao")]
    free = [(name, outlet) for name, outlet in plain if not KIND_OF_OUTLET.match(name)]
    marked = [(f"{mark} {name}", outlet) for mark in ("báo", "tạp chí") for name, outlet in free]
    online = [(f"{name} online", outlet) for name, outlet in (*plain, *marked)]
    return _folded((*plain, *tokens, *stems, *marked, *online))


@cache
def prefix_keys() -> NameTable:
    """Folded prefixes that count without brackets: `TTO - `."""
    return NameTable.of(_prefixes(lambda token: token[0] != "("))


@cache
def bracket_keys() -> NameTable:
    """Folded prefixes in brackets: these make any name a prefix."""
    own = _prefixes(lambda token: True)
    return NameTable.of(own | {key: own.get(key, outlet) for key, outlet in _name_keys().items()})


def _prefixes(counts: Callable[[str], bool]) -> dict[str, str]:
    tokens = [(t.strip("()"), o.outlet) for o in load_outlets() for t in o.datelines if counts(t)]
    return _folded((*tokens, *((domain, o.outlet) for o in load_outlets() for domain in o.all_domains)))


@cache
def places() -> list[str]:
    """What stands after "Báo" in the names of papers: provinces and trades, which are no outlets by themselves."""
    bases = (KIND_OF_OUTLET.sub("", o.outlet) for o in _printing() if KIND_OF_OUTLET.match(o.outlet))
    return sorted({style for base in bases for style in _tone_styles(base)})


@cache
def domain_keys() -> NameTable:
    """Addresses in lower case."""
    return NameTable.of({domain: o.outlet for o in load_outlets() for domain in o.all_domains})


@cache
def written_names() -> NameTable:
    """Names letter for letter as in running text: `báo Gia Lai` beside `Báo Gia Lai`, `Vov.vn`, `VOV.VN`."""
    found: dict[str, str] = {}
    for o in _printing():
        small = (name[0].lower() + name[1:] for name in o.names if KIND_OF_OUTLET.match(name))
        sites = (form for d in o.all_domains for form in (d, d.upper(), d.capitalize()))
        for form in (*o.names, *small, *sites):
            for style in _tone_styles(form):
                found.setdefault(style, o.outlet)
    return NameTable.of(found)


@cache
def marked_names() -> NameTable:
    """Names in lower case after the word for what they are: `báo điện tử dân trí`, `tờ thanh niên`."""
    found: dict[str, str] = {}
    for o in _printing():
        for name in (style for form in o.names for style in _tone_styles(form.lower())):
            kind, _, base = name.partition(" ") if KIND_OF_OUTLET.match(name.capitalize()) else ("", "", name)
            marks = (kind, f"{kind} điện tử") if kind else _MARKS
            found.update({f"{mark} {base}": found.get(f"{mark} {base}", o.outlet) for mark in marks})
    return NameTable.of(found)


@cache
def spotted_names(*, sure: bool, shortest: int) -> NameTable:
    """Words between spaces, the longest first, of names with at least `shortest` characters.

    With `sure` only names that can mean nothing else, in capitals too.
    """
    found: dict[str, str] = {}
    for o in _printing():
        names = (*o.sure_names, *(name.upper() for name in o.sure_names)) if sure else (*o.names, *o.sure_names)
        names = (*names, *(name.replace("&", "và") for name in names if "&" in name))
        for style in (style for name in names if len(name) >= shortest for style in _tone_styles(name)):
            words = " ".join(re.findall(r"[^\W_]+", style))
            found.setdefault(f" {words} ", o.outlet)
    return NameTable.of(dict(sorted(found.items(), key=lambda item: -len(item[0]))))


def spotted(text: pl.Expr, *, sure: bool, shortest: int = 3) -> pl.Expr:
    """The first outlet that a line names, or null."""
    names = spotted_names(sure=sure, shortest=shortest)
    words = pl.concat_str(pl.lit(" "), text.str.replace_all(r"[^\p{L}\p{N}]+", " "), pl.lit(" "))
    return names.get(words.str.extract_many(names.keys.implode(), leftmost=True).list.first())


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
