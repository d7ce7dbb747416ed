"""What in a project is one participant's: sources, turns in others' sources, recordings, and what refers to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotFound
from interviewcoder.project.schema import (
    CaseRow,
    CaseSourceRow,
    CommentRow,
    MediaRow,
    MemoRow,
    PseudonymRow,
    SourceRow,
    SpeakerRow,
    TurnRow,
)
from interviewcoder.sources.text import Span

_Kind = type[SourceRow | SpeakerRow | MediaRow | MemoRow | CommentRow | PseudonymRow]


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a withdrawal, or a destruction of recordings, is about, by UUID: it holds in every copy of the project.

    `shared` are sources in which others speak, too; `kept` texts of the study that stay although they quote
    (`mentions.Mention.key`).
    """

    participant: str = ""
    sources: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    memos: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Write them down, in one way only."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Subjects:
        """Read what `to_json` wrote."""
        stored = json.loads(text)
        many = {field.name: tuple(map(str, stored.get(field.name, ()))) for field in fields(cls)[1:]}
        return cls(str(stored.get("participant", "")), **many)


@dataclass(frozen=True, slots=True)
class Belongings:
    """What is somebody's in one copy of a project, by the numbers that hold there.

    `whole` are the sources that are theirs alone, `shared` those in which
    others speak, too, with the passages that they say; `unplaced` those that
    are tied to them, are others', too, and of which nobody said which turns
    are theirs. `media` are the recordings of whole and shared ones.
    """

    case_id: int | None
    whole: tuple[int, ...]
    shared: dict[int, tuple[Span, ...]]
    unplaced: tuple[int, ...]
    speakers: tuple[int, ...]
    media: tuple[int, ...]
    known: Subjects = field(default_factory=Subjects)

    @property
    def sources(self) -> tuple[int, ...]:
        """The sources from which something goes."""
        return (*self.whole, *self.shared)


def of_case(session: Session, case_id: int, *, also_whole: Iterable[int] = ()) -> Belongings:
    """Find what is a participant's. `also_whole` are sources that go as a whole although others speak in them.

    Raises:
        NotFound: the participant is no longer there.
    """
    if session.get(CaseRow, case_id) is None:
        raise NotFound("The participant is no longer in the project.")
    forced = set(also_whole)
    tied = _tied_to(session, case_id)
    others = {source_id: _others_of(session, case_id, source_id) for source_id in tied}
    whole = [source_id for source_id in tied if source_id in forced or not others[source_id]]
    return _of(session, case_id, whole, [source_id for source_id in tied if source_id not in whole], ())


def of_subjects(session: Session, subjects: Subjects) -> Belongings:
    """Find in a copy of the project what was withdrawn from another one, and whatever of theirs this copy alone has."""
    case_id = session.scalar(select(CaseRow.id).where(CaseRow.uuid == subjects.participant))
    speakers = _ids(session, SpeakerRow, subjects.speakers)
    named_whole = _ids(session, SourceRow, subjects.sources)
    shared = _ids(session, SourceRow, subjects.shared)
    tied = _tied_to(session, case_id) if case_id is not None else []
    rest = [source_id for source_id in tied if source_id not in named_whole and source_id not in shared]
    alone = [source_id for source_id in rest if case_id is not None and not _others_of(session, case_id, source_id)]
    shared += [source_id for source_id in rest if source_id not in alone]
    found = _of(session, case_id, [*named_whole, *alone], shared, speakers)
    media = dict.fromkeys((*found.media, *_ids(session, MediaRow, subjects.media)))
    return replace(found, media=tuple(media), known=subjects)


def subjects_of(
    session: Session,
    mine: Belongings,
    *,
    memos: Sequence[int] = (),
    comments: Sequence[int] = (),
    pseudonyms: Sequence[int] = (),
    kept: Sequence[str] = (),
) -> Subjects:
    """Say by UUID what was found, with the memos, comments and pseudonyms that go, too."""
    participant = session.scalar(select(CaseRow.uuid).where(CaseRow.id == mine.case_id)) or ""
    return Subjects(
        participant,
        _uuids(session, SourceRow, mine.whole),
        _uuids(session, SourceRow, tuple(mine.shared)),
        _uuids(session, SpeakerRow, mine.speakers),
        _uuids(session, MediaRow, mine.media),
        _uuids(session, MemoRow, memos),
        _uuids(session, CommentRow, comments),
        _uuids(session, PseudonymRow, pseudonyms),
        tuple(sorted(kept)),
    )


def words_of(session: Session, mine: Belongings) -> list[str]:
    """What they say, in stretches: of their own sources all but the interviewer's turns, of shared ones their turns."""
    found: list[str] = []
    for source_id in mine.sources:
        text = session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
        if source_id in mine.shared:
            found += [span.text_in(text) for span in mine.shared[source_id]]
            continue
        asked = _turns_of(session, source_id, interviewer=True)
        at = 0
        for span in asked:
            found.append(text[at : span.start])
            at = span.end
        found.append(text[at:])
    return [stretch for stretch in found if stretch.strip()]


def others_in(session: Session, case_id: int | None, source_id: int) -> tuple[str, ...]:
    """The names of a source's other participants, in the order they were added."""
    ids = _others_of(session, case_id, source_id)
    return tuple(session.scalars(select(CaseRow.name).where(CaseRow.id.in_(ids)).order_by(CaseRow.position)))


def _of(
    session: Session, case_id: int | None, whole: Sequence[int], others: Sequence[int], also_speakers: Sequence[int]
) -> Belongings:
    theirs = select(SpeakerRow.id).where(SpeakerRow.case_id == case_id) if case_id is not None else None
    speakers = dict.fromkeys((*also_speakers, *(session.scalars(theirs) if theirs is not None else ())))
    shared, unplaced = {}, []
    for source_id in others:
        if spans := _spans_of(session, source_id, tuple(speakers)):
            shared[source_id] = spans
        else:
            unplaced.append(source_id)
    media = select(SourceRow.media_id).where(SourceRow.id.in_([*whole, *shared]), SourceRow.media_id.is_not(None))
    recordings = tuple(dict.fromkeys(each for each in session.scalars(media) if each is not None))
    return Belongings(case_id, tuple(whole), shared, tuple(unplaced), tuple(speakers), recordings)


def _tied_to(session: Session, case_id: int) -> list[int]:
    """The sources of a participant, and those in which a voice is theirs."""
    tied = session.scalars(select(CaseSourceRow.source_id).where(CaseSourceRow.case_id == case_id)).all()
    heard = session.scalars(select(SpeakerRow.source_id).where(SpeakerRow.case_id == case_id)).all()
    return sorted({*tied, *heard})


def _others_of(session: Session, case_id: int | None, source_id: int) -> set[int]:
    """The other participants of a source."""
    tied = select(CaseSourceRow.case_id).where(CaseSourceRow.source_id == source_id)
    heard = select(SpeakerRow.case_id).where(SpeakerRow.source_id == source_id, SpeakerRow.case_id.is_not(None))
    found = {*session.scalars(tied), *session.scalars(heard)} - {None, case_id}
    return {other for other in found if other is not None}


def _spans_of(session: Session, source_id: int, speakers: Sequence[int]) -> tuple[Span, ...]:
    turns = select(TurnRow.start, TurnRow.end).where(TurnRow.source_id == source_id, TurnRow.speaker_id.in_(speakers))
    return tuple(Span(start, end) for start, end in session.execute(turns.order_by(TurnRow.start)) if end > start)


def _turns_of(session: Session, source_id: int, *, interviewer: bool) -> list[Span]:
    turns = select(TurnRow.start, TurnRow.end).join(SpeakerRow, SpeakerRow.id == TurnRow.speaker_id)
    turns = turns.where(TurnRow.source_id == source_id, SpeakerRow.interviewer.is_(interviewer))
    return [Span(start, end) for start, end in session.execute(turns.order_by(TurnRow.start))]


def _ids(session: Session, kind: _Kind, uuids: Sequence[str]) -> list[int]:
    return list(session.scalars(select(kind.id).where(kind.uuid.in_(uuids)).order_by(kind.id)))


def _uuids(session: Session, kind: _Kind, ids: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(session.scalars(select(kind.uuid).where(kind.id.in_(ids)))))
