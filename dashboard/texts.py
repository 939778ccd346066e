"""Every word on the pages, as data: `texts/*.toml`, each text in Vietnamese and English.

[overview]                       in texts/overview.toml is the text `overview.articles`
articles = { vi = "bài", en = "articles" }
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}

_FOLDER = Path(__file__).parent / "texts"
_STATE = "language"  # not the key of the switch: Streamlit forgets a widget whose run was cut short
_SWITCH = "language-switch"


@cache
def texts() -> dict[str, dict[str, str]]:
    """Key (`overview.articles`) to language to text."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        groups = tomllib.loads(file.read_text(encoding="utf-8"))
        found |= {
            f"{group}.{name}": text for group, group_texts in groups.items() for name, text in group_texts.items()
        }
    return found


def language() -> str:
    """The language of this session: `vi` or `en`."""
    return str(st.session_state.get(_STATE, "vi"))


def say(key: str, **values: object) -> str:
    """A text in the language of this session, its `{places}` filled. KeyError for a text that is not there."""
    return texts()[key][language()].format(**values)


def name_of(group: str, code: str | None) -> str:
    """What a code (a kind, a status, a reason) is called; the code itself where there is no text for it."""
    text = texts().get(f"{group}.{code}")
    return text[language()] if text else code or ""


def choose_language() -> None:
    """The switch; at first the language of `?lang=`, else that of the browser where we have it, else Vietnamese."""
    if _STATE not in st.session_state:
        asked = st.query_params.get("lang", (st.context.locale or "vi")[:2])
        st.session_state[_STATE] = asked if asked in LANGUAGES else "en"
    st.session_state[_SWITCH] = language()
    st.segmented_control(
        "Ngôn ngữ · Language",
        list(LANGUAGES),
        key=_SWITCH,
        format_func=LANGUAGES.__getitem__,
        required=True,
        on_change=_switch,
        label_visibility="collapsed",
        width="stretch",
    )


def _switch() -> None:
    st.session_state[_STATE] = st.session_state[_SWITCH]
