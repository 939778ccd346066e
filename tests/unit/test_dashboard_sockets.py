"""Connections to the dashboard send without waiting for acknowledgements."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from dashboard.sockets import answer_at_once


def test_accepted_connections_send_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)  # put back afterwards
    answer_at_once()
    with starlette_server._bind_socket("127.0.0.1", 0, 1) as server:
        server.setblocking(True)
        with socket.create_connection(server.getsockname()), server.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_version_that_binds_elsewhere_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(starlette_server, "_bind_socket")
    answer_at_once()
    assert not hasattr(starlette_server, "_bind_socket")
