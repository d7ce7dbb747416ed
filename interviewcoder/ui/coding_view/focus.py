"""Which codings are looked at: of some codes, coders or speakers alone. It changes nothing in the project."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.sources.text import Span
    from interviewcoder.sources.transcript import Turn

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Focus:
    """What is looked at, by ids; an empty set means all. `below` takes the codes below the chosen ones along."""

    codes: frozenset[int] = _NONE
    coders: frozenset[int] = _NONE
    speakers: frozenset[int] = _NONE
    exemplars: bool = False
    below: bool = True

    def __bool__(self) -> bool:
        return bool(self.codes or self.coders or self.speakers or self.exemplars)


def hidden_by(
    focus: Focus, segments: Iterable[SegmentView], nodes: Sequence[CodeNode], turns: Sequence[Turn]
) -> frozenset[int]:
    """Give the ids of the codings that are out of focus.

    A coding is in the focus of a speaker when it touches one of their turns.
    """
    if not focus:
        return _NONE
    codes = with_below(nodes, focus.codes) if focus.below else focus.codes
    spoken = _Spoken([turn.span for turn in turns if turn.speaker_id in focus.speakers])

    def seen(segment: SegmentView) -> bool:
        return (
            (not focus.codes or segment.code_id in codes)
            and (not focus.coders or segment.coder_id in focus.coders)
            and (not focus.exemplars or segment.exemplar)
            and (not focus.speakers or spoken.touches(segment.span))
        )

    return frozenset(segment.id for segment in segments if not seen(segment))


def with_below(nodes: Sequence[CodeNode], codes: frozenset[int]) -> frozenset[int]:
    """Give codes with all below them; `nodes` are in the order of the tree, parents first."""
    found = set(codes)
    for node in nodes:
        if node.parent_id in found:
            found.add(node.id)
    return frozenset(found)


def still_there(focus: Focus, *, codes: Iterable[int], coders: Iterable[int], speakers: Iterable[int]) -> Focus:
    """Give the focus without what is no longer in the project, or not in the source that is shown."""
    return Focus(
        focus.codes & frozenset(codes),
        focus.coders & frozenset(coders),
        focus.speakers & frozenset(speakers),
        focus.exemplars,
        focus.below,
    )


class _Spoken:
    """The turns of some speakers, which don't overlap."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def touches(self, span: Span) -> bool:
        return bisect_right(self._ends, span.start) < bisect_left(self._starts, max(span.end, span.start + 1))
