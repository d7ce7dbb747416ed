"""Search bytes for what only this study says: rare words, phrases and names of its own.

Where none of them is found in a file in which they would stand if it were
readable, the file holds nothing that can be read. What is found is counted
and never told: a statement must not quote participants.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import re2
from sqlalchemy import select

from interviewcoder.privacy.known_names import known_names
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CommentRow, MemoRow, SourceRow, SpeakerRow

BLOCK_BYTES = 1 << 22
_AUTOMATON_BYTES = 1 << 26
_LONG_WORD = re.compile(r"[^\W\d_]{9,}")
_PHRASE = re.compile(r"\w+(?:[^\w\n]{1,2}\w+){4}")
_SHORTEST_NAME = 5
_SHORTEST_PHRASE = 22
_WORDS, _PHRASES, _NAMES = 60, 60, 200


@dataclass(frozen=True, slots=True)
class Canaries:
    """What is searched for: `words` and `phrases` of texts, `names` of people."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.names, *self.phrases, *self.words)))

    @property
    def telling(self) -> tuple[str, ...]:
        """Those that no file but one of this study's would hold: names and whole phrases."""
        return tuple(dict.fromkeys((*self.names, *self.phrases)))


def canaries(project: Project) -> Canaries:
    """Choose words, phrases and names of a study; the same ones as long as its texts are the same."""
    session = project.session
    texts = list(session.scalars(select(SourceRow.text).order_by(SourceRow.id)))
    texts += session.scalars(select(MemoRow.text).order_by(MemoRow.id))
    texts += session.scalars(select(CommentRow.text).order_by(CommentRow.id))
    for name, brief, definition in session.execute(select(CodeRow.name, CodeRow.brief, CodeRow.definition)):
        texts += [name, brief, definition]
    words = {word for text in texts for word in _LONG_WORD.findall(text)}
    phrases = {found for text in texts for found in _PHRASE.findall(text) if len(found) >= _SHORTEST_PHRASE}
    names = {known.words for known in known_names(project) if known.identifies}
    names.update(label for label in session.scalars(select(SpeakerRow.label)) if " " in label)
    return Canaries(
        _some(words, _WORDS), _some(phrases, _PHRASES), _some({n for n in names if len(n) >= _SHORTEST_NAME}, _NAMES)
    )


def _some(found: Iterable[str], most: int) -> tuple[str, ...]:
    every = sorted(found)
    # Spread over the whole study, and the same ones each time.
    return tuple(every) if len(every) <= most else tuple(sorted(random.Random(len(every)).sample(every, most)))


class Searcher:
    """Looks for all of some words at once, as UTF-8 and as UTF-16."""

    def __init__(self, needles: Sequence[str]) -> None:
        forms = [form for needle in needles for form in (needle.encode(), needle.encode("utf-16-le"))]
        self._longest = max(map(len, forms), default=1)
        options = re2.Options()
        # Bytes as they are.
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = _AUTOMATON_BYTES
        # RE2 goes through the bytes once, however many words there are.
        self._pattern = re2.compile(b"|".join(map(re2.escape, forms)), options) if forms else None

    def found_in(self, blocks: Iterable[bytes]) -> int:
        """How many different ones stand in bytes that come block by block."""
        if self._pattern is None:
            return 0
        found: set[bytes] = set()
        kept = b""
        for block in blocks:
            found.update(match[0] for match in self._pattern.finditer(kept + block))
            kept = (kept + block)[-self._longest :]
        return len(found)

    def found_in_file(self, path: Path) -> int:
        """How many different ones stand in a file; must not be one that this process has open as a project.

        Raises:
            OSError: it can't be read.
        """
        return self.found_in(blocks_of(path))


def blocks_of(path: Path) -> Iterator[bytes]:
    """A file's bytes in portions."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block
