"""What reviewers propose to change in the codebook or of a coding; the owner accepts, which does it, or rejects it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from interviewcoder.coding import codes, merging, segments
from interviewcoder.coding.code_rows import ancestors_of, row_of
from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, ProposalRow, SegmentRow
from interviewcoder.review import proposal_reading
from interviewcoder.review.proposal_reading import ACCEPTED, KINDS, OPEN, REJECTED, ProposalView
from interviewcoder.sources.proposal_words import names_in
from interviewcoder.sources.text import as_name, normalise

__all__ = ["ACCEPTED", "KINDS", "OPEN", "REJECTED", "ProposalView"]


def rename(project: Project, code_id: int, name: str, *, reason: str = "") -> ProposalView:
    """Propose another name for a code.

    Raises:
        NameTaken: it is empty.
        NotAllowed: the code has this name already.
        NotFound: the code is gone.
    """
    return _propose(project, "rename", reason, code_id=code_id, names=[name])


def merge(project: Project, code_id: int, into: int, *, reason: str = "") -> ProposalView:
    """Propose to merge a code into another.

    Raises:
        NotAllowed: they are one code.
        NotFound: one of them is gone.
    """
    return _propose(project, "merge", reason, code_id=code_id, target_id=into)


def split(project: Project, code_id: int, names: Collection[str], *, reason: str = "") -> ProposalView:
    """Propose to split a code into several that are to stand below it.

    Raises:
        NameTaken: a name is empty, or stands there twice.
        NotAllowed: there is none.
        NotFound: the code is gone.
    """
    return _propose(project, "split", reason, code_id=code_id, names=list(names))


def move(project: Project, code_id: int, under: int | None, *, reason: str = "") -> ProposalView:
    """Propose to put a code below another; None: at the top.

    Raises:
        NotAllowed: it stands there already, or would stand below itself.
        NotFound: one of them is gone.
    """
    return _propose(project, "move", reason, code_id=code_id, target_id=under)


def recode(project: Project, segment_id: int, code_id: int, *, reason: str = "") -> ProposalView:
    """Propose another code for a coding.

    Raises:
        NotAllowed: it has this code already.
        NotFound: the coding or the code is gone.
    """
    return _propose(project, "recode", reason, segment_id=segment_id, target_id=code_id)


def accept(
    project: Project, proposal_id: int, *, note: str = "", dealt: Mapping[int, int | str] | None = None
) -> ProposalView:
    """Do what was proposed, with its reason, and say so, all in one step.

    A split without `dealt` makes the new codes below the code, empty; with it,
    codings are dealt out as `coding.merging.split` does.

    Raises:
        NotAllowed: it was decided before, can't be done any more, or this is a review copy.
        NameTaken, NotFound: as the change itself.
    """
    _refuse_in_copy(project)
    with project.op("Accept proposal") as session:
        row = _undecided(session, proposal_id)
        what = proposal_reading.view(project, proposal_id).what
        if row.was_about:
            raise NotAllowed(f"“{what}” can't be done any more.", "What it was about is gone. Reject the proposal.")
        _carry_out(project, session, row, dealt)
        # What it was about is another by now: codes are called otherwise, or gone.
        row.was_about = what
        _decide(project, row, ACCEPTED, note)
        project.tell(name=what)
    return proposal_reading.view(project, proposal_id)


def reject(project: Project, proposal_id: int, *, note: str = "") -> ProposalView:
    """Say that something proposed isn't done, and why.

    Raises:
        NotAllowed: it was decided before, or this is a review copy.
        NotFound: it is gone.
    """
    _refuse_in_copy(project)
    with project.op("Reject proposal") as session:
        row = _undecided(session, proposal_id)
        project.tell(name=proposal_reading.view(project, proposal_id).what)
        if note.strip():
            project.tell(reason=_prose(note))
        _decide(project, row, REJECTED, note)
    return proposal_reading.view(project, proposal_id)


def withdraw(project: Project, proposal_id: int) -> None:
    """Take one's own proposal away before it is decided.

    Raises:
        NotAllowed: it is somebody else's, or decided.
        NotFound: it is gone already.
    """
    with project.op("Withdraw proposal") as session:
        row = _undecided(session, proposal_id)
        if row.coder_id != project.coder.id:
            raise NotAllowed("The proposal is somebody else's.", "Reject it, with the reason.")
        project.tell(name=proposal_reading.view(project, proposal_id).what)
        session.delete(row)


def listing(project: Project, *, state: str = "", code_id: int | None = None) -> list[ProposalView]:
    """The proposals, open ones first and then the newest first; with `code_id` those that touch this code."""
    return proposal_reading.listing(project, state=state, code_id=code_id)


def view(project: Project, proposal_id: int) -> ProposalView:
    """One proposal.

    Raises:
        NotFound: it is gone.
    """
    return proposal_reading.view(project, proposal_id)


def _propose(
    project: Project,
    kind: str,
    reason: str,
    *,
    code_id: int | None = None,
    segment_id: int | None = None,
    target_id: int | None = None,
    names: Collection[str] = (),
) -> ProposalView:
    with project.op("Propose change") as session:
        row = ProposalRow(
            kind=kind,
            code_id=code_id,
            segment_id=segment_id,
            target_id=target_id,
            names=json.dumps(_names(names), ensure_ascii=False) if names else "",
            reason=_prose(reason),
            coder_id=project.coder.id,
            created_at=_moment(),
            state=OPEN,
        )
        _check(session, row, _names(names))
        session.add(row)
        session.flush()
        proposal_id = row.id
        project.tell(name=proposal_reading.view(project, proposal_id).what)
        if row.reason:
            project.tell(reason=row.reason)
    return proposal_reading.view(project, proposal_id)


def _check(session: Session, row: ProposalRow, names: list[str]) -> None:
    """Refuse what makes no sense; whether a name is free is seen when it is done."""
    target = row_of(session, row.target_id) if row.target_id is not None else None
    if row.kind in ("rename", "split") and not names:
        raise NotAllowed("There is no name.", "Write the name that you propose.")
    if row.code_id is not None:
        _check_code(session, row.kind, row_of(session, row.code_id), target, names)
        return
    segment = session.get(SegmentRow, row.segment_id) if row.segment_id is not None else None
    if segment is None:
        raise NotFound("The coding is no longer in the project.")
    if target is not None and segment.code_id == target.id:
        raise NotAllowed(f"The coding has the code “{target.name}” already.", "Choose another code.")


def _check_code(session: Session, kind: str, code: CodeRow, target: CodeRow | None, names: list[str]) -> None:
    if kind == "rename" and names == [code.name]:
        raise NotAllowed(f"The code is called “{code.name}” already.", "Write another name.")
    if kind == "merge" and target is code:
        raise NotAllowed("A code can't be merged with itself.", "Choose another code.")
    if kind == "move":
        if code.parent_id == (None if target is None else target.id):
            raise NotAllowed("The code stands there already.", "Choose another place.")
        if target is not None and code.id in {target.id, *(above.id for above in ancestors_of(session, target))}:
            raise NotAllowed("A code can't be moved below itself.", "Choose another place.")


def _carry_out(project: Project, session: Session, row: ProposalRow, dealt: Mapping[int, int | str] | None) -> None:
    reason, names = row.reason, names_in(row)
    if row.kind == "recode" and row.segment_id is not None and row.target_id is not None:
        segments.recode(project, row.segment_id, row.target_id)
    elif row.code_id is None:
        raise NotAllowed("What the proposal is about is gone.", "Reject the proposal.")
    elif row.kind == "rename":
        codes.rename(project, row.code_id, names[0])
    elif row.kind == "merge" and row.target_id is not None:
        merging.merge(project, [row.code_id], row.target_id, reason=reason)
    elif row.kind == "move":
        codes.move(project, row.code_id, parent_id=row.target_id)
    elif dealt:
        merging.split(project, row.code_id, dealt, reason=reason)
    else:
        code = row_of(session, row.code_id)
        provenance = "deductive" if code.provenance == "deductive" else "inductive"
        note = f"Split from “{code.name}”" + (f": {reason}" if reason else "")
        for name in names:
            codes.add(project, name, parent_id=code.id, provenance=provenance, provenance_note=note)
    if reason:
        project.tell(reason=reason)


def _decide(project: Project, row: ProposalRow, state: str, note: str) -> None:
    row.state, row.decided_by, row.decided_at = state, project.coder.id, _moment()
    row.decision_note = _prose(note)


def _refuse_in_copy(project: Project) -> None:
    if project.review_mark is not None:
        raise NotAllowed(
            "This is a review copy: proposals are decided on in the project itself.",
            "They go back with it to whoever gave it to you.",
        )


def _undecided(session: Session, proposal_id: int) -> ProposalRow:
    row = session.get(ProposalRow, proposal_id)
    if row is None:
        raise NotFound("The proposal is no longer in the project.")
    if row.state != OPEN:
        raise NotAllowed(f"The proposal was {row.state} already.", "Undo takes that back.")
    return row


def _names(names: Collection[str]) -> list[str]:
    wanted = [as_name(name) for name in names]
    if not all(wanted):
        raise NameTaken("A code needs a name.", "Write the name that you propose.")
    if len({name.casefold() for name in wanted}) < len(wanted):
        raise NameTaken("Two of the names are alike.", "Choose another one.")
    return wanted


def _prose(text: str) -> str:
    return normalise(text).strip()


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
