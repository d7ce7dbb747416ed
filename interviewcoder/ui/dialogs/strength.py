"""How strong a passphrase is, roughly and without flattery."""

from __future__ import annotations

import math
import string
from enum import Enum, auto

# What a guesser with good hardware and a slow key derivation gets through in days, and in lifetimes.
_FAIR_BITS = 36.0
_STRONG_BITS = 50.0
# A word chosen at random from a list of some thousand; people choose from fewer.
_BITS_A_WORD = 11.0


class Strength(Enum):
    """A judgement in words."""

    NONE = auto()
    WEAK = auto()
    FAIR = auto()
    STRONG = auto()


def strength_of(passphrase: str) -> Strength:
    """Judge a passphrase by the lower of two guesses: letter by letter, or word by word.

    It knows no dictionary of leaked passwords and no quotations: an upper
    bound, not a promise.
    """
    if not passphrase:
        return Strength.NONE
    bits = min(_bits_by_letters(passphrase), _bits_by_words(passphrase))
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _STRONG_BITS else Strength.STRONG


def _bits_by_letters(passphrase: str) -> float:
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation + " ")
    alphabet = sum(len(kind) for kind in kinds if any(letter in kind for letter in passphrase))
    if any(not letter.isascii() for letter in passphrase):
        alphabet += 60
    # A repeated letter adds little.
    effective = len(set(passphrase)) + (len(passphrase) - len(set(passphrase))) * 0.5
    return effective * math.log2(max(alphabet, 2))


def _bits_by_words(passphrase: str) -> float:
    words = {word.casefold() for word in passphrase.replace("-", " ").split()}
    if len(words) < 2:
        # One word: letters only look random; what is typed in it besides counts.
        letters = sum(letter.isalpha() for letter in passphrase)
        others = len(passphrase) - letters
        return _BITS_A_WORD + letters * 2.5 + others * 4.0
    return sum(min(_BITS_A_WORD + 2.0, len(word) * 4.7) for word in words)
