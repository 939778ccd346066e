"""A content that was not loaded: why, what there is of it, and what can be done."""

from __future__ import annotations

from flows.dossier import Dossier
from flows.dossier_screen import show_flags, show_lines, show_record
from flows.lookup import call, short
from flows.originals import kept_bytes
from flows.preview import hex_lines, text_lines
from flows.screen import heading, say
from warehouse.layout import Home

_HEX_BYTES = 128
_TEXT_LINES = 6


def show_quarantined(home: Home, dossier: Dossier, *, why: bool = False) -> None:
    """Print the reason, the bytes, the lines where it is text, and the commands that decide about it."""
    show_record(dossier)
    show_flags(dossier)
    _show_bytes(home, dossier)
    show_lines(dossier, why=why)
    steps = {
        "quarantined": ("quarantine release {} --note …", "quarantine discard {} --note …"),
        "discarded": ("quarantine release {} --note …",),
        "held": ("held",),
    }.get(dossier.status, ())
    if steps:
        heading("Next")
    for step in steps:
        say("  " + call(home, step.format(short(dossier.file_id))))


def _show_bytes(home: Home, dossier: Dossier) -> None:
    content = kept_bytes(home, [dossier.file_id]).get(dossier.file_id)
    if content is None:
        heading("Bytes")
        say("  not kept; `tinsach doctor` checks the originals", "red")
        return
    if content:
        heading(f"Bytes (the first {min(_HEX_BYTES, len(content)):,} of {len(content):,}; all of them are kept)")
        for line in hex_lines(content, _HEX_BYTES):
            say(f"  {line}", "dim")
    if not dossier.lines and (readable := text_lines(content, _TEXT_LINES)):
        heading("Read as text")
        for line in readable:
            say(f"  {line}")
