"""What a crawler knows of a file and its text does not say: read from a sidecar, or set for the source.

`bài.json` beside `bài.txt` is an object with `url`, `outlet`, `crawl_time` (or `crawled_at`), each a text. It is
recorded as what it is: given, not read from the text; no other column rests on it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

import polars as pl

from flows.settings import Source
from flows.sources import owner_of

_MAX_BYTES = 64 * 1024
_MAX_CHARS = 2000
GIVEN = ("given_url", "given_outlet", "given_crawled_at")


def with_given(files: pl.DataFrame, configured: Sequence[Source]) -> pl.DataFrame:
    """`files` (with `path`) and what is given of each: null where nothing is, or the sidecar cannot be understood."""
    if any(source.sidecar == "json" or source.crawled_on for source in configured):
        rows = [_given(path, owner_of(path, configured)) for path in files["path"]]
    else:
        rows = [(None, None, None)] * files.height
    given = pl.DataFrame(rows, schema=dict.fromkeys(GIVEN, pl.String()), orient="row")
    return pl.concat([files, given], how="horizontal")


def sidecar_of(path: bytes) -> bytes:
    """Where the sidecar of a file stands."""
    return os.path.splitext(path)[0] + b".json"


def _given(path: bytes, source: Source | None) -> tuple[str | None, str | None, str | None]:
    if source is None:
        return None, None, None
    said = _read(sidecar_of(path)) if source.sidecar == "json" else {}
    crawled = _text(said.get("crawl_time")) or _text(said.get("crawled_at")) or source.crawled_on
    return _text(said.get("url")), _text(said.get("outlet")), crawled


def _read(path: bytes) -> dict[str, Any]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            content = json.loads(file.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _text(value: object) -> str | None:
    """A text or number, shortened, without what no text may hold."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).encode("utf-8", "replace").decode()[:_MAX_CHARS].strip() or None
