"""Two wordings that began as one: which corrections go together, and which can't."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from interviewcoder.sources.anchored import Places
from interviewcoder.sources.rewording import edits_between
from interviewcoder.sources.text import Edit, Span, apply_edits


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that was corrected on both sides, each in its own way; `edit` would bring theirs into our text."""

    base: str
    ours: str
    theirs: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class MergedText:
    """What to do with our text: `edits` bring their corrections, where ours are none; `clashes` are where both are.

    All are in places of our text, in its order, none overlapping another.
    """

    edits: tuple[Edit, ...] = ()
    clashes: tuple[Clash, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits or self.clashes)

    def with_theirs(self, chosen: Sequence[int]) -> list[Edit]:
        """The edits, with those of the chosen clashes, by number."""
        return sorted((*self.edits, *(self.clashes[number].edit for number in chosen)), key=lambda each: each.at)


def merge_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Compare what became of a text on both sides."""
    if theirs in (base, ours):
        return MergedText()
    if ours == base:
        return MergedText(edits_between(base, theirs))
    mine, other = edits_between(base, ours), edits_between(base, theirs)
    edits: list[Edit] = []
    clashes: list[Clash] = []
    moved = _Moved(mine)
    for cluster_mine, cluster_other in _clusters(mine, other):
        if not cluster_other or cluster_mine == cluster_other:
            continue
        if not cluster_mine:
            edits += [Edit(moved.at(edit), edit.removed, edit.inserted) for edit in cluster_other]
            continue
        clash = _clash(base, cluster_mine, cluster_other, moved)
        if clash.ours == clash.theirs or set(cluster_other) <= set(cluster_mine):
            continue
        if set(cluster_mine) <= set(cluster_other):
            edits.append(clash.edit)
        else:
            clashes.append(clash)
    return MergedText(tuple(edits), tuple(clashes))


def two_ways(ours: str, theirs: str) -> MergedText:
    """Compare two texts of which nobody knows what they began as: every difference is a clash."""
    found = edits_between(ours, theirs)
    return MergedText((), tuple(Clash("", edit.removed, edit.inserted, edit) for edit in found))


class Between:
    """Finds passages of one text in another that was made of it, or began as the same."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self._places: Places | None = None

    def span(self, span: Span) -> Span | None:
        """Where a passage is; None where nothing is left of it."""
        if self.before == self.after:
            return span
        if self._places is None:
            edits = edits_between(self.before, self.after)
            self._places = Places.of(self.before, self.after, typed=edits, whole=edits)
        return self._places.span(span)

    def point(self, at: int) -> int:
        """Where a place is."""
        if self.before == self.after:
            return at
        self.span(Span(0, 0))
        assert self._places is not None
        return self._places.point(at)


def _clusters(mine: Sequence[Edit], other: Sequence[Edit]) -> list[tuple[list[Edit], list[Edit]]]:
    """Edits of both sides in the order of the text; those that overlap are together."""
    waiting = sorted(((edit, True) for edit in mine), key=_place)
    waiting = sorted([*waiting, *((edit, False) for edit in other)], key=_place)
    found: list[tuple[list[Edit], list[Edit]]] = []
    for edit, is_mine in waiting:
        if found and any(_overlap(edit, each) for side in found[-1] for each in side):
            found[-1][0 if is_mine else 1].append(edit)
        else:
            found.append(([edit], []) if is_mine else ([], [edit]))
    return found


def _place(edit: tuple[Edit, bool]) -> tuple[int, int]:
    return edit[0].at, edit[0].end


def _overlap(one: Edit, other: Edit) -> bool:
    if one.at == one.end or other.at == other.end:
        point, around = (one, other) if one.at == one.end else (other, one)
        return around.at < point.at < around.end or (around.at == around.end == point.at)
    return one.at < other.end and other.at < one.end


class _Moved:
    """Where places of the common text are in ours."""

    def __init__(self, mine: Sequence[Edit]) -> None:
        self._ends = [edit.end for edit in mine]
        self._shifts = [0, *accumulate(edit.shift for edit in mine)]
        self._starts = [edit.at for edit in mine]

    def at(self, edit: Edit) -> int:
        return edit.at + self._shifts[bisect_right(self._ends, edit.at)]


def _clash(base: str, mine: Sequence[Edit], other: Sequence[Edit], moved: _Moved) -> Clash:
    start = min(edit.at for edit in (*mine, *other))
    end = max(edit.end for edit in (*mine, *other))
    words = base[start:end]
    here, there = (
        apply_edits(words, [Edit(edit.at - start, edit.removed, edit.inserted) for edit in side])
        for side in (mine, other)
    )
    # An insertion of ours at the very beginning belongs to the clash, so the place before it is meant.
    before = Edit(start, "", "")
    at = moved.at(before) - sum(edit.shift for edit in mine if edit.end <= start)
    return Clash(words, here, there, Edit(at, here, there))
