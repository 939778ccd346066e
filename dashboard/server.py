"""The server of the dashboard: Streamlit's pages behind a door, ready before the first visitor comes.

`tinsach dashboard` runs it: python -m dashboard.server --port 8501 --address 127.0.0.1 [--debug]
"""

from __future__ import annotations

import argparse
import importlib
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from dashboard.ahead import Ahead, all_scripts
from dashboard.assets import Assets, warm
from dashboard.door import Door
from dashboard.sockets import answer_at_once
from flows.settings import load, resolve_home

_PAGES = Path(__file__).parent / "app.py"


def main() -> None:
    """Serve until a signal comes. The look is in .streamlit/config.toml beside this file."""
    options = _options()
    settings = load(resolve_home(None, os.environ), environment=os.environ)
    password = settings.dashboard.password
    answer_at_once()
    door = [Middleware(Door, password=password)] if password else []
    st.App(_PAGES, lifespan=_lifespan, middleware=[*door, Middleware(Assets), Middleware(Ahead)]).run(
        config=streamlit_config(options)
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--debug", action="store_true", help="show errors of the pages to whoever looks")
    return parser.parse_args()


def streamlit_config(options: argparse.Namespace) -> dict[str, Any]:
    """What Streamlit is told: nothing is sent to anybody, and errors stay in the log."""
    return {
        "server.port": options.port,
        "server.address": options.address,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "full" if options.debug else "none",
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
    }


@asynccontextmanager
async def _lifespan(app: st.App) -> AsyncIterator[None]:
    # Late, for what they cache belongs to the runtime, which is there only now; but here, not in the thread: who
    # comes in the first second would meet half of a module. DuckDB imports pandas at its first parameter.
    importlib.import_module("pandas")
    from dashboard import warming

    names = [f"js/{name}" for name in all_scripts()]
    threading.Thread(target=warm, args=(names,), name="assets", daemon=True).start()
    threading.Thread(target=warming.follow, name="warming", daemon=True).start()
    yield


if __name__ == "__main__":
    main()
