"""Streamlit's scripts, styles and fonts from memory: a first visit asks for two hundred of them.

Streamlit opens, looks at and reads each anew in a thread, which takes five milliseconds, and sends it as it is. Their
names have a hash of what is in them, so they are kept, and sent compressed to whoever takes that.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static" / "static"
_PATH = re.compile(r"^/static/((?:js|css|media)/[\w.-]+)$")
_HASHED = re.compile(r"\.[\w-]{8}\.\w+$")  # what is in a file with such a name never changes
_TEXT = (".js", ".css")
_LEAST_BYTES = 1_024  # less is not worth it


@dataclass(frozen=True)
class Asset:
    """A file as it is sent; `compressed` is None where that saves nothing."""

    content: bytes
    compressed: bytes | None
    kind: str


class Assets:
    """ASGI middleware that answers for Streamlit's files; what it does not know, or in parts, the app answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        asset = asked(scope)
        await (self._app if asset is None else _answer(asset, scope))(scope, receive, send)


_known: dict[str, Asset] = {}


def asked(scope: Scope) -> Asset | None:
    """The file that a request asks for, None where the app must answer."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or "range" in Headers(scope=scope):
        return None
    found = _PATH.match(scope["path"])
    return load(found[1]) if found else None


def load(name: str, *, compress: bool = False) -> Asset | None:
    """`js/index.DormvYxC.js` from memory, or from disk once; None where there is none or its name has no hash."""
    if name not in _known or (compress and _known[name].compressed is None):
        file = STATIC / name
        if not _HASHED.search(name) or not file.is_file():
            return None
        content = file.read_bytes()
        worth = compress and file.suffix in _TEXT and len(content) >= _LEAST_BYTES
        packed = gzip.compress(content, 6, mtime=0) if worth else None
        _known[name] = Asset(content, packed, guess_type(name)[0] or "application/octet-stream")
    return _known[name]


def warm(names: Iterable[str]) -> None:
    """Read and compress files before anybody asks: for a thread of its own."""
    for name in names:
        load(name, compress=True)


def _answer(asset: Asset, scope: Scope) -> Response:
    headers = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}
    if asset.compressed is not None and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
        return Response(asset.compressed, media_type=asset.kind, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.content, media_type=asset.kind, headers=headers)
