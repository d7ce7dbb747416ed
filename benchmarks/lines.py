"""How figures grow, as a picture: lines on two logarithmic scales in SVG, for light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# Readable on white and on near-black; told apart by those who don't see red or green, too.
_COLOURS = ("#0f9488", "#b45309", "#6d6fd6", "#c2417f", "#3b82c4", "#7a8b1f", "#8a8f98", "#a0522d")
_INK = "#7d838c"
_LEFT, _TOP, _WIDTH, _HEIGHT, _KEY = 64, 48, 420, 260, 330


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of their first number; `limit` is what the second may be."""

    name: str
    points: Sequence[tuple[float, float]]
    limit: float


def draw(title: str, below: str, lines: Sequence[Line]) -> str:
    """Return a chart in ms; each limit is a mark at the right edge in the colour of its line."""
    xs = sorted({x for line in lines for x, _ in line.points})
    ys = [y for line in lines for _, y in line.points] + [line.limit for line in lines]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    left, right = math.log10(xs[0]), math.log10(xs[-1])

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - left) / ((right - left) or 1)
        up = (math.log10(max(y, 10**low)) - low) / ((high - low) or 1)
        return _LEFT + across * _WIDTH, _TOP + (1 - up) * _HEIGHT

    width, height = _LEFT + _WIDTH + _KEY, _TOP + _HEIGHT + 56
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        f'<text x="{_LEFT}" y="24" font-size="14" font-weight="bold" fill="{_INK}">{escape(title)}</text>',
    ]
    for power in range(low, high + 1):
        _, y = at(xs[0], 10**power)
        drawn.append(_rule(_LEFT, y, _LEFT + _WIDTH, y, 0.25))
        name = f"{10**power:g} ms" if power < 3 else f"{10 ** (power - 3):g} s"
        drawn.append(_text(_LEFT - 8, y + 4, name, "end"))
    for x in xs:
        place, y = at(x, 10**low)
        drawn.append(_rule(place, _TOP, place, y, 0.25))
        drawn.append(_text(place, y + 18, f"{x:,.0f}", "middle"))
    drawn.append(_text(_LEFT + _WIDTH / 2, _TOP + _HEIGHT + 40, below, "middle"))
    for number, line in enumerate(lines):
        drawn += _line(line, _COLOURS[number % len(_COLOURS)], [at(*point) for point in line.points], number)
        _, y = at(xs[-1], line.limit)
        colour = _COLOURS[number % len(_COLOURS)]
        drawn.append(f'<path d="M{_LEFT + _WIDTH + 2:.0f} {y:.1f}l9 -5v10z" fill="{colour}" fill-opacity="0.75"/>')
    return "\n".join([*drawn, "</svg>", ""])


def _line(line: Line, colour: str, places: Sequence[tuple[float, float]], number: int) -> list[str]:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    drawn = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    y = _TOP + 10 + number * 28
    left = _LEFT + _WIDTH + 28
    drawn.append(f'<rect x="{left}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
    drawn.append(_text(left + 16, y, line.name, "start"))
    told = f"{line.points[-1][1]:.0f} ms in the largest, limit {line.limit:,.0f} ms"
    drawn.append(_text(left + 16, y + 13, told, "start", 0.8))
    return drawn


def _rule(x1: float, y1: float, x2: float, y2: float, opacity: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{_INK}" stroke-opacity="{opacity}"/>'


def _text(x: float, y: float, words: str, anchor: str, opacity: float = 1.0) -> str:
    look = f'font-size="11" fill="{_INK}" fill-opacity="{opacity}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'
