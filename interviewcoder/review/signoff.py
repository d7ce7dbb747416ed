"""Signing the codebook off: a version is approved as it is, by its hash, so that any change of the codebook is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import select

from interviewcoder.coding import codebook_comparison, versions
from interviewcoder.coding.codebook_comparison import Comparison
from interviewcoder.coding.versions import CodebookVersion
from interviewcoder.errors import NotAllowed, NotAProject, NotFound
from interviewcoder.privacy.outgoing import version_sha256s
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ApprovalRow, CodebookVersionRow, CoderRow
from interviewcoder.sources.text import normalise

Kind = Literal["not asked", "approved", "changes", "void"]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """That somebody approved a version of the codebook (or, not `approved`, asked for changes of it).

    `version_id` is None and `version` empty where the version was deleted.
    `holds`: the codebook is now what it was then, to the letter.
    """

    id: int
    uuid: str
    version_id: int | None
    version: str
    sha256: str
    coder_id: int
    coder: str
    approved: bool
    note: str
    given_at: str
    holds: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class SignoffState:
    """How it stands with the codebook as it is now.

    "not asked": nobody approved any of it. "approved": it is what the coders
    in `holding` approved. "changes": somebody asked for changes of it as it is.
    "void": it was approved and has changed since; `since` says what, where
    the approved version is still there to compare with.
    """

    kind: Kind
    sha256: str
    holding: tuple[ApprovalView, ...]
    last: ApprovalView | None
    since: Comparison | None


def approve(project: Project, version_id: int, *, note: str = "") -> ApprovalView:
    """Approve a version of the codebook as the coder of now, bound to its hash; the last word of each holds.

    Raises:
        NotAProject: the stored version is damaged.
        NotFound: the version is gone.
    """
    return _say(project, version_id, approved=True, note=note)


def ask_for_changes(project: Project, version_id: int, *, note: str) -> ApprovalView:
    """Say as the coder of now that a version isn't to be approved, and why.

    Raises:
        NotAllowed: nothing says why.
        NotAProject: the stored version is damaged.
        NotFound: the version is gone.
    """
    if not note.strip():
        raise NotAllowed("What is to be changed isn't said.", "Write it down: it is what the others go by.")
    return _say(project, version_id, approved=False, note=note)


def take_back(project: Project, approval_id: int) -> None:
    """Take one's own word on a version back.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: it is gone already.
    """
    with project.op("Take approval back") as session:
        row = session.get(ApprovalRow, approval_id)
        if row is None:
            raise NotFound("The approval is no longer in the project.")
        if row.coder_id != project.coder.id:
            raise NotAllowed("The approval is somebody else's.", "They alone take it back.")
        version = session.get(CodebookVersionRow, row.version_id) if row.version_id is not None else None
        project.tell(**({"name": version.name} if version is not None else {}))
        session.delete(row)


def version_of_now(project: Project) -> CodebookVersion | None:
    """The newest version that is the codebook as it is now; None where it has to be saved first."""
    now = versions.now_sha256(project)
    return next((each for each in versions.listing(project) if each.sha256 == now), None)


def listing(project: Project) -> list[ApprovalView]:
    """All that was said on versions, the newest first."""
    return _listing(project, versions.now_sha256(project))


def state(project: Project) -> SignoffState:
    """How it stands with the codebook as it is now."""
    now = versions.now_sha256(project)
    said = _listing(project, now)
    latest: dict[int, ApprovalView] = {}
    for each in said:
        if each.holds:
            latest.setdefault(each.coder_id, each)
    holding = tuple(latest.values())
    if holding:
        kind: Kind = "approved" if all(each.approved for each in holding) else "changes"
        return SignoffState(kind, now, holding, holding[0], None)
    last = next((each for each in said if each.approved), None)
    if last is None:
        return SignoffState("not asked", now, (), said[0] if said else None, None)
    return SignoffState("void", now, (), last, _since(project, last))


def outgoing_sha256s(project: Project, *, quotes: bool = True) -> dict[str, str]:
    """The hash that each version has in what leaves the project, where names are replaced; by the versions' UUIDs.

    `quotes`: words that may not be quoted are withheld there, too.
    """
    return version_sha256s(project, quotes=quotes)


def in_our_words(project: Project, version_uuid: str, sha256: str) -> tuple[int, str] | None:
    """What an approval that came back from a copy approves here: the version's id and its hash in our own words.

    In a copy names are replaced, so a version has the UUID that it has here and
    another hash. None where the version isn't here, or what was approved is
    neither what it says here nor what a copy of it would say.
    """
    query = select(CodebookVersionRow.id, CodebookVersionRow.sha256).where(CodebookVersionRow.uuid == version_uuid)
    row = project.session.execute(query).first()
    if row is None:
        return None
    version_id, ours = row
    if sha256 == ours:
        return version_id, ours
    as_copied = (outgoing_sha256s(project, quotes=quotes).get(version_uuid) for quotes in (True, False))
    return (version_id, ours) if sha256 in as_copied else None


def _say(project: Project, version_id: int, *, approved: bool, note: str) -> ApprovalView:
    # Also holds what is stored against its hash: nobody approves a damaged version.
    versions.content(project, version_id)
    with project.op("Approve codebook version" if approved else "Ask for changes of codebook version") as session:
        version = session.get_one(CodebookVersionRow, version_id)
        row = ApprovalRow(
            version_id=version_id,
            sha256=version.sha256,
            coder_id=project.coder.id,
            approved=approved,
            note=normalise(note).strip(),
            given_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        session.add(row)
        session.flush()
        approval_id = row.id
        project.tell(name=version.name)
    return next(each for each in listing(project) if each.id == approval_id)


def _listing(project: Project, now: str) -> list[ApprovalView]:
    query = (
        select(ApprovalRow, CodebookVersionRow.name, CoderRow.name)
        .join(CoderRow, CoderRow.id == ApprovalRow.coder_id)
        .outerjoin(CodebookVersionRow, CodebookVersionRow.id == ApprovalRow.version_id)
        .order_by(ApprovalRow.given_at.desc(), ApprovalRow.id.desc())
    )
    return [
        ApprovalView(
            row.id,
            row.uuid,
            row.version_id,
            version or "",
            row.sha256,
            row.coder_id,
            coder,
            row.approved,
            row.note,
            row.given_at,
            row.sha256 == now,
            row.coder_id == project.coder.id,
        )
        for row, version, coder in project.session.execute(query)
    ]


def _since(project: Project, approval: ApprovalView) -> Comparison | None:
    """What is other now than what was approved; None where nobody can tell any more."""
    if approval.version_id is None:
        return None
    try:
        if versions.version(project, approval.version_id).sha256 != approval.sha256:
            return None
        return codebook_comparison.compare(project, approval.version_id, None)
    except NotAProject:
        return None
