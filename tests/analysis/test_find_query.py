"""What is looked for is found just where it stands in the stored text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.analysis.find_query import BadPattern, How, Matcher, Query
from interviewcoder.analysis.folding import Folding
from interviewcoder.sources.text import Span

# What is hard: accents before and behind their letters, letters that fold to two, characters beyond 16 bits.
HARD = (
    "aAéÉe\u0301\u0308ßẞſİıiIκΚσςΣﬁŉ😨👩\u200d👧’'“\" \n"
    "\u00ad\u200b\u00a0ñn\u0303çøØ.Jj\u030c한\u1112\u1161\u11abक\u093c\u0915\u093cが²½"
)


def found(
    query: str,
    text: str,
    how: How = "words",
    *,
    match_case: bool = False,
    match_accents: bool = False,
    whole_words: bool = False,
) -> list[str]:
    """The words that are found."""
    matcher = Matcher(Query(query, how, match_case, match_accents, whole_words))
    return [span.text_in(text) for span in matcher.spans(text)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("fear", "Fear and fears, FEAR; afraid.", ["Fear", "FEAR"]),
        ("fear*", "Fear and fears, fearful; afear.", ["Fear", "fears", "fearful"]),
        ("*ing", "Reading, sing, ings", ["Reading", "sing"]),
        ("n*s", "nurse nurses news", ["nurses", "news"]),
        ("uber", "Über und U\u0308ber", ["Über", "U\u0308ber"]),
        ("Über", "uber allem", ["uber"]),
        ("don't", "I don’t and don't", ["don’t", "don't"]),
        ("strasse", "Straße, STRASSE, Strassen", ["Straße", "STRASSE"]),
        ("istanbul", "İstanbul", ["İstanbul"]),
        ("cooperation", "co\u00adoperation", ["co\u00adoperation"]),
        (
            '"the whole team"',
            "the whole team, the  whole\u00a0team; the team",
            ["the whole team", "the  whole\u00a0team"],
        ),
        ('"down, the"', "We sat down, the team. Down the road.", ["down, the", "Down the"]),
        ("C++", "C++ and C", ["C++"]),
        ("😨", "so 😨 I was", []),
        ("страх", "Страх и страхи", ["Страх"]),
    ],
)
def test_words_are_found_whole_and_in_any_spelling(query: str, text: str, words: list[str]) -> None:
    if query == "😨":
        with pytest.raises(BadPattern):
            found(query, text)
    else:
        assert found(query, text) == words


@pytest.mark.parametrize(
    ("query", "text", "options", "words"),
    [
        ("Fear", "fear Fear FEAR", {"match_case": True}, ["Fear"]),
        ("cafe", "cafe café cafe\u0301", {"match_accents": True}, ["cafe"]),
        ("café", "cafe café Cafe\u0301", {"match_accents": True}, ["café", "Cafe\u0301"]),
        ("café", "cafe café Cafe\u0301", {"match_accents": True, "match_case": True}, ["café"]),
    ],
)
def test_capitals_and_accents_count_where_that_is_wanted(
    query: str, text: str, options: dict[str, bool], words: list[str]
) -> None:
    case, accents = options.get("match_case", False), options.get("match_accents", False)
    assert found(query, text, match_case=case, match_accents=accents) == words
    assert found(query, text, "part", match_case=case, match_accents=accents) == words


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("ear", "Fear, early", ["ear", "ear"]),
        ("s", "Straße", ["S", "ß"]),
        ("😨", "so 😨😨 I was", ["😨", "😨"]),
        ("a b", "a  b\na\nb", ["a  b"]),
        (".", "a.b", ["."]),
        (" the", "the other, the", [" the"]),
    ],
)
def test_parts_of_words_are_found_character_by_character(query: str, text: str, words: list[str]) -> None:
    assert found(query, text, "part") == words


def test_parts_can_be_held_to_whole_words() -> None:
    assert found("ear", "Fear, ear, early", "part", whole_words=True) == ["ear"]


def test_all_words_have_to_be_said_in_one_turn_or_in_one_source() -> None:
    text = "I fear lawsuits\nthe fear was mine\nlawsuits again"
    assert [s.start for s in Matcher(Query("fear lawsuits")).spans(text)] == [2, 7]
    assert [s.start for s in Matcher(Query("fear lawsuits", together="source")).spans(text)] == [2, 7, 20, 34]
    assert Matcher(Query("fear nurse", together="source")).spans(text) == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"law\w+|team", ["Lawsuits", "team"]),
        (r"(?<=whole )\w+", ["team"]),
        (r"^\w+", ["Lawsuits", "the"]),
        (r"x*", []),
        (r"s\s+t", []),
    ],
)
def test_a_pattern_is_looked_for_in_each_turn(pattern: str, words: list[str]) -> None:
    assert found(pattern, "Lawsuits\nthe whole team", "pattern") == words


@pytest.mark.parametrize(("pattern", "at"), [("(abc", 4), ("a[b", 3), ("ab**", 3), ("x)", 1)])
def test_what_is_no_pattern_is_said_with_its_place(pattern: str, at: int) -> None:
    for whole_words in (False, True):
        with pytest.raises(BadPattern) as caught:
            Matcher(Query(pattern, "pattern", whole_words=whole_words))
        assert "no regular expression" in caught.value.message
        assert caught.value.at == at


def test_a_pattern_that_would_run_for_ever_is_stopped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewcoder.analysis.find_query.MOST_PER_TURN_S", 0.05)
    matcher = Matcher(Query(r"(a|aa|a\w)+;", "pattern"))
    with pytest.raises(BadPattern, match=r"\(a\|aa\|a\\w\)\+;.*takes too long"):
        matcher.spans("a" * 60)


@pytest.mark.parametrize(
    ("text", "how"), [("", "words"), ("  ", "part"), ('""', "words"), ("*", "words"), ("", "pattern")]
)
def test_nothing_is_not_looked_for(text: str, how: How) -> None:
    with pytest.raises(BadPattern, match="nothing to look for"):
        Matcher(Query(text, how))


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


@given(st.text(alphabet=HARD, max_size=14), st.text(alphabet=HARD, min_size=1, max_size=4))
def test_every_part_of_a_text_is_found_in_it(text: str, around: str) -> None:
    if not around.strip() or not Folding().fold(around).strip():
        return
    spans = Matcher(Query(around, "part")).spans(text + around + text)
    assert all(spans[i].end <= spans[i + 1].start for i in range(len(spans) - 1))
    if "\n" not in around and not around.isspace() and around == around.strip():
        fold = Folding().fold
        assert all(
            " ".join(fold(around).split()) in " ".join(fold(s.text_in(text + around + text)).split()) for s in spans
        )
        assert spans
