"""Line charts as SVG, for documents: no script, no font, no library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 50, 60
_COLOURS = ("#1f6f8b", "#c8553d", "#588157", "#7b5ea7", "#b08900", "#444444")
_INK, _GRID, _PAPER = "#333333", "#dddddd", "#ffffff"


def line_chart(title: str, x_name: str, y_name: str, series: Mapping[str, Points]) -> str:
    """One line for each of `series`, over a logarithmic x; y begins at 0. What the lines are stands below."""
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    low, high, top = math.log10(min(xs)), math.log10(max(xs)), _round_up(max(ys))

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - low) / (high - low) if high > low else 0.5
        across = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
        return round(across, 1), round(_HEIGHT - _BOTTOM - y / top * (_HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12" fill="{_INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_PAPER}"/>',
        _text(_LEFT, 20, title, size=15),
        _text(_LEFT, 38, y_name),
        _text(_WIDTH - _RIGHT, _HEIGHT - 28, x_name, anchor="end"),
    ]
    for part in range(5):
        across, height = place(min(xs), top * part / 4)
        parts.append(f'<path d="M{across} {height}H{_WIDTH - _RIGHT}" stroke="{_GRID}"/>')
        parts.append(_text(across - 8, height + 4, short(top * part / 4), anchor="end"))
    for x in sorted(set(xs)):
        parts.append(_text(place(x, 0)[0], _HEIGHT - _BOTTOM + 16, short(x), anchor="middle"))
    for number, (name, points) in enumerate(series.items()):
        parts += _line(number, name, [place(x, y) for x, y in sorted(points)])
    return "\n".join([*parts, "</svg>", ""])


def _line(number: int, name: str, places: Sequence[tuple[float, float]]) -> list[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    path = "M" + "L".join(f"{across} {height}" for across, height in places)
    dots = [f'<circle cx="{across}" cy="{height}" r="3.5" fill="{colour}"/>' for across, height in places]
    across = _LEFT + number * 190
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *dots,
        f'<rect x="{across}" y="{_HEIGHT - 17}" width="10" height="10" fill="{colour}"/>',
        _text(across + 15, _HEIGHT - 8, name),
    ]


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 5, 8 and 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 5, 8, 10, 20) if step * power >= value)


def short(value: float) -> str:
    """1,500 as 1.5k, 1,000,000 as 1M."""
    for size, name in ((1_000_000, "M"), (1_000, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{name}"
    return f"{value:.3g}"
