"""Tells a browser, with the first answer, which of Streamlit's scripts the pages will want: it would find out one after
another, each after the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
_SCRIPTS = _PAGE.parent / "static" / "js"
_LOADED = re.compile(r"""(?:src|href)="\./static/js/([^"]+\.js)\"""")
_IMPORTED = re.compile(r"""(?:from|import)\s?"\./([\w.-]+\.js)\"""")
_WANTED = ("Html", "ButtonGroup", "Metric", "PageLink", "ArrowVegaLiteChart", "embed", "DataFrame", "arrowFormatUtils",
           "DownloadButton")  # fmt: skip


class Ahead:
    """ASGI middleware that adds a `Link` header to pages; scripts that this version of Streamlit lacks are left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._links = ", ".join(f"</static/js/{name}>; rel=modulepreload" for name in scripts()).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and self._is_page(message):
                message = {**message, "headers": [*message["headers"], (b"link", self._links)]}
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)

    def _is_page(self, message: Message) -> bool:
        kind = dict(message["headers"]).get(b"content-type", b"")
        return bool(self._links) and message["status"] == 200 and kind.startswith(b"text/html")


def scripts() -> list[str]:
    """The wanted scripts with all that they import, but for what the page asks for itself: names, sorted.

    A browser fetches what it is told of, yet not what that imports: it would ask for it half a second later.
    """
    return sorted(_later() - _at_once())


def all_scripts() -> list[str]:
    """What a first visit asks for, at once and later: names, sorted."""
    return sorted(_at_once() | _later())


def _at_once() -> set[str]:
    return _with_imports(_LOADED.findall(_PAGE.read_text(encoding="utf-8")))


def _later() -> set[str]:
    return _with_imports(file.name for name in _WANTED for file in _SCRIPTS.glob(f"{name}.*.js"))


def _with_imports(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    todo = set(names)
    while todo:
        name = todo.pop()
        if name not in found and (_SCRIPTS / name).is_file():
            found.add(name)
            todo |= set(_IMPORTED.findall((_SCRIPTS / name).read_text(encoding="utf-8")))
    return found
