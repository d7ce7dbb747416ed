"""The words that were replaced, and where else they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow, SourceRow
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import cuts_letters


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a source that nobody has decided about, and its words as they stand there."""

    source_id: int
    span: Span
    words: str


def known_forms(project: Project) -> Mapping[int, tuple[str, ...]]:
    """The distinct words that each pseudonym stands for, as they are written, the most frequent first."""
    row = IdentifierRow
    query = select(row.pseudonym_id, row.source_id, row.start, row.end).where(row.pseudonym_id.is_not(None))
    places = project.session.execute(query.order_by(row.source_id, row.start)).tuples().all()
    texts = _texts(project, {source_id for _, source_id, _, _ in places})
    counted: dict[int, dict[str, int]] = {}
    for pseudonym_id, source_id, start, end in places:
        if pseudonym_id is None:
            continue
        words = " ".join(texts[source_id][start:end].split())
        forms = counted.setdefault(pseudonym_id, {})
        forms[words] = forms.get(words, 0) + 1
    return {id_: tuple(sorted(forms, key=lambda words: -forms[words])) for id_, forms in counted.items()}


def everywhere(project: Project, what: int | str | Iterable[str]) -> list[Place]:
    """Where else the words of a pseudonym (by its id), or these words, stand: what nobody has decided about yet.

    Whole words, whatever their capitals and accents, with any space between
    them; an apostrophe or a hyphen ends a word. In all sources, by source and
    place. One `decide` with what is found makes a replacement consistent.
    """
    if isinstance(what, int):
        wanted: Iterable[str] = known_forms(project).get(what, ())
    else:
        wanted = [what] if isinstance(what, str) else what
    folding = Folding()
    pattern = _pattern(folding, wanted)
    if pattern is None:
        return []
    decided = _decided(project)
    rows = select(SourceRow.id, SourceRow.text).order_by(SourceRow.position, SourceRow.id)
    found: list[Place] = []
    for source_id, text in project.session.execute(rows).tuples():
        starts, ends = decided.get(source_id, ([], []))
        for span in _found(folding, pattern, text):
            if bisect_left(starts, span.end) <= bisect_right(ends, span.start):
                found.append(Place(source_id, span, span.text_in(text)))
    return found


def _pattern(folding: Folding, wanted: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of some words in folded text, the longest first; None where there are none."""
    folded = {tuple(folding.fold(words).split()) for words in wanted} - {()}
    longest = sorted(folded, key=lambda words: (-len(" ".join(words)), words))
    if not longest:
        return None
    return re.compile("|".join(r"\s+".join(map(re.escape, words)) for words in longest))


def _found(folding: Folding, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    if pattern.search(folding.fold(text)) is None:
        return
    folded = folding.folded(text)
    at = 0
    while match := pattern.search(folded.text, at):
        span = folded.span(match.start(), match.end())
        if cuts_letters(text, span.start) or cuts_letters(text, span.end):
            at = match.start() + 1
            continue
        yield span
        at = match.end()


def _decided(project: Project) -> dict[int, tuple[list[int], list[int]]]:
    """Where the decided passages of each source begin and end, in their order."""
    row = IdentifierRow
    found: dict[int, tuple[list[int], list[int]]] = {}
    for source_id, start, end in project.session.execute(
        select(row.source_id, row.start, row.end).order_by(row.source_id, row.start)
    ).tuples():
        starts, ends = found.setdefault(source_id, ([], []))
        starts.append(start)
        ends.append(end)
    return found


def _texts(project: Project, source_ids: Collection[int]) -> dict[int, str]:
    rows = select(SourceRow.id, SourceRow.text).where(SourceRow.id.in_(list(source_ids)))
    return dict(project.session.execute(rows).tuples().all())
