"""The rows that go with a participant, table by table: the same list is counted before and removed then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from interviewcoder.privacy.belongings import Belongings
from interviewcoder.privacy.phrases import Phrases
from interviewcoder.project.schema import (
    AdjudicationRow,
    BlindRow,
    CaseRow,
    CaseSourceRow,
    CaseValueRow,
    CommentRow,
    ConsentRow,
    FindingRow,
    IdentifierRow,
    MemoLinkRow,
    MemoRow,
    PreferenceRow,
    ProposalRow,
    PseudonymRow,
    SegmentRow,
    SourceRow,
    TaskRow,
    VerdictRow,
)
from interviewcoder.sources.text import Span

# What was looked for may be anything that anybody said: all of it goes.
SEARCHES = "find.recent"
DRAFT = "memo_draft"
COMMENT_DRAFTS = "comment_drafts"
_WAS_ABOUT = "(was about “"


@dataclass(frozen=True, slots=True)
class Rows:
    """Ids of the rows that go, by table; of preferences the names."""

    segments: tuple[int, ...]
    memos: tuple[int, ...]
    memo_links: tuple[int, ...]
    comments: tuple[int, ...]
    verdicts: tuple[int, ...]
    proposals: tuple[int, ...]
    adjudications: tuple[int, ...]
    blind: tuple[int, ...]
    findings: tuple[int, ...]
    identifiers: tuple[int, ...]
    pseudonyms: tuple[int, ...]
    consents: tuple[int, ...]
    values: tuple[int, ...]
    ties: tuple[int, ...]
    tasks: tuple[int, ...]
    preferences: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many there are, by the keys of `inventory.CLASSES`."""
        return {
            "codings": len(self.segments),
            "memos": len(self.memos),
            "memo_links": len(self.memo_links),
            "comments": len(self.comments),
            "verdicts": len(self.verdicts),
            "proposals": len(self.proposals),
            "adjudications": len(self.adjudications),
            "findings": len(self.findings),
            "attributes": len(self.values),
            "consents": len(self.consents),
            "identifiers": len(self.identifiers),
            "pseudonyms": len(self.pseudonyms),
            "drafts_and_searches": len(self.preferences),
            "tasks": len(self.tasks),
        }


def rows_of(session: Session, mine: Belongings, phrases: Phrases) -> Rows:
    """Find the rows that go with a participant."""
    segments = _anchored(session, SegmentRow, mine)
    identifiers = _anchored(session, IdentifierRow, mine)
    memos = _memos(session, mine, segments, phrases)
    links = {*_anchored(session, MemoLinkRow, mine)}
    links.update(session.scalars(select(MemoLinkRow.id).where(MemoLinkRow.memo_id.in_(memos))))
    comments = _comments(session, mine, segments, phrases)
    uuids = {*session.scalars(select(SourceRow.uuid).where(SourceRow.id.in_(mine.sources)))}
    uuids.update(mine.known.sources, mine.known.shared)
    of_case = [] if mine.case_id is None else [mine.case_id]
    return Rows(
        segments,
        memos,
        tuple(sorted(links)),
        comments,
        _on_codings(session, VerdictRow, segments),
        _on_codings(session, ProposalRow, segments),
        _anchored(session, AdjudicationRow, mine),
        tuple(session.scalars(select(BlindRow.id).where(BlindRow.source_id.in_(mine.whole)))),
        _anchored(session, FindingRow, mine),
        identifiers,
        _only_there(session, identifiers, mine.known.pseudonyms),
        tuple(session.scalars(select(ConsentRow.id).where(ConsentRow.case_id.in_(of_case)))),
        tuple(session.scalars(select(CaseValueRow.id).where(CaseValueRow.case_id.in_(of_case)))),
        tuple(session.scalars(select(CaseSourceRow.id).where(_is_tie(mine)))),
        tuple(session.scalars(select(TaskRow.id).where(TaskRow.source_uuid.in_(uuids)))),
        _preferences(session, mine, phrases, memos, _half_written(session, mine, segments, comments)),
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """Passages in their order; those between which there is but the end of a line are one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start - found[-1].end <= 1:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _is_tie(mine: Belongings) -> ColumnElement[bool]:
    whole = CaseSourceRow.source_id.in_(mine.whole)
    return whole if mine.case_id is None else whole | (CaseSourceRow.case_id == mine.case_id)


def _anchored(
    session: Session,
    kind: type[SegmentRow | MemoLinkRow | FindingRow | IdentifierRow | MemoRow | CommentRow | AdjudicationRow],
    mine: Belongings,
) -> tuple[int, ...]:
    """What is anchored to their own sources, and to passages of shared ones that nobody but they say."""
    found = list(session.scalars(select(kind.id).where(kind.source_id.in_(mine.whole))))
    for source_id, passages in mine.shared.items():
        spans = merged(passages)
        query = select(kind.id, kind.start, kind.end).where(kind.source_id == source_id, kind.start.is_not(None))
        for id_, start, end in session.execute(query):
            if any(span.start <= start and (end or start) <= span.end for span in spans):
                found.append(id_)
    return tuple(found)


def _memos(session: Session, mine: Belongings, segments: Sequence[int], phrases: Phrases) -> tuple[int, ...]:
    """The memos on them, their sources, passages and codings; also those that were about one that was deleted."""
    found = {*_anchored(session, MemoRow, mine)}
    found.update(session.scalars(select(MemoRow.id).where(MemoRow.uuid.in_(mine.known.memos))))
    if mine.case_id is not None:
        found.update(session.scalars(select(MemoRow.id).where(MemoRow.case_id == mine.case_id)))
    on_codings = select(MemoRow.id, MemoRow.segment_id).where(MemoRow.segment_id.is_not(None))
    theirs = set(segments)
    found.update(id_ for id_, segment_id in session.execute(on_codings) if segment_id in theirs)
    # `sources.memo_anchors` says in the title what a memo was about.
    for id_, title in session.execute(select(MemoRow.id, MemoRow.title).where(MemoRow.title.contains(_WAS_ABOUT))):
        if phrases.name_in(title.partition(_WAS_ABOUT)[2]):
            found.add(id_)
    return tuple(sorted(found))


def _comments(session: Session, mine: Belongings, segments: Sequence[int], phrases: Phrases) -> tuple[int, ...]:
    """The comments on their sources, passages and codings with all answers; also where one of these was deleted."""
    found = {*_anchored(session, CommentRow, mine), *_on_codings(session, CommentRow, segments)}
    found.update(session.scalars(select(CommentRow.id).where(CommentRow.uuid.in_(mine.known.comments))))
    # `sources.review_anchors` says there what a comment was about.
    for id_, was_about in session.execute(
        select(CommentRow.id, CommentRow.was_about).where(CommentRow.was_about != "")
    ):
        if phrases.found_in(was_about):
            found.add(id_)
    threads = select(CommentRow.id, CommentRow.thread_id).where(CommentRow.thread_id.is_not(None))
    found.update(id_ for id_, thread_id in session.execute(threads) if thread_id in found)
    return tuple(sorted(found))


def _on_codings(
    session: Session, kind: type[CommentRow | VerdictRow | ProposalRow], segments: Sequence[int]
) -> tuple[int, ...]:
    theirs = set(segments)
    about = session.execute(select(kind.id, kind.segment_id).where(kind.segment_id.is_not(None)))
    return tuple(id_ for id_, segment_id in about if segment_id in theirs)


def _only_there(session: Session, identifiers: Sequence[int], known: Sequence[str]) -> tuple[int, ...]:
    """The pseudonyms that stand nowhere else; so do `known` ones that stand nowhere."""
    going = set(identifiers)
    used = select(IdentifierRow.id, IdentifierRow.pseudonym_id).where(IdentifierRow.pseudonym_id.is_not(None))
    here, elsewhere = set[int](), set[int]()
    for id_, pseudonym_id in session.execute(used):
        if pseudonym_id is not None:
            (here if id_ in going else elsewhere).add(pseudonym_id)
    here.update(session.scalars(select(PseudonymRow.id).where(PseudonymRow.uuid.in_(known))))
    there = set(session.scalars(select(PseudonymRow.id)))
    return tuple(sorted((here - elsewhere) & there))


def _preferences(
    session: Session, mine: Belongings, phrases: Phrases, memos: Sequence[int], half_written: bool
) -> tuple[str, ...]:
    found = []
    for name, value in session.execute(select(PreferenceRow.name, PreferenceRow.value)):
        if name == SEARCHES:
            theirs = value not in ("", "[]")
        elif name == DRAFT:
            theirs = bool(value) and (_draft_is_theirs(session, value, mine, memos) or bool(phrases.found_in(value)))
        else:
            theirs = bool(phrases.found_in(value)) or _reads(value, mine) or (name == COMMENT_DRAFTS and half_written)
        if theirs:
            found.append(name)
    return tuple(found)


def _draft_is_theirs(session: Session, value: str, mine: Belongings, memos: Sequence[int]) -> bool:
    """Whether what is being written is about them, or about what isn't there; where nobody can tell, it is."""
    try:
        stored = json.loads(value)
        about, key = stored["about"], stored["key"] or {}
        sources = {about["source_id"], about["id"] if about["kind"] in ("source", "passage") else None} - {None}
        people = {about["id"]} - {None} if about["kind"] == "case" else set()
        if key.get("id") in memos or sources & set(mine.sources) or mine.case_id in people:
            return True
        there = set(session.scalars(select(SourceRow.id))), set(session.scalars(select(CaseRow.id)))
        return not (sources <= there[0] and people <= there[1])
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def _half_written(session: Session, mine: Belongings, segments: Sequence[int], comments: Sequence[int]) -> bool:
    """Whether a comment that is being written is about them or what isn't there; where nobody can tell, it is."""
    value = session.scalar(select(PreferenceRow.value).where(PreferenceRow.name == COMMENT_DRAFTS))
    there = {uuid: id_ for id_, uuid in session.execute(select(CommentRow.id, CommentRow.uuid))}
    going = {None, *comments}
    known = {*session.scalars(select(SourceRow.id)), None}.difference(mine.sources)
    try:
        for draft in json.loads(value or "[]"):
            kind, id_, source_id, *_ = draft["about"] or ("", None, None)
            source = id_ if kind in ("source", "passage") else source_id
            coding = id_ if kind == "coding" else None
            gone = coding is not None and (coding in segments or session.get(SegmentRow, coding) is None)
            if gone or source not in known:
                return True
            if draft["of"] and there.get(draft["of"]) in going:
                return True
    except (ValueError, KeyError, TypeError):
        return True
    return False


def _reads(value: str, mine: Belongings) -> bool:
    """Whether it is the place where somebody was reading in a source of theirs."""
    try:
        stored = json.loads(value)
    except ValueError:
        return False
    return isinstance(stored, dict) and stored.get("source") in mine.whole and "at" in stored
