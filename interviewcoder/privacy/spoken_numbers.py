"""Rows of digits in a text, however they are said: “416-555-0142”, “four one six”, “oh one forty-two”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewcoder.privacy.said_words import SaidWord, word_set
from interviewcoder.sources.text import Span

_UNITS = {"oh": "0", "o": "0", "nought": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
_UNITS |= {"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_TEENS = {"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"}
_TEENS |= {"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"}
_TENS = {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70"}
_TENS |= {"eighty": "80", "ninety": "90"}
_BEGINNINGS = (_UNITS.keys() | _TEENS.keys() | _TENS.keys()) - {"o", "oh"}
_TIMES = {"double": 2, "triple": 3}
_ROUND = {"hundred": "00", "thousand": "000"}
# What may stand between the parts of one number.
_BETWEEN = re.compile(r"[ \u00a0]{0,2}(?:[-–—()][-–—() \u00a0]{0,3}|, |[.,]?[ ]?\n)?|[./]")
_FILLERS = word_set("uh um er dash hyphen area code is its then and")
_MOST_FILLERS = 2


@dataclass(frozen=True, slots=True)
class DigitRow:
    """Digits that are said one after another.

    `groups` are the digits of each word; `first` and `last` are the places of
    its words in the row of all words, `spoken` tells whether any is written as a word.
    """

    digits: str
    groups: tuple[str, ...]
    first: int
    last: int
    spoken: bool

    def spans(self, words: Sequence[SaidWord]) -> list[Span]:
        """Its passage; one for each turn that it reaches over."""
        found: list[Span] = []
        start = self.first
        for place in range(self.first, self.last + 1):
            if place == self.last or words[place + 1].line != words[place].line:
                # What another says in between (“Mm-hm.”) is no part of it.
                if any(digits_of(word.key) for word in words[start : place + 1]):
                    found.append(Span(words[start].start, words[place].end))
                start = place + 1
        return found


def digit_rows(words: Sequence[SaidWord], text: str, *, over_turns: bool = True) -> list[DigitRow]:
    """All rows of digits, each as long as it goes: to the end of a turn, or beyond it."""
    found: list[DigitRow] = []
    place = 0
    while place < len(words):
        key = words[place].key
        if not (key in _BEGINNINGS or key in _TIMES or key[:1].isdigit()) or not _opens(words, place):
            place += 1
            continue
        row = _row_at(words, text, place, over_turns)
        found.append(row)
        place = row.last + 1
    return found


def _opens(words: Sequence[SaidWord], place: int) -> bool:
    """Whether a row of digits may begin at a word: “triple five” does, “oh” doesn't."""
    key = words[place].key
    if key in _TIMES:
        return place + 1 < len(words) and words[place + 1].key in _UNITS
    return digits_of(key) is not None


def digits_of(key: str) -> str | None:
    """The digits that one word says; None where it says none."""
    if key.isdigit() and key.isascii():
        return key
    return _UNITS.get(key) or _TEENS.get(key) or _TENS.get(key)


def _row_at(words: Sequence[SaidWord], text: str, first: int, over_turns: bool) -> DigitRow:
    groups: list[str] = []
    place, last, fillers, spoken, times, tens = first, first, 0, False, 1, False
    while place < len(words):
        word = words[place]
        if place > first and not _BETWEEN.fullmatch(text, words[place - 1].end, word.start):
            break
        if not over_turns and word.line != words[first].line:
            break
        said = digits_of(word.key)
        if said is not None:
            if tens and word.key in _UNITS and said != "0":
                # “forty” and “two” are one number.
                groups[-1] = groups[-1][:-1] + said
            else:
                groups.append(said * times)
            tens = word.key in _TENS
            spoken = spoken or not word.key.isdigit()
            last, fillers, times = place, 0, 1
        elif word.key in _TIMES:
            times = _TIMES[word.key]
        elif word.key in _ROUND and groups and last == place - 1:
            groups[-1] += _ROUND[word.key]
            last = place
        elif (word.key in _FILLERS or _is_backchannel(words, place)) and fillers < _MOST_FILLERS:
            fillers += 1
        else:
            break
        place += 1
    return DigitRow("".join(groups), tuple(groups), first, last, spoken)


def _is_backchannel(words: Sequence[SaidWord], place: int) -> bool:
    """Whether a word is all that another says in between: “Mm-hm.”"""
    word = words[place]
    before = words[place - 1]
    return word.key in _BACKCHANNELS and (before.line != word.line or before.key in _BACKCHANNELS)


_BACKCHANNELS = word_set("mm hm mhm hmm okay ok yes yeah yep right uhhuh")
