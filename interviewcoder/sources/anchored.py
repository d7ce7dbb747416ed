"""What is anchored to a text – codings, memos, comments, findings, identifiers – moved along when it is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from interviewcoder.project.changes import Values
from interviewcoder.project.file import Project
from interviewcoder.project.schema import (
    AdjudicationRow,
    CommentRow,
    FindingRow,
    IdentifierRow,
    MemoLinkRow,
    MemoRow,
    SegmentRow,
    TurnRow,
)
from interviewcoder.sources.survivors import Survivors
from interviewcoder.sources.text import Edit, Remapping, Span, shortened

_READ_AT_ONCE = 500

_Anchored = type[SegmentRow | MemoRow | MemoLinkRow | CommentRow | AdjudicationRow | IdentifierRow]


class Kept(NamedTuple):
    """How many passages have the words they had, the ids of those with others, and of those with none."""

    unchanged: int
    changed: tuple[int, ...]
    gone: tuple[int, ...]


@dataclass(slots=True)
class Places:
    """Where passages of a text are after a correction of it.

    By words, so that who types words anew keeps their coding; but no
    character that stayed goes from one passage to another by that.
    """

    before: str
    after: str
    words: Remapping
    survivors: Survivors
    # Where the first edit begins and the last one ends, and by how much what is behind them has moved.
    extent: tuple[int, int, int]

    @classmethod
    def of(cls, before: str, after: str, *, typed: Sequence[Edit], whole: Sequence[Edit]) -> Places:
        """Make them from the edits as they were typed, and the same in whole words."""
        edits = [*typed, *whole]
        first = min((edit.at for edit in edits), default=len(before))
        last = max((edit.end for edit in edits), default=len(before))
        extent = first, last, len(after) - len(before)
        return cls(before, after, Remapping(whole), Survivors(typed), extent)

    def span(self, span: Span) -> Span | None:
        """Where a passage is; None where none of its words is left and none has taken their place."""
        there = self.words.span(span)
        if span.start == span.end:
            return there
        # Also where no edit is near: of two words that are alike, comparing words may have taken one for the other.
        there = self.survivors.retyped(span, self.before) or self.survivors.hold(span, there)
        return _without_space(there, self.after, like=span.text_in(self.before)) if there else None

    def point(self, at: int) -> int:
        """Where a place is."""
        return self.words.point(at)


def keep_codings(project: Project, source_id: int, places: Places) -> Kept:
    """Keep the codings of a source on their words."""
    return _keep_on_words(project, SegmentRow, source_id, places)


def keep_memos(project: Project, source_id: int, places: Places) -> Kept:
    """Keep memos, and what memos point to, on their words; tells of memos by their ids."""
    memos = _keep_on_words(project, MemoRow, source_id, places)
    pointed = _keep_on_words(project, MemoLinkRow, source_id, places)
    links = select(MemoLinkRow.id, MemoLinkRow.memo_id).where(MemoLinkRow.source_id == source_id)
    memo_of = dict(iter(project.session.execute(links).tuples()))
    gone = tuple(dict.fromkeys((*memos.gone, *(memo_of[id_] for id_ in pointed.gone))))
    changed = dict.fromkeys((*memos.changed, *(memo_of[id_] for id_ in pointed.changed)))
    return Kept(memos.unchanged, tuple(id_ for id_ in changed if id_ not in gone), gone)


def keep_reviews(project: Project, source_id: int, places: Places) -> None:
    """Keep comments, and decisions on disagreements, on their words; a comment without any says what they were."""
    _keep_on_words(project, AdjudicationRow, source_id, places)
    was = select(CommentRow.id, CommentRow.start, CommentRow.end).where(CommentRow.source_id == source_id)
    spans = {id_: (start, end) for id_, start, end in project.session.execute(was)}
    for id_ in _keep_on_words(project, CommentRow, source_id, places).gone:
        start, end = spans[id_]
        row = project.session.get_one(CommentRow, id_)
        words = shortened(places.before[start:end])
        row.was_about = row.was_about or (f"“{words}”" if words else "")


def keep_findings(project: Project, source_id: int, places: Places) -> None:
    """Keep doubtful places on their words; those whose words were changed count as corrected."""
    columns = (FindingRow.id, FindingRow.start, FindingRow.end, FindingRow.state)
    moved = Moved(FindingRow)
    for id_, start, end, state in project.session.execute(select(*columns).where(FindingRow.source_id == source_id)):
        span = Span(start, end)
        there = places.span(span) or Span(places.point(start), places.point(start))
        new_state = "corrected" if places.words.touches(span) else state
        moved.take(id_, start=(start, there.start), end=(end, there.end), state=(state, new_state))
    moved.store(project)


def keep_identifiers(project: Project, source_id: int, places: Places) -> None:
    """Keep what was decided about identifiers on its words; where they are all gone there is nothing to decide."""
    gone = _keep_on_words(project, IdentifierRow, source_id, places).gone
    for start in range(0, len(gone), _READ_AT_ONCE):
        some = select(IdentifierRow).where(IdentifierRow.id.in_(gone[start : start + _READ_AT_ONCE]))
        for row in project.session.scalars(some).all():
            project.session.delete(row)


def _keep_on_words(project: Project, kind: _Anchored, source_id: int, places: Places) -> Kept:
    unchanged = 0
    changed: list[int] = []
    gone: list[int] = []
    moved = Moved(kind)
    query = select(kind.id, kind.start, kind.end).where(kind.source_id == source_id, kind.start.is_not(None))
    first, last, shift = places.extent
    for id_, start, end in project.session.execute(query.order_by(kind.start)):
        # Most of what is anchored is before the edits or behind them all.
        if end < first:
            unchanged += 1
            continue
        if start > last:
            unchanged += 1
            if shift:
                moved.move(id_, Span(start, end), Span(start + shift, end + shift))
            continue
        span = Span(start, end)
        there = places.span(span)
        if there is None:
            there = Span(places.point(span.start), places.point(span.start))
            gone.append(id_)
        elif span.text_in(places.before) == there.text_in(places.after):
            unchanged += 1
        else:
            changed.append(id_)
        moved.take(id_, start=(start, there.start), end=(end, there.end))
    moved.store(project)
    return Kept(unchanged, tuple(changed), tuple(gone))


class Moved:
    """Gathers the rows of one kind of which something is another now, to store them together."""

    def __init__(self, kind: _Anchored | type[TurnRow | FindingRow]) -> None:
        self._kind = kind
        self._changes: list[tuple[int, Values, Values]] = []

    def move(self, id_: int, old: Span, new: Span) -> None:
        """Take a row that is elsewhere with both its ends."""
        self._changes.append((id_, {"start": old.start, "end": old.end}, {"start": new.start, "end": new.end}))

    def take(self, id_: int, **values: tuple[object, object]) -> None:
        """Take a row with what its columns held and what they hold now."""
        other = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
        if other:
            old = {name: pair[0] for name, pair in other.items()}
            self._changes.append((id_, old, {name: pair[1] for name, pair in other.items()}))

    def store(self, project: Project) -> None:
        """Write them."""
        project.history.change_rows(self._kind, self._changes)


def _without_space(span: Span, text: str, *, like: str) -> Span | None:
    """A passage without white space at the ends where it had none before; None where no word is left."""
    words = span.text_in(text)
    if not words.strip():
        return None if like.strip() else span
    start = span.start if like[:1].isspace() else span.end - len(words.lstrip())
    end = span.end if like[-1:].isspace() else span.start + len(words.rstrip())
    return Span(start, end)
