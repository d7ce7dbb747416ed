"""Regular expressions that always come to an end, with places in exact code points.

An expression is read by Python's own reader, so its writing and its errors are
those of Python, and is run by RE2, whose time grows with the text and not with
the ways in which the text can be shared out. RE2 counts in UTF-8 and knows words
and their edges in ASCII only. So it never sees the text: it sees one byte for
each character, the same for all that the expression treats alike.

Nothing reaches over the end of a line: `^` and `$` are a line's ends, and so is
what a paragraph or a turn begins and ends with. A hit is never empty.
"""

from __future__ import annotations

import re
import time
import unicodedata
from typing import TYPE_CHECKING

from interviewcoder.sources.pattern_letters import Alphabet
from interviewcoder.sources.pattern_reading import BadPattern, Reading, read, too_large
from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    import re2

__all__ = ["BadPattern", "Expression", "words_expression"]

# One search takes time in step with the text. Some expressions search through all of it for each short hit.
_MOST_S, _MOST_S_PER_HIT = 3.0, 1e-5
_APOSTROPHES = "['’ʼ]"


class Expression:
    r"""A regular expression of Python's writing, without lookaround and without references to groups.

    `\w`, `\d`, `\s` and `\b` mean the letters, digits, spaces and word edges of
    all scripts. With `whole_words` no word character stands right before or
    behind a hit.

    Raises:
        BadPattern: it is none, or asks for what can't be told in steady time.
    """

    def __init__(self, written: str, *, match_case: bool = False, whole_words: bool = False) -> None:
        if not written.strip():
            raise BadPattern("There is nothing to look for.", "Write a regular expression.")
        self._written = written
        self._whole_words = whole_words
        self._reading = read(written, any_case=not match_case)
        self._alphabet = Alphabet(self._reading.atoms, minds_words=whole_words or self._reading.minds_words)
        self._alphabet.encoded("")
        self._size, self._program = -1, self._compiled()

    def spans_in(self, text: str) -> list[Span]:
        """Find all places, in code points; none is empty or shares a character with another.

        Raises:
            BadPattern: the expression takes too long.
            NotAllowed: it names more different letters than can be told apart.
        """
        row = self._alphabet.encoded(text)
        if self._size != self._alphabet.size:
            self._program = self._compiled()
        # The row begins with the end of a line; around a hit that is whole words, one byte more is taken along.
        margin = 1 if self._whole_words else 0
        search = self._program.search
        spans: list[Span] = []
        at, began = 1 - margin, time.thread_time()
        while at < len(row) and (match := search(row, at)) is not None:
            start, end = match.start() + margin, match.end() - margin
            if start < end:
                spans.append(Span(start - 1, end - 1))
                at = end - margin
            else:
                at = match.start() + 1
            if time.thread_time() - began > _MOST_S + len(spans) * _MOST_S_PER_HIT:
                raise BadPattern(
                    f"The pattern “{self._written}” takes too long.",
                    "Write it with fewer stars and pluses, or look for the words one by one.",
                )
        return spans

    def _compiled(self) -> re2._Regexp:
        import re2  # what only who searches waits for

        self._size = self._alphabet.size
        options = re2.Options()
        # It would write to where a person's terminal is.
        options.log_errors = False
        options.encoding = re2.Options.Encoding.LATIN1
        pattern = _in_bytes(self._reading, self._alphabet)
        if self._whole_words:
            around = b"[^" + _listed(self._alphabet.word_bytes()) + b"]"
            pattern = around + b"(?:" + pattern + b")" + around
        try:
            return re2.compile(pattern, options)
        except re2.error:
            raise too_large() from None
        finally:
            # It would keep the last 128, each with some megabytes.
            re2.purge()


def words_expression(
    words: str, *, whole_words: bool = True, match_case: bool = False, wildcard: bool = False
) -> Expression:
    """Look for words as they stand there: any space, apostrophe or writing of an accent will do.

    With `wildcard` a star stands for any letters, or none (“nurs*”).

    Raises:
        NotAllowed: there are no words.
    """

    def written(part: str) -> str:
        """The ways in which a word may be stored: accents as one letter or two, apostrophes straight or curly."""
        ways = []
        for form in dict.fromkeys(unicodedata.normalize(form, part) for form in ("NFC", "NFD")):
            escaped = re.sub(_APOSTROPHES, _APOSTROPHES, re.escape(form))
            ways.append(escaped.replace(r"\*", r"[\w'’-]*") if wildcard else escaped)
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"

    parts = words.split()
    if not parts or (wildcard and not words.replace("*", "").strip()):
        raise BadPattern("There is nothing to look for.", "Write a word or a few.")
    body = r"\s+".join(map(written, parts))
    if whole_words:
        # Where a sign stands at the edge, there is no word to be whole.
        body = (r"\b" if parts[0][0].isalnum() else "") + body + (r"\b" if parts[-1][-1].isalnum() else "")
    return Expression(body, match_case=match_case)


def _in_bytes(reading: Reading, alphabet: Alphabet) -> bytes:
    return b"".join(part if isinstance(part, bytes) else _one_of(alphabet.bytes_of(part)) for part in reading.parts)


def _one_of(members: bytes) -> bytes:
    return b"[" + _listed(members) + b"]" if members else rb"[^\x00-\xff]"


def _listed(members: bytes) -> bytes:
    return b"".join(rb"\x%02x" % byte for byte in members)
