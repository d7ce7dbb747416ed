"""Hits with the words around them, as they are shown in lines under each other: keyword in context."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, SourceRow, TurnRow
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voice, Voices, voices_of

# Code points around a hit: more than a line of a wide window has room for.
AROUND = 120
_MOST_SOURCES_HELD = 12
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SORT_WORDS = 3

Order = Literal["place", "left", "right"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something was found.

    `before` and `after` are the words around it on its own turn, as they are
    stored; `turn` counts from 1, `time_ms` is when that turn begins (None
    where nobody measured). `case` is empty where the words are nobody's.
    """

    source_id: int
    source: str
    span: Span
    before: str
    words: str
    after: str
    case: str
    speaker: str
    turn: int
    time_ms: int | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A source, as much of it as hits need."""

    name: str
    text: str
    turn_starts: list[int]
    turn_times: list[int | None]
    voices: Voices


class Contexts:
    """Reads what stands around hits. It holds the last few sources; let go of it with the study."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._held: dict[int, _Read] = {}
        self._cases = dict(row._tuple() for row in project.session.execute(select(CaseRow.id, CaseRow.name)))
        self._folding = Folding()

    def forget(self) -> None:
        """Read everything anew that is asked for from now on."""
        self._held.clear()
        self._cases = dict(row._tuple() for row in self._project.session.execute(select(CaseRow.id, CaseRow.name)))

    def hit(self, source_id: int, span: Span) -> Hit:
        """A passage with what stands around it."""
        read = self._read(source_id)
        turn = bisect_right(read.turn_starts, span.start)
        voice = read.voices.voice_of(span)
        before, after = around(read.text, span, AROUND)
        return Hit(
            source_id,
            read.name,
            span,
            before,
            span.text_in(read.text),
            after,
            self._cases.get(voice.case_id, "") if voice.case_id is not None else "",
            voice.speaker.label if voice.speaker else "",
            turn,
            read.turn_times[turn - 1] if turn else None,
        )

    def voice(self, source_id: int, span: Span) -> Voice:
        """Who says a passage."""
        return self._read(source_id).voices.voice_of(span)

    def sort_keys(self, source_id: int, spans: Iterable[Span], order: Order) -> list[str]:
        """By what hits are put in order: the words before, the nearest first, or the words behind."""
        text = self._read(source_id).text
        keys = []
        for span in spans:
            before, after = around(text, span, AROUND // 2)
            words = _WORD.findall(after)[:_SORT_WORDS] if order == "right" else _WORD.findall(before)[:-4:-1]
            # What has no words on that side stands first.
            keys.append(self._folding.fold(" ".join(words)))
        return keys

    def words_by_voice(self, source_id: int) -> dict[str, int]:
        """How many words of a source each says, by `Voice.participant`; the interviewer's are under no name."""
        read = self._read(source_id)
        counts: dict[str, int] = {}
        starts = read.turn_starts or [0]
        for start, end in zip(starts, [*starts[1:], len(read.text)], strict=True):
            whose = read.voices.voice_of(Span(start, max(start + 1, end))).participant
            counts[whose] = counts.get(whose, 0) + sum(1 for _ in _WORD.finditer(read.text, start, end))
        return counts

    def name_of(self, participant: str) -> str:
        """What a `Voice.participant` is called; empty for the interviewer."""
        kind, _, number = participant.partition(" ")
        if kind == "case":
            return str(self._cases.get(int(number), ""))
        if kind == "source":
            row = select(SourceRow.name).where(SourceRow.id == int(number))
            return self._project.session.scalar(row) or ""
        return ""

    def _read(self, source_id: int) -> _Read:
        if source_id not in self._held:
            while len(self._held) >= _MOST_SOURCES_HELD:
                del self._held[next(iter(self._held))]
            session = self._project.session
            name, text = session.execute(select(SourceRow.name, SourceRow.text).where(SourceRow.id == source_id)).one()
            turns = (
                select(TurnRow.start, TurnRow.start_ms).where(TurnRow.source_id == source_id).order_by(TurnRow.start)
            )
            starts: list[int] = []
            times: list[int | None] = []
            for start, start_ms in session.execute(turns.order_by(TurnRow.start)):
                starts.append(start)
                times.append(start_ms)
            voices = voices_of(self._project, [source_id])[source_id]
            self._held[source_id] = _Read(name, text, starts, times, voices)
        return self._held[source_id]


def hits(project: Project, found: Iterable[tuple[int, Sequence[Span]]]) -> Iterator[Hit]:
    """What was found, source by source, with what stands around it."""
    contexts = Contexts(project)
    for source_id, spans in found:
        for span in spans:
            yield contexts.hit(source_id, span)


def around(text: str, span: Span, reach: int = AROUND) -> tuple[str, str]:
    """The text before and behind a passage, no further than its line or so many code points, by whole words."""
    left = max(text.rfind("\n", 0, span.start) + 1, span.start - reach)
    if left and left == span.start - reach and text[left - 1] != "\n":
        space = text.find(" ", left, span.start)
        left = space + 1 if space >= 0 else left
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    right = min(line_end, span.end + reach)
    if right < line_end:
        space = text.rfind(" ", span.end, right)
        right = space if space >= 0 else right
    return text[left : span.start], text[span.end : right]
