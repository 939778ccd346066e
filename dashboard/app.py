"""The entry of the dashboard: `tinsach dashboard` runs it in Streamlit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dashboard import reading, widgets
from dashboard.pages import PAGES
from dashboard.texts import choose_language, say
from transforms.errors import TinsachError

_FOLDER = Path(__file__).parent
_LOOK_EVERY_SECONDS = 3


def show() -> None:
    """One rerun: the page that the address names, on the snapshot that is current now."""
    st.set_page_config(page_title="tin sạch", page_icon=str(_FOLDER / "icon.svg"), layout="wide")
    st.logo(_FOLDER / "logo.svg", size="large", icon_image=_FOLDER / "icon.svg")
    widgets.start()
    with st.sidebar:
        choose_language()
    pages = {name: _page(name) for name in PAGES}
    widgets.keep_pages(pages)
    chosen = st.navigation(list(pages.values()))
    try:
        signs = reading.signs()
        reading.begin()
        with st.sidebar:
            _watch(signs)
        chosen.run()
    except TinsachError as error:
        st.error(say("common.unreachable"))
        st.code(str(error), language=None, wrap_lines=True)


def _page(name: str) -> Any:
    draw, icon = PAGES[name]
    visibility: Literal["hidden", "visible"] = "hidden" if name == "article" else "visible"
    is_first = name == "overview"
    return st.Page(draw, title=say(f"{name}.title"), icon=icon, url_path=name, default=is_first, visibility=visibility)


@st.fragment(run_every=_LOOK_EVERY_SECONDS)
def _watch(signs: tuple[object, ...]) -> None:
    """Say which snapshot is shown; start the page anew when there is a newer one, or a decision or run besides."""
    if reading.signs() != signs:
        st.rerun()
    st.caption(say("common.snapshot", number=reading.number()))


show()
