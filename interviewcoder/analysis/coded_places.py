"""Which stretches of a source answer to an expression: merge joins over sorted stretches, without a database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from interviewcoder.analysis.expressions import (
    Both,
    Distance,
    Either,
    Expression,
    FollowedBy,
    Give,
    Near,
    OfAnyCode,
    OfCode,
    Unit,
    Within,
    Without,
)


class Stretch(NamedTuple):
    """A stretch of a source in code points, end excluded, and the codings that it was found by, in their order."""

    start: int
    end: int
    found: tuple[int, ...]


class Places:
    """The places of one source by which distances are counted, in code points, each kind asked for when it is needed.

    `starts(unit)` gives where its words, turns or paragraphs begin, ascending.
    """

    def __init__(self, starts: Callable[[Unit], Sequence[int]]) -> None:
        self._starts = starts
        self._known: dict[Unit, Sequence[int]] = {}

    def ordinals(self, unit: Unit) -> Ordinals:
        """How this unit counts the places of the source."""
        if unit not in self._known:
            self._known[unit] = self._starts(unit)
        return Ordinals(self._known[unit], gaps=unit == "words")


class Ordinals:
    """Numbers places by what begins before them, so that the distance of two passages is a difference.

    With `gaps` it is what begins between them that counts (words), else what
    they lie in (turns): then a passage lies in what its last character lies in.
    """

    def __init__(self, starts: Sequence[int], *, gaps: bool) -> None:
        self._starts, self._gaps = starts, gaps

    def first(self, stretch: Stretch) -> int:
        """The number of a stretch's beginning."""
        if self._gaps:
            return bisect_left(self._starts, stretch.start)
        return bisect_right(self._starts, stretch.start)

    def last(self, stretch: Stretch) -> int:
        """The number of a stretch's end."""
        if self._gaps:
            return bisect_left(self._starts, stretch.end)
        return bisect_right(self._starts, max(stretch.start, stretch.end - 1))


class _Characters:
    """Numbers characters by themselves: at distance 0 two passages share one."""

    def first(self, stretch: Stretch) -> int:
        return stretch.start

    def last(self, stretch: Stretch) -> int:
        return stretch.end - 1


_CHARACTERS = _Characters()


def distinct(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in the order of the text, each once with all its codings."""
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for start, end, codings in stretches:
        there = found.get((start, end))
        found[start, end] = codings if there is None else there + codings
    return [Stretch(*place, _once(codings)) for place, codings in sorted(found.items())]


def evaluate(
    expression: Expression, given: Callable[[OfCode | OfAnyCode], Sequence[Stretch]], places: Places
) -> list[Stretch]:
    """The stretches of one source that an expression means; `given` are those of its codes, distinct and in order.

    A passage is never set beside itself: one whose codings are all among those
    of the other is passed over by `Both`, `Near` and `Within`.
    """
    if isinstance(expression, OfCode | OfAnyCode):
        return list(given(expression))
    left = evaluate(expression.left, given, places)
    if not left and not isinstance(expression, Either):
        return []
    right = evaluate(expression.right, given, places)
    match expression:
        case Either():
            return distinct([*left, *right])
        case Both(give=give):
            pairs = _others(_overlapping(left, right))
            return distinct(_given(a, b, give) for a, b in pairs)
        case Without(distance=distance):
            near = _overlapping(left, right) if distance is None else _near(left, right, places, distance)
            gone = {(a.start, a.end) for a, _ in near}
            return [stretch for stretch in left if (stretch.start, stretch.end) not in gone]
        case Near(distance=distance, give=give):
            return distinct(_given(a, b, give) for a, b in _others(_near(left, right, places, distance)))
        case Within():
            pairs = _others(_joined(left, right, _CHARACTERS, 0))
            return distinct(_given(a, b, "first") for a, b in pairs if b.start <= a.start and a.end <= b.end)
        case FollowedBy(turns=turns, give=give):
            return distinct(_given(a, b, give) for a, b in _followed(left, right, places.ordinals("turns"), turns))


def _given(a: Stretch, b: Stretch, give: Give) -> Stretch:
    if give == "first":
        return Stretch(a.start, a.end, a.found + b.found)
    if give == "shared":
        return Stretch(max(a.start, b.start), min(a.end, b.end), a.found + b.found)
    return Stretch(min(a.start, b.start), max(a.end, b.end), a.found + b.found)


def _others(pairs: Iterable[tuple[Stretch, Stretch]]) -> Iterator[tuple[Stretch, Stretch]]:
    """The pairs of two different passages."""
    return ((a, b) for a, b in pairs if not set(b.found) <= set(a.found))


def _overlapping(left: Sequence[Stretch], right: Sequence[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    # A coding whose words are all gone is empty: it shares nothing.
    pairs = _joined(left, right, _CHARACTERS, 0)
    return ((a, b) for a, b in pairs if max(a.start, b.start) < min(a.end, b.end))


def _near(
    left: Sequence[Stretch], right: Sequence[Stretch], places: Places, distance: Distance
) -> Iterator[tuple[Stretch, Stretch]]:
    return _joined(left, right, places.ordinals(distance.unit), distance.count)


def _joined(
    left: Sequence[Stretch], right: Sequence[Stretch], ordinals: Ordinals | _Characters, distance: int
) -> Iterator[tuple[Stretch, Stretch]]:
    """Each pair whose numbers are at most `distance` apart; both sides in the order of the text."""
    firsts = [ordinals.first(each) for each in right]
    lasts = [ordinals.last(each) for each in right]
    # What ends far behind may begin far before: the furthest end so far says where to begin to look.
    furthest = list(accumulate(lasts, max))
    for a in left:
        least, most = ordinals.first(a) - distance, ordinals.last(a) + distance
        for place in range(bisect_left(furthest, least), bisect_right(firsts, most)):
            if lasts[place] >= least:
                yield a, right[place]


def _followed(
    left: Sequence[Stretch], right: Sequence[Stretch], ordinals: Ordinals, turns: int
) -> Iterator[tuple[Stretch, Stretch]]:
    begins = [each.start for each in right]
    for a in left:
        place = bisect_left(begins, a.end)
        # An empty coding that stands at the end of a passage may be that passage's own.
        while place < len(right) and set(right[place].found) <= set(a.found):
            place += 1
        if place < len(right) and ordinals.first(right[place]) - ordinals.last(a) <= turns:
            yield a, right[place]


def _once(codings: tuple[int, ...]) -> tuple[int, ...]:
    return codings if len(codings) < 2 else tuple(sorted(set(codings)))
