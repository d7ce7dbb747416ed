"""The comparison as a picture: bars in SVG, drawn by hand because there are four of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.speech_sets import Result, SpeechSet

_COLOURS = {"ours": "#0f766e", "faster-whisper": "#94a3b8", "openai-whisper": "#cbd5e1"}
_LEFT, _WIDTH, _BAR, _GAP = 110, 300, 14, 22


def draw(sets: Sequence[SpeechSet], results: Mapping[str, Mapping[str, Result]]) -> str:
    """Return two charts side by side: seconds a minute of recording, and words wrong in percent."""
    minutes = {each.name: each.seconds / 60 for each in sets}
    time = {e: {s: r.wall / minutes[s] for s, r in by_set.items()} for e, by_set in results.items()}
    error = {e: {s: r.error for s, r in by_set.items()} for e, by_set in results.items()}
    left, height = _chart("Seconds for a minute of recording", time, 0)
    right, _ = _chart("Words wrong, %", error, _LEFT + _WIDTH + 60)
    width = 2 * (_LEFT + _WIDTH + 60)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">'
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, ground, *left, *right, "</svg>", ""])


def _chart(title: str, figures: Mapping[str, Mapping[str, float]], x: int) -> tuple[list[str], int]:
    most = max(max(by_set.values()) for by_set in figures.values()) or 1
    lines = [f'<text x="{x + _LEFT}" y="24" font-size="14" font-weight="bold" fill="#1e293b">{escape(title)}</text>']
    y = 44
    for name in next(iter(figures.values())):
        middle = y + _BAR * len(figures) / 2 + 4
        lines.append(f'<text x="{x + _LEFT - 8}" y="{middle}" font-size="12" text-anchor="end">{escape(name)}</text>')
        for engine, by_set in figures.items():
            length = by_set[name] / most * (_WIDTH - 50)
            colour = _COLOURS[engine]
            lines.append(f'<rect x="{x + _LEFT}" y="{y}" width="{length:.1f}" height="{_BAR - 2}" fill="{colour}"/>')
            text = f"{by_set[name]:.2f}"
            lines.append(f'<text x="{x + _LEFT + length + 5:.1f}" y="{y + 10}" font-size="11">{text}</text>')
            y += _BAR
        y += _GAP
    for number, engine in enumerate(figures):
        at = x + _LEFT + number * 110
        lines.append(f'<rect x="{at}" y="{y - 8}" width="10" height="10" fill="{_COLOURS[engine]}"/>')
        lines.append(f'<text x="{at + 15}" y="{y + 1}" font-size="12">{escape(engine)}</text>')
    return lines, y + 20
