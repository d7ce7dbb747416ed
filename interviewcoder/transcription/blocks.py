"""A recording in blocks: where it is cut, and how what was heard in them is put together again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.voice import FRAME
from interviewcoder.transcription.word_error import normalised_words

_BLOCK_SECONDS = 300
# A shorter block isn't worth the cut: Whisper starts each without knowing what went before.
_SHORTEST_BLOCK_SECONDS = 40
# A cut may move this far from its even place to meet a pause ...
_CUT_REACH_SECONDS = 25
# ... where it is quiet for this long.
_CUT_PAUSE_SECONDS = 2.0
# Speech below this, on the mean over such a pause, is none: no word reaches across it.
_QUIET = 0.1
# Where people talk across the cut, both blocks hear this much behind it.
_OVERLAP_SECONDS = 10
# A second of silence takes this much of the time that a second of speech does.
_COST_OF_SILENCE = 0.4
_SPEECH = 0.5
_FRAMES_PER_SECOND = SAMPLE_RATE / FRAME
# Fewer agreeing words may agree by chance.
_FEWEST_AGREEING = 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a recording, in samples: its own up to `end`, heard up to `heard_to`, which the next block shares."""

    start: int
    end: int
    heard_to: int


def cut_blocks(probabilities: Floats, length: int, workers: int) -> list[Block]:
    """Divide a recording of `length` samples at its quietest places into blocks of about five minutes.

    Each worker gets as many, and at least one, unless that made them shorter
    than 40 seconds; they hold about as much speech each. Where no pause is near,
    they overlap by ten seconds.
    """
    seconds = length / SAMPLE_RATE
    count = math.ceil(seconds / _BLOCK_SECONDS)
    if count > workers:
        count = math.ceil(count / workers) * workers
    else:
        count = max(count, min(workers, math.ceil(seconds / _SHORTEST_BLOCK_SECONDS)))
    if count < 2:
        return [Block(0, length, length)]
    window = max(1, round(_CUT_PAUSE_SECONDS * _FRAMES_PER_SECOND))
    loudness = np.convolve(probabilities, np.full(window, 1 / window), mode="same")
    reach = round(min(_CUT_REACH_SECONDS, seconds / count / 3) * _FRAMES_PER_SECOND)
    work = np.cumsum(_COST_OF_SILENCE + (1 - _COST_OF_SILENCE) * probabilities)
    blocks: list[Block] = []
    start = 0
    for index in range(1, count):
        even = int(np.searchsorted(work, work[-1] * index / count))
        near = np.arange(max(start // FRAME + 1, even - reach), min(len(probabilities), even + reach))
        # Of two pauses, the nearer one; but a real pause wins over an even cut.
        cost = loudness[near] + np.abs(near - even) / reach * 0.1
        quietest = int(near[np.argmin(cost)])
        cut = _before_speech(probabilities, quietest) * FRAME
        shared = 0 if loudness[quietest] < _QUIET else _OVERLAP_SECONDS * SAMPLE_RATE
        blocks.append(Block(start, cut, min(length, cut + shared)))
        start = cut
    return [*blocks, Block(start, length, length)]


def _before_speech(probabilities: Floats, quiet: int) -> int:
    """Return the frame a second before the speech that follows a quiet one; Whisper errs more after a long silence."""
    reach = round(2 * _CUT_REACH_SECONDS * _FRAMES_PER_SECOND)
    speech = np.flatnonzero(probabilities[quiet : quiet + reach] >= _SPEECH)
    return quiet + max(0, int(speech[0]) - round(_FRAMES_PER_SECOND)) if len(speech) else quiet


def joined(before: Sequence[RecognisedWord], after: Sequence[RecognisedWord], cut_ms: int) -> list[RecognisedWord]:
    """Put two blocks' words together, where they overlap at the words on which both agree.

    Of the agreeing runs the longest counts: up to its middle the words are
    the first block's, who heard what went before; from there the second's.
    Without one the cut decides.
    """
    tail = [index for index, word in enumerate(before) if word.end_ms > cut_ms]
    head = [index for index, word in enumerate(after) if before and word.start_ms < before[-1].end_ms]
    if not tail or not head:
        return [*before, *after]
    first, second = ([_plain(words[i]) for i in places] for words, places in ((before, tail), (after, head)))
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    if match.size >= _FEWEST_AGREEING:
        middle = match.size // 2
        return [*before[: tail[match.a + middle]], *after[head[match.b + middle] :]]
    return [*before[: tail[0]], *(word for word in after if word.start_ms >= cut_ms)]


def _plain(word: RecognisedWord) -> str:
    return " ".join(normalised_words(word.text))


def in_order(words: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    """Return the words with starts that never go back, as a player needs them."""
    ordered: list[RecognisedWord] = []
    earliest = 0
    for word in words:
        start = max(word.start_ms, earliest)
        end = max(start, word.end_ms)
        ordered.append(RecognisedWord(word.text, start, end, word.confidence, word.space_before, word.overlapped))
        earliest = start
    return ordered
