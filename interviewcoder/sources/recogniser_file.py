"""What the reader of one recogniser's files hands over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewcoder.sources.heard import Stretch


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser's file says; `language` as the file names it."""

    stretches: Sequence[Stretch]
    origin: str
    language: str = ""
    notes: tuple[str, ...] = ()
