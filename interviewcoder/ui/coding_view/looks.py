"""How a transcript is set: letters, lines, and what stands beside them. Apart from the rest of the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

SMALLEST_PT, LARGEST_PT = 7.0, 40.0
# Of the font's height, between lines; one line directly below the other is 1.
SPACINGS = ("1", "1.15", "1.34", "1.5", "2")
# The first that this machine has is taken.
_FAMILIES = {
    "serif": (
        "Charter", "Source Serif 4", "Source Serif Pro", "Noto Serif", "Georgia", "Cambria", "Liberation Serif",
        "DejaVu Serif", "Times New Roman",
    ),
    "sans": ("Inter", "Source Sans 3", "Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans"),
    "easy": ("Atkinson Hyperlegible Next", "Atkinson Hyperlegible", "OpenDyslexic", "Lexend", "Andika", "Luciole"),
}  # fmt: skip
FONTS = ("", *_FAMILIES)


@dataclass(frozen=True, slots=True)
class TextLooks:
    """What a person chose.

    `larger_pt` is how much larger than usual the letters are (below nothing:
    smaller), `spacing` one of `SPACINGS`, `font` one of `FONTS`; the others say
    what is seen.
    """

    larger_pt: int = 0
    spacing: str = "1.34"
    font: str = ""
    numbers: bool = True
    speakers: bool = True
    times: bool = True
    interviewers_dimmed: bool = True

    @property
    def leading(self) -> float:
        """The air between two lines, in heights of the font."""
        return float(self.spacing) - 1.0

    @classmethod
    def read(cls, stored: Mapping[str, str]) -> TextLooks:
        """Take over what the settings hold; what can't be understood is as usual."""
        usual = cls()
        chosen: dict[str, int | str | bool] = {}
        for known in fields(cls):
            value, default = stored.get(known.name, ""), getattr(usual, known.name)
            if isinstance(default, bool):
                chosen[known.name] = value == "yes" if value in ("yes", "no") else default
            elif isinstance(default, int):
                sound = value.removeprefix("-").isdecimal() and len(value) <= 3
                chosen[known.name] = int(value) if sound else default
            else:
                chosen[known.name] = value if value in (SPACINGS if known.name == "spacing" else FONTS) else default
        return cls(**chosen)  # type: ignore[arg-type]  # each is of its field's type

    def stored(self) -> dict[str, str]:
        """What the settings are to hold: what isn't as usual."""
        usual = asdict(TextLooks())
        words = {True: "yes", False: "no"}
        return {
            name: words[value] if isinstance(value, bool) else str(value)
            for name, value in asdict(self).items()
            if value != usual[name]
        }

    def font_from(self, interface: QFont, larger_pt: float) -> QFont:
        """The letters of the text, made from those of the interface around it, which are `larger_pt` smaller."""
        font = QFont(interface)
        family = family_of(self.font)
        if family is not None:
            font.setFamilies([family, *interface.families()])
        size = font.pointSizeF() + larger_pt + self.larger_pt
        font.setPointSizeF(min(max(size, SMALLEST_PT), LARGEST_PT))
        return font


def font_beside(page: QWidget, larger_pt: float) -> QFont:
    """The letters beside the text: those of the window around the page, however large the text itself is set."""
    around = page.parentWidget()
    font = QFont(around.font() if around is not None else page.font())
    font.setPointSizeF(font.pointSizeF() + larger_pt)
    return font


@lru_cache(maxsize=8)
def family_of(kind: str) -> str | None:
    """The typeface of a kind in `FONTS` that this machine has; None where it has none, and for the usual one."""
    if kind not in _FAMILIES:
        return None
    there = set(QFontDatabase.families())
    return next((family for family in _FAMILIES[kind] if family in there), None)
