"""The door of the dashboard: who has the password gets a cookie, and only who has that gets to the pages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.texts import LANGUAGES, texts
from dashboard.written import attribute, escaped
from flows.passwords import fits
from flows.settings_values import Secret

_LOGIN = "/login"
_HEALTH = "/_stcore/health"  # says nothing but that the server is up
_COOKIE = "tinsach"
_DAYS = 7
_MAX_BYTES = 8192
_PAUSE_SECONDS = 1.0
_CLOSED = 4401  # a private code of web sockets, after 401 of HTTP
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
_PAGE = Template((Path(__file__).parent / "door.html").read_text(encoding="utf-8"))


class Door:
    """ASGI middleware in front of everything. What it remembers is a key that dies with the process."""

    def __init__(self, app: ASGIApp, password: Secret) -> None:
        self._app = app
        self._password = password
        self._key = secrets.token_bytes(32)
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, ask, or refuse."""
        if scope["type"] not in ("http", "websocket") or scope["path"] == _HEALTH or self._is_known(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _CLOSED})
        else:
            request = Request(scope, receive)
            is_try = request.method == "POST" and scope["path"] == _LOGIN
            answer = await self._try(request) if is_try else _ask(request, _address(request), is_wrong=False)
            await answer(scope, receive, send)

    async def _try(self, request: Request) -> Response:
        """Compare one password at a time, and wait after a wrong one, so that nobody tries many."""
        fields = await _fields(request)
        given, wanted = fields.get("password", ""), _local(fields.get("next", "/"))
        async with self._one_at_a_time:
            if not await asyncio.to_thread(fits, given, self._password.reveal()):
                await asyncio.sleep(_PAUSE_SECONDS)
                return _ask(request, wanted, is_wrong=True)
        answer = RedirectResponse(wanted, status_code=303, headers=_HEADERS)
        is_encrypted = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, self._pass(), _DAYS * 86400, httponly=True, samesite="lax", secure=is_encrypted)
        return answer

    def _pass(self) -> str:
        until = str(int(time.time()) + _DAYS * 86400)
        return f"{until}.{self._sign(until)}"

    def _sign(self, until: str) -> str:
        return hmac.new(self._key, until.encode(), hashlib.sha256).hexdigest()

    def _is_known(self, scope: Scope) -> bool:
        cookies = Request({**scope, "type": "http"}).cookies
        until, _, signature = cookies.get(_COOKIE, "").partition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._sign(until).encode())
        return is_ours and int(until) > time.time()


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a small form; none of a large one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _ask(request: Request, wanted: str, *, is_wrong: bool) -> Response:
    lang = _language(request)
    (other,) = set(LANGUAGES) - {lang}
    words = {key.removeprefix("door."): text[lang] for key, text in texts().items() if key.startswith("door.")}
    path, _, query = wanted.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    page = _PAGE.substitute(
        {name: escaped(text) for name, text in words.items()},
        lang=lang, login=_LOGIN, next=attribute(wanted), other=other, other_name=escaped(LANGUAGES[other]),
        wrong=f'<p role="alert">{escaped(words["wrong"])}</p>' if is_wrong else "",
        other_href=attribute(f"{path}?{kept}{'&' if kept else ''}lang={other}"),
    )  # fmt: skip
    return HTMLResponse(page, status_code=401, headers=_HEADERS)


def _language(request: Request) -> str:
    """That of `?lang=`, else of the browser where we have it, else English; without any Vietnamese, as the pages do."""
    spoken = (request.headers.get("accept-language") or "vi")[:2].lower()
    asked = request.query_params.get("lang", spoken)
    return asked if asked in LANGUAGES else "en"


def _address(request: Request) -> str:
    return _local(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


def _local(address: str) -> str:
    """An address of this server; its first page where another one is meant, or the door itself."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\", _LOGIN, "/_stcore", "/static"))
    return address if is_local and address.isprintable() else "/"
