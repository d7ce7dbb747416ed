"""The local recogniser of names: what it has to do, and the one that comes with the program.

It only suggests. It is loaded when it is first asked for, and runs in this
process without a network. A researcher may point to a folder with another
model instead (`name_model_folder`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from interviewcoder.privacy.found import Found
from interviewcoder.privacy.said_words import SaidWord


class NameModel(Protocol):
    """Recognises names of people, places and organisations in a text."""

    @property
    def title(self) -> str:
        """What it is called, for a person."""

    def names(self, text: str, words: Sequence[SaidWord]) -> list[Found]:
        """All names it recognises, with `found_by` "model"; `words` are those of the text."""
