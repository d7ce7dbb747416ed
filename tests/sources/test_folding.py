"""Words are found whatever their case and accents."""

from __future__ import annotations

import pytest

from interviewcoder.sources.folding import occurrences
from interviewcoder.sources.text import Span


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("Fear and fear", "FEAR", [Span(0, 4), Span(9, 13)]),
        ("Über den Ärger", "uber", [Span(0, 4)]),
        ("A\u0308rger 😨 Ärger", "ärger", [Span(0, 6), Span(9, 14)]),
        ("Cafe\u0301", "cafe", [Span(0, 5)]),
        ("Die Straße", "strasse", [Span(4, 10)]),
        ("Die Strasse", "straße", [Span(4, 11)]),
        ("aaaa", "aa", [Span(0, 2), Span(2, 4)]),
        ("anything", "", []),
        ("", "a", []),
    ],
)
def test_words_are_found_where_they_stand(text: str, wanted: str, places: list[Span]) -> None:
    assert occurrences(text, wanted) == places
