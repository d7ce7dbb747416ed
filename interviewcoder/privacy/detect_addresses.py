"""Find e-mail and web addresses, account names, IP addresses and postal codes, written or said."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord
from interviewcoder.privacy.spoken_numbers import digits_of
from interviewcoder.sources.text import Span

_ENDS = r"(?:ca|com|org|net|edu|gov|info|io|uk|eu|fr|de|us|health|on\.ca)"
_SAID_ENDS = r"(?:ca|com|org|net|edu|gov|info|on dot ca)"
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}\b")
_SAID_EMAIL = re.compile(
    rf"\b\w+(?: (?:dot|underscore|dash|hyphen) \w+){{0,4}},? at,?"
    rf" \w+(?: (?:dot|dash|hyphen) \w+){{0,3}} dot {_SAID_ENDS}\b",
    re.I,
)
_WEB = re.compile(
    rf"\b(?:https?://|www\.)[^\s<>\"“”]{{2,300}}|(?<![@\w.-])(?:[A-Za-z0-9-]{{2,40}}\.){{1,4}}{_ENDS}\b(?:/[^\s<>\"“”]{{0,200}})?",
    re.I,
)
_SAID_WEB = re.compile(rf"\b(?:www|w w w) dot \w+(?: dot \w+){{0,3}}|\b\w+ dot {_SAID_ENDS}\b", re.I)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,30}")
_NUMBERS_AND_DOTS = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?![\w:])"
)
_FIRST_LETTERS = frozenset("abceghjklmnprstvxy")
_POSTAL_CODE = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b", re.I)


def addresses(words: Sequence[SaidWord], text: str) -> list[Found]:
    """All addresses of a text."""
    found: list[Found] = []
    small = text.lower()
    for sign, pattern, kind, score, why in (
        ("@", _EMAIL, "email", 0.99, "An e-mail address"),
        (" dot ", _SAID_EMAIL, "email", 0.92, "An e-mail address, spelt out"),
        (".", _WEB, "web", 0.8, "A web address"),
        (" dot ", _SAID_WEB, "web", 0.6, "A web address, spelt out"),
        ("@", _HANDLE, "web", 0.7, "An account name"),
        ("", _POSTAL_CODE, "place", 0.92, "A Canadian postal code"),
    ):
        for match in _matches(pattern, text, small, sign):
            end = match.start() + len(match.group().rstrip(".,;:!?)'’"))
            found.append(Found(Span(match.start(), end), kind, "number", score, why))
    found += _ip_addresses(text)
    found += _said_postal_codes(words)
    return found


def _matches(pattern: re.Pattern[str], text: str, small: str, sign: str) -> Iterator[re.Match[str]]:
    """All matches of a pattern, looked for only in the lines that hold a sign of it."""
    if not sign:
        yield from pattern.finditer(text)
        return
    at = small.find(sign)
    while at >= 0:
        start, end = small.rfind("\n", 0, at) + 1, small.find("\n", at)
        end = end if end >= 0 else len(text)
        yield from pattern.finditer(text, start, end)
        at = small.find(sign, end)


def _ip_addresses(text: str) -> Iterator[Found]:
    for match in _NUMBERS_AND_DOTS.finditer(text):
        try:
            ipaddress.ip_address(match.group())
        except ValueError:
            continue
        yield Found(Span(*match.span()), "ip", "number", 0.9, "An IP address")


def _said_postal_codes(words: Sequence[SaidWord]) -> Iterator[Found]:
    """Postal codes letter by letter: “L 8 S 4 K 1”, “l eight s four k one”, “L8S 4K one”."""
    place = 0
    while place < len(words):
        key = words[place].key
        if len(key) <= 3 and key[:1] in _FIRST_LETTERS and (len(key) == 1 or not key.isalpha()):
            said, last = "", place
            while last < len(words) and len(said) < 6 and words[last].line == words[place].line:
                said += _one_by_one(words[last].key) or "?" * 9
                last += 1
            if last - place > 2 and _POSTAL_CODE.fullmatch(said):
                span = Span(words[place].start, words[last - 1].end)
                yield Found(span, "place", "number", 0.85, "A postal code, said letter by letter")
                place = last
                continue
        place += 1


def _one_by_one(key: str) -> str:
    """The letters and digits that a word says one by one; nothing where it is a word."""
    digits = digits_of(key) if key not in ("o", "oh") else None
    return digits or (key if len(key) == 1 or any(char.isdigit() for char in key) else "")
