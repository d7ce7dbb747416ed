"""What speech recognition hands over: words with times, in turns, before they are anybody's transcript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """One word as it was heard, without surrounding space.

    `confidence` is the recogniser's own probability, 0 to 1. `space_before`
    is False where the language writes no space between words (Japanese,
    Chinese, Thai ...).
    """

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    space_before: bool = True


@dataclass(frozen=True, slots=True)
class RecognisedTurn:
    """What one speaker said without interruption; `speaker` is "S1", "S2" ... or "" when unknown."""

    speaker: str
    words: tuple[RecognisedWord, ...]

    @property
    def text(self) -> str:
        """Return the turn as it is read: words with the spaces of the language between them."""
        return "".join((" " if word.space_before else "") + word.text for word in self.words).strip()

    @property
    def start_ms(self) -> int:
        """Return when the first word begins."""
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """Return when the last word ends."""
        return self.words[-1].end_ms


@dataclass(frozen=True, slots=True)
class Recognised:
    """A whole recording, recognised.

    `language` is an ISO 639-1 code, `model` the name of the Whisper model;
    `turns` is empty where nobody speaks.
    """

    turns: tuple[RecognisedTurn, ...]
    language: str
    duration_ms: int
    model: str

    def to_dict(self) -> dict[str, Any]:
        """Return the same as lists and dicts that JSON can hold."""
        return {
            "language": self.language,
            "duration_ms": self.duration_ms,
            "model": self.model,
            "turns": [
                {
                    "speaker": turn.speaker,
                    "words": [
                        [w.text, w.start_ms, w.end_ms, round(w.confidence, 4), w.space_before] for w in turn.words
                    ],
                }
                for turn in self.turns
            ],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Recognised:
        """Read back what `to_dict` wrote."""
        turns = tuple(
            RecognisedTurn(turn["speaker"], tuple(RecognisedWord(*fields) for fields in turn["words"]))
            for turn in stored["turns"]
        )
        return cls(turns, stored["language"], stored["duration_ms"], stored["model"])
