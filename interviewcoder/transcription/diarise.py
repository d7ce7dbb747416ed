"""Who says which word, and where one turn ends and the next begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.recognised import RecognisedTurn, RecognisedWord
from interviewcoder.transcription.alike import people
from interviewcoder.transcription.channels import channel_scores
from interviewcoder.transcription.clustering import voices
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.heard import Prints

Floats = NDArray[np.float32]

_FRAMES_PER_SECOND = 100
_FRAME = SAMPLE_RATE // _FRAMES_PER_SECOND
# In frames.
_SHORTEST_WORD = 10
# A print of less speech than this is too poor to say what voices there are.
_TELLING = int(0.8 * SAMPLE_RATE)

# What a change of speaker costs, in seconds of speech times the difference in similarity (a person's words are about
# 0.2 nearer to that person's voice): little where a sentence ends or somebody breathes, much where words run on.
_CHANGE_IN_SPEECH = 0.2
_CHANGE_AT_PAUSE = 0.06
_CHANGE_AT_SENTENCE_END = 0.02
_PAUSE_MS = 300

_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", ".”", "?”", "!”", '."', '?"', '!"')
_PARAGRAPH_PAUSE_MS = 2000


def assign_speakers(
    words: Sequence[RecognisedWord], prints: Prints, *, speakers: int | None
) -> tuple[RecognisedTurn, ...]:
    """Divide the words into turns, "S1" being who speaks first.

    `prints` are those of all the recording's speech. `speakers` is how many
    people speak; None estimates it, which is weak. With one speaker turns are
    paragraphs, new ones after pauses of two seconds at the end of a sentence.
    """
    if not words:
        return ()
    if speakers == 1 or not prints.windows:
        return paragraphs(words)
    telling = np.array([window.end - window.start >= _TELLING for window in prints.windows])
    found = voices(prints.vectors[telling] if telling.sum() > 3 else prints.vectors, speakers)
    # Two is what is asked for where nobody thought about it; three somebody has counted.
    if speakers is None or speakers == 2:
        found = people(prints, found)
    if len(found) == 1:
        return paragraphs(words)
    scores = word_scores(words, _scores_over_time(prints, found, prints.windows[-1].end))
    return turns(words, most_likely_speakers(words, scores))


def by_channel(words: Sequence[RecognisedWord], leaning: Sequence[float | None]) -> tuple[RecognisedTurn, ...]:
    """Divide the words into turns by the channel of each, from `channels.balances`: left "S1", right "S2"."""
    if not words:
        return ()
    labels = most_likely_speakers(words, channel_scores(words, leaning))
    return turns(words, labels, {0: "S1", 1: "S2"})


def _scores_over_time(prints: Prints, found: Floats, length: int) -> Floats:
    """Return how much each 10 ms sounds like each voice: frames x voices; 0 where nobody speaks."""
    count = length // _FRAME + 1
    total = np.zeros((count, len(found)), dtype=np.float32)
    weights = np.zeros((count, 1), dtype=np.float32)
    for window, alike in zip(prints.windows, prints.vectors @ found.T, strict=True):
        first, last = window.start // _FRAME, min(count, window.end // _FRAME)
        # A window knows most about its middle.
        weight = np.hanning(last - first + 2)[1:-1, None].astype(np.float32)
        total[first:last] += weight * alike
        weights[first:last] += weight
    return np.asarray(total / np.maximum(weights, 1e-6), dtype=np.float32)


def word_scores(words: Sequence[RecognisedWord], over_time: Floats) -> Floats:
    """Return how much each word sounds like each voice (words x voices), times its seconds."""
    scores = np.zeros((len(words), over_time.shape[1]), dtype=np.float32)
    for index, word in enumerate(words):
        first = word.start_ms * _FRAMES_PER_SECOND // 1000
        last = max(first + _SHORTEST_WORD, word.end_ms * _FRAMES_PER_SECOND // 1000)
        # Whisper's words often begin, and end, a little early.
        heard = over_time[first : last + _SHORTEST_WORD]
        heard = heard[heard.any(axis=1)]
        if len(heard):
            scores[index] = heard.mean(axis=0) * (last - first) / _FRAMES_PER_SECOND
    return scores


def most_likely_speakers(words: Sequence[RecognisedWord], scores: Floats) -> list[int]:
    """Return the likeliest voice of each word, taken together (Viterbi 1967).

    A change of speaker has a price that depends on the place, so that single
    words don't flip and changes fall on the ends of sentences and on pauses.
    """
    best = scores[0]
    came_from = []
    for index in range(1, len(words)):
        price = _price_of_change(words[index - 1], words[index])
        changed_from = int(best.argmax())
        changes = best[changed_from] - price > best
        came_from.append(np.where(changes, changed_from, np.arange(len(best))))
        best = np.where(changes, best[changed_from] - price, best) + scores[index]
    path = [int(best.argmax())]
    for origins in reversed(came_from):
        path.append(int(origins[path[-1]]))
    return path[::-1]


def _price_of_change(before: RecognisedWord, after: RecognisedWord) -> float:
    if before.text.endswith(_SENTENCE_ENDS):
        return _CHANGE_AT_SENTENCE_END
    return _CHANGE_AT_PAUSE if after.start_ms - before.end_ms >= _PAUSE_MS else _CHANGE_IN_SPEECH


def turns(
    words: Sequence[RecognisedWord], labels: Sequence[int], known: Mapping[int, str] | None = None
) -> tuple[RecognisedTurn, ...]:
    """Return the words as turns, a new one where the speaker changes.

    Speakers that aren't `known` are numbered as they come in.
    """
    names = dict(known or {})
    for label in labels:
        names.setdefault(label, f"S{len(names) + 1}")
    starts = [0, *(index for index, (one, two) in enumerate(pairwise(labels), start=1) if one != two), len(words)]
    return tuple(RecognisedTurn(names[labels[start]], tuple(words[start:end])) for start, end in pairwise(starts))


def paragraphs(words: Sequence[RecognisedWord]) -> tuple[RecognisedTurn, ...]:
    """Return one speaker's words, a new turn after each pause of two seconds that follows a sentence."""
    starts = [0]
    for index, (before, after) in enumerate(pairwise(words), start=1):
        pause_ms = after.start_ms - before.end_ms
        if pause_ms > _PARAGRAPH_PAUSE_MS and before.text.endswith(_SENTENCE_ENDS):
            starts.append(index)
    return tuple(RecognisedTurn("S1", tuple(words[start:end])) for start, end in pairwise([*starts, len(words)]))
