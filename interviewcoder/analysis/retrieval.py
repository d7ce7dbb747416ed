"""Retrieval: the passages that answer to a question about codes, participants and marks.

Sources are worked through in the order of the list, some at a time, so that
the first passages are there at once however large the study is; nothing is
changed in the project, and stopping is no longer asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from interviewcoder.analysis import coded_places
from interviewcoder.analysis.attribute_filter import accepted
from interviewcoder.analysis.coded_places import Places, Stretch
from interviewcoder.analysis.expressions import (
    Both,
    Either,
    Expression,
    Filters,
    FollowedBy,
    Near,
    OfAnyCode,
    OfCode,
    Query,
    Unit,
    Within,
    Without,
    leaves,
)
from interviewcoder.cases import cases
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import (
    CaseSourceRow,
    CodeRow,
    CoderRow,
    MemoRow,
    SegmentRow,
    SourceRow,
    SpeakerRow,
    TurnRow,
)
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import voices_of
from interviewcoder.sources.word_tokens import word_starts

# The first of few sources, so that something is there at once; never of so many that a window would be felt to wait.
_SOURCES_AT_FIRST, _SOURCES_AT_ONCE = 3, 8


class Hit(NamedTuple):
    """A passage that was found: where, whose words, and the codings and codes that it was found by.

    `participant` tells people apart as in `sources.voices`: empty where only
    the interviewer speaks. `case_id` is None where no case is tied to the words.
    """

    source_id: int
    start: int
    end: int
    case_id: int | None
    participant: str
    codings: tuple[int, ...]
    code_ids: tuple[int, ...]

    @property
    def span(self) -> Span:
        """The passage."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Portion:
    """What was found in so many sources."""

    sources: int
    hits: list[Hit]


class Retrieval:
    """A question put to a project as it is now; ask anew when the project changes."""

    def __init__(self, project: Project, query: Query) -> None:
        self._project, self._query = project, query
        self._below = _with_subcodes(project, query.expression)
        self._cases = self._cases_meant()
        self.source_ids = self._candidates()

    def count(self) -> int | None:
        """How many passages there are, where the tally tells: a code by itself, coded by one coder; else None."""
        query, tally = self._query, seeing.tally(self._project)
        if query.filters != Filters() or not isinstance(query.expression, OfCode):
            return None
        code_ids = self._below[query.expression]
        if len(code_ids) != 1 or len(self._project.session.scalars(select(CoderRow.id).limit(2)).all()) > 1:
            return None
        counted = select(func.coalesce(func.sum(tally.codings), 0)).where(tally.code_id.in_(code_ids))
        return int(self._project.session.scalar(counted) or 0)

    def codings(self) -> int:
        """How many codings the codes that are named have in all, from the tally, whatever else is asked."""
        tally = seeing.tally(self._project)
        counted = select(func.coalesce(func.sum(tally.codings), 0))
        if not any(isinstance(leaf, OfAnyCode) for leaf in self._below):
            counted = counted.where(tally.code_id.in_(set().union(*self._below.values())))
        return int(self._project.session.scalar(counted) or 0)

    def portions(self) -> Iterator[Portion]:
        """The passages, some sources at a time, in the order of sources and texts."""
        at, size = 0, _SOURCES_AT_FIRST
        while at < len(self.source_ids):
            source_ids = self.source_ids[at : at + size]
            yield Portion(len(source_ids), self._of_sources(source_ids))
            at += size
            size = min(2 * size, _SOURCES_AT_ONCE)

    def all_hits(self) -> list[Hit]:
        """All passages at once."""
        return [hit for portion in self.portions() for hit in portion.hits]

    # Which sources

    def _candidates(self) -> list[int]:
        """The sources that can have an answer, by what the tally says of their codes."""
        session, filters = self._project.session, self._query.filters
        found = _sources_of(self._query.expression, self._sources_by_leaf())
        if filters.source_ids:
            found &= filters.source_ids
        if self._cases is not None:
            tied = select(CaseSourceRow.source_id, CaseSourceRow.case_id)
            voiced = select(SpeakerRow.source_id, SpeakerRow.case_id).where(SpeakerRow.case_id.is_not(None))
            pairs = [*session.execute(tied), *session.execute(voiced)]
            found &= {source_id for source_id, case_id in pairs if case_id in self._cases}
        ordered = session.scalars(select(SourceRow.id).order_by(SourceRow.position, SourceRow.id))
        return [source_id for source_id in ordered if source_id in found]

    def _sources_by_leaf(self) -> dict[OfCode | OfAnyCode, set[int]]:
        session, tally = self._project.session, seeing.tally(self._project)
        found: dict[OfCode | OfAnyCode, set[int]] = {}
        for leaf, code_ids in self._below.items():
            used = select(tally.source_id).distinct()
            if isinstance(leaf, OfCode):
                used = used.where(tally.code_id.in_(code_ids))
            found[leaf] = set(session.scalars(used))
        return found

    def _cases_meant(self) -> set[int] | None:
        """The participants whose words are asked for; None where anybody's are."""
        filters = self._query.filters
        if not filters.case_ids and not filters.attributes:
            return None
        known = cases.listing(self._project)
        found = accepted(known, filters.attributes)
        return found & filters.case_ids if filters.case_ids else found

    # What is in them

    def _of_sources(self, source_ids: Sequence[int]) -> list[Hit]:
        by_leaf, code_of, marked = self._read(source_ids)
        voices = voices_of(self._project, source_ids)
        found = []
        for source_id in source_ids:
            places = Places(partial(_starts, self._project, source_id))
            given = by_leaf[source_id].__getitem__
            for start, end, codings in coded_places.evaluate(self._query.expression, given, places):
                if marked is not None and marked.isdisjoint(codings):
                    continue
                voice = voices[source_id].voice_of(Span(start, end))
                if self._is_meant(voice.participant, voice.case_id):
                    code_ids = tuple(sorted({code_of[coding] for coding in codings}))
                    found.append(Hit(source_id, start, end, voice.case_id, voice.participant, codings, code_ids))
        return found

    def _is_meant(self, participant: str, case_id: int | None) -> bool:
        speaks = self._query.filters.speaks
        if self._cases is not None and case_id not in self._cases:
            return False
        return speaks == "anyone" or (speaks == "participants") == bool(participant)

    def _read(
        self, source_ids: Sequence[int]
    ) -> tuple[dict[int, dict[OfCode | OfAnyCode, list[Stretch]]], dict[int, int], set[int] | None]:
        """The stretches of each code by source, the code of each coding, and the codings with the marks asked for."""
        raw: dict[int, dict[OfCode | OfAnyCode, list[Stretch]]] = {
            source_id: {leaf: [] for leaf in self._below} for source_id in source_ids
        }
        code_of: dict[int, int] = {}
        marked: set[int] = set()
        wanted: dict[int, list[OfCode | OfAnyCode]] = defaultdict(list)
        any_code = [leaf for leaf in self._below if isinstance(leaf, OfAnyCode)]
        for leaf, code_ids in self._below.items():
            for code_id in code_ids:
                wanted[code_id].append(leaf)
        for source_id, start, end, coding, code_id, has_marks in self._project.session.execute(
            self._codings(source_ids)
        ):
            code_of[coding] = code_id
            for leaf in [*wanted.get(code_id, ()), *any_code]:
                raw[source_id][leaf].append(Stretch(start, end, (coding,)))
            if has_marks:
                marked.add(coding)
        given = {
            source_id: {leaf: coded_places.distinct(found) for leaf, found in by_leaf.items()}
            for source_id, by_leaf in raw.items()
        }
        return given, code_of, marked if self._query.filters.of_marks else None

    def _codings(self, source_ids: Sequence[int]) -> Select[tuple[int, int, int, int, int, bool]]:
        segment, filters = SegmentRow, self._query.filters
        marks = _marks(filters) if filters.of_marks else literal(False)
        rows = select(segment.source_id, segment.start, segment.end, segment.id, segment.code_id, marks)
        rows = rows.where(segment.source_id.in_(source_ids))
        if not any(isinstance(leaf, OfAnyCode) for leaf in self._below):
            rows = rows.where(segment.code_id.in_(set().union(*self._below.values())))
        if filters.of_marks and isinstance(self._query.expression, OfCode | OfAnyCode):
            # Else a million codings would be read to leave out nearly all of them.
            rows = rows.where(marks)
        if filters.coder_ids:
            rows = rows.where(segment.coder_id.in_(filters.coder_ids))
        return rows


def _marks(filters: Filters) -> ColumnElement[bool]:
    segment = SegmentRow
    wanted: list[ColumnElement[bool]] = []
    if filters.exemplar is not None:
        wanted.append(segment.exemplar.is_(filters.exemplar))
    if filters.negative is not None:
        wanted.append(segment.negative.is_(filters.negative))
    if filters.levels:
        wanted.append(segment.level.in_(filters.levels))
    if filters.with_memo is not None:
        about_it = select(MemoRow.id).where(MemoRow.segment_id == segment.id).exists()
        has_memo = or_(segment.memo != "", about_it)
        wanted.append(has_memo if filters.with_memo else ~has_memo)
    return and_(*wanted)


def _with_subcodes(project: Project, expression: Expression) -> dict[OfCode | OfAnyCode, set[int]]:
    """The ids of the codes that each code of an expression stands for; none for any code."""
    below: dict[int, list[int]] = defaultdict(list)
    for code_id, parent_id in project.session.execute(select(CodeRow.id, CodeRow.parent_id)):
        if parent_id is not None:
            below[parent_id].append(code_id)

    def whole(code_id: int) -> set[int]:
        return {code_id}.union(*(whole(child) for child in below[code_id]))

    found: dict[OfCode | OfAnyCode, set[int]] = {}
    for leaf in leaves(expression):
        if isinstance(leaf, OfAnyCode):
            found[leaf] = set()
        else:
            found[leaf] = whole(leaf.code_id) if leaf.subcodes else {leaf.code_id}
    return found


def _sources_of(expression: Expression, used: dict[OfCode | OfAnyCode, set[int]]) -> set[int]:
    if isinstance(expression, OfCode | OfAnyCode):
        return set(used[expression])
    left = _sources_of(expression.left, used)
    match expression:
        case Either(right=right):
            return left | _sources_of(right, used)
        case Both(right=right) | Near(right=right) | Within(right=right) | FollowedBy(right=right):
            return left & _sources_of(right, used)
        case Without():
            return left


def _starts(project: Project, source_id: int, unit: Unit) -> list[int]:
    """Where the words, turns or paragraphs of a source begin."""
    session = project.session
    if unit == "turns":
        turns = select(TurnRow.start).where(TurnRow.source_id == source_id).order_by(TurnRow.start)
        if starts := list(session.scalars(turns)):
            return starts
    text = session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
    if unit == "words":
        return word_starts(text)
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
