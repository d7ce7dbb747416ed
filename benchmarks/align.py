"""Aligning a 90-minute transcript with what was recognised of it. Limits: 2 s, and right to 100 ms for 95 % of words.

    python -m benchmarks.align [WORDS]

Made-up speech of a skewed vocabulary, 300 ms a word; the recogniser gets 10 %
of the words wrong, leaves words out and adds others. Then the matching alone
beside Python's difflib on a fifth of the words, where that still ends soon.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from difflib import SequenceMatcher

from benchmarks.study import asked, percentile
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.transcription.align import align
from interviewcoder.transcription.word_matching import matched

LIMIT_S, LIMIT_MS = 2.0, 100.0
WORDS = 15_000
_STEP_MS = 300
_VOCABULARY = 3_000
_ERRORS = 0.1


def speech(count: int, chance: random.Random) -> list[str]:
    """Words as often as words are: the second half as often as the first, the third a third as often (Zipf)."""
    vocabulary = [f"w{number}" for number in range(_VOCABULARY)]
    return chance.choices(vocabulary, [1 / rank for rank in range(1, _VOCABULARY + 1)], k=count)


def misheard(said: Sequence[str], chance: random.Random) -> tuple[list[str], list[int | None]]:
    """What a recogniser makes of it, and where in that each word is; None where it was left out."""
    heard: list[str] = []
    places: list[int | None] = []
    for word in said:
        luck = chance.random() / _ERRORS
        if luck < 0.25:
            places.append(None)
            continue
        if luck < 0.5:
            heard.append(chance.choice(said))
        heard.append(chance.choice(said) if 0.5 <= luck < 1 else word)
        places.append(len(heard) - 1)
    return heard, places


def main() -> int:
    """Print the figures; 1 when a limit is passed."""
    count = asked(WORDS)
    chance = random.Random(4)
    said = speech(count, chance)
    heard, places = misheard(said, chance)
    words = (RecognisedWord(w, n * _STEP_MS, (n + 1) * _STEP_MS, 0.9) for n, w in enumerate(heard))
    recognised = Recognised((RecognisedTurn("", tuple(words)),), "en", len(heard) * _STEP_MS, "none")
    began = time.perf_counter()
    aligned = align([SpokenTurn("", " ".join(said))], recognised)
    took_s = time.perf_counter() - began
    starts = [word.start_ms for word in aligned.turns[0].words]
    wrong = [abs(s - p * _STEP_MS) for s, p in zip(starts, places, strict=True) if p is not None]
    high = percentile(wrong)
    print(f"aligning {count:,} words: {took_s:.2f} s (limit {LIMIT_S:.0f} s), {aligned.share:.1%} found")
    print(f"times: median {percentile(wrong, 0.5):.0f} ms off, 95 % within {high:.0f} ms (limit {LIMIT_MS:.0f} ms)")
    part, other = said[: count // 5], heard[: count // 5]
    began = time.perf_counter()
    matched(part, other)
    ours_s = time.perf_counter() - began
    began = time.perf_counter()
    SequenceMatcher(None, part, other, autojunk=False).get_matching_blocks()
    theirs_s = time.perf_counter() - began
    print(f"matching {len(part):,} words: {ours_s:.3f} s; difflib {theirs_s:.3f} s: {theirs_s / ours_s:.1f}x")
    return 0 if took_s < LIMIT_S and high < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
