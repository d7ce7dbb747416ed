"""A transcript shown in other words than those that are stored: places of the stored text lead to what is shown.

Whoever asks a page for a place speaks of the stored text, also while others'
words are shown; so codings, times and notes find their places in either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interviewcoder.sources.text import Span
from interviewcoder.ui.text_offsets import TextOffsets

if TYPE_CHECKING:
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.privacy.deidentified_text import DeidentifiedText
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.coding_view.view import CodingView


class WordedOffsets(TextOffsets):
    """Convert places of the stored text to positions in the words shown, and back.

    What is shown in a passage's place is one: a passage that cuts into it has all of it.
    """

    __slots__ = ("_worded",)

    def __init__(self, worded: DeidentifiedText) -> None:
        super().__init__(worded.text)
        self._worded = worded

    def to_qt(self, code_point: int) -> int:
        """Give the position of a place; of one inside a replaced passage, that of its beginning."""
        return super().to_qt(self._worded.point(code_point))

    def to_code_point(self, qt_position: int) -> int:
        """Give the place in the stored text."""
        at = super().to_code_point(qt_position)
        return self._worded.original(Span(at, at)).start

    def positions(self, span: Span) -> tuple[int, int]:
        """Give a passage in positions."""
        shown = self._worded.span(span)
        return super().to_qt(shown.start), super().to_qt(shown.end)

    def span(self, start: int, end: int) -> Span:
        """Give what is stored in the place of what stands between two positions."""
        return self._worded.original(Span(super().to_code_point(start), super().to_code_point(end)))


def shown_in(offsets: TextOffsets, span: Span) -> Span:
    """What is stored in the place of a passage of the text shown, told by its own places."""
    return offsets.span(TextOffsets.to_qt(offsets, span.start), TextOffsets.to_qt(offsets, span.end))


def shown_caret(view: CodingView) -> int:
    """Where the selection begins, or the caret is, in the text shown."""
    return TextOffsets.to_code_point(view.page.offsets, view.page.textCursor().selectionStart())


def with_speakers(transcript: Transcript, said: Callable[[str], str]) -> Transcript:
    """A transcript whose speakers are called what is said for their names."""
    speakers = tuple(replace(speaker, label=said(speaker.label)) for speaker in transcript.speakers)
    return transcript if speakers == transcript.speakers else replace(transcript, speakers=speakers)


def offsets_of(text: str, worded: DeidentifiedText | None) -> TextOffsets:
    """The places of a text that is shown as it is, or in other words."""
    return TextOffsets(text) if worded is None else WordedOffsets(worded)


def stretches(offsets: TextOffsets, spans: Iterable[Span]) -> Callable[[int, int], Iterator[tuple[int, int]]]:
    """Passages in the order of a text, none overlapping another, ready to be asked for by position."""
    placed = [offsets.positions(span) for span in spans]

    def between(start: int, end: int) -> Iterator[tuple[int, int]]:
        first = bisect_right(placed, start, key=lambda stretch: stretch[1])
        for stretch in placed[first:]:
            if stretch[0] >= end:
                return
            yield stretch

    return between


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where somebody reads: the first place in sight and how far above it the page begins, caret, selection."""

    at: int
    offset: float
    caret: int
    selected: Span | None
    segment_id: int | None

    @classmethod
    def of(cls, view: CodingView) -> ReadingPlace:
        """Where somebody reads in a view."""
        page = view.page
        at = page.visible_range()[0] if page.scrolled else 0
        offset = page.geometry_of_text.top_of(at) - page.scrolled if page.scrolled else 0.0
        caret = page.offsets.to_code_point(page.textCursor().position())
        return cls(page.offsets.to_code_point(at), offset, caret, view.selection(), view.coding.id)

    def bring_back(self, view: CodingView) -> None:
        """Let the same place be read."""
        page = view.page
        if self.segment_id is not None and (mark := view.coding.mark(self.segment_id)) is not None:
            view.coding.mean(mark)
        elif self.selected is not None:
            view.select_here(self.selected)
        else:
            at = page.offsets.to_qt(self.caret)
            page.select_positions(at, at)
        there = page.geometry_of_text.top_of(page.offsets.to_qt(self.at)) - self.offset if self.at else 0
        page.verticalScrollBar().setValue(round(there))


def show_in_place(
    view: CodingView, transcript: Transcript, segments: Sequence[SegmentView], worded: DeidentifiedText | None
) -> None:
    """Show a transcript that is shown already in its own or other words; the place of reading stays."""
    place = ReadingPlace.of(view)
    view.show_transcript(transcript, segments, worded)
    place.bring_back(view)
