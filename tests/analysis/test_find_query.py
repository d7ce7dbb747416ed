"""What is looked for is found just where it stands in the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.analysis.find_query import How, Matcher, Query
from interviewcoder.sources.folding import Folding
from interviewcoder.sources.patterns import BadPattern

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
        (r"\b\w+e\b", ["the", "whole"]),
        (r"^\w+", ["Lawsuits", "the"]),
        (r"x*", []),
        (r"s\s+t", []),
    ],
)
def test_a_pattern_is_looked_for_in_each_turn(pattern: str, words: list[str]) -> None:
    assert found(pattern, "Lawsuits\nthe whole team", "pattern") == words


@pytest.mark.parametrize(("pattern", "at"), [("(abc", 0), ("a[b", 1), ("ab**", 3), ("x)", 1)])
def test_what_is_no_pattern_is_said_with_its_place(pattern: str, at: int) -> None:
    for whole_words in (False, True):
        with pytest.raises(BadPattern) as caught:
            Matcher(Query(pattern, "pattern", whole_words=whole_words))
        assert "no regular expression" in caught.value.message
        assert caught.value.at == at


def test_what_cannot_be_asked_for_is_said_with_its_place() -> None:
    with pytest.raises(BadPattern, match="before or behind the words") as caught:
        Matcher(Query(r"whole(?= team)", "pattern"))
    assert caught.value.at == 5


def test_a_pattern_can_be_held_to_whole_words() -> None:
    text = "law, laws, outlaw; -law"
    assert found(r"law\w?", text, "pattern", whole_words=True) == ["law", "laws", "law"]
    assert found(r".law", text, "pattern", whole_words=True) == ["-law"]


def test_stars_in_a_word_of_any_length_come_to_an_end() -> None:
    assert found("*a*a*a*b", "a" * 2_000_000) == []


@pytest.mark.parametrize(
    ("text", "how"), [("", "words"), ("  ", "part"), ('""', "words"), ("*", "words"), ("", "pattern")]
)
def test_nothing_is_not_looked_for(text: str, how: How) -> None:
    with pytest.raises(BadPattern, match="nothing to look for"):
        Matcher(Query(text, how))


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
