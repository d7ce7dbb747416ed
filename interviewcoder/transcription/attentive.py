"""Whisper's network, asked two things more: which language each half minute is in, and the same answer every time.

faster-whisper asks the network for the language of each window where it is
told that a recording holds several, and takes whatever comes first. A cough is
enough to make that Welsh. Here a language changes only where the network is
sure of it. And where a window comes out badly, Whisper draws lots until one
comes out better; drawn lots make a transcript that nobody can make again. Here
the window is decoded anew without what was heard before it, which is what
leads Whisper into loops, and then with repetitions forbidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import local
from typing import Any

# Below this a window's language is taken to be that of the window before.
SURE = 0.8
# What faster-whisper calls the attempts; the last is above 0.5, where it forgets what it heard before.
ATTEMPTS = (0.0, 0.2, 0.6)


@dataclass(frozen=True, slots=True)
class WindowLanguage:
    """The language a window is written in, and the likeliest one by its sound with its probability."""

    spoken: str
    heard: str
    probability: float


# Any: CTranslate2 and faster-whisper come without types.
class AttentiveWhisper:
    """Stands before CTranslate2's Whisper inside a `WhisperModel`; one for all threads."""

    def __init__(self, model: Any, start_of_transcript: int) -> None:
        self._model = model
        self._start = start_of_transcript
        self._here = local()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def begin(self, language: str | None) -> None:
        """Forget the languages of what this thread heard before; None lets each window choose."""
        self._here.asked = language
        self._here.window = WindowLanguage(language or "", language or "", 1.0)

    @property
    def window(self) -> WindowLanguage:
        """The language of the window that this thread heard last."""
        window: WindowLanguage = self._here.window
        return window

    def detect_language(self, encoded: Any) -> list[list[tuple[str, float]]]:
        """Answer faster-whisper's question with the language that the window is to be written in."""
        token, probability = self._model.detect_language(encoded)[0][0]
        heard = str(token)[2:-2]
        spoken = self._here.asked or (heard if probability >= SURE or not self.window.spoken else self.window.spoken)
        self._here.window = WindowLanguage(spoken, heard, float(probability))
        return [[(f"<|{spoken}|>", float(probability))]]

    def generate(self, encoded: Any, prompts: list[list[int]], **options: Any) -> Any:
        """Decode a window; what would have been drawn by lot is searched for."""
        temperature = options.pop("sampling_temperature", 0)
        if temperature:
            for drawn in ("sampling_topk", "num_hypotheses"):
                options.pop(drawn, None)
            prompts = [prompt[prompt.index(self._start) :] for prompt in prompts]
            options["beam_size"] = 5
            if temperature >= ATTEMPTS[-1]:
                options |= {"no_repeat_ngram_size": 3, "repetition_penalty": 1.1}
        return self._model.generate(encoded, prompts, **options)
