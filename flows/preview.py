"""A look at the bytes of a file: as hexadecimal numbers and as what text there is in them."""

from __future__ import annotations

from flows.cells import shown

_PER_LINE = 16
_MOST_ODD_SHARE = 0.3


def hex_lines(content: bytes, n_bytes: int) -> list[str]:
    """The first bytes, sixteen a line: offset, hexadecimal, ASCII."""
    return [_hex_line(content, start) for start in range(0, min(n_bytes, len(content)), _PER_LINE)]


def text_lines(content: bytes, n_lines: int) -> list[str]:
    """The first lines with something to read, decoded as UTF-8 as far as that goes; none of what is mostly no text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    start = content[: 400 * n_lines].decode(encoding, "replace").lstrip("\ufeff")
    n_odd = sum(character == "\ufffd" or not (character.isprintable() or character.isspace()) for character in start)
    if n_odd > _MOST_ODD_SHARE * len(start):
        return []
    lines = (line.strip() for line in start.replace("\r\n", "\n").split("\n"))
    return [shown(line[:200]) for line in lines if line][:n_lines]


def _hex_line(content: bytes, start: int) -> str:
    piece = content[start : start + _PER_LINE]
    numbers = " ".join(piece[at : at + 8].hex(" ") for at in (0, 8)).ljust(3 * _PER_LINE)
    printed = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in piece)
    return f"{start:08x}  {numbers}  {printed}"
