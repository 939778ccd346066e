"""Filters that stand in the address: a view can be linked and shared, and is still there on return."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import written
from dashboard.texts import say


def kept(
    page: str,
    name: str,
    default: Any = None,
    allowed: Collection[str] | None = None,
    read: Callable[[str], Any] = str,
) -> dict[str, Any]:
    """Arguments for the widget `name` of a page that keep its value in `?name=` and in the session.

    An address without the name leaves the value alone, an empty one resets it, one that is not `allowed` is ignored, or
    of which `read` (text to value of the widget) makes nothing.
    """
    key = f"{page}.{name}"
    st.session_state.setdefault(key, default)
    asked = st.query_params.get(name)
    if asked == "":
        st.session_state[key] = default
    elif asked is not None and (allowed is None or asked in allowed):
        with suppress(ValueError):
            st.session_state[key] = True if isinstance(default, bool) else read(asked)
    return {"key": key, "on_change": _write, "args": (key, name), "persist_state": "session"}


def kept_since(page: str, label: str) -> str | None:
    """A filter that only a link can set, to a moment (ISO 8601): rows that came after it. A click takes it away."""
    given = kept(page, "since", read=_moment)
    chosen = st.session_state[given["key"]]
    if not chosen:
        return None
    left: str | None = st.pills(
        say(label, when=""),
        [chosen],
        format_func=lambda text: say(label, when=written.moment(datetime.fromisoformat(text))),
        label_visibility="collapsed",
        **given,
    )
    return left


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


def _write(key: str, name: str) -> None:
    value = st.session_state[key]
    if value:
        st.query_params[name] = "1" if value is True else str(value)
    else:
        st.query_params.pop(name, None)
