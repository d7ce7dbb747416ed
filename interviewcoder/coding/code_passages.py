"""The passages of a code as lists show them: read a screen at a time, with the words around them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import select

from interviewcoder.coding.origins import names_in
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CoderRow, SegmentRow, SourceRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voices, voices_of

_AROUND = 90
# Voices of so many sources are kept: who scrolls goes from one to the next.
_KNOWN_SOURCES = 24


@dataclass(frozen=True, slots=True)
class SourceShare:
    """A source, and how many codings of the code it has."""

    id: int
    name: str
    codings: int


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage of a code: `before` and `after` are the words around it.

    `speaker` is who says it, as it is known; `came_from` names the codes that
    the coding had before merges and splits, the first one first.
    """

    segment_id: int
    source_id: int
    source: str
    speaker: str
    span: Span
    before: str
    words: str
    after: str
    exemplar: bool
    negative: bool
    level: str
    coder: str
    memo: str
    came_from: tuple[str, ...] = ()


class CodePassages:
    """The passages of a code, or of one source alone; by source and place. Nothing is read before it is asked for.

    `sources` are those that have the code, in the study's order. What changes
    in the project afterwards is not seen: make another then.
    """

    def __init__(self, project: Project, code_id: int, source_id: int | None = None) -> None:
        self._project, self._code_id = project, code_id
        self.sources = _shares(project, code_id)
        self._shown = [share for share in self.sources if source_id in (None, share.id)]
        self._ends = list(accumulate(share.codings for share in self._shown))
        self._coders = {row.id: row.name for row in project.session.execute(select(CoderRow.id, CoderRow.name))}
        self._voices: dict[int, Voices] = {}
        self._text: tuple[int, str] = (0, "")

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def page(self, first: int, count: int, *, around: int = _AROUND) -> list[CodedPassage]:
        """So many passages from the `first` on (from 0), each with so many characters `around` it at most."""
        found: list[CodedPassage] = []
        first = max(first, 0)
        while count > 0 and first < len(self):
            place = bisect_right(self._ends, first)
            share = self._shown[place]
            begins = self._ends[place] - share.codings
            part = self._of_source(share, first - begins, min(count, self._ends[place] - first), around)
            if not part:
                break
            found += part
            first, count = first + len(part), count - len(part)
        return found

    def _of_source(self, share: SourceShare, first: int, count: int, around: int) -> list[CodedPassage]:
        rows = self._project.session.execute(
            select(
                SegmentRow.id,
                SegmentRow.start,
                SegmentRow.end,
                SegmentRow.exemplar,
                SegmentRow.negative,
                SegmentRow.level,
                SegmentRow.coder_id,
                SegmentRow.memo,
                SegmentRow.came_from,
            )
            .where(SegmentRow.code_id == self._code_id, SegmentRow.source_id == share.id)
            .order_by(SegmentRow.start, SegmentRow.end, SegmentRow.id)
            .offset(first)
            .limit(count)
        )
        text = self._text_of(share.id)
        return [
            CodedPassage(
                id_,
                share.id,
                share.name,
                self._speaker(share.id, Span(start, end)),
                Span(start, end),
                _before(text, start, around),
                text[start:end],
                _after(text, end, around),
                exemplar,
                negative,
                level,
                self._coders.get(coder_id, ""),
                memo,
                names_in(came_from),
            )
            for id_, start, end, exemplar, negative, level, coder_id, memo, came_from in rows
        ]

    def _text_of(self, source_id: int) -> str:
        if self._text[0] != source_id:
            text = self._project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
            self._text = (source_id, text or "")
        return self._text[1]

    def _speaker(self, source_id: int, span: Span) -> str:
        if source_id not in self._voices:
            if len(self._voices) >= _KNOWN_SOURCES:
                self._voices.clear()
            self._voices |= voices_of(self._project, [source_id])
        voice = self._voices[source_id].voice_of(span)
        if voice.case_id is not None:
            name = self._project.session.scalar(select(CaseRow.name).where(CaseRow.id == voice.case_id))
            return name or ""
        return voice.speaker.label if voice.speaker is not None else ""


def source_names(project: Project) -> dict[int, str]:
    """The names of all sources by id, in the study's order."""
    ordered = select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)
    return dict(row._tuple() for row in project.session.execute(ordered))


def _shares(project: Project, code_id: int) -> list[SourceShare]:
    tally = seeing.tally(project)
    counted = (
        select(SourceRow.id, SourceRow.name, tally.codings)
        .join(tally, tally.source_id == SourceRow.id)
        .where(tally.code_id == code_id)
        .order_by(SourceRow.position, SourceRow.id)
    )
    return [SourceShare(*row) for row in project.session.execute(counted)]


def _before(text: str, start: int, around: int) -> str:
    words = text[max(start - around, 0) : start]
    return words if start <= around else "…" + words.partition(" ")[2]


def _after(text: str, end: int, around: int) -> str:
    words = text[end : end + around]
    return words if end + around >= len(text) else words.rpartition(" ")[0] + "…"
