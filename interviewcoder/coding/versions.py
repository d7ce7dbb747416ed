"""Named versions of the codebook: saved with a hash, rebuilt exactly, brought back as one step."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.coding.code_snapshot import (
    PlacedCode,
    SnapshotCode,
    canonical,
    in_tree_order,
    parsed,
    snapshot,
)
from interviewcoder.errors import NameTaken, NotAProject, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodebookVersionRow, CoderRow
from interviewcoder.sources import review_anchors
from interviewcoder.sources.text import as_name, normalise


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """A version of the codebook.

    `sha256`, in hex, is that of the codes' canonical JSON: of the codebook
    alone, not of name and note. `codes` says how many there are; None where
    the stored version is damaged.
    """

    id: int
    uuid: str
    name: str
    note: str
    coder: str
    created_at: datetime
    sha256: str
    codes: int | None


def save(project: Project, name: str, note: str = "") -> CodebookVersion:
    """Keep the codebook as it is now under a name.

    Raises:
        NameTaken: the name is empty, or another version has it.
    """
    name = as_name(name)
    content = canonical(snapshot(project.session))
    with project.op("Save codebook version") as session:
        _refuse_taken(session, name, except_id=None)
        row = CodebookVersionRow(
            name=name,
            note=normalise(note).strip(),
            coder_id=project.coder.id,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sha256=hashlib.sha256(content).hexdigest(),
            content=zlib.compress(content, 9),
        )
        session.add(row)
        session.flush()
        version_id = row.id
        project.tell(name=name, count=len(parsed(content)))
    return version(project, version_id)


def describe(project: Project, version_id: int, *, name: str, note: str) -> None:
    """Give a version another name and note; what it holds can't be changed.

    Raises:
        NameTaken: the name is empty, or another version has it.
        NotFound: it is no longer there.
    """
    name = as_name(name)
    with project.op("Rename codebook version") as session:
        row = _row(session, version_id)
        _refuse_taken(session, name, except_id=version_id)
        project.tell(before=row.name, after=name)
        row.name, row.note = name, normalise(note).strip()


def delete(project: Project, version_id: int) -> None:
    """Remove a version; the codebook stays as it is, and comments on the version stay.

    Raises:
        NotFound: it is gone already.
    """
    with project.op("Delete codebook version") as session:
        row = _row(session, version_id)
        project.tell(name=row.name)
        review_anchors.let_go_of_version(session, row)
        session.delete(row)


def listing(project: Project) -> list[CodebookVersion]:
    """All versions, the newest first."""
    query = select(CodebookVersionRow, CoderRow.name).join(CoderRow, CoderRow.id == CodebookVersionRow.coder_id)
    return [_view(row, coder) for row, coder in project.session.execute(query.order_by(CodebookVersionRow.id.desc()))]


def version(project: Project, version_id: int) -> CodebookVersion:
    """One version.

    Raises:
        NotFound: it is no longer there.
    """
    row = _row(project.session, version_id)
    return _view(row, project.session.get_one(CoderRow, row.coder_id).name)


def by_name(project: Project, name: str) -> CodebookVersion:
    """A version by its name, upper and lower case alike.

    Raises:
        NotFound: there is none.
    """
    wanted = as_name(name).casefold()
    for each in listing(project):
        if each.name.casefold() == wanted:
            return each
    raise NotFound(f"There is no codebook version “{name}”.", "Versions are listed by `interviewcoder versions`.")


def content(project: Project, version_id: int) -> bytes:
    """The canonical JSON of a version, held against its hash.

    Raises:
        NotAProject: the stored version is damaged.
        NotFound: it is no longer there.
    """
    row = _row(project.session, version_id)
    found = _unpacked(row)
    if found is None:
        raise NotAProject(
            f"The codebook version “{row.name}” is damaged: what is stored doesn’t fit its hash.",
            "The codebook itself is not touched. A backup of the project may hold the version whole.",
        )
    return found


def codes_of(project: Project, version_id: int | None) -> list[PlacedCode]:
    """The codes of a version in tree order, exactly as they were; None: of the codebook as it is now.

    Raises:
        NotAProject, NotFound: as in `content`.
    """
    return in_tree_order(rebuild(project, version_id))


def rebuild(project: Project, version_id: int | None) -> list[SnapshotCode]:
    """The codes of a version, by UUID; None: of the codebook as it is now.

    Raises:
        NotAProject, NotFound: as in `content`.
    """
    return snapshot(project.session) if version_id is None else parsed(content(project, version_id))


def now_sha256(project: Project) -> str:
    """The hash that a version saved now would have, in hex."""
    return sha256_in(project.session)


def sha256_in(session: Session) -> str:
    """The same, of a session's codebook."""
    return hashlib.sha256(canonical(snapshot(session))).hexdigest()


def _unpacked(row: CodebookVersionRow) -> bytes | None:
    """What is stored; None where it isn't what was saved."""
    try:
        found = zlib.decompress(row.content)
    except zlib.error:
        return None
    return found if hashlib.sha256(found).hexdigest() == row.sha256 else None


def _view(row: CodebookVersionRow, coder: str) -> CodebookVersion:
    found = _unpacked(row)
    return CodebookVersion(
        row.id,
        row.uuid,
        row.name,
        row.note,
        coder,
        datetime.fromisoformat(row.created_at),
        row.sha256,
        None if found is None else len(parsed(found)),
    )


def _row(session: Session, version_id: int) -> CodebookVersionRow:
    row = session.get(CodebookVersionRow, version_id)
    if row is None:
        raise NotFound("The codebook version is no longer in the project.")
    return row


def _refuse_taken(session: Session, name: str, *, except_id: int | None) -> None:
    if not name:
        raise NameTaken("A version needs a name.", "For instance “After the first five interviews”.")
    for version_id, other in session.execute(select(CodebookVersionRow.id, CodebookVersionRow.name)):
        if version_id != except_id and other.casefold() == name.casefold():
            raise NameTaken(f"There is a codebook version “{other}” already.", "Choose another name.")
