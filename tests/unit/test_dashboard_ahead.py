"""The scripts that a browser is told of are there, and only pages name them."""

from __future__ import annotations

import asyncio
import re

import httpx
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import Receive, Scope, Send

from dashboard.ahead import _SCRIPTS, Ahead, scripts


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    answer = HTMLResponse("page") if scope["path"] == "/" else PlainTextResponse("health")
    await answer(scope, receive, send)


def link(path: str) -> str | None:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=Ahead(behind))
        async with httpx.AsyncClient(transport=transport, base_url="http://news.example") as client:
            return await client.get(path)

    return asyncio.run(get()).headers.get("link")


def test_pages_name_the_scripts_that_come_later() -> None:
    names = re.findall(r"</static/js/([^>]+)>; rel=modulepreload", link("/") or "")
    assert len(names) > 5
    assert all((_SCRIPTS / name).is_file() for name in names)
    assert any(name.startswith("DataFrame.") for name in names)


def test_nothing_else_does() -> None:
    assert link("/_stcore/health") is None


def test_what_they_import_is_named_as_well_and_nothing_that_the_page_asks_for_itself() -> None:
    names = scripts()
    page = (_SCRIPTS.parents[1] / "index.html").read_text(encoding="utf-8")
    assert not [name for name in names if f"/{name}" in page]
    chart = next(name for name in names if name.startswith("ArrowVegaLiteChart."))
    imported = set(re.findall(r'"\./([\w.-]+\.js)"', (_SCRIPTS / chart).read_text(encoding="utf-8")))
    assert {name for name in imported if name.startswith("Quiver.")} <= set(names)
    assert len(link("/") or "") < 4096  # a proxy's usual buffer for all headers is twice that
