"""Colours that people with any kind of colour sight can tell apart."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from interviewcoder.coding.palette import MOST_SHADES, PALETTE, deeper, next_colour, paler, shades

# Machado, Oliveira & Fernandes 2009, table 1, severity 1.0; on linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# The two schemes of Tol's that were mixed here before had two tones 4.8 apart.
LEAST = 10.0
Lab = tuple[float, float, float]


def seen(colour: str, sight: str) -> Lab:
    """A colour in CIELAB (D65), as somebody with this sight sees it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0), 1) for row in SIGHTS[sight])
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: Lab, other: Lab) -> float:
    """How different two colours look (CIE 142:2001; Sharma, Wu & Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2 + 360) / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    spread = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * spread))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def test_the_difference_of_colours_is_measured_as_published() -> None:
    # Sharma, Wu & Dalal 2005, table 1, pairs 1, 9, 17 and 25.
    for one, other, published in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert ciede2000(one, other) == pytest.approx(published, abs=0.0001)


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_tones_of_the_palette_are_told_apart(sight: str) -> None:
    for one, other in combinations(PALETTE, 2):
        assert ciede2000(seen(one, sight), seen(other, sight)) >= LEAST, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_first_tones_are_far_apart(sight: str) -> None:
    for one, other in combinations(PALETTE[:6], 2):
        assert ciede2000(seen(one, sight), seen(other, sight)) >= 15, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colour", PALETTE)
def test_variants_and_shades_of_a_tone_are_told_apart(sight: str, colour: str) -> None:
    variants = (deeper(colour), colour, paler(colour))
    for one, other in combinations(variants, 2):
        assert ciede2000(seen(one, sight), seen(other, sight)) >= 7, variants
    five = shades(colour, 5)
    for one, other in combinations((*five, colour), 2):
        assert ciede2000(seen(one, sight), seen(other, sight)) >= 4, five


def test_shades_go_from_dark_to_light_and_come_again_where_no_more_can_be_told_apart() -> None:
    made = shades("#4477aa", MOST_SHADES + 2)
    assert len(set(made)) == MOST_SHADES
    assert made[MOST_SHADES:] == made[:2]
    lightness = [seen(colour, "normal")[0] for colour in made[:MOST_SHADES]]
    assert lightness == sorted(lightness)
    assert "#4477aa" not in made
    assert shades("#4477aa", 0) == []


def test_a_shade_keeps_its_hue() -> None:
    for colour in ("#4477aa", "#ee6677", "#997700"):
        _, a, b = seen(colour, "normal")
        for shade in shades(colour, 4):
            _, a2, b2 = seen(shade, "normal")
            turn = math.degrees(math.atan2(b, a) - math.atan2(b2, a2))
            assert abs((turn + 180) % 360 - 180) < 25


def test_black_and_white_have_shades_too() -> None:
    for colour in ("#000000", "#ffffff"):
        assert all(len(shade) == 7 for shade in [*shades(colour, 3), deeper(colour), paler(colour)])


def test_the_colour_that_is_used_least_comes_next() -> None:
    assert next_colour([]) == PALETTE[0]
    assert next_colour([PALETTE[0], PALETTE[1], PALETTE[0]]) == PALETTE[2]
    assert next_colour([*PALETTE, PALETTE[0]]) == deeper(PALETTE[0])


def test_thirty_codes_have_thirty_colours() -> None:
    given: list[str] = []
    for _ in range(30):
        given.append(next_colour(given))
    assert given[: len(PALETTE)] == list(PALETTE)
    assert len(set(given)) == 30
