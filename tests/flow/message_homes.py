"""What the tests of messages share: settings with addresses, and runs that are held for what they find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.settings import Settings, load
from tests.flow.runs import run
from warehouse.layout import Home

HOSTILE = "<script>alert(1)</script> @everyone *đậm* www.xau.vn"
RULE = "repeated_paragraphs"


def settings_of(home: Home, *addresses: str, **flags: object) -> Settings:
    given = {"messages.language": "en", **{name.replace("__", "."): value for name, value in flags.items()}}
    return load(home.root, environment={}, flags={"messages.addresses": list(addresses), **given})


def drop(folder: Path, *names: str) -> None:
    """Files that are no articles."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"\0\1\2" * 50 + name.encode())


def told(home: Home, addresses: list[str], **flags: object) -> Any:
    """An ingest that holds every run with a quarantined file."""
    flags = {"messages__language": "en", "gate__min_files": 1, "gate__max_quarantined_share": 0.0, **flags}
    return run(home, home.root.parent / "in", messages__addresses=addresses, **flags)
