"""What is known of participants: role, site, years in practice."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from interviewcoder.errors import NameTaken, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import AttributeRow, CaseRow, CaseValueRow
from interviewcoder.sources.text import as_name, normalise, shortened


@dataclass(frozen=True, slots=True)
class AttributeView:
    """A property that participants may have."""

    id: int
    uuid: str
    name: str
    position: int


def listing(project: Project) -> list[AttributeView]:
    """All attributes in their order."""
    rows = project.session.scalars(select(AttributeRow).order_by(AttributeRow.position, AttributeRow.id))
    return [AttributeView(row.id, row.uuid, row.name, row.position) for row in rows]


def by_name(project: Project, name: str) -> AttributeView | None:
    """An attribute by name, if there is one."""
    wanted = as_name(name).casefold()
    return next((attribute for attribute in listing(project) if attribute.name.casefold() == wanted), None)


def add(project: Project, name: str) -> AttributeView:
    """Add an attribute.

    Raises:
        NameTaken: the name is empty or taken.
    """
    name = as_name(name)
    with project.op("Add attribute") as session:
        _refuse_taken(session, name, except_id=None)
        last = session.scalar(select(func.max(AttributeRow.position)))
        row = AttributeRow(name=name, position=0 if last is None else last + 1)
        session.add(row)
        session.flush()
        project.tell(name=name)
        return AttributeView(row.id, row.uuid, row.name, row.position)


def rename(project: Project, attribute_id: int, name: str) -> None:
    """Give an attribute another name.

    Raises:
        NameTaken: the name is empty or taken.
    """
    name = as_name(name)
    with project.op("Rename attribute") as session:
        _refuse_taken(session, name, except_id=attribute_id)
        row = _row(session, attribute_id)
        project.tell(before=row.name, after=name)
        row.name = name


def delete(project: Project, attribute_id: int) -> None:
    """Remove an attribute with its values."""
    with project.op("Delete attribute") as session:
        row = _row(session, attribute_id)
        values = session.scalars(select(CaseValueRow).where(CaseValueRow.attribute_id == attribute_id)).all()
        project.tell(name=row.name, count=len(values))
        for value in values:
            session.delete(value)
        session.flush()
        session.delete(row)


def set_value(project: Project, case_id: int, attribute_id: int, value: str) -> None:
    """Write what is known of a participant; an empty value removes it.

    Raises:
        NotFound: the participant or the attribute is no longer there.
    """
    value = normalise(value).strip()
    with project.op("Describe participant") as session:
        attribute, case = _row(session, attribute_id), session.get(CaseRow, case_id)
        if case is None:
            raise NotFound("The participant is no longer in the project.")
        project.tell(case=case.name, name=attribute.name, after=shortened(value))
        same = select(CaseValueRow).where(CaseValueRow.case_id == case_id, CaseValueRow.attribute_id == attribute_id)
        row = session.scalars(same).first()
        if row is None and value:
            session.add(CaseValueRow(case_id=case_id, attribute_id=attribute_id, value=value))
        elif row is not None and value:
            row.value = value
        elif row is not None:
            session.delete(row)


def describe_case(project: Project, case_id: int, values: dict[str, str]) -> None:
    """Write several attributes by name, making those that are new, in one step."""
    with project.op("Describe participant"):
        for name, value in values.items():
            attribute = by_name(project, name) or add(project, name)
            set_value(project, case_id, attribute.id, value)
        project.tell(count=len(values))


def _row(session: Session, attribute_id: int) -> AttributeRow:
    row = session.get(AttributeRow, attribute_id)
    if row is None:
        raise NotFound("The attribute is no longer in the project.")
    return row


def _refuse_taken(session: Session, name: str, *, except_id: int | None) -> None:
    if not name:
        raise NameTaken("An attribute needs a name.", "For instance “role” or “site”.")
    for attribute_id, other in session.execute(select(AttributeRow.id, AttributeRow.name)):
        if attribute_id != except_id and other.casefold() == name.casefold():
            raise NameTaken(f"There is an attribute “{other}” already.", "Use that one.")
