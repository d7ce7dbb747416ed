"""Find names that are known already: as they stand, in part, misheard, cut in two, or split over two turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewcoder.privacy.known_names import KnownName
from interviewcoder.privacy.name_spelling import Spellings
from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord, given_names, is_ordinary, ordinary_words, said_words, word_set
from interviewcoder.sources.text import Span

# What a name has beside what tells it from others.
_TITLES = word_set("dr doctor mr mrs ms miss prof professor nurse sir dame father sister brother reverend rev")
_PARTICLES = word_set("de da del della des di do dos du la le van von der den ter bin ibn al el y e")
_GENERAL = word_set(
    """hospital hospitals sciences centre center clinic clinics health healthcare care university college school
    general regional memorial community medical institute foundation street road avenue drive boulevard lane
    crescent court north south east west city town county region saint mount the of and at for in on a an campus
    site unit ward department lodge manor home house hospice church group local services service system network
    board ltd inc"""
)
# After one of these a capital word at the beginning of a sentence is a verb more often than a name: “Will you …”.
_PRONOUNS = word_set("i you he she it we they that this there the a an my your his her our their to for of in")
_SHORTEST_BACKCHANNEL = 3


@dataclass(frozen=True, slots=True)
class _Form:
    """One way in which a known name may be said."""

    name: KnownName
    keys: tuple[str, ...]
    whole: bool

    @property
    def joined(self) -> str:
        return "".join(self.keys)


class KnownNames:
    """Finds known names in texts; make it once for a study."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        forms: dict[tuple[str, ...], _Form] = {}
        for name in known:
            if not name.identifies:
                continue
            for form in _forms(name):
                held = forms.get(form.keys)
                if held is None or (form.whole, form.name.pseudonym_id is not None) > (
                    held.whole,
                    held.name.pseudonym_id is not None,
                ):
                    forms[form.keys] = form
        self._forms = forms
        self._joined = {form.joined: form for form in forms.values() if len(form.joined) > 3}
        self._openers = {keys[0] for keys in forms}
        self._longest = max((len(keys) for keys in forms), default=0) + 2
        self._spellings = Spellings(self._joined)
        # The beginnings of names that words put together may be.
        self._starts = {joined[:count] for joined in self._joined for count in range(1, len(joined) + 1)}

    def find(self, words: Sequence[SaidWord]) -> list[Found]:
        """All places where a known name stands, or something that may be one misheard."""
        if not self._forms:
            return []
        found: list[Found] = []
        taken = set[int]()
        for place in range(len(words)):
            if place not in taken and (hit := self._exact(words, place)) is not None:
                form, count = hit
                taken.update(range(place, place + count))
                found += _told(form, words[place : place + count])
        found += self._misheard(words, taken)
        found += self._over_turns(words, taken)
        return found

    def called(self, joined: str) -> KnownName | None:
        """The known name that these letters are, all written together."""
        form = self._joined.get(joined)
        return form.name if form is not None else None

    def _exact(self, words: Sequence[SaidWord], place: int) -> tuple[_Form, int] | None:
        """The longest form that stands at a word."""
        word = words[place]
        if word.key not in self._openers and word.bare not in self._openers:
            return None
        for count in range(min(self._longest - 2, len(words) - place), 0, -1):
            inner = tuple(each.key for each in words[place : place + count - 1])
            last = words[place + count - 1]
            for keys in ((*inner, last.key), (*inner, last.bare)):
                form = self._forms.get(keys)
                if form is not None and _is_meant(form, words, place, count):
                    return form, count
        return None

    def _misheard(self, words: Sequence[SaidWord], taken: set[int]) -> Iterator[Found]:
        """Words that are cut or joined otherwise, misspelt, or sound alike."""
        starts, near = self._starts, dict[str, tuple[str, int] | None]()
        for place, word in enumerate(words):
            if place in taken:
                continue
            if (word.key in starts or word.bare in self._joined) and (
                pair := self._pieces(words, place, taken)
            ) is not None:
                form, count = pair
                taken.update(range(place, place + count))
                yield from _told(form, words[place : place + count], 0.9, "Known words, divided in another way")
                continue
            for key in (word.key,) if word.bare == word.key else (word.bare, word.key):
                if key not in near:
                    near[key] = self._spellings.variant_of(key)
                if (hit := near[key]) is not None and _may_be_misheard(word, key, hit[0]):
                    form = self._joined[hit[0]]
                    end = word.bare_end if key == word.bare else word.end
                    span, why = Span(word.start, end), "Looks or sounds like a known name"
                    yield Found(
                        span, form.name.kind, "spelling", max(0.8 - 0.1 * hit[1], 0.4), why, form.name.pseudonym_id
                    )
                    break

    def _pieces(self, words: Sequence[SaidWord], place: int, taken: set[int]) -> tuple[_Form, int] | None:
        """A form that two or three words are when they are written as one, or one word when it is cut."""
        joined = words[place].key
        if (form := self._joined.get(joined) or self._joined.get(words[place].bare)) is not None:
            return (form, 1) if len(form.keys) > 1 else None
        for count in range(2, min(self._longest, len(words) - place) + 1):
            word = words[place + count - 1]
            if place + count - 1 in taken or word.line != words[place].line:
                return None
            for end in dict.fromkeys((word.key, word.bare)):
                if (form := self._joined.get(joined + end)) is not None and not all(
                    is_ordinary(each) and not each.capital for each in words[place : place + count]
                ):
                    return form, count
            joined += word.key
            if joined not in self._starts:
                return None
        return None

    def _over_turns(self, words: Sequence[SaidWord], taken: set[int]) -> Iterator[Found]:
        """Names of which one turn has the beginning and the next (or, after a “mm-hm”, the one after it) the end."""
        for place in range(len(words) - 1):
            if words[place].line == words[place + 1].line or place in taken:
                continue
            for beyond in _openers_of_next_turns(words, place):
                if beyond in taken:
                    continue
                joined = words[place].key + words[beyond].bare
                key = joined if joined in self._joined else self._spellings.sounds_like(joined)
                if key is None or (is_ordinary(words[place]) and is_ordinary(words[beyond])):
                    continue
                form = self._joined[key]
                taken.update((place, beyond))
                for word in (words[place], words[beyond]):
                    why = "A known name, split over two turns"
                    span = Span(word.start, word.bare_end)
                    yield Found(span, form.name.kind, "spelling", 0.7, why, form.name.pseudonym_id)


def _forms(name: KnownName) -> Iterator[_Form]:
    """A name whole, without its title, and those of its parts that identify by themselves."""
    keys = tuple(word.key for word in said_words(name.words))
    if not keys:
        return
    yield _Form(name, keys, whole=True)
    core = list(keys)
    while len(core) > 1 and core[0] in _TITLES:
        core.pop(0)
    if name.kind == "name":
        if len(core) < len(keys):
            yield _Form(name, tuple(core), whole=len(core) > 1)
        for part in core:
            if len(core) > 1 and len(part) > 1 and part not in _PARTICLES:
                yield _Form(name, (part,), whole=False)
        return
    while len(core) > 1 and core[-1] in _GENERAL:
        core.pop()
        # “St. Mary's” of “St. Mary's General Hospital”; but not “Grand” of “Grand River Hospital”.
        if len(core) > 1 or core[0] not in ordinary_words():
            yield _Form(name, tuple(core), whole=False)


def _is_meant(form: _Form, words: Sequence[SaidWord], place: int, count: int) -> bool:
    """Whether words are the name rather than an ordinary word that is written alike."""
    if count > 1 or form.keys[0] not in ordinary_words() or form.keys[0].isdigit():
        return True
    word = words[place]
    if not word.capital:
        return False
    following = words[place + 1].key if place + 1 < len(words) else ""
    return not word.first or following not in _PRONOUNS


def _may_be_misheard(word: SaidWord, key: str, name: str) -> bool:
    """Whether a word that looks like a name isn't a word, or a name, of its own."""
    if key in given_names() and name in given_names():
        return False
    return not is_ordinary(word) or (word.capital and not word.first)


def _told(form: _Form, words: Sequence[SaidWord], score: float = 0.0, why: str = "") -> Iterator[Found]:
    """The finding, one for each turn it reaches into: what is replaced never takes the end of a turn with it."""
    name = form.name
    if why:
        found_by = "spelling"
    else:
        found_by = "same words" if name.origin == "replaced" else "name list"
        # A participant may be called by a pseudonym already, so what they are called stops no export.
        score = 0.8 if name.origin == "participant" else 1.0 if form.whole else 0.95
        # “Brown rice …”: there the capital letter says nothing.
        if len(words) == 1 and words[0].first and words[0].key in ordinary_words():
            score = min(score, 0.85)
        why = _WHY[name.origin] if form.whole else "Part of a known name"
    if name.origin == "participant":
        score = min(score, 0.8)
    start = 0
    for place, word in enumerate(words):
        if place == len(words) - 1 or words[place + 1].line != word.line:
            last = word.bare_end if form.keys[-1] == word.bare else word.end
            yield Found(Span(words[start].start, last), name.kind, found_by, score, why, name.pseudonym_id)
            start = place + 1


def _openers_of_next_turns(words: Sequence[SaidWord], place: int) -> list[int]:
    """Where the next turn begins; and, when it is only a word or two, the one after it."""
    first = place + 1
    found = [first]
    for beyond in range(first, min(first + _SHORTEST_BACKCHANNEL, len(words))):
        if words[beyond].line != words[first].line:
            found.append(beyond)
            break
    return found


_WHY = {
    "list": "On the list of names",
    "participant": "What a participant is called",
    "replaced": "The same words were replaced elsewhere",
}
