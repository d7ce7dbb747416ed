"""Colours of codings on the page: soft enough to read through, in light and in dark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPalette

# More than three colours in one place make mud; the narrowest codings win.
MOST_BLENDED = 3
_STRENGTHS = (0.28, 0.36, 0.42)
_STRENGTHS_ON_DARK = (0.42, 0.50, 0.55)
# The narrowest leads: equal parts of red and blue would look like neither.
_SHARES = ((1.0,), (0.64, 0.36), (0.54, 0.28, 0.18))
# WCAG 2.2, 1.4.6 and 1.4.3: 7:1 for the text, 4.5:1 for what steps back.
_TEXT_CONTRAST = 7.0
_DIM_CONTRAST = 4.5


def mix(under: QColor, over: QColor, share: float) -> QColor:
    """Lay a share (0 to 1) of one colour over another."""
    rest = 1.0 - share
    return QColor(
        round(under.red() * rest + over.red() * share),
        round(under.green() * rest + over.green() * share),
        round(under.blue() * rest + over.blue() * share),
    )


def contrast(one: QColor, other: QColor) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    return 0.2126 * _LINEAR[colour.red()] + 0.7152 * _LINEAR[colour.green()] + 0.0722 * _LINEAR[colour.blue()]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


# The text on each new blend of colours is tried several times while somebody scrolls.
_LINEAR = tuple(_linear(step / 255) for step in range(256))


class Inks:
    """The colours of one page, made from a palette and remembered."""

    def __init__(self, palette: QPalette) -> None:
        self.page = palette.color(QPalette.ColorRole.Base)
        self.text = palette.color(QPalette.ColorRole.Text)
        self.accent = palette.color(QPalette.ColorRole.Highlight)
        self.on_dark = _luminance(self.page) < 0.2
        # Text that steps back: what the interviewer says, times, turn numbers.
        self.dim = self._readable(mix(self.text, self.page, 0.32), at_least=5.5)
        self.faint = self._readable(mix(self.text, self.page, 0.48), at_least=_DIM_CONTRAST)
        self.unsure = self._readable(QColor("#c0561f"), at_least=3.0)
        # The line under words that a pseudonym replaces.
        self.replaced = self._readable(mix(self.page, QColor("#2f8f83"), 0.75), at_least=2.0)
        self.hairline = mix(self.page, self.text, 0.12)
        self._tints: dict[tuple[int, ...], QColor] = {}
        self._marks: dict[int, QColor] = {}
        self._speakers: dict[int, QColor] = {}
        # A palette may itself have less contrast than we ask for.
        self._wanted = min(_TEXT_CONTRAST, contrast(self.text, self.page) * 0.8)
        self._dim_wanted = min(_DIM_CONTRAST, contrast(self.dim, self.page) * 0.8)

    def tint(self, colours: Sequence[QColor]) -> QColor:
        """Give what is painted behind words with these codes, the narrowest first; three at most count.

        However strong a code's colour, the text on it stays readable.
        """
        key = tuple(colour.rgb() for colour in colours[:MOST_BLENDED])
        tint = self._tints.get(key)
        if tint is None:
            tint = self._tints[key] = self._mixed(colours[:MOST_BLENDED])
        return tint

    def mark(self, colour: QColor) -> QColor:
        """Give a code's colour for a stripe or a sign: clear of the page by 3:1."""
        known = self._marks.get(colour.rgb())
        if known is None:
            known = self._marks[colour.rgb()] = self._readable(colour, at_least=3.0)
        return known

    def speaker(self, colour: QColor) -> QColor:
        """Give a colour for words in the gutter."""
        known = self._speakers.get(colour.rgb())
        if known is None:
            known = self._speakers[colour.rgb()] = self._readable(colour, at_least=_DIM_CONTRAST)
        return known

    def _mixed(self, colours: Sequence[QColor]) -> QColor:
        shared = list(zip(colours, _SHARES[len(colours) - 1], strict=True))
        blended = QColor(
            round(sum(colour.red() * share for colour, share in shared)),
            round(sum(colour.green() * share for colour, share in shared)),
            round(sum(colour.blue() * share for colour, share in shared)),
        )
        strength = (_STRENGTHS_ON_DARK if self.on_dark else _STRENGTHS)[len(colours) - 1]
        tint = mix(self.page, blended, strength)
        while strength > 0.08 and not self._reads_well_on(tint):
            strength -= 0.02
            tint = mix(self.page, blended, strength)
        return tint

    def _reads_well_on(self, tint: QColor) -> bool:
        return contrast(self.text, tint) >= self._wanted and contrast(self.dim, tint) >= self._dim_wanted

    def _readable(self, colour: QColor, *, at_least: float) -> QColor:
        """Pull a colour towards the text's until it stands clear of the page."""
        pulled, share = colour, 0.0
        while share < 1.0 and contrast(pulled, self.page) < at_least:
            share += 0.05
            pulled = mix(colour, self.text, min(share, 1.0))
        return pulled
