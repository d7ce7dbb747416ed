"""Colours of codes that colour-blind people can tell apart.

Paul Tol's "bright" and "muted" qualitative schemes (SRON/EPS/TN/09-002,
issue 3.2, 2021), in an order that keeps neighbours far apart.
"""

from __future__ import annotations

PALETTE: tuple[str, ...] = (
    "#4477aa",
    "#ee6677",
    "#228833",
    "#ccbb44",
    "#66ccee",
    "#aa3377",
    "#332288",
    "#ddcc77",
    "#117733",
    "#cc6677",
    "#44aa99",
    "#999933",
)


def next_colour(used: list[str]) -> str:
    """The palette's colour that is used least, the earliest of those."""
    return min(PALETTE, key=lambda colour: (used.count(colour), PALETTE.index(colour)))
