"""Spellings that speech recognition makes of a name: letters changed, words cut in two or put together.

Two keys are variants of each other by Damerau-Levenshtein distance (optimal
string alignment) or because they sound alike. Candidates come from an index of
deletions (as in SymSpell), so a name list of any length costs the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

# Shorter names have too many neighbours among other words.
SHORTEST = 4
# No name is longer; what recognisers or files run together may be, and its deletions would be without number.
LONGEST = 24
_LONG = 7
_VOWELS = re.compile(r"(?<!^)[aeiouyh]+")
_DOUBLED = re.compile(r"(.)\1+")
# In this order: letters that English, French and Slavic spelling write for one sound.
_SOUNDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"ph", "f"),
        (r"augh(?=n|t|$)|ough(?=t|$)|igh(?=t|$)", "o"),
        (r"gh", "g"),
        (r"tsch|tch|cz|ch", "S"),
        (r"sch|sh|sz|s(?=i[ao])", "S"),
        (r"dg(?=e)|dj|dz", "j"),
        (r"ck|q|c(?=[^eiy]|$)", "k"),
        (r"c|z", "s"),
        (r"x", "ks"),
        (r"(?<=[aeiou])w(?=[^aeiouy]|$)", ""),
        (r"w", "v"),
        (r"g(?=[ei])", "j"),
        (r"^[aeiouyh]+", "a"),
    )
)


@lru_cache(maxsize=50_000)
def sound(key: str) -> str:
    """How a key sounds, roughly: its consonants in a few classes, and whether a vowel is first."""
    for pattern, instead in _SOUNDS:
        key = pattern.sub(instead, key)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", key))


def distance(first: str, second: str, most: int) -> int:
    """How many letters are changed, added, left out or swapped with the next; `most` + 1 where it is more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first):
        earlier, before, row = before, row, [place + 1]
        for other, against in enumerate(second):
            cost = min(before[other] + (letter != against), before[other + 1] + 1, row[other] + 1)
            if place and other and letter == second[other - 1] and first[place - 1] == against:
                cost = min(cost, earlier[other - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def allowed(key: str) -> int:
    """How far a variant of a key may be from it."""
    return 0 if len(key) < SHORTEST else 1 if len(key) < _LONG else 2


class Spellings:
    """Keys of names, to be asked for the one that another word is a variant of."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._deletions: dict[str, list[str]] = {}
        self._sounds: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            if not SHORTEST <= len(key) <= LONGEST or not key.isalpha():
                continue
            for shorter in _deletions(key, allowed(key)):
                self._deletions.setdefault(shorter, []).append(key)
            self._sounds.setdefault(sound(key), []).append(key)

    def variant_of(self, word: str) -> tuple[str, int] | None:
        """The key that a word is nearest to, with its distance; None where it is near none."""
        if not SHORTEST - 1 <= len(word) <= LONGEST or not word.isalpha():
            return None
        best: tuple[int, str] | None = None
        for key in self._candidates(word):
            far = distance(word, key, 3)
            alike = sound(word) == sound(key)
            # A short name one letter off is another word, unless it sounds like it or begins alike.
            near = far <= allowed(key) and (alike or (len(key) > SHORTEST and word[0] == key[0]))
            if (near or (alike and far <= 3 and _sounds_enough(key))) and (best is None or (far, key) < best):
                best = far, key
        return (best[1], best[0]) if best else None

    def sounds_like(self, word: str) -> str | None:
        """The key that several words put together sound like and nearly look like."""
        for key in self._sounds.get(sound(word), ()) if len(word) <= 2 * LONGEST else ():
            if _sounds_enough(key) and distance(word, key, 3) <= 3:
                return key
        return None

    def _candidates(self, word: str) -> Iterator[str]:
        seen = set[str]()
        for shorter in _deletions(word, 2 if len(word) >= _LONG - 1 else 1):
            for key in self._deletions.get(shorter, ()):
                if key not in seen:
                    seen.add(key)
                    yield key
        for key in self._sounds.get(sound(word), ()):
            if key not in seen:
                yield key


def _sounds_enough(key: str) -> bool:
    return len(sound(key)) >= 3


def _deletions(key: str, most: int) -> set[str]:
    """A key and what is left of it when up to `most` letters go."""
    found = {key}
    for count in range(1, most + 1):
        found.update("".join(kept) for kept in combinations(key, len(key) - count))
    return found
