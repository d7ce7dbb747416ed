"""What tells coders apart beside the text: initials in each one's colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView

_MOST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class CoderSign:
    """A coder as they are told from others in little room."""

    name: str
    initials: str
    colour: QColor


def signs_of(coders: Sequence[CoderView]) -> dict[int, CoderSign]:
    """Give each coder, by id, initials that no other has, as far as names allow."""
    initials = initials_of([coder.name for coder in coders])
    return {coder.id: CoderSign(coder.name, initials[coder.name], QColor(coder.colour)) for coder in coders}


def initials_of(names: Sequence[str]) -> Mapping[str, str]:
    """Give names' initials: “BO” for Ben Okri, “Be” for a mere Ben; longer where two would be the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        ways = list(_ways(name))
        found[name] = next((way for way in ways if way.casefold() not in taken), ways[-1])
        taken.add(found[name].casefold())
    return found


def _ways(name: str) -> list[str]:
    words = [word for word in name.replace(".", " ").replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return [name.strip()[:_MOST_LETTERS] or "?"]
    first, last = words[0], words[-1]
    if len(words) == 1:
        return [first[:1].upper() + first[1:length] for length in range(2, max(3, len(first) + 1))]
    both = [(first[0] + last[0]).upper()]
    both += [(first[0] + last[:length].capitalize()) for length in range(2, len(last) + 1)]
    return [*both, "".join(word[0] for word in words).upper()]
