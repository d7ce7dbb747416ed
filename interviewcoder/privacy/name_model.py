"""The local recogniser of names: what it has to do, and where it comes from.

It only suggests. It is loaded when it is first asked for, and runs in this
process, which has no network. A researcher may point to a folder with a model
of their own (`name_model_onnx`) in the place of the small one that comes with the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord


class NameModel(Protocol):
    """Recognises names of people, places and organisations in a text."""

    @property
    def title(self) -> str:
        """What it is called, for a person."""

    def names(self, text: str, words: Sequence[SaidWord]) -> list[Found]:
        """All names it recognises, with `found_by` "model"; `words` are those of the text."""


def load_name_model(folder: Path | None = None) -> NameModel:
    """The recogniser that comes with the program, or the one in a folder.

    Raises:
        ModelMissing: the folder lacks a file.
        ModelDamaged: it can't be read.
    """
    if folder is None:
        from interviewcoder.privacy.name_recogniser import own_recogniser

        return own_recogniser()
    from interviewcoder.privacy.name_model_onnx import OnnxNameModel

    return OnnxNameModel(folder)
