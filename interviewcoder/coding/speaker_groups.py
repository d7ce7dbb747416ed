"""Whose turns can be coded in one go: all interviewers', all nurses', one participant's, one speaker's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import AttributeRow, CaseRow, CaseValueRow, TurnRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Turn
from interviewcoder.sources.voices import Voice, Voices, voices_of

GroupKind = Literal["interviewers", "participants", "attribute", "case", "label"]
_ORDER: tuple[GroupKind, ...] = ("interviewers", "participants", "attribute", "case", "label")


@dataclass(frozen=True, slots=True)
class SpeakerGroup:
    """Speakers of one or many sources. `name` is the participant, the label, or “role: nurse”; else empty."""

    kind: GroupKind
    name: str = ""

    def told(self) -> str:
        """Say it in a few words."""
        return self.name or self.kind


@dataclass(frozen=True, slots=True)
class KnownSpeakers:
    """Who speaks in some sources, as far as it is known."""

    voices: dict[int, Voices]
    case_names: dict[int, str]
    values: dict[int, frozenset[str]]  # “role: nurse”, by participant

    def groups_of(self, voice: Voice) -> set[SpeakerGroup]:
        """Give all groups that a voice belongs to."""
        speaker = voice.speaker
        if speaker is not None and speaker.interviewer:
            return {SpeakerGroup("interviewers"), SpeakerGroup("label", speaker.label)}
        found = {SpeakerGroup("participants")}
        if speaker is not None and speaker.label:
            found.add(SpeakerGroup("label", speaker.label))
        if voice.case_id is not None:
            found.add(SpeakerGroup("case", self.case_names[voice.case_id]))
            found |= {SpeakerGroup("attribute", value) for value in self.values.get(voice.case_id, ())}
        return found

    def says(self, source_id: int, turn: Turn, groups: Collection[SpeakerGroup]) -> bool:
        """Whether one of these groups says a turn."""
        return not self.groups_of(self.voices[source_id].voice_of(turn.span)).isdisjoint(groups)


def known_speakers(project: Project, source_ids: Collection[int]) -> KnownSpeakers:
    """Read who speaks in sources."""
    execute = project.session.execute
    names = dict(row._tuple() for row in execute(select(CaseRow.id, CaseRow.name)))
    values: dict[int, set[str]] = {}
    rows = select(CaseValueRow.case_id, AttributeRow.name, CaseValueRow.value)
    for case_id, attribute, value in execute(rows.join(AttributeRow, AttributeRow.id == CaseValueRow.attribute_id)):
        if value:
            values.setdefault(case_id, set()).add(f"{attribute}: {value}")
    return KnownSpeakers(
        voices_of(project, source_ids), names, {case_id: frozenset(told) for case_id, told in values.items()}
    )


def speaker_groups(project: Project, source_ids: Collection[int]) -> list[tuple[SpeakerGroup, int]]:
    """Give the groups that speak in sources, with the number of sources each speaks in.

    Interviewers and participants first, then by what is known of participants,
    participants, labels; within each by name.
    """
    known = known_speakers(project, source_ids)
    heard: dict[int, set[SpeakerGroup]] = {}
    # One turn of each speaker tells: thousands needn't be asked.
    turn = select(TurnRow.source_id, func.min(TurnRow.start), TurnRow.end).where(TurnRow.end > TurnRow.start)
    for source_id, start, end in project.session.execute(turn.group_by(TurnRow.source_id, TurnRow.speaker_id)):
        if source_id in known.voices:
            voice = known.voices[source_id].voice_of(Span(start, end))
            heard.setdefault(source_id, set()).update(known.groups_of(voice))
    counted = Counter(group for groups in heard.values() for group in groups)
    cases = {group.name for group in counted if group.kind == "case"}
    # A label that is a participant's name would stand there twice.
    shown = [group for group in counted if not (group.kind == "label" and group.name in cases)]
    shown.sort(key=lambda group: (_ORDER.index(group.kind), group.name.casefold()))
    return [(group, counted[group]) for group in shown]


def group_of(who: str) -> set[SpeakerGroup]:
    """Read whom a person means by a word: interviewers, participants, a participant, a label, “role: nurse”."""
    name = " ".join(who.split())
    if name.casefold() in ("interviewers", "participants"):
        return {SpeakerGroup("interviewers" if name.casefold() == "interviewers" else "participants")}
    attribute, colon, value = name.partition(":")
    if colon:
        return {SpeakerGroup("attribute", f"{attribute.strip()}: {value.strip()}")}
    return {SpeakerGroup("case", name), SpeakerGroup("label", name)}
