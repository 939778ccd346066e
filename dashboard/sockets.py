"""Answers at once. Streamlit binds its socket without naming the protocol, so asyncio takes it for no TCP socket and
leaves Nagle's algorithm on: each answer on a kept connection, of the two hundred that a first visit asks for, waits for
the browser's delayed acknowledgement, which is 40 ms.
"""

from __future__ import annotations

import socket

from streamlit.web.server.starlette import starlette_server


def answer_at_once() -> None:
    """Have the server's socket, and so all connections that it accepts, send without delay; before it is bound."""
    bind = getattr(starlette_server, "_bind_socket", None)
    if bind is None:  # another version binds elsewhere, and may do it right
        return

    def without_delay(address: str, port: int, backlog: int) -> socket.socket:
        bound: socket.socket = bind(address, port, backlog)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return bound

    starlette_server._bind_socket = without_delay
