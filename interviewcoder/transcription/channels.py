"""Who says which word where each speaker has a channel of a stereo recording: the one with the nearer microphone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.decode import SAMPLE_RATE

Floats = NDArray[np.float32]

_FRAME = SAMPLE_RATE // 50
# As quiet as the quietest tenth of a block is what a channel sounds like while nobody speaks.
_FLOOR_SHARE = 0.1
# Digital silence is no further away than this.
_SILENCE = 1e-10
# A word that stands out less on both channels (3 dB) says nothing about them.
_STANDS_OUT = 2.0
# More is no surer.
_MOST_DB = 60.0

# Two speakers, and not one whose words vary: they lie this far apart, and this many times further than words vary.
_APART_DB = 6.0
_TIMES_SPREAD = 4.5
_FEWEST_WORDS = 2
# Where both lean to the same side, one channel is louder throughout: a few words that lean less are no second speaker.
_SHARE_ON_ONE_SIDE = 0.1
# What a second of a word weighs that is clearly on one channel, against the price of a change of speaker: amid a
# sentence 0.3 s may be an interjection, less is the sentence's.
_WEIGHT = 0.75


def balances(words: Sequence[RecognisedWord], samples: Floats, offset: int) -> tuple[float | None, ...]:
    """Return for each word how much louder its left channel is than its right one, in dB; None where neither is.

    `samples` are samples x 2, from `offset` of the recording on. What a
    channel sounds like while nobody speaks doesn't count.
    """
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME, 2)
    power = np.square(frames).mean(axis=1)
    floor = np.maximum(np.quantile(power, _FLOOR_SHARE, axis=0), _SILENCE) if len(power) else np.full(2, _SILENCE)
    found: list[float | None] = []
    for word in words:
        first = max(0, word.start_ms * SAMPLE_RATE // 1000 - offset) // _FRAME
        last = max(first + 3, -(-(word.end_ms * SAMPLE_RATE // 1000 - offset) // _FRAME))
        if first >= len(power):
            found.append(None)
            continue
        own = power[first:last].mean(axis=0)
        if np.all(own < _STANDS_OUT * floor):
            found.append(None)
            continue
        left, right = np.maximum(own - floor, _SILENCE).tolist()
        found.append(round(float(np.clip(10 * np.log10(left / right), -_MOST_DB, _MOST_DB)), 1))
    return tuple(found)


def channel_scores(words: Sequence[RecognisedWord], leaning: Sequence[float | None]) -> Floats:
    """Return how much each word is the left channel's and the right one's (words x 2), from their `balances`."""
    middle, reach = _middle(np.array([balance for balance in leaning if balance is not None]))
    scores = np.zeros((len(words), 2), dtype=np.float32)
    for index, (word, balance) in enumerate(zip(words, leaning, strict=True)):
        if balance is not None:
            seconds = max(0.1, (word.end_ms - word.start_ms) / 1000)
            score = _WEIGHT * seconds * float(np.clip((balance - middle) / reach, -1, 1))
            scores[index] = score, -score
    return scores


def _middle(known: NDArray[np.float64]) -> tuple[float, float]:
    """Return the balance between the two speakers, and how far from it either is.

    A microphone that is set much louder hears both speakers louder than the
    other does. The balances then fall into two groups all the same.
    """
    nobody_knows = 0.0, _APART_DB
    if len(known) < 2 * _FEWEST_WORDS:
        return nobody_knows
    ordered = np.sort(known)
    splits = range(_FEWEST_WORDS, len(ordered) - _FEWEST_WORDS + 1)
    squares = [ordered[:at].var() * at + ordered[at:].var() * (len(ordered) - at) for at in splits]
    best = splits[int(np.argmin(squares))]
    low, high = float(ordered[:best].mean()), float(ordered[best:].mean())
    spread = float(np.sqrt(min(squares) / len(ordered)))
    if high - low < max(_APART_DB, _TIMES_SPREAD * spread):
        return nobody_knows
    if low * high > 0 and min(best, len(ordered) - best) < _SHARE_ON_ONE_SIDE * len(ordered):
        return nobody_knows
    return (low + high) / 2, (high - low) / 2
