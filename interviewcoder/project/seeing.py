"""What the coder at work may see of the others' codings: none in a source that they code blind.

The one place of it. Once `watch` was called, each question asked of rows
outside of an operation passes over what is hidden, whoever asks it: no list,
count or report needs to think of it. `tally` is for those who only count,
`is_hidden` for what the history kept. A change sees all: who corrects a text
moves hidden codings along. So does what is asked within `everything`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import ColumnElement, bindparam, event, func, literal_column, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, aliased, with_loader_criteria

from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import (
    AdjudicationRow,
    BlindRow,
    CommentRow,
    MemoRow,
    ProposalRow,
    SegmentRow,
    TallyRow,
    VerdictRow,
)

_KEPT_IN = "seeing"
_MINE, _THEIRS = BlindRow.__table__.alias(), BlindRow.__table__.alias()
_UNFINISHED = select(_THEIRS.c.source_id).where(_THEIRS.c.finished_at == "")
# Put together once: it is asked after each commit.
_CODED_BLIND = select(_MINE.c.source_id).where(
    _MINE.c.coder_id == bindparam("coder"), _MINE.c.source_id.in_(_UNFINISHED)
)


class _Hidden:
    """What one coder may not see of some sources."""

    def __init__(self, sources: frozenset[int], coder_id: int) -> None:
        self.sources, self.coder_id = sources, coder_id

    @cached_property
    def conditions(self) -> tuple[tuple[type[Row], ColumnElement[bool]], ...]:
        """What rows have to fulfil to be seen: codings, and what is said on a coding or passage by others."""
        sources = sorted(self.sources)
        # The tables, not the rows, which would be given conditions of their own; and by other names than those in the
        # question, which they would be taken for.
        segment, comment = SegmentRow.__table__.alias().c, CommentRow.__table__.alias().c
        codings = select(segment.id).where(segment.source_id.in_(sources), segment.coder_id != self.coder_id)

        def on_seen(column: InstrumentedAttribute[int | None] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
            return or_(column.is_(None), column.not_in(codings))

        on_passage = MemoRow.source_id.in_(sources) & MemoRow.start.is_not(None)
        # What others say on a passage tells what they see in it; a task is said to whom it is for.
        theirs = comment.source_id.in_(sources) & comment.start.is_not(None) & (comment.coder_id != self.coder_id)
        theirs &= comment.assigned_to.is_distinct_from(self.coder_id)
        threads = select(comment.id).where(or_(comment.segment_id.in_(codings), theirs))
        return (
            (SegmentRow, or_(SegmentRow.coder_id == self.coder_id, SegmentRow.source_id.not_in(sources))),
            (
                MemoRow,
                or_(MemoRow.coder_id == self.coder_id, on_seen(MemoRow.segment_id) & func.ifnull(~on_passage, true())),
            ),
            (
                CommentRow,
                CommentRow.id.not_in(threads)
                & or_(CommentRow.thread_id.is_(None), CommentRow.thread_id.not_in(threads)),
            ),
            (VerdictRow, on_seen(VerdictRow.segment_id)),
            (ProposalRow, on_seen(ProposalRow.segment_id)),
            (AdjudicationRow, AdjudicationRow.source_id.not_in(sources)),
        )


class _Seeing:
    """Hides rows from the questions of one session."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: tuple[tuple[int, int], _Hidden] | None = None
        self.everything = 0

    def hidden(self) -> _Hidden | None:
        """What the coder at work may not see now; None where there is nothing."""
        project = self._project
        if self.everything or project.history.in_operation:
            return None
        # What is stored can't be other than it was unless something was committed since.
        moment = (project.history.commits, project.coder.id)
        if self._known is None or self._known[0] != moment:
            self._known = (moment, _Hidden(coded_blind(project), project.coder.id))
        return self._known[1] if self._known[1].sources else None

    def hide(self, state: ORMExecuteState) -> None:
        """Put conditions to a question."""
        if not (state.is_orm_statement and state.is_select) or state.is_column_load:
            return
        if (hidden := self.hidden()) is not None:
            options = [with_loader_criteria(kind, seen, include_aliases=True) for kind, seen in hidden.conditions]
            state.statement = state.statement.options(*options)


def watch(project: Project) -> None:
    """Hide, from now on, what the coder at work may not see; for whatever shows a project to a person."""
    if _KEPT_IN not in project.session.info:
        seeing = project.session.info[_KEPT_IN] = _Seeing(project)
        event.listen(project.session, "do_orm_execute", seeing.hide)


def watch_as(project: Project, original: Project) -> None:
    """Hide in a copy of a project what is hidden in the project itself now."""
    seeing = _of(original)
    if seeing is not None and not seeing.everything:
        watch(project)


@contextmanager
def everything(project: Project) -> Iterator[None]:
    """See all: for what has to be right whoever asks, and shows nobody whose coding is whose."""
    seeing = _of(project)
    if seeing is None:
        yield
        return
    seeing.everything += 1
    try:
        yield
    finally:
        seeing.everything -= 1


def coded_blind(project: Project) -> frozenset[int]:
    """The sources that the coder at work codes blind, as long as not all who do so have finished."""
    return frozenset(project.session.scalars(_CODED_BLIND, {"coder": project.coder.id}))


def hidden_sources(project: Project) -> frozenset[int]:
    """The sources in which the others' codings are hidden now from whoever reads the project."""
    hidden = _hidden(project)
    return hidden.sources if hidden is not None else frozenset()


def is_hidden(project: Project, table: str, row: Mapping[str, object]) -> bool:
    """Whether a row that the history kept is a coding, or a memo on a passage, that isn't to be seen now."""
    hidden = _hidden(project)
    if hidden is None or table not in ("segment", "memo") or row.get("coder_id") == hidden.coder_id:
        return False
    if table == "segment":
        return row.get("source_id") in hidden.sources
    return row.get("segment_id") is not None or (
        row.get("source_id") in hidden.sources and row.get("start") is not None
    )


def tally(project: Project) -> type[TallyRow]:
    """How many codings codes have in sources, as far as they may be seen: to be asked as `TallyRow` is."""
    hidden = _hidden(project)
    if hidden is None:
        return TallyRow
    # What the triggers counted is right where nothing is hidden; the other sources are counted.
    sources = sorted(hidden.sources)
    known = select(TallyRow.code_id, TallyRow.source_id, TallyRow.codings).where(TallyRow.source_id.not_in(sources))
    own = (
        select(SegmentRow.code_id, SegmentRow.source_id, func.count(literal_column("1")))
        .where(SegmentRow.source_id.in_(sources), SegmentRow.coder_id == hidden.coder_id)
        .group_by(SegmentRow.code_id, SegmentRow.source_id)
    )
    return aliased(TallyRow, union_all(known, own).subquery(), adapt_on_names=True)


def _of(project: Project) -> _Seeing | None:
    return project.session.info.get(_KEPT_IN)


def _hidden(project: Project) -> _Hidden | None:
    seeing = _of(project)
    return seeing.hidden() if seeing is not None else None
