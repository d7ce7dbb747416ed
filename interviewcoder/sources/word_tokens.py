"""Text in the pieces that a correction is measured in: words, signs, spaces, ends of paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = r".,;:!?…\"“”„«»()\[\]{}<>/\\|¿¡—–#*"
# Scripts that write without spaces are taken sign by sign.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Accents and the like, which are written onto the sign before them.
_WRITTEN_ONTO = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TOKEN = re.compile(rf"\n|[^\S\n]+|[{_ALONE}][{_WRITTEN_ONTO}]*|[{_SIGNS}]+|[^\s{_SIGNS}{_ALONE}]+")
_STANDS_ALONE = re.compile(f"[{_ALONE}]")
_WORD_START = re.compile(rf"[{_ALONE}]|[^\W_][^\s{_ALONE}]*")
_TIME_MARK = re.compile(r"#\d\d:\d\d:\d\d-\d#")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text, in code points."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        """Whether it is more than space and signs."""
        return any(char.isalnum() for char in self.text)


def tokens(text: str, start: int = 0) -> list[Token]:
    """Cut a text into tokens that together are the text; `start` is added to their places."""
    return [Token(start + match.start(), start + match.end(), match.group()) for match in _TOKEN.finditer(text)]


def words(text: str, start: int = 0) -> list[Token]:
    """The words of a text with the signs that are written onto them; time marks are no words."""
    found: list[Token] = []
    glued = False
    # A space in a mark's place keeps all other places.
    for token in tokens(_TIME_MARK.sub(lambda mark: " " * len(mark.group()), text), start):
        if token.text.isspace():
            glued = False
            continue
        if glued and not _divided(found[-1], token):
            last = found.pop()
            token = Token(last.start, token.end, last.text + token.text)
        found.append(token)
        glued = True
    return found


def word_starts(text: str) -> list[int]:
    """Where the words of a text begin, for counting them; signs that stand alone and time marks are none."""
    if "#" in text:
        text = _TIME_MARK.sub(lambda mark: " " * len(mark.group()), text)
    return [match.start() for match in _WORD_START.finditer(text)]


def is_gap(text: str) -> bool:
    """Whether a token only separates words, without ending a paragraph."""
    return text != "\n" and text.isspace()


def _divided(before: Token, after: Token) -> bool:
    """Whether two words that stand without a space between them are two all the same."""
    without_spaces = _STANDS_ALONE.search(before.text) or _STANDS_ALONE.match(after.text)
    return before.is_word and after.is_word and without_spaces is not None
