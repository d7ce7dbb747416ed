"""Places of a transcript that should be heard again: kept with it, and whether somebody did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.errors import NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import FindingRow, SourceRow
from interviewcoder.sources.text import Span, shortened

Kind = Literal[
    "low_confidence",  # words that the recogniser wasn't sure of
    "silence",  # words where hardly anybody is heard to speak
    "loop",  # the same words again and again
    "no_text",  # speech that has no words
    "muted",  # no sound at all in the middle of the recording
    "gap",  # the recording is damaged there
    "language",  # it sounds like another language
    "guess",  # each of the recogniser's attempts came out badly
    "left_out",  # text that the recogniser made up where nobody speaks
    "edge",  # doubtful words where two blocks of the recording were joined
]
State = Literal["open", "confirmed", "corrected"]
KINDS: tuple[Kind, ...] = (
    "low_confidence",
    "silence",
    "loop",
    "no_text",
    "muted",
    "gap",
    "language",
    "guess",
    "left_out",
    "edge",
)
# What the recogniser said while it heard the recording; it can't be found again from text and sound.
HEARD_ONLY: frozenset[Kind] = frozenset(("gap", "language", "guess", "left_out", "edge"))

# Any: figures and words, as JSON has them.
Detail = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks found, before it is stored.

    `span` is its place in the text, empty where there are no words. `detail`
    holds figures, and of what was left out the words; the window says the
    rest in a person's language.
    """

    kind: Kind
    span: Span
    start_ms: int
    end_ms: int
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place to be heard again; `state` is "open", "confirmed" (right as it is) or "corrected"."""

    id: int
    source_id: int
    kind: Kind
    span: Span
    start_ms: int
    end_ms: int
    detail: Detail
    state: State


def listing(project: Project, source_id: int) -> list[Finding]:
    """A source's findings in the order of the recording."""
    return [_view(row) for row in _rows(project.session, source_id)]


def confirm(project: Project, finding_id: int) -> None:
    """Say that a place was heard again and is right as it stands.

    Raises:
        NotFound: the finding is gone.
    """
    _set_state(project, finding_id, "confirmed", "Confirm place")


def mark_corrected(project: Project, finding_id: int) -> None:
    """Say that a place was heard again and put right.

    Raises:
        NotFound: the finding is gone.
    """
    _set_state(project, finding_id, "corrected", "Mark place as corrected")


def reopen(project: Project, finding_id: int) -> None:
    """Say that a place has yet to be heard again.

    Raises:
        NotFound: the finding is gone.
    """
    _set_state(project, finding_id, "open", "Reopen place")


def write(session: Session, source_id: int, found: Iterable[Found]) -> None:
    """Store what the checks found, all of it open; the caller holds the operation open."""
    session.add_all(_row(source_id, each) for each in found)


def renew(session: Session, source_id: int, found: Sequence[Found], kinds: AbstractSet[Kind]) -> None:
    """Put new findings of some kinds in the place of the old ones; the caller holds the operation open.

    What was found before, at the same words or the same time, keeps its row
    and its state. What was confirmed or corrected stays also where it is
    found no longer: it tells what was done.
    """
    old = [row for row in _rows(session, source_id) if row.kind in kinds]
    for each in found:
        same = next((row for row in old if _is_same(row, each)), None)
        if same is None:
            session.add(_row(source_id, each))
            continue
        old.remove(same)
        fresh = _row(source_id, each)
        for name in ("start", "end", "start_ms", "end_ms", "detail"):
            if getattr(same, name) != getattr(fresh, name):
                setattr(same, name, getattr(fresh, name))
    for row in old:
        if row.state == "open":
            session.delete(row)


def _is_same(row: FindingRow, found: Found) -> bool:
    if row.kind != found.kind:
        return False
    if Span(row.start, row.end).overlaps(found.span):
        return True
    bare = row.start == row.end or found.span.start == found.span.end
    return bare and row.start_ms < found.end_ms and found.start_ms < row.end_ms


def _row(source_id: int, found: Found) -> FindingRow:
    return FindingRow(
        source_id=source_id,
        kind=found.kind,
        start=found.span.start,
        end=found.span.end,
        start_ms=found.start_ms,
        end_ms=found.end_ms,
        detail=json.dumps(found.detail, ensure_ascii=False) if found.detail else "",
        state="open",
    )


def _view(row: FindingRow) -> Finding:
    # The row's words are those of `Kind` and `State`: nothing else is written.
    kind: Any = row.kind
    state: Any = row.state
    detail = json.loads(row.detail) if row.detail else {}
    return Finding(row.id, row.source_id, kind, Span(row.start, row.end), row.start_ms, row.end_ms, detail, state)


def _rows(session: Session, source_id: int) -> list[FindingRow]:
    query = select(FindingRow).where(FindingRow.source_id == source_id)
    return list(session.scalars(query.order_by(FindingRow.start_ms, FindingRow.start, FindingRow.id)))


def _set_state(project: Project, finding_id: int, state: State, label: str) -> None:
    with project.op(label) as session:
        row = session.get(FindingRow, finding_id)
        if row is None:
            raise NotFound("This place is no longer marked.", "The transcript was changed meanwhile.")
        source = session.get_one(SourceRow, row.source_id)
        project.tell(source=source.name, words=shortened(source.text[row.start : row.end]))
        row.state = state
