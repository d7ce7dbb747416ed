"""Quotes: words as they were said, who said them, and which ones stand for a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewcoder.sources.text import Span

OFFERED_PER_CODE = 2
LONGEST_OFFERED = 600
"""Code points: about 100 words, six lines of a page. A longer passage is read in the transcript."""

IDENTIFYING_ATTRIBUTES = ("role", "profession", "occupation")
"""Attributes that say who speaks beside the participant's name, best first; case doesn't matter."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A coded passage with what is needed to print it.

    `text` is the source's passage, character for character. `case` is the
    participant's name, empty where none is tied to the words; `role` is what
    the identifier says after it; `speaker` is the transcript's own label.
    `participant` tells people apart (the case, or the source where there is
    none) and is empty where only the interviewer speaks.
    """

    segment_id: int
    source_id: int
    source: str
    span: Span
    text: str
    case: str
    role: str
    speaker: str
    participant: str
    marked: bool

    @property
    def identifier(self) -> str:
        """Say who speaks: "(P07, nurse)", or the source and its speaker where no case is tied.

        The interviewer's words are "(interviewer in Interview 7)": a source may
        be named as its participant is, who would seem to say them.
        """
        if not self.participant:
            return f"(interviewer in {_on_one_line(self.source)})"
        known = (self.case, self.role) if self.case else (self.source, self.speaker)
        return f"({', '.join(_on_one_line(part) for part in known if part.strip())})"


def role_of(values: Iterable[tuple[str, str]]) -> str:
    """Choose, from a case's (attribute, value) pairs, the value its identifier shows; empty if none is known."""
    known = {name.strip().casefold(): value.strip() for name, value in values}
    return next((known[name] for name in IDENTIFYING_ATTRIBUTES if known.get(name)), "")


def choose(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Choose the quotes that stand for a code, from all its passages in reading order.

    Those marked as exemplars, in the order given. Where none is marked, the
    fullest, at most `OFFERED_PER_CODE`: the longest passages of at most
    `LONGEST_OFFERED` code points, never cut, of different participants where
    there are several, not overlapping. Where every passage is longer, the
    shortest. A passage in which only the interviewer speaks is not offered;
    one that two coders marked is given once.
    """
    once = _without_repeats(quotes)
    marked = tuple(quote for quote in once if quote.marked)
    return marked or _offer([quote for quote in once if quote.participant and quote.text.strip()])


def _without_repeats(quotes: Iterable[Quote]) -> list[Quote]:
    """Keep one quote per passage; a marked one stands for its unmarked twins."""
    kept: dict[tuple[int, Span], Quote] = {}
    for quote in quotes:
        place = (quote.source_id, quote.span)
        if place not in kept or (quote.marked and not kept[place].marked):
            kept[place] = quote
    return list(kept.values())


def _offer(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    fitting = [quote for quote in quotes if len(quote.text) <= LONGEST_OFFERED]
    if not fitting:
        return tuple(sorted(quotes, key=lambda quote: len(quote.text))[:1])
    # sorted() is stable: of two equally long passages the earlier one comes first.
    fullest = sorted(fitting, key=lambda quote: -len(quote.text))
    chosen: list[Quote] = []
    for others_only in (True, False):
        for quote in fullest:
            heard = quote.participant in {other.participant for other in chosen}
            if len(chosen) < OFFERED_PER_CODE and not (others_only and heard) and not _overlaps(quote, chosen):
                chosen.append(quote)
    return tuple(chosen)


def _overlaps(quote: Quote, chosen: Iterable[Quote]) -> bool:
    return any(quote.source_id == other.source_id and quote.span.overlaps(other.span) for other in chosen)


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
