"""Colours of codes that colour-blind people can tell apart.

Twelve tones from Paul Tol's qualitative schemes ("bright", "medium-contrast",
"light", "dark" and "vibrant"; SRON/EPS/TN/09-002, issue 3.2, 2021), chosen so that the two
which are most alike differ by 10.7 (CIEDE2000), with normal sight and under
protanopia, deuteranopia and tritanopia (Machado et al. 2009). They stand in
an order that keeps the first ones farthest apart.
"""

from __future__ import annotations

from functools import cache

PALETTE: tuple[str, ...] = (
    "#4477aa",
    "#ddcc77",
    "#663333",
    "#99ddff",
    "#997700",
    "#ee6677",
    "#bbbbbb",
    "#aa3377",
    "#77aadd",
    "#aaaa00",
    "#666633",
    "#225555",
)
MOST_SHADES = 7

# Lightness in OKLab (Ottosson 2020), 0 to 1: what is outside is black or white on one of the themes' pages.
_DARKEST, _LIGHTEST = 0.38, 0.9
_VARIANT = 0.13

_Lab = tuple[float, float, float]


def next_colour(used: list[str]) -> str:
    """The colour that is used least: of the palette first, then of its deeper and its paler tones."""
    choices = _with_variants()
    return min(choices, key=lambda colour: (used.count(colour), choices.index(colour)))


@cache
def _with_variants() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*PALETTE, *map(deeper, PALETTE), *map(paler, PALETTE))))


def deeper(colour: str) -> str:
    """A colour's darker variant."""
    return _with_lightness(colour, max(_lab(colour)[0] - _VARIANT, 0.2))


def paler(colour: str) -> str:
    """A colour's lighter variant."""
    return _with_lightness(colour, min(_lab(colour)[0] + _VARIANT, 0.96))


def shades(colour: str, count: int) -> list[str]:
    """So many shades of one colour, from dark to light, none of them the colour itself.

    They differ in lightness, which no kind of colour blindness hides. More
    than `MOST_SHADES` can't be told apart: they come again from the beginning.
    """
    steps = min(count, MOST_SHADES)
    own = _lab(colour)[0]
    places = [_DARKEST + (_LIGHTEST - _DARKEST) * step / max(steps, 1) for step in range(steps + 1)]
    places.remove(min(places, key=lambda place: abs(place - own)))
    made = [_with_lightness(colour, place) for place in places]
    return [made[number % steps] for number in range(count)]


def _with_lightness(colour: str, lightness: float) -> str:
    _, a, b = _lab(colour)
    # What no screen shows at this lightness is made paler until it can be shown, so that the hue stays.
    for chroma in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1):
        channels = _linear_of((lightness, a * chroma, b * chroma))
        if all(-1e-4 <= channel <= 1.0001 for channel in channels):
            return "#" + "".join(f"{_encoded(channel):02x}" for channel in channels)
    return "#" + f"{_encoded(lightness**3):02x}" * 3


def _lab(colour: str) -> _Lab:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear_of(lab: _Lab) -> _Lab:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _encoded(channel: float) -> int:
    channel = min(max(channel, 0.0), 1.0)
    encoded = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(encoded * 255)
