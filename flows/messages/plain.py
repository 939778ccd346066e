"""Texts of articles, file names and errors for mail, chat and Prefect's pages, where each would do its own with `<`,
`*` or `@`: characters that mean something there are replaced by others that look alike."""

from __future__ import annotations

import re

from flows.cells import revealed

_ALIKE = str.maketrans(
    {"<": "‹", ">": "›", "&": "＆", "*": "∗", "`": "ʼ", "[": "［", "]": "］", "@": "＠", "#": "＃", "|": "｜",
     "~": "～", "\\": "＼", "$": "＄", "{": "｛", "}": "｝"}
)  # fmt: skip
# An underscore inside of a word is one; others make italics.
_EMPHASIS = re.compile(r"(?<!\w)_+|_+(?!\w)|__+")
# What mail and chat programs would make a link of.
_SCHEME = re.compile(r":(?=//)")
_WWW = re.compile(r"(?<=www)\.", re.IGNORECASE)
_HOST = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,})")
_USER_INFO = re.compile(r"(://)[^/\s@]*@")


def plain(text: object, width: int = 100) -> str:
    """One line of at most `width` characters that is shown as it is, wherever it is shown."""
    line = " ".join(revealed(str(text)).split())
    line = _WWW.sub("․", _SCHEME.sub("꞉", line)).translate(_ALIKE)
    line = _EMPHASIS.sub(lambda match: "＿" * len(match[0]), line)
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def unlinked(text: object, width: int = 100) -> str:
    """`plain`, without anything that looks like the name of a host: for texts that somebody else wrote."""
    return _HOST.sub("․", plain(text, width))


def without_passwords(text: str) -> str:
    """Text in which an address with user and password has lost both."""
    return _USER_INFO.sub(r"\1***@", text)
