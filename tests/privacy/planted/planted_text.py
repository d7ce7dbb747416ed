"""Fictional interviews in which identifiers are planted, and where they stand.

`interview.txt` holds forty; it was before our eyes while the detectors were
made. `held_out.txt` was written when they were done, and nothing was changed to
do better on it. They mark each as {kind how|words}; {+|words} goes on with the one
before it, in a later turn. Nobody in them exists; their numbers are those that are
kept free for fiction, or test numbers with a right check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from interviewcoder.privacy.known_names import KnownName
from interviewcoder.sources.text import Span

_MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
_KINDS_OF_TWO_WORDS = ("health card",)

# What a research team would have in the key and on its list before it begins to read.
NAME_LIST = (
    KnownName("Maria Kowalska"),
    KnownName("Jeannie Thibodeau"),
    KnownName("Sean MacDonald"),
    KnownName("Brenda Achterberg"),
    KnownName("Saint Mary's General Hospital", "organisation"),
    KnownName("Kettle Creek Regional Health Centre", "organisation"),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """An identifier: its kind, how it is disguised (empty where it isn't), and its passages."""

    kind: str
    how: str
    spans: tuple[Span, ...]


def planted_interview(name: str = "interview") -> tuple[str, list[Planted]]:
    """The text as it would be imported, and what is planted in it."""
    marked = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    text, planted, done = "", list[Planted](), 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        label, words = match.groups()
        span = Span(len(text), len(text) + len(words))
        if label == "+":
            last = planted.pop()
            planted.append(Planted(last.kind, last.how, (*last.spans, span)))
        else:
            kind = next((kind for kind in _KINDS_OF_TWO_WORDS if label.startswith(kind)), label.split()[0])
            planted.append(Planted(kind, label.removeprefix(kind).strip(), (span,)))
        text += words
        done = match.end()
    return text + marked[done:], planted
