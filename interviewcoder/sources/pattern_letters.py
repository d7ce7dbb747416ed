"""What an expression asks of one character, and the bytes that stand for characters it treats alike."""

from __future__ import annotations

import codecs
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain

from interviewcoder.errors import NotAllowed

LINE_END = ord("\n")
_WORD_BYTES = (string.ascii_letters + string.digits + "_").encode()
_SIGN_BYTES = bytes(byte for byte in range(256) if byte != LINE_END and byte not in _WORD_BYTES)


def is_word_character(char: str) -> bool:
    r"""Tell what `\w` means: letters, their marks (accents, vowel signs), numbers and “_” of all scripts."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


@dataclass(frozen=True, slots=True)
class Atom:
    r"""A set of characters, such as `.`, `x`, `\w` or `[^a-c]`; the end of a line is in none.

    `ranges` hold first and last characters, `kinds` are “d”, “s” and “w”, or
    these as capitals for what is none.
    """

    ranges: tuple[tuple[str, str], ...] = ()
    kinds: str = ""
    negated: bool = False
    any_case: bool = False
    ascii_only: bool = False

    def holds(self, char: str) -> bool:
        """Tell whether a character is in the set."""
        if char == "\n":
            return False
        written = case_forms(char) if self.any_case else (char,)
        within = any(first <= form <= last for first, last in self.ranges for form in written)
        return (within or any(self._is_of(kind, char) for kind in self.kinds)) != self.negated

    @property
    def only(self) -> str | None:
        """The character, where the set has but one."""
        single = len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]
        return self.ranges[0][0] if single and not self.kinds and not self.negated else None

    def _is_of(self, kind: str, char: str) -> bool:
        lower = kind.lower()
        is_it = char.isdecimal() if lower == "d" else char.isspace() if lower == "s" else is_word_character(char)
        return (is_it and (char.isascii() or not self.ascii_only)) == kind.islower()


@cache
def class_of(*categories: str) -> str:
    """Write the characters of some Unicode categories (“Mn”, or “M” for all of that letter) for a class of `re`.

    Private characters beyond 16 bits are left out.
    """
    ranges: list[list[int]] = []
    for code in chain(range(0x20000), range(0xE0000, 0xE0200)):
        if unicodedata.category(chr(code)).startswith(categories):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@lru_cache(maxsize=4096)
def case_forms(char: str) -> tuple[str, ...]:
    """Give all ways to write a letter that differ in case alone; two letters are one if they share a way."""
    forms = (char, char.lower(), char.upper(), char.title(), char.casefold())
    return tuple(dict.fromkeys(form for form in forms if len(form) == 1))


class Alphabet(dict[int, int]):
    """Bytes for code points: one byte for all that are in the same sets, handed out as they are met.

    With `minds_words` the bytes of word characters are letters, digits and “_”
    of ASCII, and those of others aren't.
    """

    def __init__(self, atoms: Sequence[Atom], *, minds_words: bool) -> None:
        super().__init__({LINE_END: LINE_END})
        self._minds_words = minds_words
        self._free = [list(_WORD_BYTES), list(_SIGN_BYTES)] if minds_words else [[], list(_WORD_BYTES + _SIGN_BYTES)]
        self._sets: list[tuple[int, Atom]] = []
        self._exact: dict[str, int] = {}
        self._any_case: dict[str, int] = {}
        for number, atom in enumerate(atoms):
            if atom.only is None:
                self._sets.append((1 << number, atom))
            elif atom.any_case:
                for form in case_forms(atom.only):
                    self._any_case[form] = self._any_case.get(form, 0) | 1 << number
            else:
                self._exact[atom.only] = self._exact.get(atom.only, 0) | 1 << number
        self._bytes: dict[tuple[int, bool], int] = {}

    @property
    def size(self) -> int:
        """How many bytes are handed out; grows as characters of new kinds are met."""
        return len(self._bytes)

    def encoded(self, text: str) -> bytes:
        """Write a text with one byte for each code point, between two ends of lines.

        Raises:
            NotAllowed: there are too many letters to tell apart.
        """
        written = [b""]
        for line in text.split("\n"):
            try:
                written.append(line.encode("latin-1").translate(self._latin))
            except UnicodeEncodeError:
                written.append(codecs.charmap_encode(line, "strict", self)[0])
        written.append(b"")
        return b"\n".join(written)

    def bytes_of(self, number: int) -> bytes:
        """Give the bytes of the characters in a set, as far as they were met."""
        return bytes(byte for (mask, _), byte in self._bytes.items() if mask >> number & 1)

    def word_bytes(self) -> bytes:
        """Give the bytes of word characters, as far as they were met."""
        return bytes(byte for (_, is_word), byte in self._bytes.items() if is_word)

    @cached_property
    def _latin(self) -> bytes:
        return bytes(self[code] for code in range(256))

    def __missing__(self, code: int) -> int:
        char = chr(code)
        mask = self._exact.get(char, 0)
        for form in case_forms(char):
            mask |= self._any_case.get(form, 0)
        for bit, atom in self._sets:
            mask |= bit if atom.holds(char) else 0
        key = mask, self._minds_words and is_word_character(char)
        byte = self._bytes.get(key)
        if byte is None:
            free = self._free[0 if key[1] else 1]
            if not free:
                raise NotAllowed(
                    "This pattern names more different letters than can be told apart.",
                    "Look for some of the words first, then for the others.",
                )
            byte = self._bytes[key] = free.pop(0)
        self[code] = byte
        return byte
