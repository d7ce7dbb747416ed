"""Recognised words become the text of a transcript by its rules, and nothing else of them changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewcoder.sources.conventions import (
    DRESING_PEHL_EXTENDED,
    DRESING_PEHL_SIMPLE,
    FULL_VERBATIM,
    INTELLIGENT_VERBATIM,
    PRESETS,
    Conventions,
    Pauses,
    pause_token,
    spoken_turns,
)
from interviewcoder.sources.recognised import Doubt, Recognised, RecognisedTurn, RecognisedWord


def heard(*turns: str, language: str = "en", doubts: tuple[Doubt, ...] = ()) -> Recognised:
    """Give turns of words of 200 ms; "+1500" is a silence, "_word" is said while somebody else speaks."""
    time_ms = 0
    made = []
    for number, turn in enumerate(turns):
        words = []
        for word in turn.split():
            if word.startswith("+"):
                time_ms += int(word)
                continue
            words.append(RecognisedWord(word.lstrip("_"), time_ms, time_ms + 200, 0.9, overlapped=word.startswith("_")))
            time_ms += 200
        made.append(RecognisedTurn(f"S{number % 2 + 1}", tuple(words)))
    return Recognised(tuple(made), language, time_ms, "base", (), doubts)


def written(turn: str, rules: Conventions, language: str = "en") -> str:
    turns = spoken_turns(heard(turn, language=language), rules)
    return turns[0].text if turns else ""


@pytest.mark.parametrize(
    ("language", "said", "smooth"),
    [
        ("en", "Um, I think so, um. Then we left.", "I think so. Then we left."),
        ("en", "It was uh long and, erm, cold.", "It was long and, cold."),
        ("en", "Um, well ummm... then uh...", "Well then..."),
        ("en", "I, I, I went, and and wh- what is it?", "I went, and what is it?"),
        ("en", "The the thing.", "The thing."),
        ("de", "Ähm, um drei kam er äh wieder.", "Um drei kam er wieder."),
        ("pt", "Um dia, ehm, um homem veio.", "Um dia, um homem veio."),
        ("fr", "Euh, je je ne sais pas, euh.", "Je ne sais pas."),
        ("es", "Eh, ¿qué dijo?", "¿Qué dijo?"),
        ("sv", "Öh, om om det är så.", "Om om det är så."),
    ],
)
def test_intelligent_verbatim_leaves_out_fillers_and_stutters(language: str, said: str, smooth: str) -> None:
    assert written(said, INTELLIGENT_VERBATIM, language) == smooth
    assert written(said, FULL_VERBATIM, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It was very, very bad, and no, no, I had had enough of that that day."),
        ("en", "I went to the ER, and he said “um” twice. Mhm. Uh-huh."),
        ("de", "Um acht ging er; die, die kommen, eh nicht."),
        ("de", "Sie passt auf auf dich, dass sie sie sieht."),
        ("fr", "Nous nous levons, vous vous levez, ben oui."),
        ("es", "Muy bueno, ¿eh? No, no."),
        ("xx", "um er eh äh"),
    ],
)
def test_what_may_be_a_word_stays(language: str, said: str) -> None:
    assert written(said, INTELLIGENT_VERBATIM, language) == said


def test_a_filler_is_judged_by_the_language_that_is_spoken_there() -> None:
    portuguese = Doubt(600, 1200, "language", "pt")
    (turn,) = spoken_turns(heard("So um then um dia bom", doubts=(portuguese,)), INTELLIGENT_VERBATIM)
    assert turn.text == "So then um dia bom"


def test_a_turn_of_nothing_but_a_filler_is_left_out() -> None:
    turns = spoken_turns(heard("Did you?", "Um.", "Yes."), INTELLIGENT_VERBATIM)
    assert [(turn.speaker, turn.text) for turn in turns] == [("S1", "Did you?"), ("S1", "Yes.")]


@pytest.mark.parametrize(
    ("silence_ms", "dots", "seconds", "long"),
    [
        (999, "", "", ""),
        (1000, "(.)", "(1 sec)", ""),
        (2999, "(..)", "(2 sec)", ""),
        (3000, "(...)", "(3 sec)", "(...)"),
        (3999, "(...)", "(3 sec)", "(...)"),
        (4000, "(4 sec)", "(4 sec)", "(...)"),
        (61_500, "(61 sec)", "(61 sec)", "(...)"),
    ],
)
def test_a_pause_is_written_by_its_length(silence_ms: int, dots: str, seconds: str, long: str) -> None:
    ways: tuple[Pauses, ...] = ("dots", "seconds", "long", "none")
    assert [pause_token(silence_ms, way) for way in ways] == [dots, seconds, long, ""]


def test_pauses_and_overlap_are_text_without_a_time() -> None:
    (turn,) = spoken_turns(heard("Well, +1200 I _don’t _know, really +4500 you see."), DRESING_PEHL_EXTENDED)
    assert turn.text == "Well, (.) I //don’t know,// really (4 sec) you see."
    said = [turn.text[word.start : word.end] for word in turn.words]
    assert said == ["Well,", "I", "don’t", "know,", "really", "you", "see."]


def test_silence_around_a_filler_that_goes_is_one_pause() -> None:
    assert written("Yes +1600 um +1600 no", DRESING_PEHL_SIMPLE) == "Yes (...) no"


def test_the_pause_before_an_answer_opens_it() -> None:
    turns = spoken_turns(heard("And then?", "+5000 Nothing."), FULL_VERBATIM)
    assert [turn.text for turn in turns] == ["And then?", "(5 sec) Nothing."]


def test_where_the_recording_is_damaged_silence_is_no_pause() -> None:
    damaged = Doubt(500, 3000, "gap")
    (turn,) = spoken_turns(heard("One two +4000 three", doubts=(damaged,)), FULL_VERBATIM)
    assert turn.text == "One two three"


def test_a_language_without_spaces_gets_none() -> None:
    words = tuple(
        RecognisedWord(text, start_ms, start_ms + 200, 0.9, space_before=False, overlapped=start_ms == 400)
        for text, start_ms in (("えーと", 0), ("今日", 200), ("は", 400), ("晴れ", 600))
    )
    recognised = Recognised((RecognisedTurn("S1", words),), "ja", 800, "base")
    assert spoken_turns(recognised, INTELLIGENT_VERBATIM)[0].text == "今日は晴れ"
    assert spoken_turns(recognised, FULL_VERBATIM)[0].text == "えーと今日//は//晴れ"


def test_rules_are_read_back_as_they_were_stored() -> None:
    for rules in PRESETS.values():
        assert Conventions.from_json(rules.to_json()) == rules
        assert rules.name
    later = '{"preset": "mine", "keep_fillers": false, "pauses": "sighs", "smells": true}'
    assert Conventions.from_json(later) == Conventions("mine", keep_fillers=False)


WORDS = st.sampled_from(
    ["um", "Um,", "uh", "uh.", "I", "I,", "the", "The", "wh-", "what", "“um,", "Yes.", "no”", "very", "er...", "(well)"]
)
SPOKEN = st.lists(st.tuples(WORDS, st.sampled_from([0, 300, 1200, 5000]), st.booleans()), max_size=25)
RULES = st.builds(
    replace,
    st.sampled_from(list(PRESETS.values())),
    keep_fillers=st.booleans(),
    keep_repetitions=st.booleans(),
    pauses=st.sampled_from(["none", "long", "dots", "seconds"]),
    mark_overlap=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(spoken=SPOKEN, rules=RULES)
def test_every_word_keeps_its_place_and_its_time(spoken: list[tuple[str, int, bool]], rules: Conventions) -> None:
    time_ms = 0
    words = []
    for text, silence_ms, overlapped in spoken:
        time_ms += silence_ms
        words.append(RecognisedWord(text, time_ms, time_ms + 200, 0.5, True, overlapped))
        time_ms += 200
    recognised = Recognised((RecognisedTurn("S1", tuple(words)),), "en", time_ms, "base")
    by_time = {word.start_ms: word for word in words}
    for turn in spoken_turns(recognised, rules):
        assert "  " not in turn.text and turn.text == turn.text.strip()
        end = 0
        for word in turn.words:
            heard_word = by_time[word.start_ms]
            assert (word.end_ms, word.confidence) == (heard_word.end_ms, heard_word.confidence)
            assert word.start >= end
            end = word.end
            said = turn.text[word.start : word.end].strip("“”.,!? ").casefold()
            assert said == heard_word.text.strip("“”.,!? ").casefold()
        if rules.keep_fillers and rules.keep_repetitions:
            assert [turn.text[word.start : word.end] for word in turn.words] == [word.text for word in words]
