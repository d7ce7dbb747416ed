"""What will be in a review copy and what won't, to be shown before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.withheld import withheld
from interviewcoder.project import seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow, MemoRow, SegmentRow, SourceRow
from interviewcoder.review.copy_rows import CopyOrder, staged


@dataclass(frozen=True, slots=True)
class CopyContents:
    """What a copy would hold. `counts` are by kind, `replaced` passages in which a pseudonym stands for a name.

    Named are sources: with words `withheld`, `unread` for identifiers, in which only the reader's own codings are
    since they are being coded blind (`blind_in`). Left out are `other_sources`, `recordings` of the chosen ones,
    `other_codings` in the chosen ones and `private_memos`.
    """

    counts: Mapping[str, int]
    replaced: int
    withheld: tuple[str, ...]
    unread: tuple[str, ...]
    blind_in: tuple[str, ...]
    other_sources: int
    recordings: int
    other_codings: int
    private_memos: int


def contents(project: Project, order: CopyOrder) -> CopyContents:
    """Say what a copy would hold and what not, by putting one together."""
    with staged(project, order) as copy:
        counts = dict(copy.counts)
    session, chosen = project.session, order.source_ids
    names = dict(row._tuple() for row in session.execute(select(SourceRow.id, SourceRow.name)))
    replaced = select(func.count()).where(IdentifierRow.source_id.in_(chosen), IdentifierRow.pseudonym_id.is_not(None))
    with seeing.everything(project):
        coded = session.scalar(select(func.count(SegmentRow.id)).where(SegmentRow.source_id.in_(chosen))) or 0
    recorded = select(func.count()).where(SourceRow.id.in_(chosen), SourceRow.media_id.is_not(None))
    readings, held = pseudonyms.readings(project), withheld(project).spans
    return CopyContents(
        counts,
        session.scalar(replaced) or 0,
        tuple(names[id_] for id_ in chosen if id_ in held),
        tuple(names[id_] for id_ in chosen if id_ not in readings or not readings[id_].holds),
        tuple(names[id_] for id_ in chosen if id_ in order.blind_in),
        len(names) - len(chosen),
        session.scalar(recorded) or 0,
        coded - counts["codings"],
        session.scalar(select(func.count()).where(MemoRow.private)) or 0,
    )
