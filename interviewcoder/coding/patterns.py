"""Words and patterns to look for, made so that looking for them comes to an end.

Regular expressions are Python's. One whose parts can share a text out among
them in endlessly many ways would keep the window waiting for ever. So nested
repetitions are refused, and where there are several, a paragraph is tried in
small pieces first, then in pieces of twice the size, and so on: that one piece
takes too long is seen before a larger one can take for ever.
"""

from __future__ import annotations

import importlib
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from interviewcoder.errors import NotAllowed
from interviewcoder.sources.text import Span

# Python's own reading of a pattern; the module has no types.
_parser: Any = importlib.import_module("re._parser")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
# From this many on, a repetition counts as endless.
_OFTEN = 10
_MOST_REPEATS = 6
_LONGEST_SLICE = 20_000
# The more repetitions, the steeper the time grows with a piece's length.
_FEW_REPEATS, _FIRST_PIECE, _SMALL_FIRST_PIECE = 3, 64, 16
_TRY_S = 0.02
_APOSTROPHES = "['’ʼ]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something to look for; with `by_paragraph` in each paragraph by itself.

    `repeats` is how many of its parts can be as long as they like.
    """

    compiled: re.Pattern[str]
    by_paragraph: bool = False
    repeats: int = 0

    def spans_in(self, text: str) -> Iterator[Span]:
        """Find all places, none empty.

        Raises:
            NotAllowed: the pattern takes too long.
        """
        if not self.by_paragraph:
            yield from _spans(self.compiled, text, 0, len(text))
            return
        for start, end in _slices(text):
            if self.repeats > 1:
                self._try(text, start, end)
            yield from _spans(self.compiled, text, start, end)

    def _try(self, text: str, start: int, end: int) -> None:
        piece = _FIRST_PIECE if self.repeats <= _FEW_REPEATS else _SMALL_FIRST_PIECE
        while piece < end - start:
            for at in range(start, end, piece):
                began = time.thread_time()
                for _ in self.compiled.finditer(text, at, min(at + piece, end)):
                    pass
                if time.thread_time() - began > _TRY_S:
                    raise _endless()
            piece *= 2


def words_pattern(words: str, *, whole_words: bool = True, match_case: bool = False, wildcard: bool = False) -> Pattern:
    """Look for words as they stand there: any space, apostrophe or writing of an accent will do.

    With `wildcard` a star stands for any letters, or none (“nurs*”).

    Raises:
        NotAllowed: there are no words.
    """
    parts = words.split()
    if not parts or (wildcard and not words.replace("*", "").strip()):
        raise NotAllowed("There is nothing to look for.", "Write a word or a few.")
    body = r"[^\S\n]+".join(_writings(part, wildcard=wildcard) for part in parts)
    if whole_words:
        # Where a sign stands at the edge, there is no word to be whole.
        before = r"(?<!\w)" if parts[0][0].isalnum() else ""
        after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
        body = f"{before}{body}{after}"
    return Pattern(re.compile(body, 0 if match_case else re.IGNORECASE))


def regular_expression(written: str, *, match_case: bool = False) -> Pattern:
    """Look for a regular expression, in each paragraph by itself.

    Raises:
        NotAllowed: it isn't one, or it might never come to an end.
    """
    if not written.strip():
        raise NotAllowed("There is nothing to look for.", "Write a regular expression.")
    try:
        compiled = re.compile(written, 0 if match_case else re.IGNORECASE)
        parsed = _parser.parse(written)
    except (re.error, OverflowError, RecursionError) as error:
        reason = str(error)
        raise NotAllowed(
            f"“{written}” is no regular expression: {reason}.",
            "A sign such as ( [ * + ? that is meant as itself gets a \\ before it.",
        ) from error
    repeats = _count_repeats(parsed, inside=False)
    if repeats > _MOST_REPEATS:
        raise _endless()
    return Pattern(compiled, by_paragraph=True, repeats=repeats)


def _writings(part: str, *, wildcard: bool) -> str:
    """The ways in which a word may be stored: accents as one letter or two, apostrophes straight or curly."""
    forms = dict.fromkeys(unicodedata.normalize(form, part) for form in ("NFC", "NFD"))
    written = []
    for form in forms:
        escaped = re.sub(_APOSTROPHES, _APOSTROPHES, re.escape(form))
        written.append(escaped.replace(r"\*", r"[\w'’-]*") if wildcard else escaped)
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"


def _spans(compiled: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    for match in compiled.finditer(text, start, end):
        if match.start() < match.end():
            yield Span(match.start(), match.end())


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs; a very long one in several pieces, cut between words."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST_SLICE:
            cut = text.rfind(" ", start, start + _LONGEST_SLICE)
            end = cut if cut > start else start + _LONGEST_SLICE
            yield start, end
            start = end
            continue
        if end > start:
            yield start, end
        start = end + 1


def _count_repeats(parsed: Any, *, inside: bool) -> int:
    """How many repetitions without a near end a pattern has; refuses one inside another, and choices inside one."""
    count = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in _REPEATS:
            endless = _often(argument[1])
            # What is there or not, or more or less often, shares a text out in many ways when it is repeated.
            if inside and int(argument[0]) != int(argument[1]):
                raise _endless()
            count += endless + _count_repeats(argument[2], inside=inside or endless)
        elif name == "BRANCH":
            if inside:
                raise _endless()
            count += sum(_count_repeats(branch, inside=inside) for branch in argument[1])
        else:
            for part in argument if isinstance(argument, tuple) else (argument,):
                if isinstance(part, _parser.SubPattern):
                    count += _count_repeats(part, inside=inside)
    return count


def _often(most: Any) -> bool:
    return most == _parser.MAXREPEAT or int(most) >= _OFTEN


def _endless() -> NotAllowed:
    return NotAllowed(
        "This pattern could keep searching for ever: it repeats something that repeats itself.",
        "Write it with fewer stars and pluses, or look for the words one by one.",
    )
