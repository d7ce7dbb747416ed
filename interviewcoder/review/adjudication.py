"""Deciding disagreements of coders: a queue, what is decided in it and why. Their codings stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import Agreement, Settings, Settled
from interviewcoder.errors import EmptySpan, NotAllowed
from interviewcoder.project import coders
from interviewcoder.project.file import CoderView, Project
from interviewcoder.project.schema import AdjudicationRow, SegmentRow, SourceRow
from interviewcoder.review import decisions, disputes
from interviewcoder.review.dispute_views import OUTCOMES, Choice, Decision, Dispute, Queue, Side, common, joined
from interviewcoder.sources import memo_anchors
from interviewcoder.sources.text import Span, normalise

__all__ = [
    "OUTCOMES", "Choice", "Decision", "Dispute", "Queue", "Side", "Take", "before_and_after", "common", "decide",
    "decide_all", "holds", "near_ends", "queue", "reasons", "settled", "undecide",
]  # fmt: skip

_CONSENSUS_NAME = "Consensus"
_MADE_BY = "decision on a disagreement"


def queue(
    project: Project,
    coder_ids: Sequence[int],
    *,
    source_ids: frozenset[int] | None = None,
    code_ids: frozenset[int] | None = None,
) -> Queue:
    """The disagreements of coders in a stable order: by source, place and code; those decided apart.

    A decided place comes back to the open ones when codings in it are changed,
    made or removed. Sources that somebody still codes blind are left out.

    Raises:
        NotAllowed: fewer than two coders, or the one who stands for the consensus is among them.
        NotFound: one of them is no longer there.
    """
    return disputes.queue(project, coder_ids, source_ids=source_ids, code_ids=code_ids)


def decide(
    project: Project, dispute: Dispute, outcome: str, spans: Iterable[tuple[int, Span]] = (), reason: str = ""
) -> None:
    """Decide one disagreement; see `Choice` and `decide_all`."""
    decide_all(project, [Choice(dispute, outcome, tuple(spans))], reason)


def decide_all(project: Project, choices: Sequence[Choice], reason: str = "") -> None:
    """Decide disagreements, in one step; what was decided on them before gives way.

    The coder who stands for the consensus gets the codings that hold; they
    are made when there is none yet. Everybody else's stay as they are.

    Raises:
        EmptySpan: an extent of one's own holds no text.
        NotAllowed: codings were changed since the disagreement was read, the outcome doesn't fit it, or an extent
            of one's own is elsewhere.
    """
    holding = [holds(choice) for choice in choices]
    for choice in choices:
        _refuse_if_changed(project.session, choice.dispute)
    consensus = _consensus(project)
    with project.op("Decide disagreement" if len(choices) == 1 else "Decide disagreements") as session:
        for choice, spans in zip(choices, holding, strict=True):
            for code_id in choice.dispute.code_ids:
                wanted = [span for id_, span in spans if id_ == code_id]
                _refuse_without_words(session, choice.dispute, wanted)
                _drop_decisions(session, choice.dispute, code_id)
                _write_codings(session, choice.dispute, code_id, wanted, consensus.id)
                session.add(_row(project, choice, code_id, normalise(reason).strip()))
        _tell(project, choices, reason)


def undecide(project: Project, chosen: Sequence[Dispute]) -> None:
    """Take decisions back, with the codings that were made for them: their places are open again. One step."""
    consensus_id = decisions.consensus_coder_id(project)
    ids = {id_ for each in chosen for one in (each.decision, each.earlier) if one for id_ in one.row_ids}
    with project.op("Reopen disagreement" if len(chosen) == 1 else "Reopen disagreements") as session:
        for row in session.scalars(select(AdjudicationRow).where(AdjudicationRow.id.in_(ids))).all():
            place, span = (row.source_id, row.code_id), Span(row.start, row.end)
            session.delete(row)
            session.flush()
            if consensus_id is not None:
                _clear(session, consensus_id, place, span, keep=())
        if len(chosen) == 1:
            project.tell(code=", ".join(chosen[0].code_names), source=chosen[0].source)
        project.tell(count=len(chosen))


def holds(choice: Choice) -> tuple[tuple[int, Span], ...]:
    """Where the codes hold by what was chosen, by code.

    Raises:
        NotAllowed: the outcome doesn't fit the disagreement, or an extent of one's own is elsewhere.
    """
    dispute = choice.dispute
    if choice.outcome == "none":
        return ()
    if choice.outcome == "all":
        return joined(place for side in dispute.sides for place in side.places)
    if choice.outcome in OUTCOMES[: len(dispute.sides)]:
        return dispute.sides[OUTCOMES.index(choice.outcome)].places
    own = joined(choice.spans)
    if choice.outcome != "other" or not own or any(code_id not in dispute.code_ids for code_id, _ in own):
        raise NotAllowed("This can't be decided so.", "Say whose coding holds, all, none, or select the words.")
    if not all(span.overlaps(dispute.span) for _, span in own):
        raise NotAllowed("These words are elsewhere.", "Select words of which at least one is in the disputed place.")
    return own


Take = Literal["longest", "all", "common"]


def near_ends(chosen: Iterable[Dispute], within: int, take: Take) -> list[Choice]:
    """Choose for those disagreements in which the codings only begin or end a little apart.

    Each coder has one passage, and neither their beginnings nor their ends
    are more than `within` characters apart. `take` the longest of them (the
    first coder's of two equally long ones), the words of all, or those in common.
    """
    return [_near(dispute, take) for dispute in chosen if _differs_at_ends(dispute, within)]


def reasons(project: Project, most: int = 8) -> list[str]:
    """The reasons that were given last, each once, the last one first."""
    query = select(AdjudicationRow.reason).where(AdjudicationRow.reason != "")
    found = project.session.scalars(query.order_by(AdjudicationRow.decided_at.desc(), AdjudicationRow.id.desc()))
    return list(dict.fromkeys(found))[:most]


def before_and_after(
    project: Project, asked: Queue, settings: Settings | None = None
) -> tuple[Agreement, Agreement] | None:
    """The agreement of a queue's coders as they coded, and as it would be had each coded as was decided.

    In the sources of the queue, by the settings otherwise; None where there are none.

    Raises:
        NotAllowed, NotFound: as in `agreement.measure`.
    """
    if not asked.sources:
        return None
    chosen = replace(settings or Settings(resamples=0), source_ids=asked.sources)
    who = [coder.id for coder in asked.coders]
    before = agreement.measure(project, who, chosen)
    return before, agreement.measure(project, who, chosen, settled(asked.decided)) if asked.decided else before


def settled(decided: Iterable[Dispute]) -> list[Settled]:
    """What was decided, as the agreement after it is reckoned with: in each place all have the codings that hold."""
    found = []
    for dispute in decided:
        for code_id in dispute.code_ids:
            spans = tuple(span for id_, span in dispute.decision.spans if id_ == code_id) if dispute.decision else ()
            # What holds may reach beyond what anybody coded.
            start = min((dispute.span.start, *(span.start for span in spans)))
            end = max((dispute.span.end, *(span.end for span in spans)))
            found.append(Settled(dispute.source_id, code_id, Span(start, end), spans))
    return found


def _differs_at_ends(dispute: Dispute, within: int) -> bool:
    spans = [span for side in dispute.sides for _, span in side.places]
    if dispute.kind != "other bounds" or len(spans) != len(dispute.sides):
        return False
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    return max(starts) - min(starts) <= within and max(ends) - min(ends) <= within


def _near(dispute: Dispute, take: Take) -> Choice:
    if take == "longest":
        lengths = [side.places[0][1].length for side in dispute.sides]
        return Choice(dispute, OUTCOMES[lengths.index(max(lengths))])
    return Choice(dispute, "all") if take == "all" else Choice(dispute, "other", common(dispute.sides))


def _consensus(project: Project) -> CoderView:
    """Who stands for the consensus; made when there is none yet."""
    there = coders.listing(project)
    found = next((coder for coder in there if coder.role == coders.CONSENSUS), None)
    if found is not None:
        return found
    taken = {coder.name.casefold() for coder in there}
    names = chain([_CONSENSUS_NAME], (f"{_CONSENSUS_NAME} {number}" for number in count(2)))
    name = next(name for name in names if name.casefold() not in taken)
    return coders.add(project, name, role=coders.CONSENSUS)


def _refuse_if_changed(session: Session, dispute: Dispute) -> None:
    known = {each.id: (each.span, each.code_id) for side in dispute.sides for each in side.codings}
    columns = (SegmentRow.id, SegmentRow.start, SegmentRow.end, SegmentRow.code_id)
    rows = session.execute(select(*columns).where(SegmentRow.id.in_(known)))
    if {id_: (Span(start, end), code_id) for id_, start, end, code_id in rows} != known:
        raise NotAllowed("The codings in this place were changed meanwhile.", "Look at it again and decide anew.")


def _refuse_without_words(session: Session, dispute: Dispute, wanted: Sequence[Span]) -> None:
    text = session.get_one(SourceRow, dispute.source_id).text if wanted else ""
    for span in wanted:
        if not (0 <= span.start < span.end <= len(text) and span.text_in(text).strip()):
            raise EmptySpan("The passage holds no text.", "Select some words first.")


def _drop_decisions(session: Session, dispute: Dispute, code_id: int) -> None:
    """Take away what was decided on a place by the same coders: this is what is decided now."""
    near = select(AdjudicationRow).where(
        AdjudicationRow.source_id == dispute.source_id,
        AdjudicationRow.code_id == code_id,
        AdjudicationRow.start < dispute.span.end,
        AdjudicationRow.end > dispute.span.start,
    )
    who = {side.coder.uuid for side in dispute.sides}
    for row in session.scalars(near).all():
        if set(json.loads(row.coders)) <= who:
            session.delete(row)


def _write_codings(session: Session, dispute: Dispute, code_id: int, wanted: Sequence[Span], consensus_id: int) -> None:
    """Give the consensus the codings that hold in a place, and no others there."""
    there = _clear(session, consensus_id, (dispute.source_id, code_id), dispute.span, keep=wanted)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    session.add_all(
        SegmentRow(
            source_id=dispute.source_id,
            start=span.start,
            end=span.end,
            code_id=code_id,
            coder_id=consensus_id,
            made_by=_MADE_BY,
            created_at=now,
        )
        for span in wanted
        if span not in there
    )


def _clear(session: Session, consensus_id: int, place: tuple[int, int], span: Span, keep: Sequence[Span]) -> set[Span]:
    """Take the consensus' codings out of a place, but for those to be kept; returns these.

    What of them lies in another place that was decided stays.
    """
    source_id, code_id = place
    of_code = select(SegmentRow).where(SegmentRow.source_id == source_id, SegmentRow.code_id == code_id)
    mine = of_code.where(SegmentRow.coder_id == consensus_id, SegmentRow.start < span.end, SegmentRow.end > span.start)
    kept: set[Span] = set()
    for row in session.scalars(mine).all():
        here = Span(row.start, row.end)
        outside = _with_words(session, source_id, Span(here.start, span.start), Span(span.end, here.end))
        rest = [part for part in outside if _is_decided(session, place, part)]
        if here in keep:
            kept.add(here)
        elif rest:
            row.start, row.end = rest[0].start, rest[0].end
        else:
            memo_anchors.let_go_of_codings(session, SegmentRow.id == row.id)
            session.delete(row)
    return kept


def _with_words(session: Session, source_id: int, *parts: Span) -> list[Span]:
    """Parts of a text that hold words, without the white space around them."""
    text = session.get_one(SourceRow, source_id).text
    said = [(part, part.text_in(text)) for part in parts if part.start < part.end]
    return [
        Span(part.start + len(words) - len(words.lstrip()), part.start + len(words.rstrip()))
        for part, words in said
        if words.strip()
    ]


def _is_decided(session: Session, place: tuple[int, int], span: Span) -> bool:
    source_id, code_id = place
    row = AdjudicationRow
    near = select(row.id).where(row.source_id == source_id, row.code_id == code_id)
    return session.scalars(near.where(row.start < span.end, row.end > span.start)).first() is not None


def _row(project: Project, choice: Choice, code_id: int, reason: str) -> AdjudicationRow:
    dispute = choice.dispute
    return AdjudicationRow(
        source_id=dispute.source_id,
        start=dispute.span.start,
        end=dispute.span.end,
        code_id=code_id,
        coders=json.dumps([side.coder.uuid for side in dispute.sides]),
        outcome=choice.outcome,
        reason=reason,
        coder_id=project.coder.id,
        decided_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _tell(project: Project, choices: Sequence[Choice], reason: str) -> None:
    """Say what the step is about; of one disagreement its code, its source and whose coding holds."""
    project.tell(count=len(choices), reason=reason)
    if len(choices) == 1:
        dispute, outcome = choices[0].dispute, choices[0].outcome
        project.tell(code=", ".join(dispute.code_names), source=dispute.source)
        if outcome in OUTCOMES:
            project.tell(name=dispute.sides[OUTCOMES.index(outcome)].coder.name)
