"""Tells a browser, with the first answer, which of Streamlit's scripts the pages will want: it would find out one after
another, each after the one before."""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
_WANTED = ("Html", "ButtonGroup", "Metric", "PageLink", "ArrowVegaLiteChart", "embed", "DataFrame", "arrowFormatUtils",
           "DownloadButton")  # fmt: skip


class Ahead:
    """ASGI middleware that adds a `Link` header to pages; scripts that this version of Streamlit lacks are left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        found = sorted(file.name for name in _WANTED for file in _SCRIPTS.glob(f"{name}.*.js"))
        self._links = ", ".join(f"</static/js/{name}>; rel=modulepreload" for name in found).encode()

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
