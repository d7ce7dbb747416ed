"""What was checked, found, decided and approved in a study: what a review summary tells.

What quotes people or names anybody is read from the outgoing copy, as every
export is; how it stands with the codebook, and what was merged, from the project.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from interviewcoder.coding import codes
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project import coders
from interviewcoder.project.file import CoderView, Project
from interviewcoder.project.schema import (
    AdjudicationRow,
    ApprovalRow,
    CodeRow,
    CoderRow,
    CommentRow,
    MergeRow,
    ProposalRow,
    SegmentRow,
    SourceRow,
    VerdictRow,
)
from interviewcoder.review import adjudication, comments, decisions, disputes, proposals, review_copy, signoff
from interviewcoder.review.comment_views import ThreadView
from interviewcoder.review.dispute_views import Decision
from interviewcoder.review.proposal_reading import ProposalView
from interviewcoder.review.review_summary_views import (
    ComparedCoders,
    DecidedPlace,
    QueriedCoding,
    Received,
    Reviewer,
    ReviewSummary,
    Verdicts,
)
from interviewcoder.review.signoff import ApprovalView
from interviewcoder.review.verdicts import AGREE, QUERY

_QUOTED = 240


def reviewers(project: Project) -> list[CoderView]:
    """Those who checked, said, proposed, decided or approved anything."""
    columns: list[InstrumentedAttribute[int] | InstrumentedAttribute[int | None]] = [VerdictRow.coder_id]
    columns += [CommentRow.coder_id, ProposalRow.coder_id, ProposalRow.decided_by]
    columns += [AdjudicationRow.coder_id, ApprovalRow.coder_id]
    ids = {id_ for column in columns for id_ in project.session.scalars(select(column).distinct())}
    return [coder for coder in coders.listing(project) if coder.id in ids]


def nothing_happened(project: Project) -> bool:
    """Whether nothing was merged into the project, and no review copy handed out."""
    return not review_copy.handed_out(project) and project.session.scalar(select(MergeRow.id).limit(1)) is None


def read(project: Project, reading: Project, *, reviewer_id: int | None = None) -> ReviewSummary:
    """Read what was reviewed; `reading` is the project's outgoing copy, or the project itself.

    Raises:
        NotFound: the reviewer is gone.
    """
    people = {coder.id: coder for coder in coders.listing(reading)}
    if reviewer_id is not None and reviewer_id not in people:
        raise NotFound("This coder is no longer in the project.")
    threads = comments.listing(reading, by=reviewer_id)
    proposed = proposals.listing(reading)
    decided = list(_together(decisions.single(reading)))
    approved = signoff.listing(project)
    given = _given(reading)
    reviewers = tuple(_reviewers(reading, people.values(), given, threads, proposed, decided, approved))
    if reviewer_id is not None:
        name = people[reviewer_id].name
        reviewers = tuple(each for each in reviewers if each.coder.id == reviewer_id)
        given = [each for each in given if each.reviewer_id == reviewer_id]
        proposed = [each for each in proposed if each.coder_id == reviewer_id or each.decider == name]
        decided = [each for each in decided if each.decided_by == name]
        approved = [each for each in approved if each.coder_id == reviewer_id]
    verdicts, by_source = _counted(reading, given, people[reviewer_id] if reviewer_id is not None else None)
    return ReviewSummary(
        people[reviewer_id] if reviewer_id is not None else None,
        reviewers,
        verdicts,
        by_source,
        tuple(_queried(reading, given)),
        tuple(sorted(threads, key=lambda each: (not each.is_open, each.id))),
        tuple(proposed),
        tuple(_places(project, reading, decided)),
        tuple(_compared(project, people, decided)),
        tuple(approved),
        signoff.state(project),
        tuple(_received(project)) if reviewer_id is None else (),
        tuple(review_copy.handed_out(project)) if reviewer_id is None else (),
    )


# Codings that were looked at


@dataclass(frozen=True, slots=True)
class _Given:
    """A verdict with the coding it is on."""

    segment_id: int
    source_id: int
    reviewer_id: int
    verdict: str
    note: str
    given_at: str


def _given(reading: Project) -> list[_Given]:
    """All verdicts on codings that may be seen, in the order of sources and places."""
    columns = (VerdictRow.coder_id, VerdictRow.verdict, VerdictRow.note, VerdictRow.given_at)
    query = (
        select(SegmentRow.id, SegmentRow.source_id, *columns)
        .join(VerdictRow, VerdictRow.segment_id == SegmentRow.id)
        .join(SourceRow, SourceRow.id == SegmentRow.source_id)
        .order_by(SourceRow.position, SourceRow.id, SegmentRow.start, VerdictRow.id)
    )
    return [_Given(*row._tuple()) for row in reading.session.execute(query)]


def _counted(
    reading: Project, given: Sequence[_Given], reviewer: CoderView | None
) -> tuple[Verdicts, tuple[tuple[str, Verdicts], ...]]:
    """Verdicts in all, and by source for those in which some were given."""
    there = _codings_by_source(reading, reviewer.id if reviewer is not None else None)
    by_source: dict[int, list[_Given]] = defaultdict(list)
    for each in given:
        by_source[each.source_id].append(each)
    rows = select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)
    named = [row._tuple() for row in reading.session.execute(rows) if row.id in by_source]
    told = tuple((name, _verdicts(there.get(id_, 0), by_source[id_])) for id_, name in named)
    return _verdicts(sum(there.values()), given), told


def _codings_by_source(reading: Project, but_of: int | None) -> dict[int, int]:
    """How many codings sources have, without those of one coder and of the consensus."""
    query = select(SegmentRow.source_id, func.count()).join(CoderRow, CoderRow.id == SegmentRow.coder_id)
    query = query.where(CoderRow.role != coders.CONSENSUS, CoderRow.id != (but_of or 0))
    return dict(row._tuple() for row in reading.session.execute(query.group_by(SegmentRow.source_id)))


def _verdicts(codings: int, given: Sequence[_Given]) -> Verdicts:
    by_kind = {kind: {each.segment_id for each in given if each.verdict == kind} for kind in (AGREE, QUERY)}
    reviewed = {each.segment_id for each in given}
    return Verdicts(max(codings, len(reviewed)), len(reviewed), len(by_kind[AGREE]), len(by_kind[QUERY]))


def _queried(reading: Project, given: Sequence[_Given]) -> Iterator[QueriedCoding]:
    wanted = [each for each in given if each.verdict == QUERY]
    whose = aliased(CoderRow)
    words = func.substr(SourceRow.text, SegmentRow.start + 1, func.min(SegmentRow.end - SegmentRow.start, _QUOTED))
    query = (
        select(SegmentRow.id, SourceRow.name, CodeRow.name, words, whose.name)
        .join(SourceRow, SourceRow.id == SegmentRow.source_id)
        .join(CodeRow, CodeRow.id == SegmentRow.code_id)
        .join(whose, whose.id == SegmentRow.coder_id)
        .where(SegmentRow.id.in_({each.segment_id for each in wanted}))
    )
    rows = {row[0]: row._tuple()[1:] for row in reading.session.execute(query)}
    names = {coder.id: coder.name for coder in coders.listing(reading)}
    for each in wanted:
        source, code, said, coder = rows[each.segment_id]
        yield QueriedCoding(source, code, said, coder, names[each.reviewer_id], each.note, each.given_at)


def _reviewers(
    reading: Project,
    people: Any,  # the views of a dictionary
    given: Sequence[_Given],
    threads: Sequence[ThreadView],
    proposed: Sequence[ProposalView],
    decided: Sequence[Decision],
    approved: Sequence[ApprovalView],
) -> Iterator[Reviewer]:
    """Those who did anything of a reviewer's, with how much of it."""
    for coder in people:
        own = [each for each in given if each.reviewer_id == coder.id]
        counts = (
            sum(comment.coder_id == coder.id for thread in threads for comment in thread.comments),
            sum(each.coder_id == coder.id for each in proposed),
            sum(each.decided_by == coder.name for each in decided),
            sum(each.coder_id == coder.id for each in approved),
        )
        if own or any(counts):
            codings = sum(_codings_by_source(reading, coder.id).values())
            yield Reviewer(coder, _verdicts(codings, own), len({each.source_id for each in own}), *counts)


# Disagreements


def _together(single: Sequence[Decision]) -> Iterator[Decision]:
    """Decisions, those on two codes that were made together as one; the latest first."""
    left = list(single)
    while left:
        first = left.pop(0)
        alike = [each for each in left if decisions.made_together(first, each)]
        left = [each for each in left if each not in alike]
        yield decisions.together([first, *alike])


def _places(project: Project, reading: Project, decided: Sequence[Decision]) -> Iterator[DecidedPlace]:
    if not decided:
        return
    names = {coder.uuid: coder.name for coder in coders.listing(reading)}
    code_names = {node.id: node.name for node in codes.tree(reading)}
    states = disputes.states(project)
    ids = {each.source_id for each in decided}
    rows = select(SourceRow.id, SourceRow.name, SourceRow.text).where(SourceRow.id.in_(ids))
    sources = {id_: (name, text) for id_, name, text in reading.session.execute(rows)}
    for each in decided:
        name, text = sources[each.source_id]
        yield DecidedPlace(
            name,
            ", ".join(code_names.get(code_id, "") for code_id in each.code_ids),
            text[each.span.start : min(each.span.end, each.span.start + _QUOTED)],
            _outcome(each, names),
            each.reason,
            each.decided_by,
            each.decided_at,
            states.get(each.row_ids[0]),
        )


def _outcome(decision: Decision, names: Mapping[str, str]) -> str:
    if decision.holder:
        return f"as {names.get(decision.holder, 'one of them')} coded it"
    known = {"all": "as all of them coded it", "none": "the code holds for none of it"}
    return known.get(decision.outcome, "other words than any of them coded")


def _compared(
    project: Project, people: Mapping[int, CoderView], decided: Sequence[Decision]
) -> Iterator[ComparedCoders]:
    """For each set of coders on whom was decided how their agreement was, and is after the decisions."""
    ids = {coder.uuid: coder.id for coder in people.values() if coder.role != coders.CONSENSUS}
    for uuids in dict.fromkeys(each.coder_uuids for each in decided):
        who = [ids[uuid] for uuid in uuids if uuid in ids]
        if len(who) < 2:
            continue
        try:
            queue = adjudication.queue(project, who)
            both = adjudication.before_and_after(project, queue)
        except NotAllowed:
            continue
        if both is not None:
            figures = [each.overall.figures for each in both]
            percents, alphas = (
                tuple(each[name].value for each in figures) for name in ("percent", "krippendorff_alpha")
            )
            names = tuple(people[id_].name for id_ in who)
            yield ComparedCoders(
                names, len(queue.decided), len(queue.open), (percents[0], percents[1]), (alphas[0], alphas[1])
            )


# What came back


def _received(project: Project) -> Iterator[Received]:
    """What was merged, the oldest first."""
    readers = {copy.uuid: copy.recipient for copy in review_copy.handed_out(project)}
    names = {coder.uuid: coder.name for coder in coders.listing(project)}
    for row in project.session.scalars(select(MergeRow).order_by(MergeRow.at, MergeRow.id)):
        counts = json.loads(row.counts)
        yield Received(
            row.at,
            row.file_name,
            names.get(row.coder_uuid, ""),
            readers.get(row.review_copy_uuid, "somebody" if row.review_copy_uuid else ""),
            {str(kind): int(number) for kind, number in counts.get("taken", {}).items()},
            int(counts.get("left", 0)),
            int(counts.get("conflicts", 0)),
            int(counts.get("unplaced", 0)),
        )
