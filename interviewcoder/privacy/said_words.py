"""A text as a row of words, in the form that names, numbers and cues are looked for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from interviewcoder.resources_path import resources
from interviewcoder.sources.folding import fold

# An apostrophe holds a word together, a hyphen or a full stop doesn't; accents may be signs of their own.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’ʼ](?=[^\W_]))*")
_ENDS_SENTENCE = frozenset(".!?…:")
_OPENS_SENTENCE = frozenset('"“”«‘([–—')
# Titles whose full stop ends no sentence.
_SHORT = frozenset({"dr", "mr", "mrs", "ms", "st", "ste", "prof", "no", "jr", "sr"})
_NOT_IN_KEYS = re.compile(r"[^\w]|_")


def word_set(words: str) -> frozenset[str]:
    """A set of words that are written in a row."""
    return frozenset(words.split())


class SaidWord(NamedTuple):
    """A word of a text: its place in code points, and how it is compared.

    `key` has no capitals, accents or apostrophes, and every “St.” is “saint”;
    `bare` is the same without a final 's. `capital` tells of a capital letter at its
    beginning, `first` that one has to be there (a sentence begins), `line` which
    turn it is of, `acronym` that it is all capitals.
    """

    start: int
    end: int
    key: str
    bare: str
    capital: bool
    first: bool
    line: int
    acronym: bool

    @property
    def bare_end(self) -> int:
        """Where it ends without a final 's."""
        return self.end if self.key == self.bare else self.end - 2


def said_words(text: str) -> list[SaidWord]:
    """The words of a text."""
    found: list[SaidWord] = []
    append, line, last_end, last = found.append, 0, 0, ""
    met: dict[str, tuple[str, str, bool, bool]] = {}
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if start and text[last_end:start] == " ":
            first = False
        else:
            between = text[last_end:start]
            line += between.count("\n")
            first = start == 0 or _begins_sentence(between, last)
        known = met.get(word)
        if known is None:
            known = met[word] = (*keys_of(word), word[0].isupper(), len(word) > 1 and word.isupper())
        key, bare, capital, acronym = known
        append(SaidWord(start, end, key, bare, capital, first, line, acronym))
        last_end, last = end, word
    return found


def _begins_sentence(between: str, last: str) -> bool:
    """Whether a sentence begins behind what stands between two words, of which `last` is the first."""
    signs = between.strip()
    if "\n" in between or signs[-1:] in _OPENS_SENTENCE:
        return True
    return signs[:1] in _ENDS_SENTENCE and not (signs[0] == "." and last.lower() in _SHORT)


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> tuple[str, str]:
    """A word as it is compared, with and without a final 's."""
    folded = fold(word)
    key = _NOT_IN_KEYS.sub("", folded)
    if key in ("st", "ste", "sainte", "sts"):
        return "saint", "saint"
    return key, key[:-1] if folded.endswith("'s") and len(key) > 2 else key


@cache
def ordinary_words() -> frozenset[str]:
    """English words that are no names, or names too; in small letters."""
    return _listed("ordinary_words.txt") | _listed("interview_words.txt")


@cache
def names_that_are_words() -> frozenset[str]:
    """Names that are ordinary words too: Grace, Will, Young."""
    return _listed("names_that_are_words.txt")


@cache
def given_names() -> frozenset[str]:
    """Given names common in Canada."""
    return _listed("given_names.txt")


@cache
def family_names() -> frozenset[str]:
    """Family names common in Canada."""
    return _listed("family_names.txt")


@cache
def places() -> frozenset[tuple[str, ...]]:
    """Places of Ontario and Canada, and countries, as the keys of their words."""
    lines = (resources() / "names" / "places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(word.key for word in said_words(line)) for line in lines if line)


def is_ordinary(word: SaidWord) -> bool:
    """Whether a word is known as an ordinary one, in some form of it."""
    return is_ordinary_key(word.key) or is_ordinary_key(word.bare)


@lru_cache(maxsize=50_000)
def is_ordinary_key(key: str) -> bool:
    """Whether a key is an ordinary word's: as it stands, or with an ending taken off."""
    known = ordinary_words()
    if key in known or key.isdigit() or len(key) < 2:
        return True
    if key in given_names() or key in family_names():
        return False
    for ending, instead in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            stem = key[: -len(ending)]
            if stem + instead in known or (
                ending in ("ed", "ing", "er") and stem[-1] == stem[-2] and stem[:-1] in known
            ):
                return True
    return False


def _listed(name: str) -> frozenset[str]:
    return frozenset((resources() / "names" / name).read_text(encoding="utf-8").split())


_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("er", ""), ("er", "e"), ("ers", ""), ("ier", "y"), ("est", ""), ("iest", "y"), ("ness", ""), ("iness", "y"),
    ("less", ""), ("ful", ""), ("able", ""), ("ment", ""), ("ish", ""), ("ally", "al"), ("ily", "y"), ("y", ""),
    ("nt", "n"), ("ve", ""), ("ll", ""), ("re", ""), ("d", ""), ("ization", "ize"), ("isation", "ise"), ("ise", "ize"),
)  # fmt: skip
