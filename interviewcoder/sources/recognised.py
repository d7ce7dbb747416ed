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
    Chinese, Thai ...). `overlapped`: somebody else speaks at the same time.
    """

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    space_before: bool = True
    overlapped: bool = False


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
class Doubt:
    """A stretch of the recording of which the recogniser itself says that it may have heard wrong.

    `kind` is "guess" (each attempt came out badly), "invented" (text that was
    left out because nobody speaks there; `detail` is that text), "language"
    (`detail` is the code of the language it sounds like) or "gap" (the
    recording is damaged there).
    """

    start_ms: int
    end_ms: int
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A whole recording, recognised.

    `language` is an ISO 639-1 code, that of most of the words; `model` the name of the Whisper model;
    `turns` is empty where nobody speaks. `edges_ms` is where one block of the
    recording ended and the next began.
    """

    turns: tuple[RecognisedTurn, ...]
    language: str
    duration_ms: int
    model: str
    edges_ms: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the same as lists and dicts that JSON can hold."""
        return {
            "language": self.language,
            "duration_ms": self.duration_ms,
            "model": self.model,
            "edges_ms": list(self.edges_ms),
            "doubts": [[d.start_ms, d.end_ms, d.kind, d.detail] for d in self.doubts],
            "turns": [
                {
                    "speaker": turn.speaker,
                    "words": [fields_of(word) for word in turn.words],
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
        edges, doubts = tuple(stored["edges_ms"]), tuple(Doubt(*fields) for fields in stored["doubts"])
        return cls(turns, stored["language"], stored["duration_ms"], stored["model"], edges, doubts)


# Any: what JSON can hold.
def fields_of(word: RecognisedWord) -> list[Any]:
    """Return a word as a list that JSON can hold; `RecognisedWord(*fields)` is the way back."""
    return [word.text, word.start_ms, word.end_ms, round(word.confidence, 4), word.space_before, word.overlapped]
