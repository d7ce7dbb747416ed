"""Where words begin and end, for selections that snap to whole words.

A lean reading of Unicode's word boundaries (UAX #29) with what interviews need:
apostrophes and hyphens hold a word together, emoji are never cut in two, scripts
that write without spaces are taken sign by sign.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES_AND_HYPHENS = frozenset("'’‘＇-‐‑·\u05f3\u05f4")
_INSIDE_NUMBERS = frozenset(".,:/")
_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
# Han, kana, Thai, Lao, Burmese, Khmer and their neighbours: no spaces between words.
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x312F),
    (0x3190, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Widen a range to whole words after trimming white space off its ends.

    Offsets are code points, end excluded. Returns None where the range holds
    nothing but white space.
    """
    trimmed = trim(text, start, end)
    if trimmed is None:
        return None
    start, end = trimmed
    while _holds_together(text, start):
        start -= 1
    while _holds_together(text, end):
        end += 1
    return start, end


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take white space off both ends of a range; None where nothing else is in it."""
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def word_around(text: str, at: int) -> tuple[int, int] | None:
    """Give the word that the character at an offset belongs to; None at white space."""
    if not 0 <= at < len(text):
        return None
    return snap_to_words(text, at, at + 1)


def cuts_letters(text: str, at: int) -> bool:
    """Whether a cut just before `at` would go between letters of a word or through a visible character.

    Not so at the signs that hold words together: before or behind an apostrophe or a hyphen may be cut.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return False
    if _extends(after) or before == _ZERO_WIDTH_JOINER or _inside_flag(text, at):
        return True
    letter_before = _base(text, at - 1)
    if _in_word(letter_before) and _in_word(after):
        return not (_stands_alone(letter_before) or _stands_alone(after))
    return False


def _holds_together(text: str, at: int) -> bool:
    """Whether a cut just before `at` would go through a word or a visible character."""
    return cuts_letters(text, at) or _joins(text, at) or _joins(text, at - 1)


def _joins(text: str, at: int) -> bool:
    """Whether the character at `at` ties its two neighbours into one word."""
    if not 0 < at < len(text) - 1:
        return False
    before, sign, after = _base(text, at - 1), text[at], text[at + 1]
    if sign in _APOSTROPHES_AND_HYPHENS:
        return _in_word(before) and _in_word(after)
    return sign in _INSIDE_NUMBERS and before.isdigit() and after.isdigit()


def _base(text: str, at: int) -> str:
    """The character that marks at and before `at` sit upon."""
    while at > 0 and _extends(text[at]) and not text[at - 1].isspace():
        at -= 1
    return text[at]


def _extends(char: str) -> bool:
    """Whether a character is written onto the one before it: marks, joiners, skin tones, tags."""
    if char.isascii() or char == _ZERO_WIDTH_SPACE:
        return False
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _stands_alone(char: str) -> bool:
    point = ord(char)
    return point >= 0x0E00 and any(first <= point <= last for first, last in _WITHOUT_SPACES)


def _inside_flag(text: str, at: int) -> bool:
    """Whether `at` falls between the two regional letters that make one flag."""
    if not (_regional(text[at]) and _regional(text[at - 1])):
        return False
    run = at
    while run > 0 and _regional(text[run - 1]):
        run -= 1
    return (at - run) % 2 == 1


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
