"""Words are found whatever their case and accents, at their exact places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.sources.folding import Folding, fold
from interviewcoder.sources.text import Span

# What is hard: accents before and behind their letters, letters that fold to two, characters beyond 16 bits.
HARD = (
    "aAéÉe\u0301\u0308ßẞſİıiIκΚσςΣﬁŉ😨👩\u200d👧’'“\" \n"
    "\u00ad\u200b\u00a0ñn\u0303çøØ.Jj\u030c한\u1112\u1161\u11abक\u093c\u0915\u093cが²½"
)


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("Fear and fear", "FEAR", [Span(0, 4), Span(9, 13)]),
        ("Über den Ärger", "uber", [Span(0, 4)]),
        ("A\u0308rger 😨 Ärger", "ärger", [Span(0, 6), Span(9, 14)]),
        ("Cafe\u0301", "cafe", [Span(0, 5)]),
        ("Die Straße", "strasse", [Span(4, 10)]),
        ("Die Strasse", "straße", [Span(4, 11)]),
        ("Straße", "s", [Span(0, 1), Span(4, 5)]),
        ("I don’t", "DON'T", [Span(2, 7)]),
        ("co\u00adoperation", "cooperation", [Span(0, 12)]),
        ("øre", "ore", []),
        ("aaaa", "aa", [Span(0, 2), Span(2, 4)]),
        ("anything", "", []),
        ("", "a", []),
    ],
)
def test_words_are_found_where_they_stand(text: str, wanted: str, places: list[Span]) -> None:
    assert Folding().occurrences(text, wanted) == places


def test_a_name_is_folded_without_case_and_accents() -> None:
    assert fold("Café “Zürich”") == 'cafe "zurich"'
    # A mark that makes another letter isn't an accent: the Hindi nukta, the Japanese voicing.
    assert fold("か") != fold("が") and fold("ज") != fold("ज़")


@given(st.text(alphabet=HARD, max_size=12), st.booleans(), st.booleans())
def test_places_in_folded_text_are_told_in_the_stored_one(text: str, case: bool, accents: bool) -> None:
    folding = Folding(case=case, accents=accents)
    folded = folding.folded(text)
    assert folded.text == folding.fold(text) == "".join(folding.fold(char) for char in text)
    for start in range(len(folded.text)):
        for end in range(start + 1, len(folded.text) + 1):
            assert folded.span(start, end) == naive_span(text, folding, start, end)


def naive_span(text: str, folding: Folding, start: int, end: int) -> Span:
    """Walk through the text character by character."""
    owners = [place for place, char in enumerate(text) for _ in folding.fold(char)]
    last = owners[end - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    return Span(owners[start], last)
