"""Find numbers that are one person's: by their check digit, their shape, and what is said before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord
from interviewcoder.privacy.spoken_numbers import DigitRow, digit_rows
from interviewcoder.sources.text import Span

# How far before a number is looked for what it is, in characters.
_BEFORE = 48
_AFTER = 24
_YEARS = re.compile(r"(?:(?:19|20)\d\d)+")
_SHORT, _RIGHT_BEHIND = 5, 20
_SENTENCE_ENDS = re.compile(r"[.?!]\s|\n")
_HEALTH_CARD = re.compile(r"\b(?:health\s+card|ohip|health\s+insurance|health\s+number|version\s+code)\b", re.I)
# A cue, what the number is then, and from how many digits on it is believed.
_CUES = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.I), kind, least, why)
    for pattern, kind, least, why in (
        (r"fax(?:es)?", "fax", 7, "A number after “fax”"),
        (r"social\s+insurance|sin\s+(?:number|is|card)|sin", "sin", 9, "Said to be a social insurance number"),
        (
            r"licen[cs]e|registration|cno|cpso|college\s+of\s+(?:nurses|physicians)|registered\s+(?:with|as)",
            "licence",
            4,
            "A number after “licence” or “registration”",
        ),
        (
            r"mrn|chart|medical\s+record|record|file|patient|case|accession|employee|staff|payroll|badge|personnel",
            "record",
            4,
            "A number after “chart”, “record” or “badge”",
        ),
        (r"account|transit|card\s+ending|visa|mastercard", "account", 4, "A number after “account”"),
        (r"ext|extension|pager|locating", "phone", 3, "A number after “extension” or “pager”"),
        (r"serial|pump|device|pacemaker", "device", 5, "A number after “serial”"),
        (
            r"phone|call|cell|mobile|text|(?:my|her|his|their)\s+number(?:['’]s|\s+is)|reach\s+(?:me|her|him|them)",
            "phone",
            7,
            "A number to call",
        ),
    )
)
_VERSION_CODE = re.compile(r"[\s,.-]*(?:version(?:\s+code)?(?:\s+is)?\s*)?([A-Za-z])[\s,.-]?([A-Za-z])\b(?!['’])")
_PLATE = re.compile(
    r"\b(?:licen[cs]e\s+)?plates?\b\W+(?:(?:number|is|was|it's)\W+)*([A-Z]{2,4}[ -]?\d{2,4}|\d{2,4}[ -]?[A-Z]{2,4})",
    re.I,
)
# “Questions 7, 8, 18, 23 and 24”: counted things, and no number that somebody is called by.
_LIST = re.compile(r"(?=.*\d\d)\d{1,2}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+)\d{1,2}){3,}", re.DOTALL)
_AMOUNT = re.compile(
    r"\s*(?:%|percent|per\s+cent|dollars|bucks|patients|people|beds|hours|minutes|million|billion|ml|mg|thousand)\b",
    re.I,
)


def numbers(words: Sequence[SaidWord], text: str, *, over_turns: bool = True) -> list[Found]:
    """All numbers of a text that may be one person's; those that one turn begins and another ends `over_turns`."""
    found: list[Found] = []
    for row in digit_rows(words, text, over_turns=over_turns):
        if len(row.digits) < 3:
            continue
        start, end = words[row.first].start, words[row.last].end
        before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
        if (what := _what(row, before, after)) is None:
            continue
        kind, score, why, beyond = what
        if _LIST.fullmatch(text, start, end) and _cue(before, len(row.digits)) is None:
            kind, score, why = "number", 0.6, "A long row of numbers"
        spans = row.spans(words)
        if beyond:
            spans[-1] = Span(spans[-1].start, spans[-1].end + beyond)
        if text[spans[0].start - 1 : spans[0].start] in ("(", "+") and spans[0].start:
            spans[0] = Span(spans[0].start - 1, spans[0].end)
        found += (Found(span, kind, "number", score, why) for span in spans)
    for match in _PLATE.finditer(text):
        found.append(Found(Span(*match.span(1)), "vehicle", "number", 0.8, "A number plate"))
    return found


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _what(row: DigitRow, before: str, after: str) -> tuple[str, float, str, int] | None:
    """Which kind a row of digits is, how surely, why, and how far it goes on behind its digits."""
    digits, count = row.digits, len(row.digits)
    checked = luhn(digits)
    if (card := _health_card(row, before, after)) is not None:
        return card
    cue = _cue(before, count)
    if count == 9 and (checked or (cue and cue[0] == "sin")) and (cue is None or cue[0] in ("sin", "phone")):
        why = "Nine digits with the check digit of a SIN" if checked else "Said to be a social insurance number"
        return "sin", 0.97 if checked and (cue or _in_threes(row)) else 0.8, why, 0
    if cue is not None:
        kind, why = cue
        return kind, 0.95 if kind in ("fax", "phone") and _is_phone(digits) else 0.8, why, 0
    if _is_phone(digits):
        return "phone", 0.95, "Ten digits as a North American phone number has them", 0
    if count == 7 and row.groups[0] != digits and (len(row.groups[0]) == 3 or row.spoken):
        return "phone", 0.7, "Seven digits, as a local phone number has them", 0
    if count in (15, 16) and checked:
        return "account", 0.97, "A card number with its check digit", 0
    if count >= 6 and not _AMOUNT.match(after) and not _are_years(row):
        return "number", 0.6, "A long number", 0
    return None


def _health_card(row: DigitRow, before: str, after: str) -> tuple[str, float, str, int] | None:
    """An Ontario health card: ten digits, the last a check digit, and mostly a version code of two letters."""
    if len(row.digits) != 10:
        return None
    checked, said = luhn(row.digits), bool(_HEALTH_CARD.search(before) or _HEALTH_CARD.search(after))
    code = _VERSION_CODE.match(after)
    if code is not None and not (said or (code.group(1) + code.group(2)).isupper()):
        code = None
    if not (said or (checked and (code or [len(group) for group in row.groups] == [4, 3, 3]))):
        return None
    if checked:
        why = "Ten digits with the check digit of a health card"
        return "health card", 0.97, why, code.end() if code else 0
    return "health card", 0.85, "Said to be a health card number", code.end() if code else 0


def _cue(before: str, count: int) -> tuple[str, str] | None:
    """What the words before a number say that it is: those nearest to it."""
    best: tuple[int, str, str] | None = None
    for pattern, kind, least, why in _CUES:
        if count < least:
            continue
        last = None
        for match in pattern.finditer(before):
            last = match
        if last is None or (best is not None and last.end() <= best[0]):
            continue
        # A short number is one's own only right behind what says so.
        between = before[last.end() :]
        if count > _SHORT or (len(between) <= _RIGHT_BEHIND and not _SENTENCE_ENDS.search(between)):
            best = last.end(), kind, why
    return (best[1], best[2]) if best else None


def _is_phone(digits: str) -> bool:
    """Whether digits fit the North American numbering plan."""
    digits = digits.removeprefix("1") if len(digits) == 11 else digits
    return len(digits) == 10 and digits[0] in "23456789" and digits[3] in "23456789"


def _in_threes(row: DigitRow) -> bool:
    return [len(group) for group in row.groups] == [3, 3, 3] or row.spoken


def _are_years(row: DigitRow) -> bool:
    return _YEARS.fullmatch(row.digits) is not None
