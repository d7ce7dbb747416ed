"""Regular expressions as they are written, read into what can be asked of a text in steady time."""

from __future__ import annotations

import importlib
import re
import warnings
from dataclasses import dataclass
from typing import Any

from interviewcoder.errors import NotAllowed
from interviewcoder.sources.pattern_letters import Atom

# Python's own reading of a pattern; the module has no types.
_parser: Any = importlib.import_module("re._parser")
_AROUND = "This pattern asks for what stands before or behind the words (?= ?! ?<= ?<!), which can't be done"
_AGAIN = "This pattern asks for the same words again (\\1), which can't be done"
_KEPT = "This pattern forbids to try again (*+ ++ ?+ or (?>), which can't be done and isn't needed"
_REFUSED = {
    "ASSERT": (_AROUND, "Look for the words themselves, with what is around them."),
    "ASSERT_NOT": (_AROUND, "Look for the words themselves, with what is around them."),
    "GROUPREF": (_AGAIN, "Write the words twice."),
    "GROUPREF_EXISTS": (_AGAIN, "Write both ways with a | between them."),
    "ATOMIC_GROUP": (_KEPT, "Leave out the second + or the ?>."),
    "POSSESSIVE_REPEAT": (_KEPT, "Leave out the second + or the ?>."),
}
# Where such a thing is written; what is escaped or in a class is none.
_PLACES = re.compile(
    r"(?P<GROUPREF>\\[1-9]|\(\?P=)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<ASSERT>\(\?<?=)|(?P<ASSERT_NOT>\(\?<?!)"
    r"|(?P<GROUPREF_EXISTS>\(\?\()|(?P<ATOMIC_GROUP>\(\?>)|(?P<POSSESSIVE_REPEAT>[*+?}]\+)",
    re.DOTALL,
)
_EDGES = {
    "AT_BEGINNING": rb"(?m:^)",
    "AT_BEGINNING_STRING": rb"(?m:^)",
    "AT_END": rb"(?m:$)",
    "AT_END_STRING": rb"(?m:$)",
    "AT_BOUNDARY": rb"\b",
    "AT_NON_BOUNDARY": rb"\B",
}
_KINDS = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}


class BadPattern(NotAllowed):
    """What is looked for can't be understood; `at` is the place of it where that shows, -1 where there is none."""

    def __init__(self, message: str, hint: str = "", *, at: int = -1) -> None:
        super().__init__(message, hint)
        self.at = at


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says: signs of the language, with numbers for the sets in `atoms`."""

    parts: tuple[bytes | int, ...]
    atoms: tuple[Atom, ...]

    @property
    def minds_words(self) -> bool:
        """Whether it asks where words begin and end."""
        return rb"\b" in self.parts or rb"\B" in self.parts


def read(written: str, *, any_case: bool) -> Reading:
    """Read an expression as Python does.

    Raises:
        BadPattern: it is none, or asks for what can't be told in steady time.
    """
    try:
        with warnings.catch_warnings():
            # Of “[[”, which is read in one way only here.
            warnings.simplefilter("ignore")
            parsed = _parser.parse(written, re.IGNORECASE if any_case else 0)
        reader = _Reader(written)
        reader.take(parsed, parsed.state.flags)
    except re.error as error:
        at = -1 if error.pos is None else error.pos
        raise BadPattern(
            f"This is no regular expression: {error.msg}{_place(at)}.",
            "A sign such as ( [ * + ? . \\ that is meant as itself is written with a \\ before it.",
            at=at,
        ) from None
    except (OverflowError, RecursionError):
        raise too_large() from None
    return Reading(tuple(reader.parts), tuple(reader.atoms))


def too_large() -> BadPattern:
    """Say that an expression repeats or nests more than can be held."""
    return BadPattern("This pattern is too large.", "At most, something can be repeated a thousand times: {1,1000}.")


class _Reader:
    """Goes through what Python read, and writes it down anew."""

    def __init__(self, written: str) -> None:
        self._written = written
        self.parts: list[bytes | int] = []
        self.atoms: dict[Atom, int] = {}

    def take(self, parsed: Any, flags: int) -> None:
        for operation, argument in parsed:
            name = str(operation)
            if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
                self._take_atom(_atom(name, argument, flags))
            elif name == "AT":
                self.parts.append(_EDGES[str(argument)])
            elif name == "BRANCH":
                self._take_branches(argument[1], flags)
            elif name == "SUBPATTERN":
                _, added, taken, inner = argument
                self._take_group(inner, (flags | added) & ~taken)
            elif name in ("MAX_REPEAT", "MIN_REPEAT"):
                least, most, inner = argument
                self._take_group(inner, flags)
                self.parts.append(_times(int(least), most, lazy=name == "MIN_REPEAT"))
            else:
                raise self._refusal(name)

    def _take_atom(self, atom: Atom) -> None:
        self.parts.append(self.atoms.setdefault(atom, len(self.atoms)))

    def _take_group(self, inner: Any, flags: int) -> None:
        self.parts.append(b"(?:")
        self.take(inner, flags)
        self.parts.append(b")")

    def _take_branches(self, branches: Any, flags: int) -> None:
        self.parts.append(b"(?:")
        for number, branch in enumerate(branches):
            if number:
                self.parts.append(b"|")
            self.take(branch, flags)
        self.parts.append(b")")

    def _refusal(self, name: str) -> BadPattern:
        places = (match.start() for match in _PLACES.finditer(self._written) if match.lastgroup == name)
        at = next(places, -1)
        message, hint = _REFUSED.get(name, ("This pattern asks for something that can't be done", ""))
        return BadPattern(f"{message}{_place(at)}.", hint, at=at)


def _atom(name: str, argument: Any, flags: int) -> Atom:
    case, narrow = bool(flags & re.IGNORECASE), bool(flags & re.ASCII)
    if name == "ANY":
        return Atom(negated=True)
    if name != "IN":
        char = chr(argument)
        return Atom(((char, char),), negated=name == "NOT_LITERAL", any_case=case)
    ranges: list[tuple[str, str]] = []
    kinds, negated = "", False
    for operation, value in argument:
        what = str(operation)
        if what == "NEGATE":
            negated = True
        elif what == "CATEGORY":
            category = str(value).removeprefix("CATEGORY_")
            kind = _KINDS[category.removeprefix("NOT_")]
            kinds += kind.upper() if category.startswith("NOT_") else kind
        else:
            first, last = (value, value) if what == "LITERAL" else value
            ranges.append((chr(first), chr(last)))
    return Atom(tuple(ranges), kinds, negated, case and bool(ranges), narrow and bool(kinds))


def _times(least: int, most: Any, *, lazy: bool) -> bytes:
    endless = most == _parser.MAXREPEAT
    short = {(0, True): "*", (1, True): "+"}.get((least, endless))
    times = short or f"{{{least},{'' if endless else int(most)}}}"
    return (times + ("?" if lazy else "")).encode()


def _place(at: int) -> str:
    return f" (character {at + 1})" if at >= 0 else ""
