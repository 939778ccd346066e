"""Pictures of pages: cut, put side by side, and saved with few colours."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

TALLEST = 1500
SCALE, GAP = 0.62, 12
BEHIND = (122, 132, 130)  # between pictures, neither of the light theme nor of the dark one


def cut(picture: Image.Image) -> Image.Image:
    """Its upper part, where it is long."""
    return picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in a row, made smaller."""
    small = [
        picture.resize((round(picture.width * SCALE), round(picture.height * SCALE)), Image.Resampling.LANCZOS)
        for picture in pictures
    ]
    width, height = sum(picture.width for picture in small), max(picture.height for picture in small)
    sheet = Image.new("RGB", (width + GAP * (len(small) + 1), height + 2 * GAP), BEHIND)
    left = GAP
    for picture in small:
        sheet.paste(picture, (left, GAP))
        left += picture.width + GAP
    return sheet


def save(picture: Image.Image, path: Path, n_colours: int) -> None:
    """As a PNG of few colours."""
    palette = Image.new("P", (1, 1))
    palette.putpalette(_colours(picture, n_colours))
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def _colours(picture: Image.Image, n_colours: int) -> list[int]:
    """Half of them the most frequent ones, for backgrounds, and half spread over all, for small spots such as bars."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    frequent = [part for _, colour in counted[: n_colours // 2] if isinstance(colour, tuple) for part in colour]
    n_spread = n_colours - n_colours // 2
    spread = picture.quantize(n_spread, method=Image.Quantize.FASTOCTREE).getpalette() or []
    return frequent + spread[: 3 * n_spread]
