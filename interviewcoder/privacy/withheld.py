"""Words that may not be quoted: their speaker didn't agree to it, or nobody recorded that they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from interviewcoder.privacy import consent
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseSourceRow, SourceRow, SpeakerRow, TurnRow
from interviewcoder.sources.text import Span

WITHHELD = "[words withheld: no consent to quoting]"
"""What stands in an export in the place of words that their speaker didn't agree to have quoted."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld: passages by source, in their order, and how many participants they are of.

    `asked` tells whether any consent is recorded in the project; until it is,
    nothing is withheld. `untied` are names of sources with words of nobody
    known: whether they may be quoted can't be told, and they aren't withheld.
    """

    spans: Mapping[int, tuple[Span, ...]]
    cases: int
    asked: bool
    untied: tuple[str, ...] = ()


class _Turn(NamedTuple):
    start: int
    end: int
    interviewer: bool
    case_id: int | None


def withheld(project: Project) -> Withheld:
    """Find the words of participants who may not be quoted.

    Words are whose `sources.voices` says they are. Where one of several
    participants of a source may not be quoted and a turn is tied to none of
    them, it is withheld as well: it could be theirs.
    """
    may = consent.may_quote(project)
    if may is None:
        return Withheld({}, 0, asked=False)
    refused = {case_id for case_id, yes in may.items() if not yes}
    session = project.session
    tied: dict[int, set[int]] = {}
    for source_id, case_id in session.execute(select(CaseSourceRow.source_id, CaseSourceRow.case_id)).tuples():
        tied.setdefault(source_id, set()).add(case_id)
    turns = _turns(project)
    spans: dict[int, tuple[Span, ...]] = {}
    untied = []
    sources = select(SourceRow.id, SourceRow.name, SourceRow.text).order_by(SourceRow.position, SourceRow.id)
    for source_id, name, text in session.execute(sources).tuples():
        known, theirs = turns.get(source_id, []), tied.get(source_id, set())
        if found := tuple(_refused(text, known, theirs, refused)):
            spans[source_id] = found
        if text and not theirs and any(_is_nobodys(turn) for turn in known or [_Turn(0, len(text), False, None)]):
            untied.append(name)
    return Withheld(spans, len(refused), asked=True, untied=tuple(untied))


def _turns(project: Project) -> dict[int, list[_Turn]]:
    query = (
        select(TurnRow.source_id, TurnRow.start, TurnRow.end, SpeakerRow.interviewer, SpeakerRow.case_id)
        .outerjoin(SpeakerRow, SpeakerRow.id == TurnRow.speaker_id)
        .order_by(TurnRow.source_id, TurnRow.start)
    )
    found: dict[int, list[_Turn]] = {}
    for source_id, start, end, interviewer, case_id in project.session.execute(query):
        found.setdefault(source_id, []).append(_Turn(start, end, bool(interviewer), case_id))
    return found


def _is_nobodys(turn: _Turn) -> bool:
    return turn.case_id is None and not turn.interviewer and turn.start < turn.end


def _refused(text: str, turns: list[_Turn], theirs: set[int], refused: set[int]) -> Iterator[Span]:
    """The stretches of a text that may not be quoted, blanks at their edges left out."""
    doubtful = bool(theirs & refused)
    done = 0
    for turn in turns:
        # What stands between turns is nobody's known words.
        yield from _with_words(text, Span(done, turn.start), wanted=doubtful)
        case_id = turn.case_id if turn.case_id is not None or len(theirs) != 1 else next(iter(theirs))
        if turn.interviewer and turn.case_id is None:
            wanted = False
        else:
            wanted = case_id in refused if case_id is not None else doubtful
        yield from _with_words(text, Span(max(done, turn.start), turn.end), wanted=wanted)
        done = max(done, turn.end)
    yield from _with_words(text, Span(done, len(text)), wanted=doubtful)


def _with_words(text: str, span: Span, *, wanted: bool) -> Iterator[Span]:
    words = span.text_in(text)
    if wanted and words.strip():
        yield Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))
