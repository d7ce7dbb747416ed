"""Regular expressions find what they say in all scripts, at exact places, and always come to an end."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from interviewcoder.errors import NotAllowed
from interviewcoder.sources.patterns import BadPattern, Expression, words_expression
from interviewcoder.sources.text import Span

LONG = "a" * 10_000_000


def found(written: str, text: str, *, match_case: bool = False, whole_words: bool = False) -> list[str]:
    spans = Expression(written, match_case=match_case, whole_words=whole_words).spans_in(text)
    return [span.text_in(text) for span in spans]


@pytest.mark.parametrize(
    ("written", "text", "words"),
    [
        (r"\w+", "Über naïve cafe\u0301s, हिन्दी: 2 x_y", ["Über", "naïve", "cafe\u0301s", "हिन्दी", "2", "x_y"]),
        (r"\W+", "é-é – ü", ["-", " – "]),
        (r"[^\W\d]+", "Grün5 x", ["Grün", "x"]),
        (r"[\w-]+", "co-op «é»", ["co-op", "é"]),
        (r"\d+", "7 and ٣٤ and ²", ["7", "٣٤"]),
        (r"\D+", "7ab8", ["ab"]),
        (r"\s+", "a\u00a0\u2003b", ["\u00a0\u2003"]),
        (r"\S+", "so 😨👍🏽 e\u0301", ["so", "😨👍🏽", "e\u0301"]),
        (r"[à-ü]", "aéz", ["é"]),
        (r".", "😨e\u0301", ["😨", "e", "\u0301"]),
        (r"\u00fcber|\x41", "über A", ["über", "A"]),
        (r"(?x) a \s b  # two letters", "a b", ["a b"]),
        (r"[[ab]", "[b", ["[", "b"]),
        (r"(?P<who>nurse)s?", "nurses", ["nurses"]),
        (r"a.*?c", "abcabc", ["abc", "abc"]),
        (r"x{2,3}", "x xx xxxx", ["xx", "xxx"]),
    ],
)
def test_signs_of_the_language_mean_letters_of_all_scripts(written: str, text: str, words: list[str]) -> None:
    assert found(written, text) == words


@pytest.mark.parametrize(
    ("written", "text", "words"),
    [
        (r"\bnurse\b", "nurse nurses übernurse nurse-led", ["nurse", "nurse"]),
        (r"\bärger", "ärger Verärgerung “Ärger”", ["ärger", "Ärger"]),
        (r"\bकल\b", "कल कला", ["कल"]),
        (r"caf\b", "café caf", ["caf"]),
        (r"cafe\b", "cafe\u0301 cafe", ["cafe"]),
        (r"law\b|\brule", "law laws rules overrule", ["law", "rule"]),
        (r"\w+\b.\bled", "nurse-led team-Led", ["nurse-led", "team-Led"]),
        (r"\Bé\B", "née é", ["é"]),
        (r"nurse.*\b", "a nurse came!…", ["nurse came"]),
        (r"\b\S+ing\b", "reading, king's", ["reading", "king"]),
    ],
)
def test_word_edges_are_those_of_all_scripts_wherever_they_are_asked_for(
    written: str, text: str, words: list[str]
) -> None:
    assert found(written, text) == words


def test_case_is_minded_only_where_that_is_wanted() -> None:
    text = "Ärger ärger STRASSE ς Σ K"
    assert found("ärger", text) == ["Ärger", "ärger"]
    assert found("ärger", text, match_case=True) == ["ärger"]
    assert found("[ä-ö]rger", text) == ["Ärger", "ärger"]
    assert found("σ", text) == found("Σ", text) == ["ς", "Σ"]
    assert found("(?i:S)t", text + " st", match_case=True) == ["st"]
    assert found("(?i)strasse", text, match_case=True) == ["STRASSE"]
    assert found("[^ä]rger", "Ärger Brger") == ["Brger"]


def test_nothing_reaches_over_the_end_of_a_line() -> None:
    text = "one two\nthree\n\nfour\n"
    assert found(r"(?s).+", text) == ["one two", "three", "four"]
    assert found(r"[^x]+", text) == ["one two", "three", "four"]
    assert found(r"two\s+three|two\nthree|two\Wthree", text) == []
    assert found(r"^\w+", text) == ["one", "three", "four"] == found(r"\A\w+", text)
    assert found(r"\w+$", text) == ["two", "three", "four"] == found(r"\w+\Z", text)
    assert found(r"^\w+$", text) == ["three", "four"]


def test_what_is_empty_is_no_hit() -> None:
    assert found(r"x*", "aaxxa") == ["xx"]
    assert found(r"^|\b|$", "a b\n\nc") == []
    assert found(r"\w*", "ab cd") == ["ab", "cd"]


def test_hits_can_be_held_to_whole_words() -> None:
    assert found(r"law|laws", "laws law outlaws", whole_words=True) == ["laws", "law"]
    assert found(r"C\+\+", "C++ C++x (C++)", whole_words=True) == ["C++", "C++"]
    assert found(r"\.", "..a.. .", whole_words=True) == [".", ".", "."]
    assert found(r"x*", "xx\nx ax", whole_words=True) == ["xx", "x"]


@pytest.mark.parametrize(
    ("written", "at", "said"),
    [
        (r"ab(?=c)", 2, "before or behind"),
        (r"[(?=]x(?!c)", 6, "before or behind"),
        (r"\(?(?<=a)b", 3, "before or behind"),
        (r"(?<!a)b", 0, "before or behind"),
        (r"(\w)\1", 4, "same words again"),
        (r"(?P<x>a)b(?P=x)", 9, "same words again"),
        (r"(a)?(?(1)b|c)", 4, "same words again"),
        (r"ba*+", 2, "forbids"),
        (r"(?>ab)", 0, "forbids"),
        (r"(abc", 0, "no regular expression.*character 1"),
        (r"ab**", 3, "no regular expression.*character 4"),
        (r"\p{L}", 0, "no regular expression.*bad escape"),
        (r"x{2000}", -1, "too large"),
        (r"((a{100}){100}){100}", -1, "too large"),
        ("(" * 3000 + ")" * 3000, -1, "too large"),
        ("  ", -1, "nothing to look for"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(
    written: str, at: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadPattern, match=said) as caught:
        Expression(written)
    assert caught.value.at == at
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("written", "count"),
    [("(a+)+$", 1), ("(a|a)*b", 0), ("(a|aa)+;", 0), (r"(\w+\s?)*x", 0), ("a*a*a*a*a*b", 0), (r"\b(a?){40}b", 0)],
)
def test_repeated_repetitions_end_in_ten_million_letters(written: str, count: int) -> None:
    assert len(Expression(written).spans_in(LONG)) == count


def test_searching_to_the_end_for_each_short_hit_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewcoder.sources.patterns._MOST_S", 0.1)
    with pytest.raises(BadPattern, match=r"“a\*b\|a” takes too long"):
        Expression("a*b|a").spans_in(LONG)


def test_letters_are_told_apart_until_there_are_too_many() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
    assert len(Expression(f"[x{many[:100]}]|" + "|".join(many[100:])).spans_in(many)) == 200
    with pytest.raises(NotAllowed, match="more different letters"):
        Expression("|".join(many) + r"\b").spans_in(many)
    assert Expression("|".join(many) + r"\b").spans_in("only 一 of them") == [Span(5, 6)]


def test_an_expression_learns_new_letters_from_one_text_to_the_next() -> None:
    expression = Expression(r"[а-я]+|\bé\w*")
    assert expression.spans_in("ascii alone") == []
    assert expression.spans_in("был é 😨 été") == [Span(0, 3), Span(4, 5), Span(8, 11)]
    assert expression.spans_in("été 한글 да") == [Span(0, 3), Span(7, 9)]


def test_words_are_found_however_their_accents_apostrophes_and_spaces_are_written() -> None:
    text = "don't  go, don’t go\ndon't\ngo; café cafe\u0301 cafeteria nurses’ C++ C"

    def words(wanted: str, *, whole_words: bool = True, wildcard: bool = False) -> list[str]:
        expression = words_expression(wanted, whole_words=whole_words, wildcard=wildcard)
        return [span.text_in(text) for span in expression.spans_in(text)]

    assert words("don’t go") == ["don't  go", "don’t go"]
    assert words("cafe\u0301") == words("CAFÉ") == ["café", "cafe\u0301"]
    assert words("cafe") == []
    assert words("cafe", whole_words=False) == ["cafe", "cafe"]
    assert words("cafe*", wildcard=True) == ["cafe\u0301", "cafeteria"]
    assert words("nurs*", wildcard=True) == ["nurses’"]
    assert words("C++") == ["C++"]


_ATOMS = st.sampled_from(
    [*"ab.é", "😨", r"\w", r"\W", r"\d", r"\s", "[ab]", "[^a]", r"[\w.]", r"\b", r"\B", "^", "$", "Ж"]
)
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(?:" + "|".join(parts) + ")"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,2}", "*?", "+?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(_PATTERNS, st.text("aAbB.éÉ😨🏽жЖ1 \n-", max_size=14), st.booleans())
def test_hits_are_those_of_python_where_both_mean_the_same(written: str, text: str, match_case: bool) -> None:
    try:
        python = re.compile(written, (0 if match_case else re.IGNORECASE) | re.MULTILINE)
    except re.error:
        assume(False)
    expected: list[Span] = []
    start = 0
    for line in text.split("\n"):
        hits = [match.span() for match in python.finditer(line)]
        # After an empty hit, Python looks at the same place again; that is a matter of taste.
        assume(all(begin < end for begin, end in hits))
        expected += [Span(start + begin, start + end) for begin, end in hits]
        start += len(line) + 1
    assert Expression(written, match_case=match_case).spans_in(text) == expected


@given(
    st.text("aé\u0301😨👩\u200d👧क\u093c \n", max_size=20),
    st.text("aé\u0301😨👩\u200d👧क\u093c", min_size=1, max_size=3),
)
def test_places_are_code_points_among_emoji_and_combining_marks(text: str, wanted: str) -> None:
    expected = [Span(*match.span()) for match in re.finditer(re.escape(wanted), text)]
    assert Expression(re.escape(wanted), match_case=True).spans_in(text) == expected


@given(st.characters(exclude_categories=["Cs"]))
def test_every_character_is_of_one_kind(char: str) -> None:
    kinds = {"L": True, "M": True, "N": True}.get(unicodedata.category(char)[0], char == "_")
    assert (found(r"\w", char) == [char]) == (kinds and char != "\n")
    assert (found(r"\W", char) == [char]) == (not kinds and char != "\n")
    assert (found(r"\d", char) == [char]) == (unicodedata.category(char) == "Nd")
