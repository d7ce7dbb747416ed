"""Subtitles can be read while the words are said."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewcoder.reports.subtitles import LINE_CELLS, cues, in_two_lines
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript, Turn
from interviewcoder.sources.words import Word, Words


def spoken(text: str, *, word_ms: int = 300, silences: dict[str, int] | None = None) -> Transcript:
    """Give one turn; tokens in brackets have no time, `silences` come before a word."""
    words = []
    time_ms = place = 0
    for token in text.split():
        start = text.index(token, place)
        place = start + len(token)
        if token.startswith("("):
            continue
        time_ms += (silences or {}).get(token, 0)
        words.append(Word(Span(start, place), time_ms, time_ms + word_ms, 0.9))
        time_ms += word_ms
    return Transcript(1, text, (Turn(1, Span(0, len(text)), None, 0, time_ms),), Words(words), ())


def test_a_cue_begins_and_ends_with_its_words() -> None:
    (first, second) = cues(spoken("It was long. Very.", silences={"Very.": 500}))
    assert (first.text, first.start_ms, first.end_ms) == ("It was long.", 0, 900)
    assert (second.name, second.text, second.start_ms, second.end_ms) == ("1-2", "Very.", 1400, 1700)


def test_a_cue_ends_where_nothing_is_said() -> None:
    found = cues(spoken("and then (..) nothing came", silences={"nothing": 2400}))
    assert [cue.text for cue in found] == ["and then (..)", "nothing came"]


def test_what_opens_a_word_stays_with_it() -> None:
    transcript = spoken("He left. //Yes// he did.")
    words = [Word(Span(w.span.start + 2, w.span.end - 2), w.start_ms, w.end_ms, 0.9) for w in transcript.words[2:3]]
    marked = Transcript(
        1, transcript.text, transcript.turns, Words([*transcript.words[:2], *words, *transcript.words[3:]]), ()
    )
    assert [cue.text for cue in cues(marked)] == ["He left.", "//Yes// he did."]


def test_a_long_sentence_is_cut_at_a_comma_near_its_middle() -> None:
    text = "and they know what they think before they have thought it themselves, because they look at you and see it"
    assert [cue.text for cue in cues(spoken(text))] == [text[:69], text[70:]]


def test_a_turn_without_word_times_shares_its_own() -> None:
    text = "One sentence here. " + "And another one that goes on and on for ever, or so it seems to all of us. " * 2
    turn = Turn(1, Span(0, len(text)), None, 1000, 11_000)
    found = cues(Transcript(1, text, (turn,), Words(), ()))
    assert " ".join(cue.text for cue in found) == text.strip()
    assert found[0].start_ms == 1000 and found[-1].end_ms == 11_000
    assert all(before.end_ms == after.start_ms for before, after in pairwise(found))


def test_a_cue_of_two_lines_is_broken_in_its_middle() -> None:
    assert in_two_lines("Short enough.") == "Short enough."
    first, second = in_two_lines("So we talked about it, the whole team, one evening in the kitchen").split("\n")
    assert max(len(first), len(second)) <= LINE_CELLS


SAID = st.lists(
    st.tuples(
        st.sampled_from(["a", "word", "comma,", "end.", "considerably", "非常に長い", "(..)"]), st.integers(0, 3000)
    ),
    min_size=1,
    max_size=80,
)


@settings(max_examples=100, deadline=None)
@given(said=SAID)
def test_cues_hold_every_word_once_and_no_more_than_can_be_read(said: list[tuple[str, int]]) -> None:
    words = []
    text = ""
    time_ms = 0
    for token, silence_ms in said:
        start = len(text) + bool(text)
        text += f" {token}" if text else token
        if not token.startswith("("):
            words.append(Word(Span(start, len(text)), time_ms + silence_ms, time_ms + silence_ms + 250, 0.9))
            time_ms += silence_ms + 250
    if not words:
        return
    turn = Turn(1, Span(0, len(text)), None, words[0].start_ms, words[-1].end_ms)
    found = cues(Transcript(1, text, (turn,), Words(words), ()))
    assert " ".join(cue.text for cue in found) == text
    starts, ends = {word.start_ms for word in words}, {word.end_ms for word in words}
    assert all(cue.start_ms in starts and cue.end_ms in ends for cue in found)
    assert all(cue.end_ms - cue.start_ms <= 7000 or " " not in cue.text.replace("(..)", "").strip() for cue in found)
    tokens = [[token for token in cue.text.split() if token != "(..)"] for cue in found]
    assert all(
        len(cue.text) <= 84 or len(words) == 1 or "(..)" in cue.text for cue, words in zip(found, tokens, strict=True)
    )
