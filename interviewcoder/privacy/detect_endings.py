"""Find organisations and places by the word that ends their names: “… Hospital”, “… Street”, “… First Nation”."""

from __future__ import annotations

from collections.abc import Sequence

from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord, family_names, given_names, is_ordinary, places, word_set
from interviewcoder.sources.text import Span

_ORGANISATIONS = (
    "hospital", "hospitals", "general hospital", "health centre", "health center", "health sciences centre",
    "health sciences center", "medical centre", "medical center", "clinic", "hospice", "university", "college",
    "high school", "public school", "secondary school", "school", "church", "foundation", "nursing home",
    "retirement home", "long term care", "lodge", "manor", "health system", "health network", "health unit",
    "community centre", "family health team", "cancer centre", "childrens", "general", "memorial", "healthcare",
)  # fmt: skip
_PLACES = (
    "street", "road", "avenue", "boulevard", "crescent", "drive", "lane", "court", "line", "sideroad", "county",
    "township", "first nation", "reserve", "island", "falls", "heights", "village", "creek", "beach", "parkway",
)  # fmt: skip
# What a name may hold without identifying by itself: “North Bay Regional Health Centre”.
_CONNECTING = word_set(
    """saint of and the for general regional community memorial district university mount north south east west northern
    southern eastern western lake river bay new port fort grand royal queen queens kings san santa holy sacred our lady
    health sciences health medical childrens centre center family teaching creek hill hills falls valley point"""
)
_OF = (
    ("university of", "organisation"), ("college of", "organisation"), ("hospital for", "organisation"),
    ("city of", "place"), ("hospital of", "organisation"), ("church of", "organisation"), ("township of", "place"),
    ("lake", "place"), ("highway", "place"), ("local", "organisation"),
)  # fmt: skip
_LONGEST = 5
_ENDINGS = {
    tuple(ending.split()): kind
    for endings, kind in ((_ORGANISATIONS, "organisation"), (_PLACES, "place"))
    for ending in endings
}
_LAST_WORDS = frozenset(keys[-1] for keys in _ENDINGS)
_OPENINGS = {tuple(opening.split()): kind for opening, kind in _OF}
_FIRST_WORDS = frozenset(keys[0] for keys in _OPENINGS)


def ended(words: Sequence[SaidWord], text: str) -> list[Found]:
    """All names that end, or begin, with what says what they are."""
    found: list[Found] = []
    for place, word in enumerate(words):
        if word.key in _LAST_WORDS:
            for count in (3, 2, 1):
                keys = tuple(each.key for each in words[max(0, place - count + 1) : place + 1])
                if (kind := _ENDINGS.get(keys)) is None:
                    continue
                first = _first_word(words, place - count + 1, text)
                if first is not None:
                    span = Span(_with_number(words, first, text, kind), _with_direction(words, place, text, kind))
                    found.append(
                        Found(span, kind, "cue", 0.8, f"A name that ends with “{text[word.start : word.end]}”")
                    )
                break
        if word.key in _FIRST_WORDS:
            found += _opened(words, place, text)
    return found


def _first_word(words: Sequence[SaidWord], ending: int, text: str) -> int | None:
    """Where the name begins that ends with the words from `ending` on; None where there is no name."""
    first, proper = ending, None
    while first > max(0, ending - _LONGEST) and _go_together(words, first, text):
        word = words[first - 1]
        if _is_proper(word):
            proper = first - 1
        elif word.key not in _CONNECTING and not (word.capital and not word.first):
            break
        first -= 1
    if proper is None:
        # “General Hospital” with capitals is somebody's name for it all the same, “the general hospital” isn't.
        while first < ending and (not words[first].capital or words[first].key in ("the", "our", "a", "my")):
            first += 1
        named = words[ending].capital and ending > first and (ending - first > 1 or not words[first].first)
        return first if named else None
    # What connects belongs to the name only in front of it as “St.” or “North” does.
    while first < proper and words[first].key in ("of", "and", "the", "for", "our", "health"):
        first += 1
    return first


def _is_proper(word: SaidWord) -> bool:
    if word.key.isdigit() or len(word.bare) < 2 or word.key in _CONNECTING:
        return False
    if not is_ordinary(word):
        return True
    named = word.bare in given_names() or word.bare in family_names() or (word.bare,) in places()
    return word.capital and (named or not word.first)


def _go_together(words: Sequence[SaidWord], place: int, text: str) -> bool:
    between = text[words[place - 1].end : words[place].start].strip(" ")
    return between in ("", "-") or (between == "." and words[place - 1].key == "saint")


def _with_number(words: Sequence[SaidWord], first: int, text: str, kind: str) -> int:
    """Where an address begins: with the number of the house."""
    if kind == "place" and first and words[first - 1].key.isdigit() and _go_together(words, first, text):
        return words[first - 1].start
    return words[first].start


def _with_direction(words: Sequence[SaidWord], place: int, text: str, kind: str) -> int:
    """Where an address ends: with “East” behind the street."""
    beyond = place + 1
    if kind == "place" and beyond < len(words) and words[beyond].key in ("north", "south", "east", "west"):
        return words[beyond].end if _go_together(words, beyond, text) else words[place].end
    return words[place].end


def _opened(words: Sequence[SaidWord], place: int, text: str) -> list[Found]:
    for count in (2, 1):
        keys = tuple(each.key for each in words[place : place + count])
        kind = _OPENINGS.get(keys)
        beyond = place + count
        if kind is None or beyond >= len(words) or not _go_together(words, beyond, text):
            continue
        numbered = keys[0] in ("local", "highway") and words[beyond].key.isdigit()
        if numbered or (keys[0] not in ("local", "highway") and _is_proper(words[beyond])):
            if keys[0] == "lake" and not (words[place].capital or not is_ordinary(words[beyond])):
                continue
            last = beyond
            while last + 1 < len(words) and _go_together(words, last + 1, text) and _is_proper(words[last + 1]):
                last += 1
            span = Span(words[place].start, words[last].bare_end)
            return [Found(span, kind, "cue", 0.75, f"A name that begins with “{' '.join(keys)}”")]
    return []
