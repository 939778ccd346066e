"""tinsach.toml: read with the line of every value, and written with a comment on every setting."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterable
from pathlib import Path

from flows.settings_given import Given, absolute, read_given, unknown
from flows.settings_groups import GROUPS, Source, setting_fields, variable, written_default
from transforms.errors import ConfigurationError

FILE_NAME = "tinsach.toml"

_HEAD_LINE = re.compile(r'\s*\[\[?\s*"?([\w-]+)"?\s*\]\]?\s*(?:#.*)?\r?$')
_KEY_LINE = re.compile(r'\s*"?([\w-]+)"?\s*=')

_HEAD = """\
# Settings of this tinsach home. A line that starts with # and no space shows a default: take the # away to change it.
# The environment (the name in brackets) is stronger than this file, a flag of the command line is stronger still.
"""
_SOURCES_HEAD = """\
# Where files arrive: one [[sources]] table for each place. Sources named in `tinsach run SOURCE…` or in
# TINSACH_SOURCES (separated by colons) are searched instead of these; relative ones start from the current folder.
# Names are matched without regard to case. Hidden and temporary names (.*, *.tmp, *.part, *.crdownload, ~*, *~)
# are always left alone.
"""


def annotated_toml() -> str:
    """The tinsach.toml that `init` writes: every setting with its meaning, what is allowed, its default."""
    parts = [_HEAD, _SOURCES_HEAD + "#[[sources]]\n" + "".join(_entries("sources", Source, commented=True))]
    for group, kind in GROUPS.items():
        parts.append(f"# {(kind.__doc__ or '').strip()}\n[{group}]\n" + "".join(_entries(group, kind)))
    return "\n".join(parts)


def _entries(group: str, kind: type, *, commented: bool = False) -> Iterable[str]:
    for name, (item, spec) in setting_fields(kind).items():
        where = "" if commented else f" [{variable(f'{group}.{name}')}]"
        default = written_default(item, spec)
        example = "" if spec.example is None else f"{name} = {spec.kind.write(spec.example)}"
        line = f"#{name} = {default}" if default else (f"#{example}" if name == "path" else f"# Example: {example}")
        yield "".join(f"# {text}\n" for text in textwrap.wrap(f"{spec.meaning} ({spec.kind.allowed}){where}", 112))
        yield f"{line}\n"


def read_file(path: Path) -> tuple[tuple[Source, ...], list[Given]]:
    """The sources and the other settings of the file; nothing where there is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return (), []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: not readable as TOML: {' '.join(str(error).split())}") from error
    sources = _sources(tables.pop("sources", []), path, text)
    given = []
    for group, table in tables.items():
        where = _where(path, text, group, None)
        if group not in GROUPS:
            raise ConfigurationError(f"{where}: {unknown(group, ('sources', *GROUPS))}")
        if not isinstance(table, dict):
            raise ConfigurationError(f"{where}: {group} is a table: write [{group}] above its settings")
        given += [Given(f"{group}.{name}", item, _where(path, text, group, name)) for name, item in table.items()]
    return sources, given


def _sources(tables: object, path: Path, text: str) -> tuple[Source, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        where = _where(path, text, "sources", None)
        raise ConfigurationError(f"{where}: sources are tables: write [[sources]] above each one, then path = …")
    sources = tuple(_source(table, number, path, text) for number, table in enumerate(tables))
    for number, source in enumerate(sources):
        if source.path in {earlier.path for earlier in sources[:number]}:
            where = _where(path, text, "sources", "path", number)
            raise ConfigurationError(f"{where}: the source {source.path} is there twice: keep one of them")
    return sources


def _source(table: dict[str, object], number: int, path: Path, text: str) -> Source:
    specs = {name: spec for name, (_, spec) in setting_fields(Source).items()}
    values = {}
    for name, item in table.items():
        where = _where(path, text, "sources", name, number)
        if name not in specs:
            raise ConfigurationError(f"{where}: {unknown(name, specs, ' in [[sources]]')}")
        values[name] = read_given(Given(f"sources.{name}", item, where), specs[name])
    if "path" not in values:
        raise ConfigurationError(f"{_where(path, text, 'sources', None, number)}: a source needs a path = …")
    for name in ("path", "archive"):
        if values.get(name) is not None:
            values[name] = absolute(values[name], path.parent)
    return Source(**values)


def _where(path: Path, text: str, table: str, key: str | None, number: int = 0) -> str:
    """`file, line n` of a key, or of its table's head, in the `number`-th table of that name; the file alone where it
    is written in another way (a dotted key, an inline table)."""
    current, nth = "", -1
    for line_no, line in enumerate(text.split("\n"), start=1):
        head, name = _HEAD_LINE.match(line), _KEY_LINE.match(line)
        if head:
            current = head[1]
            nth += current == table
            found = key is None and current == table and nth == number
        elif name:
            in_table = current == table and nth == number and name[1] == key
            found = in_table or (key is None and not current and name[1] == table)
        else:
            found = False
        if found:
            return f"{path}, line {line_no}"
    return str(path)
