"""Find words in what researchers wrote: memos and journal, codes, what is known of participants, names of sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from interviewcoder.analysis.find_query import Matcher
from interviewcoder.analysis.keyword_in_context import around
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memo_reading
from interviewcoder.coding.code_nodes import WRITTEN
from interviewcoder.coding.memo_places import JOURNAL
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CommentRow, SegmentRow, SourceRow
from interviewcoder.sources.text import Span, shortened

_CODINGS_AT_ONCE = 20_000

NoteKind = Literal["memo", "journal", "coding", "code", "case", "source", "comment"]

CODE_FIELDS = ("name", *WRITTEN)
"""What of a code is searched."""


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A place where something was found in what researchers wrote.

    `id` is that of the memo, coding, code, participant, source or comment's
    thread, as `kind` says. `field` names what of it: "title", "text", "name", one of
    `CODE_FIELDS` or an attribute's own name. `source_id` and `span` are the
    passage that it is about, where there is one.
    """

    kind: NoteKind
    id: int
    title: str
    field: str
    before: str
    words: str
    after: str
    source_id: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    kind: NoteKind
    id: int
    title: str
    field: str
    text: str
    source_id: int | None = None
    span: Span | None = None


def find_notes(project: Project, matcher: Matcher) -> Iterator[list[NoteHit]]:
    """Find a query in memos and journal, in comments, in codes, participants and names of sources, in codings' memos.

    What is found comes a little at a time, often nothing: a window can do
    other things in between.

    Raises:
        BadPattern: the pattern takes too long.
    """
    for notes in (_memos(project), _comments(project), _codes_and_names(project), _memos_of_codings(project)):
        for note in notes:
            yield _hits_in(note, matcher) if note is not None else []


def _hits_in(note: _Note, matcher: Matcher) -> list[NoteHit]:
    found = []
    for span in matcher.spans(note.text):
        before, after = around(note.text, span)
        words = span.text_in(note.text)
        where = (note.source_id, note.span)
        found.append(NoteHit(note.kind, note.id, note.title, note.field, before, words, after, *where))
    return found


def _codes_and_names(project: Project) -> Iterator[_Note]:
    for code in codes.tree(project):
        for field in CODE_FIELDS:
            if text := getattr(code, field):
                yield _Note("code", code.id, code.name, field, text)
    known = {attribute.id: attribute.name for attribute in attributes.listing(project)}
    for case in cases.listing(project):
        yield _Note("case", case.id, case.name, "name", case.name)
        for attribute_id, value in case.values.items():
            yield _Note("case", case.id, case.name, known[attribute_id], value)
    names = select(SourceRow.id, SourceRow.name).order_by(SourceRow.position, SourceRow.id)
    for source_id, name in project.session.execute(names):
        yield _Note("source", source_id, name, "name", name, source_id)


def _memos(project: Project) -> Iterator[_Note]:
    for memo in memo_reading.own(project.session):
        kind: NoteKind = "journal" if memo.kind == JOURNAL else "memo"
        place = (memo.about.source_id, memo.about.span)
        if memo.title:
            yield _Note(kind, memo.key.id, memo.heading, "title", memo.title, *place)
        yield _Note(kind, memo.key.id, memo.heading, "text", memo.text, *place)


def _comments(project: Project) -> Iterator[_Note]:
    """What was commented, called by how its thread begins; not on codings that may not be seen now."""
    first = aliased(CommentRow)
    source_id = func.coalesce(first.source_id, SegmentRow.source_id)
    start, end = func.coalesce(first.start, SegmentRow.start), func.coalesce(first.end, SegmentRow.end)
    query = (
        select(first.id, first.text, CommentRow.text, source_id, start, end)
        .join(first, first.id == func.coalesce(CommentRow.thread_id, CommentRow.id))
        .outerjoin(SegmentRow, SegmentRow.id == first.segment_id)
        .where(or_(first.segment_id.is_(None), SegmentRow.id.is_not(None)))
        .order_by(first.id, CommentRow.id)
    )
    for thread_id, begins, text, where, begin, beyond in project.session.execute(query):
        span = None if begin is None else Span(begin, beyond)
        yield _Note("comment", thread_id, shortened(begins), "text", text, where, span)


def _memos_of_codings(project: Project) -> Iterator[_Note | None]:
    """The memos of codings; None now and then, for most of a million codings have none."""
    last = project.session.scalar(select(func.max(SegmentRow.id))) or 0
    with_memo = select(SegmentRow.id).where(SegmentRow.memo != "")
    for first in range(0, last + 1, _CODINGS_AT_ONCE):
        some = with_memo.where(SegmentRow.id >= first, SegmentRow.id < first + _CODINGS_AT_ONCE)
        yield None
        for segment_id in project.session.scalars(some).all():
            for memo in memo_reading.of_codings(project.session, segment_id=segment_id):
                place = (memo.about.source_id, memo.about.span)
                yield _Note("coding", segment_id, memo.about_name, "text", memo.text, *place)
