"""Find words in what researchers wrote: memos and journal, codes, what is known of participants, names of sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from interviewcoder.analysis.find_query import Matcher
from interviewcoder.analysis.keyword_in_context import around
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, memos
from interviewcoder.coding.memo_places import JOURNAL
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources.text import Span

NoteKind = Literal["memo", "journal", "coding", "code", "case", "source"]

CODE_FIELDS = (
    "name",
    "brief",
    "definition",
    "use_when",
    "dont_use_when",
    "typical",
    "atypical",
    "close_but_no",
    "provenance_note",
    "memo",
)
"""What of a code is searched."""


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A place where something was found in what researchers wrote.

    `id` is that of the memo, coding, code, participant or source, as `kind`
    says. `field` names what of it: "title", "text", "name", one of
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


def find_notes(project: Project, matcher: Matcher) -> list[NoteHit]:
    """Find a query in memos and journal, then in codes, participants and names of sources.

    Raises:
        BadPattern: the pattern takes too long.
    """
    found = []
    for note in _notes(project):
        for span in matcher.spans(note.text):
            before, after = around(note.text, span)
            words = span.text_in(note.text)
            where = (note.source_id, note.span)
            found.append(NoteHit(note.kind, note.id, note.title, note.field, before, words, after, *where))
    return found


def _notes(project: Project) -> Iterator[_Note]:
    yield from _memos(project)
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
    for memo in memos.listing(project):
        kind: NoteKind = "journal" if memo.kind == JOURNAL else "memo"
        if memo.key.kept_in == "code":
            continue  # found with its code
        if memo.key.kept_in == "segment":
            kind = "coding"
        place = (memo.about.source_id, memo.about.span)
        heading = memo.heading if memo.key.stands_alone else memo.about_name
        if memo.title:
            yield _Note(kind, memo.key.id, heading, "title", memo.title, *place)
        yield _Note(kind, memo.key.id, heading, "text", memo.text, *place)
