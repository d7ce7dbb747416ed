"""What still identifies somebody in words that are about to leave the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from interviewcoder.privacy.known_names import KnownName
from interviewcoder.sources.folding import Folding


@dataclass(frozen=True, slots=True)
class Residual:
    """Words that were found. `masked` may be logged, `words` are for the window alone.

    `where` says in which part of a file, in a person's words. `certain` ones
    (a known name, a number with its check digit, an address) stop an export
    until somebody lets it go by name; the others are a warning.
    """

    words: str
    kind: str
    where: str
    certain: bool

    @property
    def masked(self) -> str:
        """The first letter and how long it is: “M••••••”."""
        return masked(self.words)


def masked(words: str) -> str:
    """The first letter of words and a dot for each other character."""
    return words[:1] + "•" * (len(words) - 1)


def scan_text(known: Iterable[KnownName | str], text: str, where: str = "") -> list[Residual]:
    """What is still in a text."""
    folding = Folding()
    names = [name if isinstance(name, KnownName) else KnownName(name) for name in known]
    return [
        Residual(span.text_in(text), name.kind, where, certain=True)
        for name in names
        for span in folding.occurrences(text, name.words)
    ]


def scan_file(known: Iterable[KnownName | str], path: Path) -> list[Residual]:
    """What is still in a file that was written, read back from the disk.

    Raises:
        ExportFailed: the file can't be read back.
    """
    return scan_text(known, path.read_text(encoding="utf-8", errors="replace"), path.name)
