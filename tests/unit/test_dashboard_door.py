"""The door: nobody gets to a page or a web socket without the password."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from dashboard import door
from dashboard.door import Door
from dashboard.texts import texts
from flows.settings_values import Secret

PASSWORD = "chợ phiên"


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("inside")(scope, receive, send)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(door, "_PAUSE_SECONDS", 0.0)
    return Door(behind, Secret(PASSWORD))


def visit(closed: Door, *requests: tuple[str, str, dict[str, Any]]) -> list[httpx.Response]:
    """Answers of one browser, which keeps its cookies."""

    async def all_of_them() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=closed)
        async with httpx.AsyncClient(transport=transport, base_url="http://news.example") as client:
            return [await client.request(method, address, **more) for method, address, more in requests]

    return asyncio.run(all_of_them())


def enter(password: str, wanted: str = "/") -> tuple[str, str, dict[str, Any]]:
    return "POST", "/login", {"data": {"password": password, "next": wanted}}


def test_without_the_password_there_is_only_the_door(closed: Door) -> None:
    for address in ("/", "/worklist?rule=x", "/_stcore/stream", "/static/index.js", "/_stcore/upload_file", "/login"):
        (answer,) = visit(closed, ("GET", address, {}))
        assert answer.status_code == 401
        assert "inside" not in answer.text
        assert texts()["door.label"]["vi"] in answer.text


def test_health_is_for_everybody(closed: Door) -> None:
    (answer,) = visit(closed, ("GET", "/_stcore/health", {}))
    assert answer.text == "inside"


def test_with_the_password_one_comes_to_where_one_wanted_to(closed: Door) -> None:
    asked, entered, inside = visit(
        closed, ("GET", "/worklist?rule=x", {}), enter(PASSWORD, "/worklist?rule=x"), ("GET", "/worklist?rule=x", {})
    )
    assert 'name="next" value="/worklist?rule=x"' in asked.text
    assert (entered.status_code, entered.headers["location"]) == (303, "/worklist?rule=x")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert inside.text == "inside"


@pytest.mark.parametrize("given", ["", "cho phien", "chợ phiên ", "x" * 10_000])
def test_another_password_does_not_open(given: str, closed: Door) -> None:
    answer, after = visit(closed, enter(given), ("GET", "/", {}))
    assert answer.status_code == after.status_code == 401
    assert texts()["door.wrong"]["vi"] in answer.text
    assert not given.strip() or given not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_door_speaks_both_languages(lang: str, closed: Door) -> None:
    by_address, by_browser = visit(
        closed,
        ("POST", f"/login?lang={lang}", {"data": {"password": "x"}}),
        ("POST", "/login", {"data": {"password": "x"}, "headers": {"accept-language": f"{lang},fr;q=0.5"}}),
    )
    for answer in (by_address, by_browser):
        assert texts()["door.wrong"][lang] in answer.text
        assert f'<html lang="{lang}">' in answer.text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/login", "javascript:x"]
)
def test_nobody_is_sent_elsewhere(wanted: str, closed: Door) -> None:
    (answer,) = visit(closed, enter(PASSWORD, wanted))
    assert answer.headers["location"] == "/"


def test_what_stands_in_the_address_is_no_markup(closed: Door) -> None:
    (answer,) = visit(closed, ("GET", '/x?q="><script>alert(1)</script>', {}))
    assert "<script" not in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "9999999999.", "9999999999.0", "9999999999." + "0" * 64, "1.é"])
def test_a_made_up_cookie_does_not_open(cookie: str, closed: Door) -> None:
    (answer,) = visit(closed, ("GET", "/", {"headers": {"cookie": f"tinsach={cookie}".encode()}}))
    assert answer.status_code == 401


def test_a_pass_ends(closed: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, inside = visit(closed, enter(PASSWORD), ("GET", "/", {}))
    assert inside.text == "inside"
    cookie = entered.headers["set-cookie"].partition(";")[0]
    now = door.time.time()
    monkeypatch.setattr(door.time, "time", lambda: now + 8 * 86400)
    (later,) = visit(closed, ("GET", "/", {"headers": {"cookie": cookie}}))
    assert later.status_code == 401


@pytest.mark.parametrize("knows", [True, False])
def test_web_sockets_are_behind_the_door_too(knows: bool, closed: Door) -> None:
    (entered,) = visit(closed, enter(PASSWORD))
    cookie = entered.headers["set-cookie"].partition(";")[0] if knows else "tinsach=x"
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"cookie", cookie.encode())]}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(closed(scope, receive, send))
    assert [message["type"] for message in sent] == ["websocket.accept" if knows else "websocket.close"]
