"""Find names by what is said beside them: “my manager …”, “Dr. …”, “I'm …”, “… Hospital”, “born in …”."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import (
    SaidWord,
    family_names,
    given_names,
    is_ordinary,
    names_that_are_words,
    places,
)
from interviewcoder.sources.text import Span

_MOST_WORDS = 4
# Cues from this score on mostly have a name behind them.
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that a name stands behind.

    `sure` cues believe any word that isn't an ordinary one; the others want a
    capital letter, or a word of our lists of names and places. `titles` believe a name
    that is an ordinary word too, in small letters as well: “mr young”.
    """

    keys: tuple[str, ...]
    kind: str
    sure: bool
    score: float
    title: bool = False


def _cues() -> Iterator[_Cue]:
    for word in _split("dr mr mrs ms miss prof"):
        yield _Cue((word,), "name", sure=True, score=0.85, title=True)
    for word in _split("doctor nurse professor sister father reverend auntie uncle aunt"):
        yield _Cue((word,), "name", sure=False, score=0.7)
    for whose in _split("my our her his their the a another this"):
        sure = whose in ("my", "our", "her", "his", "their")
        for who in _PEOPLE:
            yield _Cue((whose, *who.split()), "name", sure=sure, score=0.75 if sure else 0.6)
    for phrase, score in _NAMINGS:
        yield _Cue(tuple(phrase.split()), "name", sure=True, score=score)
    for phrase in _WEAK_NAMINGS:
        yield _Cue(tuple(phrase.split()), "name", sure=False, score=0.6)
    for phrase in _WORKPLACES:
        yield _Cue(tuple(phrase.split()), "organisation", sure=False, score=0.6)
    for phrase in _WHEREABOUTS:
        yield _Cue(tuple(phrase.split()), "place", sure=phrase in _SURE_WHEREABOUTS, score=0.65)


def _split(words: str) -> list[str]:
    return words.split()


_PEOPLE = (
    "manager", "boss", "supervisor", "director", "charge nurse", "team lead", "preceptor", "mentor", "colleague",
    "coworker", "co worker", "friend", "husband", "wife", "partner", "son", "daughter", "mother", "father", "mom",
    "dad", "brother", "sister", "cousin", "aunt", "uncle", "neighbour", "neighbor", "boyfriend", "girlfriend", "fiance",
    "roommate", "teacher", "instructor", "student", "resident", "patient", "client", "doctor", "surgeon", "therapist",
    "counsellor", "sister in law", "brother in law", "mother in law", "grandmother", "grandfather", "nurse manager",
    "unit manager", "clerk", "social worker", "chaplain", "baby", "kid", "best friend", "niece", "nephew", "physio",
    "pharmacist", "educator", "clinical educator", "chief", "ceo", "porter", "unit clerk",
)  # fmt: skip
_NAMINGS = (
    ("my name is", 0.85), ("my names", 0.85), ("name is", 0.8), ("name was", 0.8), ("names", 0.6), ("called", 0.5),
    ("named", 0.75), ("call me", 0.7), ("calls me", 0.7), ("known as", 0.6), ("nicknamed", 0.7), ("goes by", 0.65),
    ("this is", 0.55), ("speaking with", 0.5), ("introduce", 0.5), ("surname", 0.7), ("last name", 0.7),
    ("first name", 0.7), ("maiden name", 0.7), ("spelled", 0.5),
)  # fmt: skip
_WEAK_NAMINGS = (
    "im", "i am", "its", "hi", "hello", "hey", "thanks", "thank you", "dear", "ask", "asked", "told", "called", "call",
    "with", "like", "and", "or", "by", "for", "to", "from", "between", "about", "not", "poor", "says", "said", "cc",
    "met", "know", "knew", "love", "saw", "emailed", "texted", "phoned", "paged", "bless",
)  # fmt: skip
_WORKPLACES = (
    "work at", "works at", "worked at", "working at", "work for", "works for", "worked for", "job at", "started at",
    "over at", "back at", "down at", "up at", "out at", "here at", "there at", "trained at", "training at",
    "studied at", "school at", "transferred to", "transferred from", "transfer to", "sent to", "admitted to",
    "graduated from", "hired at", "hired by", "employed by", "employed at", "volunteer at", "placement at", "shift at",
    "shifts at", "left",
)  # fmt: skip
_SURE_WHEREABOUTS = frozenset(
    {
        "born in", "grew up in", "raised in", "live in", "lives in", "lived in", "living in", "moved to", "moved from",
        "based in", "town of", "city of", "village of", "township of", "county of", "reserve at", "drive to",
        "commute from", "originally from", "house in", "home in", "cottage in", "come from", "came from", "up from",
        "region of",
    }
)  # fmt: skip
_WHEREABOUTS = (
    *sorted(_SURE_WHEREABOUTS), "in", "near", "outside", "outside of", "from", "around", "up in", "down in", "over in",
    "out in", "back in", "through", "up to", "down to", "all the way to", "community of",
)  # fmt: skip
# Behind these, one may come before the name: “my manager, a woman called …” is left to “called”.
_BETWEEN = frozenset(
    {"named", "called", "is", "was", "whos", "uh", "um", "er", "doctor", "dr", "nurse", "old", "saint"}
)
_INSIDE = frozenset({"de", "da", "la", "le", "van", "von", "der", "al", "el", "saint", "bin", "di", "du", "mac", "o"})


def _by_opener() -> dict[str, list[_Cue]]:
    found: dict[str, list[_Cue]] = {}
    for cue in _cues():
        found.setdefault(cue.keys[0], []).append(cue)
    for cues in found.values():
        cues.sort(key=lambda cue: (-len(cue.keys), -cue.score))
    return found


_OPENERS: Mapping[str, Sequence[_Cue]] = _by_opener()


_SURE_OPENERS = {key: sure for key, cues in _OPENERS.items() if (sure := [cue for cue in cues if cue.score >= _SURE])}


def cued(words: Sequence[SaidWord], text: str, *, sure: bool = False) -> list[Found]:
    """All names that stand behind a cue; with `sure` behind those that mostly have a name behind them."""
    found: list[Found] = []
    openers = _SURE_OPENERS if sure else _OPENERS
    for place, word in enumerate(words):
        for cue in openers.get(word.key, ()):
            beyond = place + len(cue.keys)
            if beyond >= len(words) or not _stands(cue, words, place):
                continue
            if (named := _name_at(cue, words, beyond, text)) is not None:
                first, last = named
                span = Span(words[first].start, words[last].bare_end)
                said = text[word.start : words[beyond - 1].end]
                found.append(Found(span, cue.kind, "cue", cue.score, f"Stands behind “{said}”"))
                break
    return found


def _stands(cue: _Cue, words: Sequence[SaidWord], place: int) -> bool:
    """Whether the words from a place on are a cue, in one turn."""
    for step, key in enumerate(cue.keys):
        word = words[place + step]
        if word.key != key or word.line != words[place].line:
            return False
    return True


def _name_at(cue: _Cue, words: Sequence[SaidWord], place: int, text: str) -> tuple[int, int] | None:
    """From which word to which a name reaches that begins at a place, or just behind it."""
    for _ in range(2):
        if place < len(words) and words[place].key in _BETWEEN and words[place].line == words[place - 1].line:
            if words[place].key == "saint":
                break
            place += 1
    if place >= len(words) or _is_cut(words, place, text, commas=cue.sure):
        return None
    last = place - 1
    believed: Callable[[SaidWord], bool] = _BELIEVED[cue.kind]
    titled = cue.title and words[place].key in names_that_are_words() - _VERBS
    for beyond in range(place, min(place + _MOST_WORDS, len(words))):
        word = words[beyond]
        if beyond > place and _is_cut(words, beyond, text, commas=False):
            break
        if believed(word) or _is_name(word, sure=cue.sure) or (titled and beyond == place):
            last = beyond
        elif word.key not in _INSIDE and not (beyond > place and word.capital and not word.first):
            break
    if last < place or all(words[each].key in _INSIDE for each in range(place, last + 1)):
        return None
    return place, last


def _is_cut(words: Sequence[SaidWord], place: int, text: str, *, commas: bool) -> bool:
    """Whether more than a space (or, of a title, its full stop) parts a word from the one before it."""
    between = text[words[place - 1].end : words[place].start].strip()
    if words[place].line != words[place - 1].line:
        return True
    allowed = ("", "-", "‑", "’", "'") + ((",", ":", "—", "–") if commas else ())
    return between not in allowed and not (between == "." and words[place - 1].key in _SHORT)


def _is_name(word: SaidWord, *, sure: bool) -> bool:
    """Whether a word behind a cue is a name."""
    # “P07” and “N95” are no names.
    if not word.key.isalpha() or len(word.bare) < 2 or word.bare in _VERBS or (word.acronym and not sure):
        return False
    if word.capital and not word.first:
        # Behind a weak cue a capital alone is no reason: “with Tylenol”, “in English”.
        return not is_ordinary(word) or (sure and word.bare in names_that_are_words())
    return sure and not is_ordinary(word) and len(word.bare) > 2


def _is_person(word: SaidWord) -> bool:
    if word.bare in names_that_are_words():
        return word.bare not in _VERBS and word.capital and not word.first
    return word.bare in given_names() or word.bare in family_names()


def _is_place(word: SaidWord) -> bool:
    return (word.bare,) in places() and (word.capital or not is_ordinary(word))


_BELIEVED: Mapping[str, Callable[[SaidWord], bool]] = {
    "name": _is_person,
    "organisation": _is_place,
    "place": _is_place,
}
_SHORT = frozenset({"dr", "mr", "mrs", "ms", "prof", "saint"})
_VERBS = frozenset({"said", "will", "may", "can", "way", "oh", "park", "price", "parent", "little", "short"})
