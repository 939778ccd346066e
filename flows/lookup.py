"""What people mean when they name a file, an article, a flag, a run: ids, unique beginnings of ids, paths, names."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from flows.cells import shown
from flows.source_names import uri_of
from transforms.errors import ConfigurationError
from warehouse.layout import Home
from warehouse.runner import fetch

_ID = re.compile(r"([0-9a-f]{4,64})(?:/(\d{1,9}))?")
_SHORT = 10  # hex digits of an id that people are shown
_NAMED = 4  # candidates that a message names


def short(identity: str) -> str:
    """An id as lists show it: enough of a hash to find it again, and the part of an article_id."""
    file_id, slash, part = identity.partition("/")
    return file_id[:_SHORT] + (slash + part if part not in ("", "0") else "")


def find_content(con: duckdb.DuckDBPyConnection, reference: str) -> tuple[str, int | None]:
    """The file_id that an id, its beginning, a path or a base name means, and the part when an article_id names one.

    ConfigurationError when nothing in the ledger, or more than one content, fits.
    """
    match = _ID.fullmatch(reference)
    identity = match[1] if match else None
    uri = uri_of(os.fsencode(os.path.abspath(reference)))
    name = None if "/" in reference else uri_of(os.fsencode(reference))
    found = fetch(con, "queries/find_content", id=identity, uri=uri, name=name)
    if len(found) > 1:
        listed = [f"{short(row['file_id'])} ({row['uri']})" for row in found]
        raise ConfigurationError(f"{shown(reference)} may be {_few(listed)}; give more of its id")
    if not found:
        raise ConfigurationError(
            f"{shown(reference)} is no id, path or name of a known file; `tinsach sql 'from files'` lists them"
        )
    return found[0]["file_id"], int(match[2]) if match and match[2] else None


def find_flag(con: duckdb.DuckDBPyConnection, start: str) -> dict[str, Any]:
    """The one flag (flag_id, rule, status, is_quarantined) whose id begins with `start`; else ConfigurationError."""
    found = fetch(con, "queries/flag_ids", start=start)
    if len(found) != 1 or not start:
        few = _few([row["flag_id"] for row in found])
        what = f"is the beginning of {few}" if found else "is no id of a flag; `tinsach flags` lists them"
        raise ConfigurationError(f"flag {shown(start)!r} {what}")
    return found[0]


def one_of(kind: str, start: str, ids: Iterable[str], where: str) -> str:
    """The id among `ids` that is `start` or begins so. ConfigurationError, saying where they are listed, if not one."""
    known = list(ids)
    found = [start] if start in known else [identity for identity in known if start and identity.startswith(start)]
    if len(found) == 1:
        return found[0]
    what = f"may be {_few(found)}; give more of it" if found else f"is not there; `{where}` lists them"
    raise ConfigurationError(f"{kind} {shown(start)} {what}")


def known_name(kind: str, name: str, names: Iterable[str]) -> str:
    """The name as it is written among `names`, whatever its case. ConfigurationError with those that are close."""
    written = {known.casefold(): known for known in names}
    if name.casefold() in written:
        return written[name.casefold()]
    close = [written[key] for key in difflib.get_close_matches(name.casefold(), written, 3)]
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {_few(sorted(written.values())) or 'none'}"
    raise ConfigurationError(f"there is no {kind} {shown(name)!r}; {hint}")


def call(home: Home, arguments: str) -> str:
    """A command that people can copy: with --home where it is not the default one."""
    is_default = home.root == Path(os.path.abspath(os.environ.get("TINSACH_HOME") or "data"))
    return f"tinsach {arguments}" if is_default else f"tinsach --home {_quoted(str(home.root))} {arguments}"


def full_call(home: Home, arguments: str) -> str:
    """`call` for who reads it elsewhere: always with --home."""
    return f"tinsach --home {_quoted(str(home.root))} {arguments}"


def _quoted(path: str) -> str:
    return path if re.fullmatch(r"[\w./-]+", path) else "'" + path.replace("'", "'\\''") + "'"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(map(shown, names[:_NAMED])) + more
