"""Who says a passage: the one rule by which everything counts and cites participants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseSourceRow, SpeakerRow, TurnRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Speaker


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a passage, as far as it is known.

    `case_id` is the participant whose words they are. `participant` tells
    people apart when they are counted: the case, or the source where no case
    is tied to the words; it is empty where only the interviewer speaks, who
    is no participant.
    """

    speaker: Speaker | None
    case_id: int | None
    participant: str


def told_apart(voices: Iterable[str]) -> tuple[int, int]:
    """Count `Voice.participant` of passages: the participants, and the sources that stand in for unknown ones."""
    kinds = [voice.partition(" ")[0] for voice in set(voices)]
    return kinds.count("case"), kinds.count("source")


class _Stretch(NamedTuple):
    """A turn, as much of it as is needed here: a project has thousands."""

    start: int
    end: int
    speaker_id: int | None


class Voices:
    """The voices of one source."""

    def __init__(
        self, source_id: int, turns: Sequence[_Stretch], speakers: Mapping[int, Speaker], case_ids: Sequence[int]
    ) -> None:
        self._source_id = source_id
        self._turns = turns
        self._speakers = speakers
        self._case_ids = case_ids

    @property
    def tied(self) -> set[int]:
        """The participants that are tied to a speaker."""
        return {speaker.case_id for speaker in self._speakers.values() if speaker.case_id is not None}

    def voice_of(self, span: Span) -> Voice:
        """Who says a passage: the speaker of the turn it starts in.

        A passage that opens with the interviewer's question belongs to who
        answers in it. The words are those of the case tied to the speaker,
        else of the only case tied to the source.
        """
        speaker = self._speaker(span)
        if speaker is not None and speaker.case_id is not None:
            return Voice(speaker, speaker.case_id, f"case {speaker.case_id}")
        if speaker is not None and speaker.interviewer:
            return Voice(speaker, None, "")
        if len(self._case_ids) == 1:
            return Voice(speaker, self._case_ids[0], f"case {self._case_ids[0]}")
        return Voice(speaker, None, f"source {self._source_id}")

    def _speaker(self, span: Span) -> Speaker | None:
        place = max(bisect_right(self._turns, span.start, key=lambda turn: turn.start) - 1, 0)
        first: Speaker | None = None
        while place < len(self._turns) and self._turns[place].start < span.end:
            turn = self._turns[place]
            place += 1
            speaker = self._speakers.get(turn.speaker_id) if turn.speaker_id is not None else None
            if speaker is None or turn.end <= span.start:
                continue
            if not speaker.interviewer:
                return speaker
            first = first or speaker
        return first


def voices_of(project: Project, source_ids: Iterable[int]) -> dict[int, Voices]:
    """Read the voices of sources, in three queries however many they are."""
    wanted = sorted(set(source_ids))
    if not wanted:
        return {}
    turns: dict[int, list[_Stretch]] = {source_id: [] for source_id in wanted}
    speakers: dict[int, dict[int, Speaker]] = {source_id: {} for source_id in wanted}
    case_ids: dict[int, list[int]] = {source_id: [] for source_id in wanted}
    execute = project.session.execute
    turn = select(TurnRow.source_id, TurnRow.start, TurnRow.end, TurnRow.speaker_id)
    for source_id, *stretch in execute(turn.where(TurnRow.source_id.in_(wanted)).order_by(TurnRow.start)):
        turns[source_id].append(_Stretch(*stretch))
    speaker = select(
        SpeakerRow.source_id, SpeakerRow.id, SpeakerRow.label, SpeakerRow.interviewer, SpeakerRow.case_id
    ).where(SpeakerRow.source_id.in_(wanted))
    for source_id, *known in execute(speaker):
        speakers[source_id][known[0]] = Speaker(*known)
    tie = select(CaseSourceRow.source_id, CaseSourceRow.case_id).where(CaseSourceRow.source_id.in_(wanted))
    for source_id, case_id in execute(tie):
        case_ids[source_id].append(case_id)
    return {each: Voices(each, turns[each], speakers[each], case_ids[each]) for each in wanted}
