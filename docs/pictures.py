"""Make the terminal pictures of the README from real runs over the sample articles.

    python docs/pictures.py

Each is what a terminal of 100 columns shows, as an SVG in docs/images/ that needs no font from elsewhere.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
WIDTH = 100
FLAGGED = "vtv-20250416-trinh-phat-va-anh-trong.txt"

# name of the picture: the command, and how many of its lines are shown (None: all)
PICTURES: dict[str, tuple[str, int | None]] = {
    "run": ("tinsach run articles", None),
    "show": (f"tinsach show {FLAGGED} --why", 34),
    "quarantine": ("tinsach quarantine", None),
    "duplicates": ("tinsach duplicates", None),
    "rules": ("tinsach rules", 24),
    "doctor": ("tinsach doctor", None),
}


def main() -> None:
    """Run the commands one after the other in a new home, and write a picture of each."""
    (FOLDER / "images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="news-") as folder:
        shutil.copytree(ROOT / "examples" / "articles", Path(folder) / "articles")
        for name, (command, n_lines) in PICTURES.items():
            lines = settled(on_terminal(command.split(), folder))
            picture(FOLDER / "images" / f"terminal-{name}.svg", command, lines, n_lines)


def on_terminal(command: list[str], folder: str) -> str:
    """What a command writes to a terminal, with the codes for colours and cursor."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(WIDTH), "LINES": "50", "TERM": "xterm-256color"}
    environment = {key: text for key, text in environment.items() if not key.startswith(("TINSACH_", "PREFECT_"))}
    program = str(Path(sys.executable).parent / command[0])
    with subprocess.Popen(
        [program, *command[1:]], cwd=folder, env=environment, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL
    ):
        os.close(theirs)
        return _read(ours).decode("utf-8")


def _read(terminal: int) -> bytes:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end was closed
            return b"".join(parts)
        if not part:
            return b"".join(parts)
        parts.append(part)


def settled(raw: str) -> list[str]:
    """The lines that remain on the screen: without a progress bar that was drawn over."""
    lines: list[str] = []
    for line in raw.replace("\r\n", "\n").split("\n"):
        ups = line.count("\x1b[1A")
        if ups:
            del lines[len(lines) - ups :]
        lines.append(re.sub(r"\x1b\[\?25[hl]|\x1b\[\d*[AK]", "", re.split(r"\r|\x1b\[2K", line)[-1]))
    return lines


def picture(path: Path, command: str, lines: list[str], n_lines: int | None) -> None:
    """Write the lines below their command as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}", style="bold"))
    shown = lines[:n_lines]
    while shown and not shown[-1]:
        shown.pop()
    console.print(Text.from_ansi("\n".join(shown)))
    if len(shown) < len([*lines]) - 1:
        console.print(Text("…", style="dim"))
    without_fonts = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="", theme=MONOKAI, code_format=without_fonts, unique_id=path.stem)
    path.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
