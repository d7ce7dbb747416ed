"""A disputed place among the words around it: what is shown of a transcript, and where it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import snap_to_words
from interviewcoder.ui.text_offsets import TextOffsets, shown_text

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Transcript

# Code points before and after the place; as much of a turn as that.
_AROUND = 260
_CUT = "… "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one turn as they are shown: `at` is where they begin, in Qt's units; `label` who says them."""

    span: Span
    at: int
    label: str
    before: str
    shown: str
    offsets: TextOffsets


@dataclass(frozen=True, slots=True)
class Context:
    """Some turns of a transcript, each a paragraph that begins with who speaks. Offsets are in Qt's units."""

    text: str
    pieces: tuple[Piece, ...]
    stored: str

    def positions(self, span: Span) -> list[tuple[int, int]]:
        """Where a passage stands, in each of the paragraphs that show some of it."""
        found = []
        for piece in self.pieces:
            start, end = max(span.start, piece.span.start), min(span.end, piece.span.end)
            if start < end:
                here = piece.offsets.positions(Span(start - piece.span.start, end - piece.span.start))
                found.append((piece.at + here[0], piece.at + here[1]))
        return found

    def span(self, start: int, end: int) -> Span | None:
        """The whole words between two positions; None where there are none."""
        if start >= end:
            return None
        first = min((self._stored_at(start, piece) for piece in self.pieces if start < _end(piece)), default=None)
        last = max((self._stored_at(end, piece) for piece in self.pieces if end > piece.at), default=None)
        if first is None or last is None or first >= last:
            return None
        snapped = snap_to_words(self.stored, first, last)
        return Span(*snapped) if snapped else None

    def labels(self) -> Iterator[tuple[int, int]]:
        """Where those who speak are named."""
        for piece in self.pieces:
            yield piece.at - len(piece.before) - _units(piece.label), piece.at - len(piece.before)

    def _stored_at(self, position: int, piece: Piece) -> int:
        inside = min(max(position - piece.at, 0), _units(piece.shown))
        return piece.span.start + piece.offsets.to_code_point(inside)


def context_of(transcript: Transcript, place: Span) -> Context:
    """Put together what is shown of a transcript around a place."""
    pieces: list[Piece] = []
    length, parts = 0, []
    for span, label in _turns(transcript):
        part = _cut(transcript.text, span, place)
        if part is None:
            continue
        before = ("  " if label else "") + (_CUT if part.start > span.start else "")
        shown = shown_text(part.text_in(transcript.text))
        after = " …" if part.end < span.end else ""
        at = length + _units(label) + len(before)
        pieces.append(Piece(part, at, label, before, shown, TextOffsets(shown)))
        parts.append(f"{label}{before}{shown}{after}")
        length += _units(parts[-1]) + 1
    return Context("\n".join(parts), tuple(pieces), transcript.text)


def _turns(transcript: Transcript) -> Iterator[tuple[Span, str]]:
    """The paragraphs of a text, each with who speaks; what no turn holds is taken as its lines."""
    if transcript.turns:
        for turn in transcript.turns:
            speaker = transcript.speaker(turn.speaker_id)
            yield from (
                (line, speaker.label if speaker and first else "") for first, line in _lines(transcript, turn.span)
            )
        return
    yield from ((line, "") for _, line in _lines(transcript, Span(0, len(transcript.text))))


def _lines(transcript: Transcript, span: Span) -> Iterator[tuple[bool, Span]]:
    start = span.start
    for number, line in enumerate(span.text_in(transcript.text).split("\n")):
        yield number == 0, Span(start, start + len(line))
        start += len(line) + 1


def _cut(text: str, span: Span, place: Span) -> Span | None:
    """As much of a paragraph as is near enough, in whole words."""
    start, end = max(span.start, place.start - _AROUND), min(span.end, place.end + _AROUND)
    if start >= end:
        return None
    if start > span.start:
        space = text.find(" ", start, min(place.start, end))
        start = space + 1 if space >= 0 else start
    if end < span.end:
        space = text.rfind(" ", max(place.end, start), end)
        end = space if space >= 0 else end
    return Span(start, end) if start < end else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _end(piece: Piece) -> int:
    return piece.at + _units(piece.shown)
