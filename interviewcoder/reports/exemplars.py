"""Which quotes a codebook shows: what the researcher marked, and for the other codes an even choice.

The rule, for the codebook as a whole (`choose_all`):

1. A code with marked exemplars shows these, all of them, in reading order. No rule below takes one away.
2. Every other code is offered quotes, at most as many as asked for. They are chosen round by round, the first
   quote of each code before the second of any; within a round those codes come first that have the fewest
   participants to choose from. Of the passages that fit, that is taken whose participant isn't quoted for the code
   yet, then whose participant, then whose role is quoted least so far in the whole codebook, then the fullest.
   A passage of a few words comes behind all fuller ones. A further quote of a person who is quoted for the code
   already is offered only where the quotes of this person stay within their share.
3. Who was interviewed and still isn't quoted takes the place of an offered quote of the person quoted most, where
   a code holds a passage of both (COREQ, item 29: Tong, Sainsbury & Craig 2007).
4. Who supplies more than a quarter of all quotes gives offered ones up to those who are quoted less, then offered
   ones of codes that show others too.

A passage marked as a negative case is a contrary quote, never an exemplar: those that are marked as exemplars too,
else one that is offered by the same rule. Contrary quotes count as quotes of who says them.

Passages are never cut. What fits is at most as long as asked for; where a code has only longer ones, its shortest.
An interviewer's words and blanks are never offered; what may not be quoted is never shown, marked or not. The same
passages give the same choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from interviewcoder.reports.quotes import LONGEST_OFFERED, OFFERED_PER_CODE, Quote
from interviewcoder.sources.text import Span

LARGEST_SHARE = 0.25
"""One participant who supplies more of the quotes than this is named in a warning (COREQ, item 29)."""
UNEVEN = 1.5
"""... unless so few were interviewed that nobody supplies this many times an even share."""
_FEW_WORDS = 40
_MOST_CONTRARY = 1
# A person's fullest passages for a code are as good a choice as all of them, which may be thousands.
_KEPT_A_PERSON = 4


def largest_share(people: int) -> float:
    """The share of the quotes that one participant may supply where so many were interviewed; 1 is all."""
    return max(LARGEST_SHARE, UNEVEN / people) if people else 1.0


# A code, and whether its contrary quotes are meant.
_Place = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The quotes of a code: those that stand for it, and those that speak against it."""

    exemplars: tuple[Quote, ...] = ()
    contrary: tuple[Quote, ...] = ()


def choose(quotes: Sequence[Quote], most: int = OFFERED_PER_CODE, longest: int = LONGEST_OFFERED) -> Chosen:
    """Choose the quotes of one code by itself, from all its passages in reading order."""
    return choose_all({0: quotes}, most=most, longest=longest)[0]


def choose_all(
    by_code: Mapping[int, Sequence[Quote]],
    expected: Collection[str] = (),
    *,
    most: int = OFFERED_PER_CODE,
    longest: int = LONGEST_OFFERED,
) -> dict[int, Chosen]:
    """Choose the quotes of each code of a codebook by the rule at the head of this module.

    `by_code` has each code's passages in reading order, the codes in that of
    the tree; `expected` are the participants who were interviewed, as quotes
    name them (`Quote.participant`). `most` is how many are offered where none
    is marked, `longest` in code points how long an offered one may be.
    """
    places: dict[_Place, list[Quote]] = {}
    for code_id, quotes in by_code.items():
        for negative in (False, True):
            places[code_id, negative] = [quote for quote in quotes if quote.negative is negative and not quote.withheld]
    made = _Choice(places, expected, most, longest).made()
    return {code_id: Chosen(made[code_id, False], made[code_id, True]) for code_id in by_code}


def without_repeats(quotes: Iterable[Quote]) -> list[Quote]:
    """Keep one quote per passage; a marked one stands for its unmarked twins."""
    kept: dict[tuple[int, Span], Quote] = {}
    for quote in quotes:
        place = (quote.source_id, quote.span)
        if place not in kept or (quote.marked and not kept[place].marked):
            kept[place] = quote
    return list(kept.values())


class _Choice:
    """The quotes chosen so far, and how often each voice and role is among them."""

    def __init__(
        self, by_place: Mapping[_Place, Sequence[Quote]], expected: Collection[str], most: int, longest: int
    ) -> None:
        self._most = most
        self._shown: dict[_Place, list[Quote]] = {}
        self._candidates: dict[_Place, list[Quote]] = {}
        self._voices: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()
        heard: dict[str, None] = dict.fromkeys(expected)
        for place, quotes in by_place.items():
            once = without_repeats(quotes)
            self._shown[place] = marked = [quote for quote in once if quote.marked]
            spoken = [quote for quote in once if quote.participant and quote.text.strip()]
            heard |= dict.fromkeys(quote.participant for quote in (*spoken, *marked) if quote.participant)
            if not marked:
                self._candidates[place] = _fitting(spoken, longest)
            for quote in marked:
                self._count(quote, 1)
        self._people = list(heard)
        self._share = largest_share(len(self._people))

    def made(self) -> dict[_Place, tuple[Quote, ...]]:
        self._offer()
        self._let_everyone_speak()
        self._hush_the_loud()
        return {place: tuple(quotes) for place, quotes in self._shown.items()}

    def _offer(self) -> None:
        scarce = sorted(self._candidates, key=lambda place: len({c.participant for c in self._candidates[place]}))
        for taken in range(max(self._most, _MOST_CONTRARY)):
            for place in scarce:
                if taken >= (_MOST_CONTRARY if place[1] else self._most):
                    continue
                quote = min(self._free(place), key=lambda each: self._rank(place, each), default=None)
                if quote is not None and not self._is_too_much(place, quote):
                    self._show(place, quote)

    def _free(self, place: _Place) -> list[Quote]:
        shown = self._shown[place]
        return [quote for quote in self._candidates[place] if not _overlaps(quote, shown)]

    def _rank(self, place: _Place, quote: Quote) -> tuple[bool, bool, int, int, int]:
        speaks_here = quote.participant in {other.participant for other in self._shown[place]}
        voice, role = self._voices[quote.participant], self._roles[quote.role]
        # min() takes the first of equals: of two alike the earlier one.
        return speaks_here, len(quote.text) < _FEW_WORDS, voice, role, -len(quote.text)

    def _is_too_much(self, place: _Place, quote: Quote) -> bool:
        if quote.participant not in {other.participant for other in self._shown[place]}:
            return False
        return self._voices[quote.participant] + 1 > self._share * (self._voices.total() + 1)

    def _let_everyone_speak(self) -> None:
        for person in self._people:
            if self._voices[person]:
                continue
            swaps = [
                (shown, place, quote)
                for place in self._candidates
                for shown in self._shown[place]
                if self._voices[shown.participant] > 1
                for quote in self._instead_of(place, shown)
                if quote.participant == person
            ]
            if swaps:
                self._swap(*max(swaps, key=lambda swap: self._voices[swap[0].participant]))

    def _hush_the_loud(self) -> None:
        # Each swap evens the counts out and each removal leaves fewer: both come to an end.
        while loud := self._loudest():
            if not (self._pass_on(loud) or self._leave_out(loud)):
                return

    def _loudest(self) -> list[str]:
        total = self._voices.total()
        return [voice for voice, count in self._voices.most_common() if count > self._share * total]

    def _pass_on(self, loud: Sequence[str]) -> bool:
        swaps = [
            (self._voices[quote.participant], number, shown, place, quote)
            for number, place in enumerate(self._candidates)
            for shown in self._shown[place]
            if shown.participant in loud
            for quote in self._instead_of(place, shown)
            if self._voices[quote.participant] + 1 < self._voices[shown.participant]
        ]
        if swaps:
            _, _, shown, place, quote = min(swaps, key=lambda swap: swap[:2])
            self._swap(shown, place, quote)
        return bool(swaps)

    def _leave_out(self, loud: Sequence[str]) -> bool:
        for place in reversed(self._candidates):
            shown = self._shown[place]
            for quote in reversed(shown):
                if quote.participant in loud and len(shown) > 1 and self._voices[quote.participant] > 1:
                    shown.remove(quote)
                    self._count(quote, -1)
                    return True
        return False

    def _instead_of(self, place: _Place, shown: Quote) -> list[Quote]:
        """What could stand in the place of a quote: of people who aren't quoted for the code."""
        others = [quote for quote in self._shown[place] if quote is not shown]
        people = {quote.participant for quote in self._shown[place]}
        return [
            quote
            for quote in self._candidates[place]
            if quote.participant not in people and not _overlaps(quote, others)
        ]

    def _swap(self, shown: Quote, place: _Place, quote: Quote) -> None:
        shown_here = self._shown[place]
        shown_here[shown_here.index(shown)] = quote
        self._count(shown, -1)
        self._count(quote, 1)

    def _show(self, place: _Place, quote: Quote) -> None:
        self._shown[place].append(quote)
        self._count(quote, 1)

    def _count(self, quote: Quote, step: int) -> None:
        if quote.participant:
            self._voices[quote.participant] += step
            self._roles[quote.role] += step


def _fitting(quotes: Sequence[Quote], longest: int) -> list[Quote]:
    """What may be offered: each person's fullest passages, those of all people in reading order."""
    fitting = [quote for quote in quotes if len(quote.text) <= longest]
    if not fitting:
        return sorted(quotes, key=lambda quote: len(quote.text))[:1]
    # sorted() is stable: of two equally long passages the earlier one comes first.
    by_person = sorted(fitting, key=lambda quote: (quote.participant, -len(quote.text)))
    kept = [
        quote
        for _, theirs in groupby(by_person, lambda quote: quote.participant)
        for quote in list(theirs)[:_KEPT_A_PERSON]
    ]
    order = {id(quote): place for place, quote in enumerate(fitting)}
    return sorted(kept, key=lambda quote: order[id(quote)])


def _overlaps(quote: Quote, chosen: Iterable[Quote]) -> bool:
    return any(quote.source_id == other.source_id and quote.span.overlaps(other.span) for other in chosen)
