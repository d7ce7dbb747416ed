"""Participants, and the sources and voices that are theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, CaseSourceRow, CaseValueRow, ConsentRow, SourceRow, SpeakerRow
from interviewcoder.sources import memo_anchors
from interviewcoder.sources.text import as_name


@dataclass(frozen=True, slots=True)
class CaseView:
    """A participant: `values` by attribute id, and the sources that are theirs."""

    id: int
    uuid: str
    name: str
    values: Mapping[int, str]
    source_ids: tuple[int, ...]


def listing(project: Project) -> list[CaseView]:
    """All participants in the order they were added."""
    session = project.session
    values: dict[int, dict[int, str]] = {}
    # Columns, not whole rows: a study may have a thousand participants.
    known = select(CaseValueRow.case_id, CaseValueRow.attribute_id, CaseValueRow.value)
    for case_id, attribute_id, value in session.execute(known):
        values.setdefault(case_id, {})[attribute_id] = value
    sources: dict[int, list[int]] = {}
    ties = select(CaseSourceRow.case_id, CaseSourceRow.source_id).order_by(CaseSourceRow.source_id)
    for case_id, source_id in session.execute(ties):
        sources.setdefault(case_id, []).append(source_id)
    cases = session.execute(select(CaseRow.id, CaseRow.uuid, CaseRow.name).order_by(CaseRow.position, CaseRow.id))
    return [CaseView(c.id, c.uuid, c.name, values.get(c.id, {}), tuple(sources.get(c.id, ()))) for c in cases]


def names(project: Project) -> dict[int, str]:
    """The names of all participants by their ids, in the order they were added."""
    known = select(CaseRow.id, CaseRow.name).order_by(CaseRow.position, CaseRow.id)
    return dict(project.session.execute(known).tuples().all())


def by_name(project: Project, name: str) -> CaseView:
    """A participant by name.

    Raises:
        NotFound: there is none of that name.
    """
    wanted = as_name(name).casefold()
    for case in listing(project):
        if case.name.casefold() == wanted:
            return case
    raise NotFound(f"There is no participant “{name}”.", "Add them first.")


def add(project: Project, name: str) -> CaseView:
    """Add a participant.

    Raises:
        NameTaken: the name is empty or another has it.
    """
    name = as_name(name)
    with project.op("Add participant") as session:
        _refuse_taken(session, name, except_id=None)
        last = session.scalar(select(func.max(CaseRow.position)))
        session.add(CaseRow(name=name, position=0 if last is None else last + 1))
        project.tell(case=name)
    return by_name(project, name)


def rename(project: Project, case_id: int, name: str) -> None:
    """Give a participant another name.

    Raises:
        NameTaken: the name is empty or another has it.
    """
    name = as_name(name)
    with project.op("Rename participant") as session:
        _refuse_taken(session, name, except_id=case_id)
        row = _row(session, case_id)
        project.tell(before=row.name, after=name)
        row.name = name


def delete(project: Project, case_id: int) -> None:
    """Remove a participant from the list; their sources and codings stay, and the memos on them."""
    with project.op("Delete participant") as session:
        row = _row(session, case_id)
        project.tell(case=row.name)
        memo_anchors.let_go_of_case(session, case_id, row.name)
        for kind in (CaseSourceRow, CaseValueRow, ConsentRow):
            for owned in session.scalars(select(kind).where(kind.__table__.c["case_id"] == case_id)).all():
                session.delete(owned)
        for speaker in session.scalars(select(SpeakerRow).where(SpeakerRow.case_id == case_id)).all():
            speaker.case_id = None
        session.flush()
        session.delete(row)


def tie_source(project: Project, case_id: int, source_id: int) -> None:
    """Say that a source is a participant's.

    Where the source has one voice that isn't the interviewer's, that voice is
    theirs too.

    Raises:
        NotFound: the participant or the source is no longer there.
    """
    with project.op("Tie source to participant") as session:
        case, source = _row(session, case_id), session.get(SourceRow, source_id)
        if source is None:
            raise NotFound("The source is no longer in the project.")
        project.tell(case=case.name, source=source.name)
        _make_theirs(session, case_id, source_id)


def without_participant(project: Project) -> dict[int, str]:
    """The names of the sources that nobody is tied to, nor to a voice in them, in the order they were added."""
    return _untied(project.session)


def add_for_each_source(project: Project) -> list[str]:
    """Add a participant for every source without one, named as it is, and tie them; give the participants' names.

    All is one step. Where a participant has the source's name and no source
    yet, the source becomes theirs; where they have one, the new participant's
    name has a number behind it. Nothing is done where every source has
    somebody.
    """
    if not without_participant(project):
        return []
    made: list[str] = []
    with project.op("Add participant for each source") as session:
        known = {row.name.casefold(): row for row in session.scalars(select(CaseRow))}
        busy = set(session.scalars(select(CaseSourceRow.case_id)))
        busy |= set(session.scalars(select(SpeakerRow.case_id).where(SpeakerRow.case_id.is_not(None))))
        position = max((row.position for row in known.values()), default=-1)
        for source_id, name in _untied(session).items():
            row = known.get(name.casefold())
            if row is None or row.id in busy:
                position += 1
                row = CaseRow(name=_free_name(name, known), position=position)
                session.add(row)
                session.flush()
                known[row.name.casefold()] = row
            busy.add(row.id)
            _make_theirs(session, row.id, source_id)
            made.append(row.name)
        project.tell(count=len(made), case=made[0])
    return made


def _untied(session: Session) -> dict[int, str]:
    tied = select(CaseSourceRow.source_id)
    heard = select(SpeakerRow.source_id).where(SpeakerRow.case_id.is_not(None))
    sources = select(SourceRow.id, SourceRow.name).where(SourceRow.id.not_in(tied), SourceRow.id.not_in(heard))
    return dict(row._tuple() for row in session.execute(sources.order_by(SourceRow.position, SourceRow.id)))


def _free_name(name: str, known: Collection[str]) -> str:
    numbered = (f"{name} {number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each.casefold() not in known)


def _make_theirs(session: Session, case_id: int, source_id: int) -> None:
    """Tie a source to a participant, and its voice where only one isn't the interviewer's."""
    if _tie(session, case_id, source_id) is None:
        session.add(CaseSourceRow(case_id=case_id, source_id=source_id))
    voices = session.scalars(select(SpeakerRow).where(SpeakerRow.source_id == source_id)).all()
    theirs = [voice for voice in voices if not voice.interviewer]
    if len(theirs) == 1 and theirs[0].case_id is None:
        theirs[0].case_id = case_id


def untie_source(project: Project, case_id: int, source_id: int) -> None:
    """Say that a source is not a participant's after all."""
    with project.op("Untie source from participant") as session:
        if (case := session.get(CaseRow, case_id)) and (source := session.get(SourceRow, source_id)):
            project.tell(case=case.name, source=source.name)
        if tie := _tie(session, case_id, source_id):
            session.delete(tie)
        voices = select(SpeakerRow).where(SpeakerRow.source_id == source_id, SpeakerRow.case_id == case_id)
        for voice in session.scalars(voices).all():
            voice.case_id = None


def _tie(session: Session, case_id: int, source_id: int) -> CaseSourceRow | None:
    tie = select(CaseSourceRow).where(CaseSourceRow.case_id == case_id, CaseSourceRow.source_id == source_id)
    return session.scalars(tie).first()


def _row(session: Session, case_id: int) -> CaseRow:
    row = session.get(CaseRow, case_id)
    if row is None:
        raise NotFound("The participant is no longer in the project.")
    return row


def _refuse_taken(session: Session, name: str, *, except_id: int | None) -> None:
    if not name:
        raise NameTaken("A participant needs a name.", "Use a label such as “P07”, not the person's own name.")
    for case_id, other in session.execute(select(CaseRow.id, CaseRow.name)):
        if case_id != except_id and other.casefold() == name.casefold():
            raise NameTaken(f"There is a participant “{other}” already.", "Choose another label.")
