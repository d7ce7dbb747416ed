"""Memos: what researchers think while they work, and the journal they keep about themselves.

A memo is about the project, a source, a participant, a code, a coding or a
passage. What the card of a code and a coding call their memo is listed and
written through the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import select

from interviewcoder.coding import codes, memo_reading, memo_writing
from interviewcoder.coding.memo_places import (
    JOURNAL,
    KINDS,
    About,
    MemoHit,
    MemoKey,
    MemoLink,
    MemoPassage,
    MemoView,
)
from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow, MemoLinkRow, MemoRow, SegmentRow, SourceRow
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.text import Span, as_name

__all__ = ["JOURNAL", "KINDS", "About", "MemoHit", "MemoKey", "MemoLink", "MemoPassage", "MemoView"]

_AT_ONCE = 500


def add(project: Project, about: About | None = None, *, title: str = "", text: str = "") -> MemoView:
    """Add a memo about something; about the project where nothing is named.

    Raises:
        EmptySpan: the passage holds no text.
        NotFound: what it is about is no longer there.
    """
    about = about or About()
    with project.op("Add memo") as session:
        row = memo_writing.new_row(project, "memo", title, text)
        memo_writing.put_on(session, row, about)
        session.add(row)
        session.flush()
        project.tell(**memo_writing.told(session, row))
        key = MemoKey("memo", row.id)
    return view(project, key)


def add_journal_entry(project: Project, *, title: str = "", text: str = "") -> MemoView:
    """Add an entry to the reflexive journal: private until its writer says otherwise."""
    with project.op("Add journal entry") as session:
        row = memo_writing.new_row(project, JOURNAL, title, text)
        row.private = True
        session.add(row)
        session.flush()
        project.tell(**memo_writing.told(session, row))
        key = MemoKey("memo", row.id)
    return view(project, key)


def change(project: Project, key: MemoKey, *, title: str | None = None, text: str | None = None) -> None:
    """Write a memo anew; what is None stays as it is.

    Raises:
        NotAllowed: a title for the memo of a code or coding, which has none.
        NotFound: it is gone.
    """
    with project.op("Write memo") as session:
        if title is not None:
            row = memo_writing.own_row(session, key)
            row.title = as_name(title)
        holder = memo_writing.text_holder(session, key)
        if isinstance(holder, MemoRow):
            holder.text = holder.text if text is None else memo_writing.prose(text)
            if session.is_modified(holder):
                holder.changed_at = memo_writing.moment()
        elif text is not None:
            holder.memo = memo_writing.prose(text)
        project.tell(**memo_writing.told(session, holder))


def set_private(project: Project, key: MemoKey, private: bool = True) -> None:
    """Say whether a memo is for its writer's eyes: then it goes into no report and no copy for others.

    Raises:
        NotAllowed: it is the memo of a code or coding.
        NotFound: it is gone.
    """
    with project.op("Make memo private" if private else "Make memo open") as session:
        row = memo_writing.own_row(session, key)
        row.private = private
        project.tell(**memo_writing.told(session, row))


def delete(project: Project, key: MemoKey) -> None:
    """Remove a memo with its links; that of a code or coding becomes empty.

    Raises:
        NotFound: it is gone already.
    """
    with project.op("Delete memo") as session:
        holder = memo_writing.text_holder(session, key)
        project.tell(**memo_writing.told(session, holder))
        memo_writing.remove(session, holder)


def link(project: Project, key: MemoKey, source_id: int, span: Span) -> None:
    """Let a memo point to a passage; twice to the same is once.

    Raises:
        EmptySpan: the passage holds no text.
        NotAllowed: it is the memo of a code or coding.
        NotFound: the memo or the source is gone.
    """
    with project.op("Link memo") as session:
        row = memo_writing.own_row(session, key)
        about = About.passage(source_id, span)
        memo_writing.check(session, about)
        same = select(MemoLinkRow.id).where(
            MemoLinkRow.memo_id == row.id,
            MemoLinkRow.source_id == source_id,
            MemoLinkRow.start == span.start,
            MemoLinkRow.end == span.end,
        )
        if session.scalar(same) is None:
            session.add(MemoLinkRow(memo_id=row.id, source_id=source_id, start=span.start, end=span.end))
            row.changed_at = memo_writing.moment()
        project.tell(**{**memo_writing.told(session, row), **memo_writing.names_of(session, about)})


def unlink(project: Project, link_id: int) -> None:
    """Let a memo no longer point to a passage.

    Raises:
        NotFound: it doesn't already.
    """
    with project.op("Unlink memo") as session:
        row = session.get(MemoLinkRow, link_id)
        if row is None:
            raise NotFound("The memo doesn't point to this passage any more.")
        memo = session.get_one(MemoRow, row.memo_id)
        memo.changed_at = memo_writing.moment()
        source = memo_writing.names_of(session, About.source(row.source_id))
        project.tell(**{**memo_writing.told(session, memo), **source})
        session.delete(row)


def view(project: Project, key: MemoKey) -> MemoView:
    """One memo. That of a code or coding is there, empty, before anybody wrote it.

    Raises:
        NotFound: it is gone.
    """
    session = project.session
    if key.kept_in == "memo":
        found = memo_reading.own(session, which=MemoRow.id == key.id)
    elif key.kept_in == "code":
        found = memo_reading.of_codes(session, code_id=key.id)
    else:
        found = memo_reading.of_codings(session, segment_id=key.id)
    if not found:
        raise NotFound("The memo is no longer in the project.")
    return found[0]


def listing(project: Project, *, of: str = "", text: str = "", by_place: bool = False) -> list[MemoView]:
    """All memos, the newest first; `by_place`: as what they are about follows in project, sources and codebook.

    `of` keeps those about one kind of thing (`KINDS`) or the journal; `text`
    those whose title, text or name of what they are about holds it, case and
    accents aside.
    """
    session = project.session
    found: list[MemoView] = []
    if of not in ("code", "coding"):
        found = memo_reading.own(session)
    else:
        column = MemoRow.code_id if of == "code" else MemoRow.segment_id
        found = memo_reading.own(session, which=column.is_not(None))
    if of in ("", "code"):
        found += memo_reading.of_codes(session)
    if of in ("", "coding"):
        found += memo_reading.of_codings(session)
    if of:
        found = [memo for memo in found if kind_of(memo) == of]
    if text:
        folding = Folding()
        wanted = folding.fold(text)
        found = [m for m in found if any(wanted in folding.fold(part) for part in (m.title, m.text, m.about_name))]
    found.sort(key=lambda memo: (_when(memo), memo.key), reverse=True)
    if by_place:
        found.sort(key=_place_of(project))
    return found


def kind_of(memo: MemoView) -> str:
    """Under which of `KINDS` a memo is found, or “journal”."""
    return JOURNAL if memo.kind == JOURNAL else memo.about.kind


def about(project: Project, thing: About) -> list[MemoView]:
    """The memos on one thing, the newest first: those of their own, and what a code or coding has for its memo."""
    session = project.session
    if thing.kind == "project":
        nothing = [getattr(MemoRow, column).is_(None) for column in set(memo_writing.COLUMN.values())]
        found = memo_reading.own(session, which=nothing[0] & nothing[1] & nothing[2] & nothing[3])
        found = [memo for memo in found if memo.kind != JOURNAL]
    else:
        found = memo_reading.own(session, which=getattr(MemoRow, memo_writing.COLUMN[thing.kind]) == thing.id)
        found = [memo for memo in found if memo.about.is_same(thing)]
    if thing.kind == "code" and thing.id is not None:
        found += [memo for memo in memo_reading.of_codes(session, code_id=thing.id) if memo.text]
    if thing.kind == "coding" and thing.id is not None:
        found += [memo for memo in memo_reading.of_codings(session, segment_id=thing.id) if memo.text]
    return sorted(found, key=lambda memo: (_when(memo), memo.key), reverse=True)


def any_on_codings(project: Project, segment_ids: Collection[int]) -> bool:
    """Whether one of these codings has something written as its memo."""
    ids = sorted(segment_ids)
    for begin in range(0, len(ids), _AT_ONCE):
        part = SegmentRow.id.in_(ids[begin : begin + _AT_ONCE])
        if project.session.scalar(select(SegmentRow.id).where(part, SegmentRow.memo != "").limit(1)) is not None:
            return True
    return False


def named(project: Project, thing: About) -> tuple[str, str]:
    """What a thing is called that has no memo yet, and the first words of its passage or coding; see `MemoView`."""
    return memo_reading.named(project.session, thing)


def find(project: Project, text: str) -> list[MemoHit]:
    """The memos whose title or text holds these words, upper and lower case and accents aside; the newest first."""
    hits = []
    places = Folding().occurrences
    for memo in listing(project):
        hit = MemoHit(memo, tuple(places(memo.title, text)), tuple(places(memo.text, text)))
        if hit.in_title or hit.in_text:
            hits.append(hit)
    return hits


def passages_in(project: Project, source_id: int) -> list[MemoPassage]:
    """The passages of a source that have a memo or that one points to, in the order of the text."""
    session = project.session
    columns = (MemoRow.id, MemoRow.title, MemoRow.text)
    on = select(*columns, MemoRow.start, MemoRow.end).where(MemoRow.source_id == source_id, MemoRow.start.is_not(None))
    to = select(*columns, MemoLinkRow.start, MemoLinkRow.end).join(MemoLinkRow, MemoLinkRow.memo_id == MemoRow.id)
    to = to.where(MemoLinkRow.source_id == source_id)
    found = []
    for rows, linked in ((session.execute(on), False), (session.execute(to), True)):
        for memo_id, title, words, start, end in rows:
            heading = title or next((line.strip() for line in words.splitlines() if line.strip()), "")
            found.append(MemoPassage(memo_id, Span(start, end), heading, linked))
    return sorted(found, key=lambda passage: (passage.span, passage.memo_id))


def things_with_memo(project: Project, kind: str) -> set[int]:
    """The ids of the sources, or cases, that memos are about: a source counts with its passages."""
    column = getattr(MemoRow, memo_writing.COLUMN[kind])
    return set(project.session.scalars(select(column).where(column.is_not(None)).distinct()))


def _place_of(project: Project) -> Callable[[MemoView], tuple[int, ...]]:
    session = project.session
    order = select(SourceRow.id).order_by(SourceRow.position, SourceRow.id)
    sources = {id_: place for place, id_ in enumerate(session.scalars(order))}
    people = select(CaseRow.id).order_by(CaseRow.position, CaseRow.id)
    cases = {id_: place for place, id_ in enumerate(session.scalars(people))}
    tree = {code.id: place for place, code in enumerate(codes.tree(project))}

    def place(memo: MemoView) -> tuple[int, ...]:
        thing = memo.about
        if memo.kind == JOURNAL:
            return (1,)
        if thing.kind == "project":
            return (0,)
        if thing.kind in ("source", "passage", "coding"):
            source_id = thing.id if thing.source_id is None else thing.source_id
            return (2, sources[source_id or 0], -1 if thing.span is None else thing.span.start)
        return (3, cases[thing.id or 0]) if thing.kind == "case" else (4, tree[thing.id or 0])

    return place


def _when(memo: MemoView) -> str:
    return memo.created_at if memo.kind == JOURNAL else memo.changed_at
