"""What a campaign says at its end: a short table for people, the same as JSON for programs; and when to stop."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_FOR_EVER = 7 * 24 * 60.0


class Clock:
    """The time that a campaign has: it begins nothing new when that is over."""

    def __init__(self, minutes: float) -> None:
        self.began = time.monotonic()
        self.deadline = self.began + minutes * 60

    def is_over(self) -> bool:
        """Nothing new may begin."""
        return time.monotonic() > self.deadline

    def seconds(self) -> float:
        """How long it has been so far."""
        return round(time.monotonic() - self.began, 1)


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options of every campaign."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=_FOR_EVER, help="begin nothing new after so long")
    parser.add_argument("--json", type=Path, help="write the figures there too")


def say(text: str) -> None:
    """A line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns that stand below each other; the first is text, numbers stand to the right."""
    cells = [list(header), *([_written(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    for row in cells:
        rest = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        say("  ".join([row[0].ljust(widths[0]), *rest]).rstrip())


def finish(figures: dict[str, Any], file: Path | None, *, done: int, asked: int, noun: str) -> None:
    """The last lines: how much was done of what was asked, never more than that, and where the figures are."""
    is_whole = done >= asked
    say(f"{done:,} {noun}" if is_whole else f"ended before its end: {done:,} of {asked:,} {noun}")
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = {"done": done, "asked": asked, "is_whole": is_whole, **figures}
        file.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        say(f"figures: {file}")


def _written(cell: object) -> str:
    return f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)
