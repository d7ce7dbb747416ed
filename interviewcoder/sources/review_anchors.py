"""What becomes of comments, verdicts, proposals and decisions when that which they are about goes.

What somebody said stays, and says what it was about. A verdict goes with its
coding, a decision with its place or code; what was noted on a verdict stays
as a comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from interviewcoder.project.schema import (
    AdjudicationRow,
    ApprovalRow,
    BlindRow,
    CodebookVersionRow,
    CodeRow,
    CommentRow,
    ProposalRow,
    SegmentRow,
    SourceRow,
    VerdictRow,
)
from interviewcoder.sources.proposal_words import names_in, sentence
from interviewcoder.sources.text import shortened

_AT_ONCE = 500
_QUOTED = 240
_QUERY = "query"

_Coded = tuple[SegmentRow, str, str]


def let_go_of_source(session: Session, source_id: int, name: str) -> None:
    """Make the comments on a source, its passages and its codings comments on the project.

    The caller holds the operation open and removes the source afterwards.
    """
    let_go_of_codings(session, SegmentRow.source_id == source_id)
    _let_go_of_places(session, source_id, name)
    for comment in session.scalars(select(CommentRow).where(CommentRow.source_id == source_id)).all():
        comment.source_id = comment.start = comment.end = None
        comment.was_about = comment.was_about or f"“{name}”"
    for blind in session.scalars(select(BlindRow).where(BlindRow.source_id == source_id)).all():
        session.delete(blind)
    session.flush()


def let_go_of_passages(session: Session, source_id: int) -> None:
    """Make the comments on passages of a source comments on the source, as its text is to be another."""
    _let_go_of_places(session, source_id, "")
    session.flush()


def let_go_of_codings(session: Session, which: ColumnElement[bool]) -> None:
    """Make the comments on codings comments on the passages that were coded; their verdicts go.

    `which` is a condition on `SegmentRow`. The caller removes the codings afterwards.
    """
    coded = {segment.id: (segment, code, words) for segment, code, words in session.execute(_reviewed(which)).tuples()}
    ids = list(coded)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        for comment in session.scalars(select(CommentRow).where(CommentRow.segment_id.in_(part))).all():
            _put_on_passage(comment, coded[comment.segment_id or 0])
        _free_proposals(session, ProposalRow.segment_id.in_(part))
        for verdict in session.scalars(select(VerdictRow).where(VerdictRow.segment_id.in_(part))).all():
            _let_go_of_verdict(session, verdict, coded[verdict.segment_id], gone=True)
    session.flush()


def let_go_of_code(session: Session, code: CodeRow) -> None:
    """Make the comments on a code, or its codings, comments on the project, or their passages; decisions on it go.

    The caller removes codings and code afterwards.
    """
    let_go_of_codings(session, SegmentRow.code_id == code.id)
    for comment in session.scalars(select(CommentRow).where(CommentRow.code_id == code.id)).all():
        comment.code_id, comment.was_about = None, f"the code “{code.name}”"
    _free_proposals(session, or_(ProposalRow.code_id == code.id, ProposalRow.target_id == code.id))
    for decision in session.scalars(select(AdjudicationRow).where(AdjudicationRow.code_id == code.id)).all():
        session.delete(decision)
    session.flush()


def let_go_of_version(session: Session, version: CodebookVersionRow) -> None:
    """Make the comments on a version comments on the project; that it was approved stays known by its hash.

    The caller removes the version afterwards.
    """
    for comment in session.scalars(select(CommentRow).where(CommentRow.version_id == version.id)).all():
        comment.version_id, comment.was_about = None, f"the codebook version “{version.name}”"
    for approval in session.scalars(select(ApprovalRow).where(ApprovalRow.version_id == version.id)).all():
        approval.version_id = None
    session.flush()


def let_go_of_verdicts(session: Session, segment_id: int) -> None:
    """Take the verdicts off a coding that is to get another code: they were about the one that it had."""
    for segment, code, words in session.execute(_reviewed(SegmentRow.id == segment_id)).tuples().all():
        for verdict in session.scalars(select(VerdictRow).where(VerdictRow.segment_id == segment_id)).all():
            _let_go_of_verdict(session, verdict, (segment, code, words), gone=False)
    session.flush()


def hand_over_codings(session: Session, keepers: Mapping[int, int]) -> None:
    """Give what was said of codings to others, which these become one with: `keepers` by the ids of those that go.

    Where a reviewer gave both a verdict, it is one, with the notes of both;
    one of them queried, it is a query.
    """
    ids = list(keepers)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        for comment in session.scalars(select(CommentRow).where(CommentRow.segment_id.in_(part))).all():
            comment.segment_id = keepers[comment.segment_id or 0]
        for proposal in session.scalars(select(ProposalRow).where(ProposalRow.segment_id.in_(part))).all():
            proposal.segment_id = keepers[proposal.segment_id or 0]
        for verdict in session.scalars(select(VerdictRow).where(VerdictRow.segment_id.in_(part))).all():
            _hand_over_verdict(session, verdict, keepers[verdict.segment_id])
    session.flush()


def hand_over_codes(session: Session, leaving: Collection[int], into: int) -> None:
    """Give what was said and decided of codes to the one that they are merged into.

    What was proposed for a code that goes can't be done any more, what was
    proposed to do with the others still can.
    """
    _free_proposals(session, ProposalRow.code_id.in_(list(leaving)))
    for comment in session.scalars(select(CommentRow).where(CommentRow.code_id.in_(list(leaving)))).all():
        comment.code_id = into
    for decision in session.scalars(select(AdjudicationRow).where(AdjudicationRow.code_id.in_(list(leaving)))).all():
        decision.code_id = into
    _free_proposals(session, ProposalRow.target_id.in_(list(leaving)) & (ProposalRow.code_id == into))
    for proposal in session.scalars(select(ProposalRow).where(ProposalRow.target_id.in_(list(leaving)))).all():
        proposal.target_id = into
    session.flush()


def hand_over_decisions(session: Session, code_id: int, targets: Mapping[int, int]) -> None:
    """Let decisions on a code that is split go to the code to which all codings in their place go.

    `targets` says of codings, by their ids, to which code they go; they still have the old one.
    """
    decisions = session.scalars(select(AdjudicationRow).where(AdjudicationRow.code_id == code_id)).all()
    for decision in decisions:
        there = select(SegmentRow.id).where(
            SegmentRow.code_id == code_id,
            SegmentRow.source_id == decision.source_id,
            SegmentRow.start < decision.end,
            SegmentRow.end > decision.start,
        )
        going = {targets.get(segment_id) for segment_id in session.scalars(there)}
        if len(going) == 1 and (target := going.pop()) is not None:
            decision.code_id = target
    session.flush()


def _let_go_of_places(session: Session, source_id: int, name: str) -> None:
    words = func.substr(SourceRow.text, CommentRow.start + 1, func.min(CommentRow.end - CommentRow.start, _QUOTED))
    placed = select(CommentRow, words).join(SourceRow, SourceRow.id == CommentRow.source_id)
    placed = placed.where(CommentRow.source_id == source_id, CommentRow.start.is_not(None))
    for comment, said in session.execute(placed).tuples().all():
        comment.was_about = " · ".join(part for part in (comment.was_about, _quoted(said, name)) if part)
        comment.start = comment.end = None
    for decision in session.scalars(select(AdjudicationRow).where(AdjudicationRow.source_id == source_id)).all():
        session.delete(decision)


def _put_on_passage(comment: CommentRow, coded: _Coded) -> None:
    segment, code, _ = coded
    comment.was_about = f"the coding “{code}”"
    comment.segment_id = None
    comment.source_id, comment.start, comment.end = segment.source_id, segment.start, segment.end


def _let_go_of_verdict(session: Session, verdict: VerdictRow, coded: _Coded, *, gone: bool) -> None:
    if verdict.note:
        segment, code, _ = coded
        said = "Queried" if verdict.verdict == _QUERY else "Agreed"
        comment = CommentRow(text=verdict.note, coder_id=verdict.coder_id, created_at=verdict.given_at)
        comment.changed_at = verdict.given_at
        comment.was_about = f"{said}: the coding “{code}”"
        if gone:
            comment.source_id, comment.start, comment.end = segment.source_id, segment.start, segment.end
        else:
            comment.segment_id = segment.id
        session.add(comment)
    session.delete(verdict)


def _hand_over_verdict(session: Session, verdict: VerdictRow, keeper_id: int) -> None:
    session.flush()
    same = VerdictRow.segment_id == keeper_id, VerdictRow.coder_id == verdict.coder_id
    other = session.scalars(select(VerdictRow).where(*same)).first()
    if other is None:
        verdict.segment_id = keeper_id
        return
    other.note = "\n\n".join(dict.fromkeys(note for note in (other.note, verdict.note) if note))
    if _QUERY in (other.verdict, verdict.verdict):
        other.verdict = _QUERY
    other.given_at = max(other.given_at, verdict.given_at)
    session.delete(verdict)


def _free_proposals(session: Session, which: ColumnElement[bool]) -> None:
    """Let proposals go of all that they are about, with a sentence that says what they were."""
    code, target, coded = aliased(CodeRow), aliased(CodeRow), aliased(CodeRow)
    query = (
        select(ProposalRow, func.coalesce(code.name, coded.name, ""), func.coalesce(target.name, ""))
        .outerjoin(code, code.id == ProposalRow.code_id)
        .outerjoin(target, target.id == ProposalRow.target_id)
        .outerjoin(SegmentRow, SegmentRow.id == ProposalRow.segment_id)
        .outerjoin(coded, coded.id == SegmentRow.code_id)
        .where(which)
    )
    for proposal, name, into in session.execute(query).tuples().all():
        proposal.was_about = proposal.was_about or sentence(proposal.kind, name, into, names_in(proposal))
        proposal.code_id = proposal.target_id = proposal.segment_id = None
    session.flush()


def _reviewed(which: ColumnElement[bool]) -> Select[tuple[SegmentRow, str, str]]:
    """The codings of which a reviewer said something, with their code's name and how their words begin."""
    said: Iterable[Select[tuple[int | None]] | Select[tuple[int]]] = (
        select(CommentRow.segment_id).where(CommentRow.segment_id.is_not(None)),
        select(ProposalRow.segment_id).where(ProposalRow.segment_id.is_not(None)),
        select(VerdictRow.segment_id),
    )
    words = func.substr(SourceRow.text, SegmentRow.start + 1, func.min(SegmentRow.end - SegmentRow.start, _QUOTED))
    query = select(SegmentRow, CodeRow.name, words).join(CodeRow, CodeRow.id == SegmentRow.code_id)
    query = query.join(SourceRow, SourceRow.id == SegmentRow.source_id)
    return query.where(which, or_(*(SegmentRow.id.in_(each) for each in said)))


def _quoted(words: str, name: str) -> str:
    said = f"“{shortened(words)}”" if words else "a passage"
    return f"{said} in “{name}”" if name else said
