"""Suggest what may identify somebody. A person decides about each; nothing here changes a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from interviewcoder.privacy.known_names import KnownName, known_names
from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow, SourceRow
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.text import Span


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible identifier: where it stands, of which kind, what found it and why.

    `found_by` is "name list", "same words", "spelling", "number", "cue" or
    "model"; `proposed` the pseudonym that already stands for the same words,
    None where a new one is wanted; `score` from 0 to 1 says how sure the
    finder is, and is no probability; `why` is a sentence for a person.
    """

    source_id: int
    span: Span
    kind: str
    found_by: str
    proposed: int | None
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to look through, free of the project, so that a thread of its own can: see `reading`, `suggest_in`.

    `decided` are the passages somebody has decided about already.
    """

    source_id: int
    text: str
    known: tuple[KnownName, ...] = ()
    decided: tuple[Span, ...] = ()


def reading(project: Project, source_id: int, known: Sequence[KnownName]) -> Reading:
    """Take a source out of the project to look through; `known` is what `known_names` gave."""
    session = project.session
    text = session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
    places = select(IdentifierRow.start, IdentifierRow.end).where(IdentifierRow.source_id == source_id)
    decided = tuple(sorted(Span(start, end) for start, end in session.execute(places)))
    return Reading(source_id, text, tuple(known), decided)


def suggest(project: Project, source_id: int, listed: Iterable[KnownName | str] = ()) -> list[Suggestion]:
    """All suggestions of one source, in the order of its text; `listed` are the key's names and the name list."""
    return suggest_in(reading(project, source_id, known_names(project, listed)))


def suggest_all(
    project: Project,
    listed: Iterable[KnownName | str] = (),
    *,
    on_progress: Callable[[str, float], None] = lambda _source, _share: None,
) -> Iterator[tuple[int, list[Suggestion]]]:
    """Go through the whole study, source by source.

    `on_progress` hears the source at hand and the share done (0..1), and may
    raise to stop (`Cancelled`).
    """
    known = known_names(project, listed)
    sources = project.session.execute(select(SourceRow.id, SourceRow.name).order_by(SourceRow.position)).all()
    for number, (source_id, name) in enumerate(sources):
        on_progress(name, number / len(sources))
        yield source_id, suggest_in(reading(project, source_id, known))


def suggest_in(reading: Reading) -> list[Suggestion]:
    """All suggestions of a text, in its order: none overlaps another, or a passage that is decided."""
    folding = Folding()
    found: list[Suggestion] = []
    for name in reading.known:
        for span in folding.occurrences(reading.text, name.words):
            found.append(
                Suggestion(reading.source_id, span, name.kind, "name list", name.pseudonym_id, 1.0, "On the name list")
            )
    return _settled(found, reading.decided)


def suggest_text(text: str, listed: Iterable[KnownName | str] = ()) -> list[Suggestion]:
    """All suggestions of words that aren't a source's: a memo, a definition."""
    known = [name if isinstance(name, KnownName) else KnownName(name) for name in listed]
    return [replace(each, source_id=0) for each in suggest_in(Reading(0, text, tuple(known)))]


def _settled(found: Iterable[Suggestion], decided: Sequence[Span]) -> list[Suggestion]:
    kept: list[Suggestion] = []
    for each in sorted(found, key=lambda each: (-each.span.length, -each.score, each.span)):
        if not any(each.span.overlaps(other) for other in decided) and not any(
            each.span.overlaps(other.span) for other in kept
        ):
            kept.append(each)
    return sorted(kept, key=lambda each: each.span)
