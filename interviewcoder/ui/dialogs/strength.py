"""How strong a passphrase is, roughly and without flattery."""

from __future__ import annotations

import re
from enum import Enum, auto

# A slow key derivation leaves a guesser with good hardware some 10,000 tries a second:
# 40 bits last for years of it, 52 for thousands.
_FAIR_BITS = 40.0
_STRONG_BITS = 52.0
# A word chosen at random from a list of two thousand; people choose from fewer.
_BITS_A_WORD = 11.0
_LETTERS_A_WORD = 7
_BITS_A_LETTER = 4.7
_BITS_A_DIGIT = 2.5
_BITS_A_SIGN = 4.0

_RUN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]+|_+")


class Strength(Enum):
    """A judgement in words."""

    NONE = auto()
    WEAK = auto()
    FAIR = auto()
    STRONG = auto()


def strength_of(passphrase: str) -> Strength:
    """Judge a passphrase by what a guesser knows: words, years, signs at the end; the same run counts once.

    It knows no list of leaked passwords and no quotations: a rough guess, not
    a promise.
    """
    if not passphrase:
        return Strength.NONE
    bits = sum(_bits(run) for run in set(_RUN.findall(passphrase.casefold())))
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _STRONG_BITS else Strength.STRONG


def _bits(run: str) -> float:
    if run[0].isdigit():
        return len(set(run)) * _BITS_A_DIGIT
    if not run[0].isalpha():
        return len(set(run)) * _BITS_A_SIGN
    letters = _BITS_A_LETTER * len(set(run))
    # As one word, or, where it is long, as several written together.
    return min(letters, max(_BITS_A_WORD, _BITS_A_WORD * len(run) / _LETTERS_A_WORD))
