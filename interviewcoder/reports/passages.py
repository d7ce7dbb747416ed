"""Coded passages with their words and with who says them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from interviewcoder.cases import attributes, cases
from interviewcoder.cases.cases import CaseView
from interviewcoder.privacy.outgoing import is_withheld
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, SegmentRow, SourceRow, TurnRow, WordsRow
from interviewcoder.reports.quotes import Quote, role_of
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voices, voices_of
from interviewcoder.sources.words import Words

# A view of each coding, with the names of its code and coder, takes twice as long.
_COLUMNS = (
    SegmentRow.id,
    SegmentRow.source_id,
    SegmentRow.start,
    SegmentRow.end,
    SegmentRow.code_id,
    SegmentRow.coder_id,
    SegmentRow.exemplar,
    SegmentRow.negative,
    SegmentRow.level,
    SegmentRow.memo,
    SegmentRow.made_by,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One coding as a quote that could be printed, and what was said about it.

    `start_ms` is when its words begin: by their own times, else their turn's;
    None where nobody measured either, or nobody asked.
    """

    code_id: int
    coder: str
    quote: Quote
    start_ms: int | None = None
    level: str = ""
    memo: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class CodedText:
    """Every coding of a project in reading order, and the participants whose interviews it holds.

    `interviewed` are the participants with an interview, by their key among
    quotes (`Quote.participant`), with their names. `untied` counts sources
    that nobody is tied to, nor to a voice in them. `emptied` counts codings
    whose words were all deleted: they are not among the passages. `blind`
    counts sources of which others' codings are hidden from whoever reads.
    """

    passages: tuple[Passage, ...]
    sources: tuple[SourceView, ...]
    participants: tuple[CaseView, ...]
    interviewed: Mapping[str, str]
    emptied: int
    untied: int
    blind: int = 0

    @property
    def withheld(self) -> int:
        """How many passages have words that nobody agreed to have quoted."""
        return sum(passage.quote.withheld for passage in self.passages)


def coded_text(project: Project, *, timed: bool = False) -> CodedText:
    """Read every coding with its words: sources as they are listed, then from top to bottom.

    `timed`: also when they are said, which takes longer.

    Each source is read once, whatever the number of its codings; one that
    isn't coded is not read.
    """
    people = _people(project)
    sources = catalogue.listing(project)
    names = project.session.execute(select(CoderRow.id, CoderRow.name))
    coders: dict[int, str] = dict(row._tuple() for row in names)
    by_source: dict[int, list[Any]] = {}
    for row in project.session.execute(select(*_COLUMNS).order_by(SegmentRow.start, SegmentRow.end, SegmentRow.id)):
        by_source.setdefault(row.source_id, []).append(row)
    found: list[Passage] = []
    emptied = 0
    voices = voices_of(project, (source.id for source in sources if source.has_text))
    for source in sources:
        coded = by_source.get(source.id)
        if coded is None:
            continue
        if not source.has_text:
            emptied += len(coded)
            continue
        reader = _Reader(source, _Said(project, source.id, timed=timed), voices[source.id], people, coders, project)
        with_words = [row for row in coded if row.start < row.end]
        emptied += len(coded) - len(with_words)
        found += map(reader.passage, with_words)
    heard = {case_id for each in voices.values() for case_id in each.tied}
    heard |= {case_id for case_id, person in people.items() if person.case.source_ids}
    return CodedText(
        tuple(found),
        tuple(sources),
        tuple(person.case for person in people.values()),
        {f"case {case_id}": person.case.name for case_id, person in people.items() if case_id in heard},
        emptied,
        sum(not source.case_ids and not (source.id in voices and voices[source.id].tied) for source in sources),
        len(seeing.hidden_sources(project)),
    )


@dataclass(frozen=True, slots=True)
class _Person:
    """A participant, and what an identifier says of them."""

    case: CaseView
    role: str


def _people(project: Project) -> dict[int, _Person]:
    names = {attribute.id: attribute.name for attribute in attributes.listing(project)}
    return {
        case.id: _Person(case, role_of((names[key], value) for key, value in case.values.items()))
        for case in cases.listing(project)
    }


class _Said:
    """A source's text, and when its words are said. Of its turns only the times are read, where words have none."""

    def __init__(self, project: Project, source_id: int, *, timed: bool) -> None:
        session = project.session
        self.text: str = session.scalars(select(SourceRow.text).where(SourceRow.id == source_id)).one()
        self._starts: Sequence[int] = ()
        self._starts_ms: Sequence[int] = ()
        self._turns: list[tuple[int, int | None]] = []
        if not timed:
            return
        packed = session.scalar(select(WordsRow.packed).where(WordsRow.source_id == source_id))
        if packed:
            words = Words.unpack(packed)
            self._starts, self._starts_ms = words.starts, words.starts_ms
        if not self._starts:
            turns = select(TurnRow.start, TurnRow.start_ms).where(TurnRow.source_id == source_id)
            self._turns = [(start, start_ms) for start, start_ms in session.execute(turns.order_by(TurnRow.start))]

    def time_at(self, at: int) -> int | None:
        """When the words at a place are said, in ms: the word's time, else its turn's."""
        if self._starts:
            return self._starts_ms[max(0, bisect_right(self._starts, at) - 1)]
        place = bisect_right(self._turns, at, key=lambda turn: turn[0]) - 1
        return self._turns[place][1] if place >= 0 else None


class _Reader:
    """One source's words and voices."""

    def __init__(
        self,
        source: SourceView,
        said: _Said,
        voices: Voices,
        people: Mapping[int, _Person],
        coders: Mapping[int, str],
        project: Project,
    ) -> None:
        self._project = project
        self._source = source
        self._said = said
        self._voices = voices
        self._people = people
        self._coders = coders

    def passage(self, row: Any) -> Passage:  # a row of `_COLUMNS`: SQLAlchemy's types end at ten
        span = Span(row.start, row.end)
        voice = self._voices.voice_of(span)
        person = self._people[voice.case_id] if voice.case_id is not None else None
        words = span.text_in(self._said.text)
        quote = Quote(
            segment_id=row.id,
            source_id=self._source.id,
            source=self._source.name,
            span=span,
            text=words,
            case=person.case.name if person else "",
            role=person.role if person else "",
            speaker=voice.speaker.label if voice.speaker else "",
            participant=voice.participant,
            marked=row.exemplar,
            negative=row.negative,
            withheld=is_withheld(self._project, words),
        )
        return Passage(
            code_id=row.code_id,
            coder=self._coders[row.coder_id],
            quote=quote,
            start_ms=self._said.time_at(span.start),
            level=row.level,
            memo=row.memo,
            made_by=row.made_by,
        )
