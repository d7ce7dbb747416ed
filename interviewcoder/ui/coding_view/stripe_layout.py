"""Where stripes and their names go in the margin: names never lie upon one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# How far a name may slip below the beginning of its stripe, in heights of a name.
_FARTHEST_SLIP = 4.0


@dataclass(frozen=True, slots=True)
class Stripe:
    """A coding's stripe: from `top` to `bottom` of the page, in a lane."""

    id: int
    top: float
    bottom: float
    lane: int


@dataclass(frozen=True, slots=True)
class Name:
    """The place of a stripe's name: its upper edge. `more` names found no room and are told beside it."""

    id: int
    top: float
    more: tuple[int, ...] = ()


def place_names(stripes: Iterable[Stripe], height: float, *, window_top: float) -> list[Name]:
    """Stand names beside the tops of their stripes, each below the one before it.

    A name slips down where its place is taken, up to a limit; what finds no
    room is told by the name above. Stripes that begin above the window
    (`window_top`) get their name at its upper edge if nothing else stands there.
    Places depend on the page alone, so names don't dance while it scrolls.
    """
    ordered = sorted(stripes, key=lambda stripe: (stripe.top, stripe.lane))
    names: list[Name] = []
    for stripe in ordered:
        top = max(stripe.top, names[-1].top + height) if names else stripe.top
        if top - stripe.top > _FARTHEST_SLIP * height and top + height > stripe.bottom:
            names[-1] = Name(names[-1].id, names[-1].top, (*names[-1].more, stripe.id))
        else:
            names.append(Name(stripe.id, top))
    return _with_lasting(names, ordered, height, window_top)


def _with_lasting(names: list[Name], stripes: Sequence[Stripe], height: float, window_top: float) -> list[Name]:
    """Add names of stripes that come from above the window, where there is room."""
    below = [name for name in names if name.top + height > window_top]
    lasting = [
        stripe
        for stripe in stripes
        if stripe.top < window_top < stripe.bottom and not any(name.id == stripe.id for name in below)
    ]
    room_ends = min((name.top for name in below), default=float("inf"))
    top, added = window_top, []
    for stripe in sorted(lasting, key=lambda stripe: stripe.lane):
        if top + height > min(room_ends, stripe.bottom):
            continue
        added.append(Name(stripe.id, top))
        top += height
    return added + below
