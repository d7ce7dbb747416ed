"""Coded passages with their words and with who says them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewcoder.cases import attributes, cases
from interviewcoder.cases.cases import CaseView
from interviewcoder.coding import segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import Project
from interviewcoder.reports.quotes import Quote, role_of
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker, Transcript, Turn, transcript_of


@dataclass(frozen=True, slots=True)
class Passage:
    """One coding as a quote that could be printed."""

    code_id: int
    coder: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class CodedText:
    """Every coding of a project in reading order, and the participants whose interviews it holds."""

    passages: tuple[Passage, ...]
    sources: tuple[SourceView, ...]
    participants: tuple[CaseView, ...]
    interviewed: tuple[str, ...]


def coded_text(project: Project) -> CodedText:
    """Read every coding with its words: sources as they are listed, then from top to bottom.

    Each source is read once, whatever the number of its codings.
    """
    names = {attribute.id: attribute.name for attribute in attributes.listing(project)}
    people = {case.id: case for case in cases.listing(project)}
    sources = catalogue.listing(project)
    by_source: dict[int, list[SegmentView]] = {}
    for segment in segments.listing(project):
        by_source.setdefault(segment.source_id, []).append(segment)
    found: list[Passage] = []
    heard = {case.id for case in people.values() if case.source_ids}
    for source in sources:
        if not source.has_text:
            continue
        reader = _Reader(source, transcript_of(project, source.id), people, names)
        heard |= reader.tied
        coded = sorted(by_source.get(source.id, ()), key=lambda segment: (segment.span, segment.id))
        found += [Passage(segment.code_id, segment.coder, reader.quote(segment)) for segment in coded]
    interviewed = tuple(case.name for case in people.values() if case.id in heard)
    return CodedText(tuple(found), tuple(sources), tuple(people.values()), interviewed)


class _Reader:
    """One source's words and voices."""

    def __init__(
        self,
        source: SourceView,
        transcript: Transcript,
        people: Mapping[int, CaseView],
        attribute_names: Mapping[int, str],
    ) -> None:
        self._source = source
        self._transcript = transcript
        self._people = people
        self._attribute_names = attribute_names
        self._speakers = {speaker.id: speaker for speaker in transcript.speakers}
        self._turn_starts = [turn.span.start for turn in transcript.turns]
        self.tied = {speaker.case_id for speaker in transcript.speakers if speaker.case_id is not None}

    def quote(self, segment: SegmentView) -> Quote:
        speaker = self._speaker(segment.span)
        case = self._case(speaker)
        asked = case is None and speaker is not None and speaker.interviewer
        participant = f"case {case.id}" if case else f"source {self._source.id}"
        return Quote(
            segment_id=segment.id,
            source_id=self._source.id,
            source=self._source.name,
            span=segment.span,
            text=segment.span.text_in(self._transcript.text),
            case=case.name if case else "",
            role=self._role(case) if case else "",
            speaker=speaker.label if speaker else "",
            participant="" if asked else participant,
            marked=segment.exemplar,
        )

    def _speaker(self, span: Span) -> Speaker | None:
        """Who says the passage: the speaker of the turn it starts in.

        A passage that opens with the interviewer's question belongs to who answers in it.
        """
        speakers = [self._speakers[turn.speaker_id] for turn in self._turns(span) if turn.speaker_id in self._speakers]
        if not speakers or not speakers[0].interviewer:
            return speakers[0] if speakers else None
        return next((speaker for speaker in speakers if not speaker.interviewer), speakers[0])

    def _turns(self, span: Span) -> Sequence[Turn]:
        first = max(bisect_right(self._turn_starts, span.start) - 1, 0)
        last = bisect_right(self._turn_starts, span.end - 1)
        return [turn for turn in self._transcript.turns[first:last] if turn.span.overlaps(span)]

    def _case(self, speaker: Speaker | None) -> CaseView | None:
        """The case tied to the speaker, else the only one tied to the source; nobody's where the interviewer speaks."""
        if speaker is not None and speaker.case_id is not None:
            return self._people[speaker.case_id]
        if (speaker is not None and speaker.interviewer) or len(self._source.case_ids) != 1:
            return None
        return self._people[self._source.case_ids[0]]

    def _role(self, case: CaseView) -> str:
        return role_of((self._attribute_names[key], value) for key, value in case.values.items())
