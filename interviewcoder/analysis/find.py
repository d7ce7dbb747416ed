"""Find words in all sources of a study, source by source: the first hits are there before the last text is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlalchemy import select

from interviewcoder.analysis import word_index
from interviewcoder.analysis.attribute_filter import AttributeFilter, accepted
from interviewcoder.analysis.find_query import Matcher
from interviewcoder.cases import cases
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseSourceRow, SourceRow, SpeakerRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voices, voices_of

# Texts that the index doesn't know yet are read to be counted in, as long as they are no more than these.
_MOST_READ_AT_ONCE = 3

Role = Literal["anybody", "participants", "interviewer"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where to look: in which sources (None: all), whose words by what is known of participants, who speaks."""

    source_ids: frozenset[int] | None = None
    attributes: tuple[AttributeFilter, ...] = ()
    role: Role = "anybody"

    @property
    def ask_who_speaks(self) -> bool:
        """Whether some words of a source count and others don't."""
        return bool(self.attributes) or self.role != "anybody"


class Batch(NamedTuple):
    """What was found in one source, in the order of its text; `left` sources are still to be looked at."""

    source_id: int
    spans: list[Span]
    left: int


class Finder:
    """Finds one query in the sources of a project as they are when it is made.

    Iterate over it to search; stop whenever enough is found. Sources come in
    the order of the list.
    """

    def __init__(self, project: Project, matcher: Matcher, limits: Limits = Limits()) -> None:
        self._project, self._matcher, self._limits = project, matcher, limits
        self._case_ids = _cases_of(project, limits)
        self.source_ids = self._sources_to_read()

    def __iter__(self) -> Iterator[Batch]:
        """Search one source after the other.

        Raises:
            BadPattern: the pattern takes too long.
        """
        last = len(self.source_ids)
        for number, source_id in enumerate(self.source_ids, 1):
            yield Batch(source_id, self.spans_in(source_id), last - number)

    def spans_in(self, source_id: int) -> list[Span]:
        """Where the query is in one source.

        Raises:
            BadPattern: the pattern takes too long.
        """
        text = self._project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
        spans = self._matcher.spans(text) if text else []
        if spans and self._limits.ask_who_speaks:
            voices = voices_of(self._project, [source_id])[source_id]
            spans = [span for span in spans if self._counts(voices, span)]
        return spans

    def other_sources(self, with_hits: Collection[int], case_ids: frozenset[int]) -> list[int]:
        """The sources that are searched and without a hit, in which these participants may speak."""
        theirs = _sources_of(self._project, case_ids) - set(with_hits)
        wanted = self._limits.source_ids
        return sorted(theirs if wanted is None else theirs & wanted)

    def counts_at_once(self) -> dict[int, int] | None:
        """How many hits each source has, without reading the texts; None where the index can't say.

        It can where one whole word is looked for, whoever says it.
        """
        word = self._matcher.single_word
        if word is None or self._limits.ask_who_speaks:
            return None
        stale = word_index.stale_ids(self._project)
        wanted = set(self.source_ids)
        if len(stale & wanted) > _MOST_READ_AT_ONCE:
            return None
        found = word_index.counts_of(self._project, word)
        counts = {id_: count for id_, count in found.items() if id_ in wanted and id_ not in stale}
        read = {id_: len(self.spans_in(id_)) for id_ in stale & wanted}
        return counts | {id_: count for id_, count in read.items() if count}

    def _sources_to_read(self) -> tuple[int, ...]:
        """The sources that can have a hit, in the order of the list."""
        limits = self._limits
        order = select(SourceRow.id).order_by(SourceRow.position, SourceRow.id)
        wanted: Sequence[int] = self._project.session.scalars(order).all()
        if limits.source_ids is not None:
            wanted = [id_ for id_ in wanted if id_ in limits.source_ids]
        if self._case_ids is not None:
            theirs = _sources_of(self._project, self._case_ids)
            wanted = [id_ for id_ in wanted if id_ in theirs]
        expression = self._matcher.index_expression
        if expression is not None:
            possible = word_index.sources_with(self._project, expression) | word_index.stale_ids(self._project)
            wanted = [id_ for id_ in wanted if id_ in possible]
        return tuple(wanted)

    def _counts(self, voices: Voices, span: Span) -> bool:
        voice = voices.voice_of(span)
        interviewer = voice.speaker is not None and voice.speaker.interviewer and voice.case_id is None
        if self._limits.role != "anybody" and interviewer != (self._limits.role == "interviewer"):
            return False
        # Who asks is no participant: their questions count where they ask somebody who is meant.
        return self._case_ids is None or interviewer or voice.case_id in self._case_ids


def _cases_of(project: Project, limits: Limits) -> frozenset[int] | None:
    if not limits.attributes:
        return None
    return frozenset(accepted(cases.listing(project), limits.attributes))


def _sources_of(project: Project, case_ids: frozenset[int]) -> set[int]:
    """The sources that cases are tied to, themselves or by a speaker."""
    tied = select(CaseSourceRow.source_id, CaseSourceRow.case_id)
    spoken = select(SpeakerRow.source_id, SpeakerRow.case_id)
    execute = project.session.execute
    return {source_id for rows in (tied, spoken) for source_id, case_id in execute(rows) if case_id in case_ids}
