"""Which groups of voice prints are one person's after all.

Asked for two voices, clustering finds two in anybody's monologue. What tells
two people from one person's moods is how much less alike prints are across
the groups than within them.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from interviewcoder.transcription.heard import Prints

Floats = NDArray[np.float32]

# Two groups of prints are two people's where prints are this much more alike within them than across: 0.30 in the
# sample study, 0.15 on a telephone call, 0.08 to 0.20 for a voice and the same voice raised by a semitone and a half;
# one person's prints, cut in two, have 0.02 to 0.08.
_APART = 0.09
# So many prints it takes to say so. Of fewer, it is how alike they are across: 0.27 to 0.49 for two readers, from 0.54
# (an old speech in a hall) over 0.6 (a reader) to 0.9 for one.
_ENOUGH = 15
_ONE_VOICE = 0.51
# Whoever says less than this share of all that is said is no second person, but a cough or a door ...
_LEAST_SHARE = 0.03
# ... unless it is heard at several moments and sounds alike each time, and like nobody else.
_RARE_AND_CLEAR = 0.15
# Windows of 1.5 s, three quarters of a second apart, share sound with no more than this many that follow.
_LONGEST_LAG = 2


def people(prints: Prints, found: Floats) -> Floats:
    """Return the voices among those `found` (a unit vector each) that are different people's.

    Of the groups that are one person's, the two most alike become one first.
    """
    while len(found) > 1:
        labels = (prints.vectors @ found.T).argmax(axis=1)
        groups = [prints.some(labels == label) for label in range(len(found))]
        empty = [label for label, group in enumerate(groups) if not group.windows]
        if empty:
            found = np.delete(found, empty, axis=0)
            continue
        least = _LEAST_SHARE * _duration(prints)
        pairs = [
            (_across(groups[one], groups[two]), one, two)
            for one, two in combinations(range(len(found)), 2)
            if _is_one_person(groups[one], groups[two], least)
        ]
        if not pairs:
            break
        _, one, two = max(pairs)
        together = np.concatenate([groups[one].vectors, groups[two].vectors]).mean(axis=0)
        found = np.vstack([np.delete(found, [one, two], axis=0), together / np.linalg.norm(together)])
    return found


def _is_one_person(one: Prints, two: Prints, least: float) -> bool:
    rarer, other = (one, two) if _duration(one) <= _duration(two) else (two, one)
    across = _across(one, two)
    if _duration(rarer) < least:
        return not _cohesion(rarer) - across >= _RARE_AND_CLEAR
    within = [cohesion for cohesion in (_cohesion(rarer), _cohesion(other)) if not np.isnan(cohesion)]
    if len(one.windows) + len(two.windows) < _ENOUGH or not within:
        return across > _ONE_VOICE
    return float(np.mean(within)) - across < _APART


def _across(one: Prints, two: Prints) -> float:
    """Return how alike a print of one and a print of the other are, on average.

    The similarity of their centres says less: a centre of few prints is far
    from any other.
    """
    return float(one.vectors.mean(axis=0) @ two.vectors.mean(axis=0))


def _cohesion(prints: Prints) -> float:
    """Return how alike prints are that share no sound, on average; NaN where there are none."""
    count = len(prints.windows)
    alike, pairs = float(np.square(prints.vectors.sum(axis=0)).sum()) - count, count * (count - 1)
    for lag in range(1, _LONGEST_LAG + 1):
        near = np.einsum("ij,ij->i", prints.vectors[lag:], prints.vectors[:-lag])
        shared = [one.end > two.start for one, two in zip(prints.windows, prints.windows[lag:], strict=False)]
        alike -= 2 * float(near[np.array(shared, dtype=bool)].sum())
        pairs -= 2 * sum(shared)
    return alike / pairs if pairs else float("nan")


def _duration(prints: Prints) -> int:
    return sum(window.end - window.start for window in prints.windows)
