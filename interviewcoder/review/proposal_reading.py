"""Proposals as they are stored, read together with what they are about, each in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, ProposalRow, SegmentRow, SourceRow
from interviewcoder.sources.proposal_words import names_in, sentence
from interviewcoder.sources.text import Span

KINDS = ("rename", "merge", "split", "move", "recode")
OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"

_QUOTED = 240
_TARGET = aliased(CodeRow)
_CODED = aliased(CodeRow)
_DECIDER = aliased(CoderRow)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A change that somebody proposes.

    `code` and `target` are the names of the codes it is about, as they are now;
    of a "recode" `code` is the coding's. `names` are the new name, or those to
    split into. `what` says it in one sentence; where what it is about is gone,
    as it was then (`was_about`), and it can only be rejected.
    """

    id: int
    uuid: str
    kind: str
    code_id: int | None
    code: str
    segment_id: int | None
    target_id: int | None
    target: str
    names: tuple[str, ...]
    source_id: int | None
    source: str
    span: Span | None
    quote: str
    reason: str
    coder_id: int
    coder: str
    created_at: str
    is_own: bool
    was_about: str
    state: str
    decider: str
    decided_at: str
    decision_note: str

    @property
    def is_open(self) -> bool:
        """Whether nobody decided on it yet."""
        return self.state == OPEN

    @property
    def can_be_done(self) -> bool:
        """Whether what it is about is still there."""
        return self.is_open and not self.was_about

    @property
    def what(self) -> str:
        """What is proposed, in one sentence."""
        return self.was_about or sentence(self.kind, self.code, self.target, self.names)


def listing(project: Project, *, state: str = "", code_id: int | None = None) -> list[ProposalView]:
    """The proposals, open ones first and then the newest first; with `code_id` those that touch this code."""
    query = _query()
    if state:
        query = query.where(ProposalRow.state == state)
    if code_id is not None:
        touching = ProposalRow.code_id, ProposalRow.target_id, SegmentRow.code_id
        query = query.where(or_(*(column == code_id for column in touching)))
    return _views(project, query)


def view(project: Project, proposal_id: int) -> ProposalView:
    """One proposal.

    Raises:
        NotFound: it is gone.
    """
    found = _views(project, _query().where(ProposalRow.id == proposal_id))
    if not found:
        raise NotFound("The proposal is no longer in the project.")
    return found[0]


def _query() -> Select[Any]:  # SQLAlchemy's types end at ten columns
    length = func.min(SegmentRow.end - SegmentRow.start, _QUOTED)
    return (
        select(
            ProposalRow,
            func.coalesce(CodeRow.name, _CODED.name, ""),
            func.coalesce(_TARGET.name, ""),
            SegmentRow.source_id,
            func.coalesce(SourceRow.name, ""),
            SegmentRow.start,
            SegmentRow.end,
            func.coalesce(func.substr(SourceRow.text, SegmentRow.start + 1, length), ""),
            CoderRow.name,
            func.coalesce(_DECIDER.name, ""),
        )
        .join(CoderRow, CoderRow.id == ProposalRow.coder_id)
        .outerjoin(_DECIDER, _DECIDER.id == ProposalRow.decided_by)
        .outerjoin(CodeRow, CodeRow.id == ProposalRow.code_id)
        .outerjoin(_TARGET, _TARGET.id == ProposalRow.target_id)
        .outerjoin(SegmentRow, SegmentRow.id == ProposalRow.segment_id)
        .outerjoin(_CODED, _CODED.id == SegmentRow.code_id)
        .outerjoin(SourceRow, SourceRow.id == SegmentRow.source_id)
        .order_by(ProposalRow.state != OPEN, ProposalRow.created_at.desc(), ProposalRow.id.desc())
    )


def _views(project: Project, query: Select[Any]) -> list[ProposalView]:  # of `_query`
    rows = project.session.execute(query).all()
    # A coding that may not be seen now isn't joined: what was proposed for it isn't shown either.
    return [_view(project, *row) for row in rows if row[0].segment_id is None or row[3] is not None]


def _view(
    project: Project,
    row: ProposalRow,
    code: str,
    target: str,
    source_id: int | None,
    source: str,
    start: int | None,
    end: int | None,
    quote: str,
    coder: str,
    decider: str,
) -> ProposalView:
    return ProposalView(
        id=row.id,
        uuid=row.uuid,
        kind=row.kind,
        code_id=row.code_id,
        code=code,
        segment_id=row.segment_id,
        target_id=row.target_id,
        target=target,
        names=names_in(row),
        source_id=source_id,
        source=source,
        span=Span(start, end) if start is not None and end is not None else None,
        quote=quote,
        reason=row.reason,
        coder_id=row.coder_id,
        coder=coder,
        created_at=row.created_at,
        is_own=row.coder_id == project.coder.id,
        was_about=row.was_about,
        state=row.state,
        decider=decider,
        decided_at=row.decided_at,
        decision_note=row.decision_note,
    )
