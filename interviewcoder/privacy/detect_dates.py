"""Find dates, whole or in part, and ages over 89."""

from __future__ import annotations

import re

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.sources.text import Span

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
)
_SAID_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[- ]\w{5,7}|thirtieth|thirty[- ]first)"
)
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_DAY = rf"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:])|{_SAID_ORDINAL}"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_BELOW_HUNDRED = rf"(?:{_TENS}(?:[- ]{_UNIT})?|ten|eleven|twelve|\w{{3,5}}teen|oh[- ]{_UNIT})"
_SAID_YEAR = rf"(?:(?:nineteen|twenty)[- ](?:{_BELOW_HUNDRED})|two thousand(?: and)?(?: (?:{_UNIT}|{_BELOW_HUNDRED}))?)"
_YEAR = rf"(?:(?:19|20)\d\d\b(?!-\d)|{_SAID_YEAR})"
_PATTERNS = tuple(
    (re.compile(rf"(?<![\w/.-])(?:{pattern})(?![\w])", re.I), score, why)
    for pattern, score, why in (
        (r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:[12]\d|3[01]|0[1-9])", 0.9, "A date"),
        (r"(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:19|20)?\d\d", 0.9, "A date"),
        (rf"{_MONTH},? (?:the )?(?:{_DAY})(?:(?:,| of)? (?:in )?{_YEAR})?", 0.85, "A day of a month"),
        (rf"(?:{_DAY}),? (?:day )?(?:of )?{_MONTH}(?:,? (?:in )?{_YEAR})?", 0.85, "A day of a month"),
        (rf"{_MONTH},? (?:of |in )?(?:{_YEAR})", 0.75, "A month of a year"),
    )
)
# A year alone is left, unless it is said of somebody's life.
_YEAR_OF_LIFE = re.compile(
    rf"\b(?:born|birthday|graduated|qualified|married|immigrated|emigrated|hired|retired|died|passed away|class of)\b"
    rf"[^.?!\n]{{0,30}}?\b({_YEAR})(?!\w)",
    re.I,
)
_OVER_89 = rf"(?:9\d|1[01]\d|ninety(?:[- ]{_UNIT})?|(?:a|one) hundred(?: and {_UNIT})?)"
_OVER_89_ALONE = re.compile(rf"\b{_OVER_89}\b", re.IGNORECASE)
_AROUND = 30
_AGES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b({_OVER_89})[- ](?:years?[- ](?:old|young|of age)|year[- ]old)\b",
        rf"\b(?:aged?(?: of)?|turned|turning|turns|at the age of|is now|just) ({_OVER_89})"
        r"(?!\s*(?:percent|%|minutes|patients|beds|dollars|hours|days|people|degrees|\d))\b",
        r"\b(?:she|he|they|mother|father|mom|dad|grandmother|grandfather|patient|resident|lady|man|woman)"
        rf"(?:['’]s| is| was|['’]re| are) ({_OVER_89})"
        rf"(?=\s*(?:[.,;?!\n—-]|$|and\b|now\b|this\b|next\b|when\b|but\b|years\b))",
    )
)


def dates(text: str) -> list[Found]:
    """All dates of a text, and all high ages."""
    found = [*ages(text)]
    found += [
        Found(Span(*match.span()), "date", "number", score, why)
        for pattern, score, why in _PATTERNS
        for match in pattern.finditer(text)
        if not _is_no_date(match.group())
    ]
    for match in _YEAR_OF_LIFE.finditer(text):
        found.append(Found(Span(*match.span(1)), "date", "cue", 0.7, "A year of somebody's life"))
    return found


def ages(text: str) -> list[Found]:
    """All ages over 89."""
    found = []
    # Few texts hold such a number at all, so what is around it is looked at only there.
    for number in _OVER_89_ALONE.finditer(text):
        start, end = max(0, number.start() - _AROUND), number.end() + _AROUND
        matches = (pattern.search(text, start, end) for pattern in _AGES)
        found += [
            Found(Span(*match.span(1)), "age", "number", 0.8, "An age over 89")
            for match in matches
            if match is not None and match.start(1) == number.start()
        ]
    return found


def _is_no_date(words: str) -> bool:
    """“second may”, “may first”: a verb beside an ordinal; a month in small letters that is one needs its number."""
    said = words.lower().split()
    return len(said) == 2 and "may" in said and not any(char.isdigit() for char in words)
