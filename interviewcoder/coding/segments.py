"""Codings: passages that were given a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from interviewcoder.coding import codes
from interviewcoder.coding.origins import names_in
from interviewcoder.errors import EmptySpan, NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, SegmentRow, SourceRow
from interviewcoder.sources import memo_anchors, review_anchors
from interviewcoder.sources.text import Span, normalise, shortened

# An in vivo code's name is the participant's words, as far as a name can hold them.
_IN_VIVO_CHARACTERS = 80

Level = Literal["semantic", "latent", ""]

# In the order of `SegmentView`. Reading whole rows of three tables takes twice as long.
_COLUMNS = (
    SegmentRow.id,
    SegmentRow.uuid,
    SegmentRow.source_id,
    SegmentRow.start,
    SegmentRow.end,
    CodeRow.id,
    CodeRow.name,
    CodeRow.colour,
    CoderRow.id,
    CoderRow.name,
    SegmentRow.exemplar,
    SegmentRow.memo,
    SegmentRow.created_at,
    SegmentRow.negative,
    SegmentRow.level,
    SegmentRow.made_by,
    SegmentRow.came_from,
)


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A coding: which passage, which code, whose, and what was said about it.

    `level` is "semantic", "latent" or empty; `made_by` what made it where no
    hand did; `came_from` the names of the codes it had before merges and
    splits, the first one first.
    """

    id: int
    uuid: str
    source_id: int
    span: Span
    code_id: int
    code_name: str
    colour: str
    coder_id: int
    coder: str
    exemplar: bool
    memo: str
    created_at: str
    negative: bool = False
    level: str = ""
    made_by: str = ""
    came_from: tuple[str, ...] = ()


def code_passage(project: Project, source_id: int, span: Span, code_id: int) -> SegmentView:
    """Apply a code to a passage of a source.

    `span` is in code points, end excluded. Coding the same passage twice
    with one code by one coder returns the existing segment.

    Raises:
        EmptySpan: the passage holds no text.
        NotFound: the source or the code is no longer there.
    """
    with project.op("Code passage") as session:
        source, code = _source(session, source_id), _code(session, code_id)
        words = _words(source, span)
        row = _same(session, source_id, span, code_id, project.coder.id)
        if row is None:
            row = _new(project, source_id, span, code_id)
            session.add(row)
            session.flush()
        segment_id = row.id
        project.tell(code=code.name, words=shortened(words), source=source.name)
    return view(project, segment_id)


def code_passages(
    project: Project, passages: Iterable[tuple[int, Span]], code_id: int, *, made_by: str = ""
) -> list[int]:
    """Apply a code to many passages, given by source and span, in one step; returns the new codings' ids.

    `made_by` is what chose them, in a person's words (“search: nurse”).
    Passages that have this code by this coder already are passed over.

    Raises:
        EmptySpan: one of the passages holds no text.
        NotFound: a source or the code is no longer there.
    """
    with project.op("Code passages") as session:
        code = _code(session, code_id)
        here = SegmentRow.code_id == code_id, SegmentRow.coder_id == project.coder.id
        known = session.execute(select(SegmentRow.source_id, SegmentRow.start, SegmentRow.end).where(*here))
        there = {(source_id, Span(start, end)) for source_id, start, end in known}
        fresh = [passage for passage in dict.fromkeys(passages) if passage not in there]
        sources: dict[int, SourceRow] = {}  # held, or the session would read a text anew for each of its passages
        for source_id, span in fresh:
            if source_id not in sources:
                sources[source_id] = _source(session, source_id)
            _words(sources[source_id], span)
        rows = [_new(project, *passage, code_id, made_by=made_by) for passage in fresh]
        session.add_all(rows)
        session.flush()
        project.tell(code=code.name, codings=len(rows), reason=made_by)
        return [row.id for row in rows]


def code_with_name(project: Project, source_id: int, span: Span, name: str) -> SegmentView:
    """Apply the code of this name or path to a passage; a new one is made where there is none. One step.

    Raises:
        EmptySpan, NameTaken, NotFound: as in `code_passage` and `codes.add`.
    """
    with project.op("Code passage"):
        return code_passage(project, source_id, span, codes.find_or_add(project, name).id)


def code_in_vivo(project: Project, source_id: int, span: Span) -> SegmentView:
    """Make the participant's own words a code and give it to them, in one step.

    The mark “in vivo” stays when the code is renamed. A code that has these
    words for its name already is used again.

    Raises:
        EmptySpan: the passage holds no text.
    """
    with project.op("Code in vivo") as session:
        source = _source(session, source_id)
        name = shortened(_words(source, span), _IN_VIVO_CHARACTERS)
        same = [code for code in codes.tree(project) if code.name.casefold() == name.casefold()]
        code = same[0] if same else codes.add(project, name, provenance="in vivo", provenance_note=source.name)
        return code_passage(project, source_id, span, code.id)


def remove(project: Project, segment_id: int) -> None:
    """Take a code off a passage. What was noted on the coding stays, as a memo on the passage.

    Raises:
        NotFound: the coding is gone already.
    """
    with project.op("Remove coding") as session:
        _tell(project, session, segment_id)
        row = _row(session, segment_id)
        memo_anchors.let_go_of_codings(session, SegmentRow.id == segment_id)
        review_anchors.let_go_of_codings(session, SegmentRow.id == segment_id)
        session.delete(row)


def resize(project: Project, segment_id: int, span: Span) -> None:
    """Let a coding begin and end elsewhere; code, memo and marks stay.

    Raises:
        EmptySpan: the passage holds no text.
        NotAllowed: the coder has given it this code already.
        NotFound: the coding is gone.
    """
    with project.op("Resize coding") as session:
        row = _row(session, segment_id)
        source = _source(session, row.source_id)  # held, or it would be read again for what the step is about
        _words(source, span)
        _refuse_double(session, row, span, row.code_id)
        row.start, row.end = span.start, span.end
        _tell(project, session, segment_id)


def recode(project: Project, segment_id: int, code_id: int) -> None:
    """Give a coding another code; its passage, memo and marks stay. Reviewers' verdicts were about the one it had.

    Raises:
        NotAllowed: the coder has given the passage that code already.
        NotFound: the coding or the code is gone.
    """
    with project.op("Change code of coding") as session:
        row, code = _row(session, segment_id), _code(session, code_id)
        _refuse_double(session, row, Span(row.start, row.end), code_id)
        _tell(project, session, segment_id)
        project.tell(into=code.name)
        if row.code_id != code_id:
            review_anchors.let_go_of_verdicts(session, segment_id)
        row.code_id = code_id


def mark_exemplar(project: Project, segment_id: int, exemplar: bool = True) -> None:
    """Say whether a coding stands for its code in the codebook."""
    with project.op("Mark exemplar" if exemplar else "Unmark exemplar") as session:
        _row(session, segment_id).exemplar = exemplar
        _tell(project, session, segment_id)


def mark_negative(project: Project, segment_id: int, negative: bool = True) -> None:
    """Say whether a coding is a negative case: it speaks against its code, or for the contrary."""
    with project.op("Mark negative case" if negative else "Unmark negative case") as session:
        _row(session, segment_id).negative = negative
        _tell(project, session, segment_id)


def set_level(project: Project, segment_id: int, level: Level) -> None:
    """Say whether a coding takes the words as they are (semantic) or what lies beneath (latent); empty: neither.

    Braun & Clarke 2006, p. 84.
    """
    with project.op("Set level of coding") as session:
        row = _row(session, segment_id)
        project.tell(before=row.level, after=level)
        row.level = level
        _tell(project, session, segment_id)


def set_memo(project: Project, segment_id: int, memo: str) -> None:
    """Write down what is to be said about a coding; empty takes it away."""
    with project.op("Edit memo of coding") as session:
        _row(session, segment_id).memo = normalise(memo).strip()
        _tell(project, session, segment_id)


def view(project: Project, segment_id: int) -> SegmentView:
    """One coding.

    Raises:
        NotFound: it is no longer there.
    """
    found = _views(project.session, _query().where(SegmentRow.id == segment_id))
    if not found:
        raise NotFound("The coding is no longer in the project.")
    return found[0]


def in_source(project: Project, source_id: int) -> list[SegmentView]:
    """The codings of a source, in the order of the text."""
    return _views(project.session, _query().where(SegmentRow.source_id == source_id))


def of_code(project: Project, code_id: int) -> list[SegmentView]:
    """The codings of a code, by source and place."""
    return _views(project.session, _query().where(SegmentRow.code_id == code_id))


def listing(project: Project) -> list[SegmentView]:
    """All codings, by source and place."""
    return _views(project.session, _query())


def quote(project: Project, segment_id: int) -> str:
    """The words of a coding, character for character."""
    row = _row(project.session, segment_id)
    length = row.end - row.start
    text = func.substr(SourceRow.text, row.start + 1, length)
    return str(project.session.scalars(select(text).where(SourceRow.id == row.source_id)).one())


def find_passage(project: Project, source_id: int, words: str, nth: int = 1) -> Span:
    """Where a source says these words for the nth time (from 1).

    Raises:
        NotFound: it doesn't say them that often.
    """
    source = _source(project.session, source_id)
    words = normalise(words)
    if nth < 1:
        raise NotFound(f"There is no passage number {nth}.", "Passages are counted from 1.")
    start = -1
    for count in range(nth):
        start = source.text.find(words, start + 1) if words else -1
        if start < 0:
            often = ("nowhere", "only once")[count] if count < 2 else f"only {count} times"
            raise NotFound(
                f"“{source.name}” says “{words}” {often}." if words else "The quote is empty.",
                "A quote has to equal the transcript character for character.",
            )
    return Span(start, start + len(words))


def _query() -> Select[Any]:  # a row of `_COLUMNS`: SQLAlchemy's types end at ten
    return (
        select(*_COLUMNS)
        .join(CodeRow, CodeRow.id == SegmentRow.code_id)
        .join(CoderRow, CoderRow.id == SegmentRow.coder_id)
        .join(SourceRow, SourceRow.id == SegmentRow.source_id)
        .order_by(SourceRow.position, SegmentRow.start, SegmentRow.end, SegmentRow.id)
    )


def _views(session: Session, query: Select[Any]) -> list[SegmentView]:
    return [
        _view(id_, uuid, source_id, Span(start, end), *others, names_in(came_from))
        for id_, uuid, source_id, start, end, *others, came_from in session.execute(query)
    ]


def _view(*values: Any) -> SegmentView:  # a row of `_COLUMNS`, which has no types
    return SegmentView(*values)


def _row(session: Session, segment_id: int) -> SegmentRow:
    row = session.get(SegmentRow, segment_id)
    if row is None:
        raise NotFound("The coding is no longer in the project.")
    return row


def _code(session: Session, code_id: int) -> CodeRow:
    row = session.get(CodeRow, code_id)
    if row is None:
        raise NotFound("The code is no longer in the codebook.")
    return row


def _new(project: Project, source_id: int, span: Span, code_id: int, *, made_by: str = "") -> SegmentRow:
    return SegmentRow(
        source_id=source_id,
        start=span.start,
        end=span.end,
        code_id=code_id,
        coder_id=project.coder.id,
        made_by=made_by,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _tell(project: Project, session: Session, segment_id: int) -> None:
    """Say which coding a step is about: its code, its source, and how its words begin."""
    row = _row(session, segment_id)
    source = session.get_one(SourceRow, row.source_id)
    words = shortened(source.text[row.start : row.end])
    project.tell(code=_code(session, row.code_id).name, words=words, source=source.name)


def _refuse_double(session: Session, row: SegmentRow, span: Span, code_id: int) -> None:
    same = _same(session, row.source_id, span, code_id, row.coder_id)
    if same is not None and same.id != row.id:
        raise NotAllowed("The passage has this code already.", "Remove one of the two codings, or choose another.")


def _source(session: Session, source_id: int) -> SourceRow:
    source = session.get(SourceRow, source_id)
    if source is None:
        raise NotFound("The source is no longer in the project.")
    return source


def _words(source: SourceRow, span: Span) -> str:
    """The words of a passage, which must hold some."""
    words = span.text_in(source.text) if 0 <= span.start < span.end <= len(source.text) else ""
    if not words.strip():
        raise EmptySpan("The passage holds no text.", "Select some words first.")
    return words


def _same(session: Session, source_id: int, span: Span, code_id: int, coder_id: int) -> SegmentRow | None:
    return session.scalars(
        select(SegmentRow).where(
            SegmentRow.source_id == source_id,
            SegmentRow.start == span.start,
            SegmentRow.end == span.end,
            SegmentRow.code_id == code_id,
            SegmentRow.coder_id == coder_id,
        )
    ).first()
