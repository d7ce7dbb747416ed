"""Coded passages with their words and with who says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interviewcoder.cases import attributes, cases
from interviewcoder.cases.cases import CaseView
from interviewcoder.coding import segments
from interviewcoder.coding.segments import SegmentView
from interviewcoder.project.file import Project
from interviewcoder.reports.quotes import Quote, role_of
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.voices import Voices, voices_of


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
    voices = voices_of(project, (source.id for source in sources if source.has_text))
    for source in sources:
        if not source.has_text:
            continue
        reader = _Reader(source, transcript_of(project, source.id).text, voices[source.id], people, names)
        heard |= voices[source.id].tied
        coded = sorted(by_source.get(source.id, ()), key=lambda segment: (segment.span, segment.id))
        found += [Passage(segment.code_id, segment.coder, reader.quote(segment)) for segment in coded]
    interviewed = tuple(case.name for case in people.values() if case.id in heard)
    return CodedText(tuple(found), tuple(sources), tuple(people.values()), interviewed)


class _Reader:
    """One source's words and voices."""

    def __init__(
        self,
        source: SourceView,
        text: str,
        voices: Voices,
        people: Mapping[int, CaseView],
        attribute_names: Mapping[int, str],
    ) -> None:
        self._source = source
        self._text = text
        self._voices = voices
        self._people = people
        self._attribute_names = attribute_names

    def quote(self, segment: SegmentView) -> Quote:
        voice = self._voices.voice_of(segment.span)
        case = self._people[voice.case_id] if voice.case_id is not None else None
        return Quote(
            segment_id=segment.id,
            source_id=self._source.id,
            source=self._source.name,
            span=segment.span,
            text=segment.span.text_in(self._text),
            case=case.name if case else "",
            role=self._role(case) if case else "",
            speaker=voice.speaker.label if voice.speaker else "",
            participant=voice.participant,
            marked=segment.exemplar,
        )

    def _role(self, case: CaseView) -> str:
        return role_of((self._attribute_names[key], value) for key, value in case.values.items())
