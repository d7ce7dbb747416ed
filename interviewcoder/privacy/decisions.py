"""What was decided about passages: a pseudonym replaces them, or they stay as they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import EmptySpan, NotFound
from interviewcoder.privacy.deidentified_text import DeidentifiedText, Replacement, apart
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CoderRow, IdentifierRow, PseudonymRow, SourceRow
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import cuts_letters, snap_to_words

FOUND_BY = ("hand", "name list", "spelling", "cue", "number", "model", "same words")
"""What can have suggested a passage."""

# What a name may have behind it that isn't of the name: “Sunnybrook's”.
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """A passage that somebody decided about; with `pseudonym_id` None it stays as it is."""

    id: int
    source_id: int
    span: Span
    pseudonym_id: int | None
    found_by: str
    coder: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of deciding: the ids of the decisions about the passages, and how it differs from before.

    `added` counts new decisions, `unchanged` those that stood already; `displaced`
    are the earlier decisions in whose place new ones came.
    """

    ids: tuple[int, ...]
    added: int
    unchanged: int
    displaced: tuple[Decision, ...]


def decide(
    project: Project, places: Sequence[tuple[int, Span]], pseudonym_id: int | None, found_by: str = "hand"
) -> Decided:
    """Have passages replaced by a pseudonym, or (None) left as they are, in one step.

    Passages are told by source and place; they snap to whole words, see
    `fitted`. A new decision takes the place of those it overlaps; one that
    stands already is no change.

    Raises:
        EmptySpan: a passage holds no text.
        NotFound: a source or the pseudonym is no longer there.
    """
    with project.op("Replace identifiers" if pseudonym_id is not None else "Keep words as they are") as session:
        pseudonym = None if pseudonym_id is None else pseudonym_row(session, pseudonym_id)
        wanted = _fitted(project, places)
        rows: list[IdentifierRow] = []
        displaced: dict[int, Decision] = {}
        for source_id, spans in wanted.items():
            standing = _Standing(project, source_id)
            for span in spans:
                overlapped = standing.overlapping(span)
                same = next((d for d in overlapped if d.span == span and d.pseudonym_id == pseudonym_id), None)
                displaced |= {decision.id: decision for decision in overlapped if decision is not same}
                rows.append(_row(session, same.id) if same else _new(project, source_id, span, pseudonym_id, found_by))
        _delete(session, displaced)
        new = [row for row in rows if row.id is None]
        session.add_all(new)
        session.flush()
        ids = tuple(row.id for row in rows)
        project.tell(count=len(new), source=_names(project, wanted))
        if pseudonym is not None:
            project.tell(name=pseudonym.text)
    return Decided(ids, len(new), len(ids) - len(new), tuple(displaced.values()))


def undecide(project: Project, ids: Collection[int]) -> None:
    """Take decisions back, in one step: their words are as undecided as before. Those that are gone count as taken."""
    with project.op("Take decisions back") as session:
        sources = _delete(session, ids)
        if sources:
            project.tell(count=len(ids), source=_names(project, dict.fromkeys(sources)))


def decisions(project: Project, source_id: int | None = None) -> list[Decision]:
    """What was decided, by source and place; of one source where that is asked."""
    row = IdentifierRow
    columns = (row.id, row.source_id, row.start, row.end, row.pseudonym_id, row.found_by, CoderRow.name, row.decided_at)
    query = select(*columns).join(CoderRow, CoderRow.id == row.coder_id).order_by(row.source_id, row.start, row.id)
    if source_id is not None:
        query = query.where(row.source_id == source_id)
    return [
        Decision(id_, source, Span(start, end), pseudonym_id, found_by, coder, datetime.fromisoformat(at))
        for id_, source, start, end, pseudonym_id, found_by, coder, at in project.session.execute(query).tuples()
    ]


def deidentified(project: Project, source_id: int) -> DeidentifiedText:
    """A source's text as others may read it.

    Raises:
        NotFound: the source is no longer there.
    """
    text = _texts(project, [source_id])[source_id]
    row, pseudonym = IdentifierRow, PseudonymRow
    query = select(row.start, row.end, pseudonym.text).join(pseudonym, pseudonym.id == row.pseudonym_id)
    found = project.session.execute(query.where(row.source_id == source_id)).tuples()
    wanted = [Replacement(Span(start, end), words) for start, end, words in found]
    return DeidentifiedText(text, apart(wanted, len(text)))


def fitted(text: str, span: Span) -> Span | None:
    """A passage as a decision takes it: whole words, without the space around them; None where there are none.

    A cut at an apostrophe or a hyphen is kept (“Toronto” of “Toronto-based”), but not inside a number; a
    possessive isn't part of a name (“Sunnybrook” of “Sunnybrook's”).
    """
    whole = snap_to_words(text, span.start, span.end)
    if whole is None:
        return None
    start = span.start if whole[0] < span.start and _may_cut(text, span.start) else whole[0]
    end = span.end if span.end < whole[1] and _may_cut(text, span.end) else whole[1]
    if text[start:end].endswith(_POSSESSIVES) and end - start > len("'s"):
        end -= len("'s")
    return Span(start, end)


def _may_cut(text: str, at: int) -> bool:
    """Whether a word may be cut just before `at`: at what ties letters, not at what ties figures."""
    sign = at if text[at - 1].isalnum() else at - 1
    inside_number = text[sign - 1 : sign].isdigit() and text[sign + 1 : sign + 2].isdigit()
    return not inside_number and not cuts_letters(text, at)


class _Standing:
    """The decisions about a source, found by place."""

    def __init__(self, project: Project, source_id: int) -> None:
        self._decisions = decisions(project, source_id)
        self._starts = [decision.span.start for decision in self._decisions]
        self._ends = [decision.span.end for decision in self._decisions]

    def overlapping(self, span: Span) -> list[Decision]:
        # No decision overlaps another, so that both edges are in order.
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return self._decisions[first:last]


def _fitted(project: Project, places: Iterable[tuple[int, Span]]) -> dict[int, list[Span]]:
    """The passages by source, as decisions take them; those that overlap one another are one."""
    by_source: dict[int, list[Span]] = {}
    for source_id, span in places:
        by_source.setdefault(source_id, []).append(span)
    texts = _texts(project, list(by_source))
    found: dict[int, list[Span]] = {}
    for source_id, spans in by_source.items():
        joined: list[Span] = []
        for span in sorted(_whole_words(texts[source_id], span) for span in spans):
            if joined and span.start < joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        found[source_id] = joined
    return found


def _whole_words(text: str, span: Span) -> Span:
    whole = fitted(text, span)
    if whole is None:
        raise EmptySpan("There are no words in this passage.", "Select the words that identify somebody.")
    return whole


def _texts(project: Project, source_ids: Collection[int]) -> Mapping[int, str]:
    rows = select(SourceRow.id, SourceRow.text).where(SourceRow.id.in_(list(source_ids)))
    texts = dict(project.session.execute(rows).tuples().all())
    if len(texts) < len(set(source_ids)):
        raise NotFound("The source is no longer in the project.")
    return texts


def pseudonym_row(session: Session, pseudonym_id: int) -> PseudonymRow:
    """The row of a pseudonym, to be changed in an operation.

    Raises:
        NotFound: it is gone.
    """
    row = session.get(PseudonymRow, pseudonym_id)
    if row is None:
        raise NotFound("The pseudonym is no longer in the project.")
    return row


def _new(project: Project, source_id: int, span: Span, pseudonym_id: int | None, found_by: str) -> IdentifierRow:
    return IdentifierRow(
        source_id=source_id,
        start=span.start,
        end=span.end,
        pseudonym_id=pseudonym_id,
        found_by=found_by,
        coder_id=project.coder.id,
        decided_at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )


def _row(session: Session, id_: int) -> IdentifierRow:
    row = session.get(IdentifierRow, id_)
    assert row is not None
    return row


def _delete(session: Session, ids: Collection[int]) -> list[int]:
    """Delete decisions; returns the sources they were in."""
    sources: list[int] = []
    wanted = list(ids)
    for start in range(0, len(wanted), _READ_AT_ONCE):
        some = select(IdentifierRow).where(IdentifierRow.id.in_(wanted[start : start + _READ_AT_ONCE]))
        for row in session.scalars(some).all():
            sources.append(row.source_id)
            session.delete(row)
    return sources


def _names(project: Project, source_ids: Iterable[int]) -> str:
    """The source's name, of several the first one's."""
    wanted = list(source_ids)[:2]
    found = [catalogue.names(project).get(source_id, "") for source_id in wanted]
    return found[0] + (" …" if len(found) > 1 else "") if found else ""
