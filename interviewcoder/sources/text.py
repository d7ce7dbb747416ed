"""Places in a source's text, in Unicode code points."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A passage: from `start` up to, not including, `end`, in code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it holds."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def text_in(self, text: str) -> str:
        """The passage's words."""
        return text[self.start : self.end]


def as_name(text: str) -> str:
    """Text as the name of something: on one line, without space around it, accents written one way (NFC).

    File names of macOS bring accents as letters of their own, keyboards don't;
    a person sees one name.
    """
    return unicodedata.normalize("NFC", " ".join(normalise(text).split()))


def normalise(text: str) -> str:
    r"""Text as it is stored: no byte-order mark, every line end `\n`, nothing that can't be stored.

    Lone surrogates and NUL, which no file should hold, become U+FFFD.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        text = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    return text
