"""Suggest what may identify somebody. A person decides about each; nothing here changes a project.

What is known (the key's names, what was replaced before), misheard spellings,
cues, numbers with their check digits and a local recogniser of names each find
what they can; where findings overlap, the surest and longest stays. All of it
works on text alone: see `reading` for a thread of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select

from interviewcoder.privacy.detect_addresses import addresses
from interviewcoder.privacy.detect_cues import cued
from interviewcoder.privacy.detect_dates import dates
from interviewcoder.privacy.detect_endings import ended
from interviewcoder.privacy.detect_names import KnownNames
from interviewcoder.privacy.detect_numbers import numbers
from interviewcoder.privacy.detect_spelt import spelt
from interviewcoder.privacy.known_names import KnownName, known_names
from interviewcoder.privacy.name_model import NameModel
from interviewcoder.privacy.possible_identifier import CERTAIN, Found
from interviewcoder.privacy.said_words import SaidWord, is_ordinary, said_words
from interviewcoder.project.file import Project
from interviewcoder.project.schema import IdentifierRow, SourceRow
from interviewcoder.sources.text import Span

_NAMED = ("name", "place", "organisation")
# Of findings of the same words the one stays whose finder knows most.
_RANKS = {"name list": 0, "same words": 0, "spelling": 1, "number": 1, "cue": 2, "model": 3}
# From this score on, a name that was found once is looked for in the rest of its text.
_SURE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible identifier: where it stands, of which kind, what found it and why.

    `found_by` is "name list", "same words", "spelling", "number", "cue" or
    "model"; `proposed` the pseudonym that already stands for the same words or
    a spelling of them, None where a new one is wanted; `score` from 0 to 1 says
    how sure the finder is, and is no probability; `why` is a sentence for a person.
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


def suggest(
    project: Project, source_id: int, listed: Iterable[KnownName | str] = (), *, model: NameModel | None = None
) -> list[Suggestion]:
    """All suggestions of one source, in the order of its text; `listed` are the key's names and the name list."""
    return suggest_in(reading(project, source_id, known_names(project, listed)), model=model)


def suggest_in(reading: Reading, *, model: NameModel | None = None) -> list[Suggestion]:
    """All suggestions of a text, in its order: none overlaps another, or a passage that is decided.

    `model` is a recogniser of names, see `name_model`; None does without.
    """
    found = findings(reading.text, reading.known, model=model)
    return [
        Suggestion(reading.source_id, each.span, each.kind, each.found_by, each.proposed, each.score, each.why)
        for each in found
        if not _is_in_one(each.span, reading.decided)
    ]


def suggest_text(
    text: str, listed: Iterable[KnownName | str] = (), *, model: NameModel | None = None
) -> list[Suggestion]:
    """All suggestions of words that aren't a source's: a memo, a definition."""
    known = tuple(name if isinstance(name, KnownName) else KnownName(name) for name in listed)
    return suggest_in(Reading(0, text, known), model=model)


def findings(text: str, known: Sequence[KnownName] = (), *, model: NameModel | None = None) -> list[Found]:
    """What all detectors together find in a text, each place once, in its order."""
    words = said_words(text)
    finder = _finder(tuple(known))
    found = finder.find(words)
    found += spelt(words, text, finder)
    found += numbers(words, text)
    found += addresses(words, text)
    found += dates(text)
    found += cued(words, text)
    found += ended(words, text)
    if model is not None:
        found += model.names(text, words)
    settled = settle(found, text)
    return settle([*settled, *_again(settled, words)], text)


def settle(found: Iterable[Found], text: str) -> list[Found]:
    """Each place once: the certain before the others, the longer before the shorter, and names put together.

    A longer finding that has a certain one inside (“Maria” of “Maria Lund”)
    takes over its certainty and its pseudonym.
    """
    kept: list[Found] = []
    starts: list[int] = []
    for each in sorted(found, key=lambda each: (-each.span.length, _RANKS[each.found_by], -each.score)):
        place = bisect_left(starts, each.span.start)
        beside = [at for at in (place - 1, place) if 0 <= at < len(kept) and kept[at].span.overlaps(each.span)]
        if not beside:
            kept.insert(place, each)
            starts.insert(place, each.span.start)
        elif len(beside) == 1:
            kept[beside[0]] = _together(kept[beside[0]], each)
            starts[beside[0]] = kept[beside[0]].span.start
    return _joined(kept, text)


def _together(longer: Found, shorter: Found) -> Found:
    """Which of two overlapping findings stays, with what the other knows of it."""
    if not shorter.certain or longer.certain:
        proposed = longer.proposed if longer.proposed is not None else shorter.proposed
        if longer.kind != shorter.kind or shorter.found_by == "spelling":
            proposed = longer.proposed
        return replace(longer, proposed=proposed)
    if longer.kind != shorter.kind and longer.span != shorter.span:
        # A name inside the name of something else (“St. Grace Hospital”) is hidden with it.
        within = longer.span.start <= shorter.span.start and shorter.span.end <= longer.span.end
        return replace(longer, score=max(longer.score, CERTAIN)) if within else shorter
    return replace(
        shorter, span=Span(min(longer.span.start, shorter.span.start), max(longer.span.end, shorter.span.end))
    )


def _joined(found: Sequence[Found], text: str) -> list[Found]:
    """Names of people that stand side by side are one: “Maria” and “Kowalska”."""
    joined: list[Found] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == each.kind == "name"
            and text[last.span.end : each.span.start] in (" ", "-")
            and (last.proposed is None or each.proposed is None or last.proposed == each.proposed)
        ):
            surer = max(last, each, key=lambda one: one.score)
            proposed = last.proposed if last.proposed is not None else each.proposed
            joined[-1] = replace(surer, span=Span(last.span.start, each.span.end), proposed=proposed)
        else:
            joined.append(each)
    return joined


def _again(found: Sequence[Found], words: Sequence[SaidWord]) -> list[Found]:
    """The other places of a text where a name stands that was found once by what is said beside it."""
    names: dict[str, Found] = {}
    starts = {word.start: place for place, word in enumerate(words)}
    for each in found:
        if each.kind not in _NAMED or each.found_by not in ("cue", "model") or each.score < _SURE_ENOUGH:
            continue
        place = starts.get(each.span.start)
        if place is None or words[place].bare_end < each.span.end:
            parts = _parts(words, place, each.span.end) if place is not None and each.kind == "name" else []
        else:
            parts = [words[place]]
        for word in parts:
            if len(word.bare) > 2 and not is_ordinary(word):
                names.setdefault(word.bare, each)
    if not names:
        return []
    spans = [each.span for each in found]
    return [
        Found(Span(word.start, word.bare_end), names[word.bare].kind, "same words", 0.6, "Found elsewhere in this text")
        for word in words
        if word.bare in names and not _is_in_one(Span(word.start, word.bare_end), spans)
    ]


def _parts(words: Sequence[SaidWord], place: int, end: int) -> list[SaidWord]:
    last = place
    while last < len(words) and words[last].start < end:
        last += 1
    return list(words[place:last])


def _is_in_one(span: Span, others: Sequence[Span]) -> bool:
    """Whether a passage overlaps one of others, which are in order and don't overlap each other."""
    place = bisect_left(others, Span(span.end, 0)) - 1
    return place >= 0 and others[place].overlaps(span)


@lru_cache(maxsize=2)
def _finder(known: tuple[KnownName, ...]) -> KnownNames:
    return KnownNames(known)
