"""Streamlit's own files from memory: the same bytes, compressed or not, and nothing else than these."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from dashboard.ahead import all_scripts, scripts
from dashboard.assets import STATIC, Assets, load, warm


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("the app")(scope, receive, send)


def get(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(Assets(behind)), base_url="http://news.example"
        ) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(answer())


def a_script() -> str:
    return next(name for name in scripts() if name.startswith("Quiver."))


def test_a_script_comes_as_it_is_and_is_kept_for_good() -> None:
    content = (STATIC / "js" / a_script()).read_bytes()
    answer = get(f"/static/js/{a_script()}", accept_encoding="identity")
    assert (answer.status_code, answer.content) == (200, content)
    assert "immutable" in answer.headers["cache-control"]
    assert "javascript" in answer.headers["content-type"]
    assert get(f"/static/js/{a_script()}", "HEAD").headers["content-length"] == str(len(content))


def test_what_was_warmed_is_sent_compressed_to_whoever_takes_that() -> None:
    warm([f"js/{a_script()}"])
    asset = load(f"js/{a_script()}")
    assert asset is not None
    assert asset.compressed is not None
    assert gzip.decompress(asset.compressed) == asset.content
    packed = get(f"/static/js/{a_script()}", **{"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == asset.content  # the client unpacks it
    assert "content-encoding" not in get(f"/static/js/{a_script()}", **{"accept-encoding": "br"}).headers


@pytest.mark.parametrize(
    "path",
    ["/", "/static/js/../../index.html", "/static/js/%2e%2e", "/static/js/nothing.AAAAAAAA.js", "/static/js/index.html",
     "/media/a.AAAAAAAA.png", "/static/js/x/index.AAAAAAAA.js"],
)  # fmt: skip
def test_everything_else_is_the_app_s(path: str) -> None:
    assert get(path).text == "the app"


def test_parts_of_files_are_the_app_s() -> None:
    assert get(f"/static/js/{a_script()}", range="bytes=0-9").text == "the app"
    assert get(f"/static/js/{a_script()}", "POST").text == "the app"


def test_what_is_warmed_is_there() -> None:
    names = all_scripts()
    assert set(scripts()) < set(names)
    assert all(load(f"js/{name}") is not None for name in names)
