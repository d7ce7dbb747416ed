"""How wide gutter, text and margin are, in windows narrow and wide."""

from __future__ import annotations

from dataclasses import dataclass

# Lines of 45 to 75 characters read best (Bringhurst, The Elements of Typographic Style, 2.1.2).
# A screen bears some more; past this the eye loses its way back.
_WIDEST_LINE_CHARACTERS = 88
_NARROWEST_LINE_CHARACTERS = 30
_NAMES_AT_LEAST_CHARACTERS = 12
_NAMES_AT_MOST_CHARACTERS = 34
_LANES_USUALLY_CHARACTERS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in pixels, from left to right; `lead` is the empty space on the left."""

    lead: int
    gutter: int
    text: int
    lanes: int
    names: int


def columns(available: int, *, character: float, gutter: int, lanes: int) -> Columns:
    """Share out a width.

    `character` is the mean width of one. The text gets what it needs to read
    well, then the names beside the stripes, then both sides of the page. Where
    lanes are added while somebody codes, the names make room for them as long
    as they can: lines of the text aren't broken anew.
    """
    room = available - gutter - lanes
    widest, narrowest = _WIDEST_LINE_CHARACTERS * character, _NARROWEST_LINE_CHARACTERS * character
    least, most = _NAMES_AT_LEAST_CHARACTERS * character, _NAMES_AT_MOST_CHARACTERS * character
    usual = available - gutter - _LANES_USUALLY_CHARACTERS * character
    names = min(most, max(least, usual * 0.26))
    text = min(widest, max(min(usual - names, room - least), min(narrowest, room)))
    names = min(most, max(0.0, room - text))
    spare = max(0.0, room - text - names)
    return Columns(round(spare / 2), gutter, round(text), lanes, round(names))
