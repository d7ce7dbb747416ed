"""The recogniser of names that comes with the program: an averaged perceptron over words, their lists and neighbours.

A small thing (some thousand weights), trained on sentences made for the
purpose, see `benchmarks/names_made.py` and docs/decisions/011. It finds names
that nothing is said beside; it knows no grammar, and in small letters little
more than its lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from interviewcoder.errors import ModelDamaged
from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import (
    SaidWord,
    family_names,
    given_names,
    is_ordinary,
    names_that_are_words,
    places,
)
from interviewcoder.resources_path import resources
from interviewcoder.sources.text import Span

OTHER = "other"
TAGS = (OTHER, "name", "place", "organisation")
# A lead over “no name” that is worth telling, and the one at which the recogniser is as sure as it gets.
_LEAST_LEAD, _FULL_LEAD = 0.5, 12.0
_SCORES = (0.45, 0.75)

_LOOKED_AT, _LEAST_ENGLISH = 2000, 0.75
# “I'm” has a capital wherever it stands.
_OF_I = frozenset({"im", "ive", "ill", "id"})

Weights = Mapping[str, Mapping[str, float]]


class NameRecogniser:
    """Recognises names by weights of features."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    @property
    def title(self) -> str:
        """What it is called, for a person."""
        return "the small recogniser that comes with the program"

    def names(self, text: str, words: Sequence[SaidWord]) -> list[Found]:
        """All names it recognises; neighbours of one kind are one name, where nothing but a space is between."""
        found: list[Found] = []
        if not _is_english(words):
            return found
        seen = seen_small(words)
        before = OTHER
        run: tuple[int, int, str, float] | None = None
        for place in range(len(words)):
            tag, lead = self.tag(words, place, before, seen)
            if run is not None and not (tag == run[2] and _goes_on(text, words[place - 1], words[place])):
                found.append(_told(words, run))
                run = None
            if tag != OTHER:
                run = (run[0], place, tag, max(run[3], lead)) if run else (place, place, tag, lead)
            before = tag
        if run is not None:
            found.append(_told(words, run))
        return [*found, *_places_of_several_words(words)]

    def tag(self, words: Sequence[SaidWord], place: int, before: str, seen: frozenset[str]) -> tuple[str, float]:
        """What a word is, and by how much that leads over no name."""
        word = words[place]
        if not may_be_name(word):
            return OTHER, 0.0
        scores = self.scores(features(words, place, before, seen))
        best = max(TAGS, key=lambda tag: scores[tag])
        lead = scores[best] - scores[OTHER]
        return (best, lead) if lead >= _LEAST_LEAD else (OTHER, 0.0)

    def scores(self, named: Iterator[str]) -> dict[str, float]:
        """The sum of the weights of features, by tag."""
        scores = dict.fromkeys(TAGS, 0.0)
        for feature in named:
            for tag, weight in self._weights.get(feature, {}).items():
                scores[tag] += weight
        return scores


def may_be_name(word: SaidWord) -> bool:
    """Whether it is worth asking: words in small letters are names only where they are on the lists."""
    if not word.key.isalpha() or len(word.bare) < 2 or word.key in _OF_I:
        return False
    return word.capital or (is_listed(word.bare) and not is_ordinary(word))


def is_listed(key: str) -> bool:
    """Whether a word is on the lists of names and places."""
    return key in given_names() or key in family_names() or (key,) in places()


def features(words: Sequence[SaidWord], place: int, before: str, seen: frozenset[str]) -> Iterator[str]:
    """What the recogniser knows of a word: its letters, lists, and the words around it."""
    word = words[place]
    shape = _shape(word)
    kind = _kind(word)
    previous = _neighbour(words, place, -1)
    following = _neighbour(words, place, 1)
    yield "bias"
    yield f"shape {shape}"
    yield f"kind {kind}"
    yield f"shape+kind {shape} {kind}"
    yield f"seen small {word.bare in seen} {shape}"
    yield f"tag {before} {shape}"
    yield f"tag+kind {before} {kind}"
    yield f"previous {previous}"
    yield f"previous+shape {previous} {shape}"
    yield f"following {following}"
    yield f"following+shape {following} {shape}"
    yield f"around {previous} {following}"
    yield f"second {_neighbour(words, place, -2)} {previous}"
    yield f"ending {word.bare[-3:]}"
    yield f"ending+shape {word.bare[-2:]} {shape}"
    if place and words[place - 1].line == word.line:
        yield f"previous kind {_kind(words[place - 1])} {_shape(words[place - 1])} {shape}"
    if place + 1 < len(words) and words[place + 1].line == word.line:
        yield f"following kind {_kind(words[place + 1])} {_shape(words[place + 1])} {shape}"


def seen_small(words: Sequence[SaidWord]) -> frozenset[str]:
    """The words that a text has in small letters too."""
    return frozenset(word.bare for word in words if not word.capital)


def _places_of_several_words(words: Sequence[SaidWord]) -> Iterator[Found]:
    """Places of the list that are more than a word, in small letters too: “thunder bay”."""
    openers = _openers()
    for place, word in enumerate(words):
        for keys in openers.get(word.key, ()):
            said = words[place : place + len(keys)]
            if tuple(each.bare for each in said) == keys and said[-1].line == word.line:
                yield Found(Span(word.start, said[-1].bare_end), "place", "model", 0.7, "On the list of places")


@cache
def _openers() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for keys in sorted(places()):
        if len(keys) > 1:
            found[keys[0]] = (*found.get(keys[0], ()), keys)
    return found


def _is_english(words: Sequence[SaidWord]) -> bool:
    """Whether a text is in the one language it knows: in another, every second word would look like a name."""
    small = [word for word in words[:_LOOKED_AT] if not word.capital]
    return sum(map(is_ordinary, small)) >= _LEAST_ENGLISH * len(small)


def _shape(word: SaidWord) -> str:
    if word.acronym:
        return "acronym"
    if not word.capital:
        return "small"
    return "first" if word.first else "capital"


def _kind(word: SaidWord) -> str:
    """Which lists a word is on."""
    key = word.bare
    lists = "".join(
        sign
        for sign, listed in (("g", key in given_names()), ("f", key in family_names()), ("p", (key,) in places()))
        if listed
    )
    ordinary = "both" if key in names_that_are_words() else "word" if is_ordinary(word) else "unknown"
    return f"{lists}:{ordinary}"


def _neighbour(words: Sequence[SaidWord], place: int, step: int) -> str:
    at = place + step
    if not 0 <= at < len(words) or words[at].line != words[place].line:
        return "edge"
    return words[at].key if is_ordinary(words[at]) else f"<{_shape(words[at])}>"


def _goes_on(text: str, before: SaidWord, word: SaidWord) -> bool:
    return text[before.end : word.start] in (" ", "-", ". ") and before.line == word.line and before.key == before.bare


def _told(words: Sequence[SaidWord], run: tuple[int, int, str, float]) -> Found:
    first, last, tag, lead = run
    least, most = _SCORES
    score = least + (most - least) * min(lead / _FULL_LEAD, 1.0)
    span = Span(words[first].start, words[last].bare_end)
    return Found(span, tag, "model", round(score, 2), "Looks like a name to the recogniser")


@cache
def own_recogniser() -> NameRecogniser:
    """The one that comes with the program, read on first use.

    Raises:
        ModelDamaged: its file isn't sound.
    """
    path: Path = resources() / "names" / "recogniser.json"
    try:
        return NameRecogniser(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise ModelDamaged(
            "The recogniser of names can't be read.", "Install the program anew; the other detectors do without it."
        ) from error
