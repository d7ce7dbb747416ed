"""Doubtful places are found, with their words and times; what is sure is left in peace."""

from __future__ import annotations

from collections.abc import Sequence

from interviewcoder.sources.findings import Found
from interviewcoder.sources.recognised import Doubt
from interviewcoder.sources.sound import PEAK_MS, SPEECH_MS, Sound
from interviewcoder.sources.text import Span
from interviewcoder.sources.words import Word
from interviewcoder.transcription.checks import Told, check, muted_passages, over_silence, speech_without_text
from interviewcoder.transcription.loops import Loop, loops_in

WORD_MS = 400


def spoken(text: str, unsure: Sequence[str] = (), *, from_ms: int = 0) -> list[Word]:
    """The words of a text, one after the other; those that are unsure have a probability of a tenth."""
    words: list[Word] = []
    at = 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        start_ms = from_ms + number * WORD_MS
        confidence = 0.1 if word in unsure else 0.98
        words.append(Word(Span(at, at + len(word)), start_ms, start_ms + WORD_MS, confidence))
        at += len(word)
    return words


def sound(duration_ms: int, speech: Sequence[tuple[int, int]], mute: Sequence[tuple[int, int]] = ()) -> Sound:
    """An outline in which somebody speaks in these stretches, and nothing at all is heard in those."""

    def within(stretches: Sequence[tuple[int, int]], moment_ms: int) -> bool:
        return any(start <= moment_ms < end for start, end in stretches)

    peaks = (0 if within(mute, t) else 120 if within(speech, t) else 3 for t in range(0, duration_ms, PEAK_MS))
    chances = (250 if within(speech, t) else 5 for t in range(0, duration_ms, SPEECH_MS))
    return Sound(bytes(peaks), bytes(chances))


def found_words(found: Sequence[Found], text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.span.text_in(text)) for each in found]


def test_unsure_words_are_one_place_with_what_lies_between_them() -> None:
    text = "I was told to see the cardigan list on Monday morning at nine"
    found = check(text, spoken(text, ["cardigan", "on"]), Told())
    assert found_words(found, text) == [("low_confidence", "cardigan list on")]
    (place,) = found
    assert (place.start_ms, place.end_ms) == (6 * WORD_MS, 9 * WORD_MS)
    assert place.detail == {"lowest": 0.1, "words": 3}


def test_a_place_ends_with_its_turn() -> None:
    text = "It was the cardigan\nlist on Monday morning"
    found = check(text, spoken(text, ["cardigan", "list"]), Told())
    assert found_words(found, text) == [("low_confidence", "cardigan"), ("low_confidence", "list")]


def test_sure_words_are_not_marked() -> None:
    text = "I was told to see the cardiologist on Monday"
    assert check(text, spoken(text), Told(sound(4000, [(0, 3600)]))) == []


def test_words_over_silence_are_marked_and_words_at_its_edge_are_not() -> None:
    text = "We waited there. Thank you very much for watching. And then she came"
    words = [*spoken("We waited there."), *spoken(text, from_ms=8000)[3:9], *spoken(text, from_ms=16_000)[9:]]
    heard = sound(22_000, [(0, 1200), (19_600, 21_600)])
    found = over_silence(text, words, heard)
    assert found_words(found, text) == [("silence", "Thank you very much for watching.")]
    assert found[0].detail == {"speech": 0.02, "words": 6}


def test_speech_without_words_is_marked_where_its_words_belong() -> None:
    text = "We waited there. And then she came"
    words = [*spoken("We waited there."), *spoken(text, from_ms=8000)[3:]]
    heard = sound(12_000, [(0, 1200), (3000, 7000), (9200, 10_800)])
    (place,) = speech_without_text(words, heard)
    assert (place.span, place.start_ms, place.end_ms) == (Span(16, 16), 3008, 7008)


def test_speech_whose_words_the_rules_leave_out_is_not_marked() -> None:
    words = spoken("We waited there.")
    heard = sound(12_000, [(0, 1200), (3000, 7000)])
    assert speech_without_text(words, heard, [(3100, 7000)]) == []


def test_soft_speech_in_the_background_is_not_marked() -> None:
    loud = sound(12_000, [(0, 1200), (3000, 7000)])
    peaks = bytearray(loud.peaks)
    peaks[300:700] = bytes([9]) * 400
    assert speech_without_text(spoken("We waited there."), Sound(bytes(peaks), loud.speech)) == []


def test_a_word_that_is_stretched_hides_no_speech() -> None:
    stretched = Word(Span(0, 5), 0, 12_000, 0.9)
    (place,) = speech_without_text([stretched], sound(12_000, [(0, 12_000)]))
    assert 2000 < place.start_ms < 4000 and 8000 < place.end_ms < 10_000


def test_a_muted_passage_is_marked_but_not_silence_at_the_ends() -> None:
    words = spoken("We waited there.", from_ms=3000)
    heard = sound(20_000, [(3000, 4200)], mute=[(0, 2500), (6000, 9000), (17_000, 20_000)])
    (place,) = muted_passages(words, heard, [])
    assert (place.kind, place.start_ms, place.end_ms, place.detail) == ("muted", 6000, 9000, {"ms": 3000})


def test_a_damaged_passage_is_said_once() -> None:
    words = spoken("We waited there.")
    heard = sound(20_000, [(0, 1200)], mute=[(6000, 9000)])
    told = Told(heard, (Doubt(6000, 9000, "gap"), Doubt(2000, 2600, "gap")))
    assert [(each.kind, each.start_ms) for each in check("We waited there.", words, told)] == [("gap", 6000)]


def test_what_the_recogniser_doubts_is_marked_on_its_words() -> None:
    text = "We waited there. Bonjour tout le monde. And then"
    told = Told(
        doubts=(Doubt(1200, 2800, "language", "fr"), Doubt(2800, 3000, "guess"), Doubt(2900, 3000, "invented", "Bye"))
    )
    found = check(text, spoken(text), told)
    assert found_words(found, text) == [("language", "Bonjour tout le monde."), ("left_out", "")]
    assert [each.detail for each in found] == [{"language": "fr"}, {"text": "Bye"}]


def test_a_joint_of_two_blocks_is_marked_only_where_it_is_doubtful() -> None:
    text = "we went to the ward and we went to the ward and it was late that day already so we left"
    twice = check(text, spoken(text), Told(edges_ms=(2000,)))
    assert [(each.kind, each.detail) for each in twice] == [("edge", {"twice": True})]
    assert check(text, spoken(text), Told(edges_ms=(8000,))) == []
    unsure = check(text, spoken(text, ["already"]), Told(edges_ms=(6400,)))
    assert [(each.kind, each.detail) for each in unsure] == [("edge", {"lowest": 0.1})]


def loops_of(text: str) -> list[Loop]:
    return loops_in(text.split())


def test_a_phrase_three_times_in_a_row_is_a_loop_and_twice_is_not() -> None:
    thrice = "so I said I will be there. I will be there, I will be there and left"
    assert loops_of(thrice) == [Loop(3, 15, 4, 3)]
    assert loops_of("I will be there I will be there and left") == []


def test_no_no_no_is_how_people_speak() -> None:
    assert loops_of("no no no no I won't") == []
    assert loops_of("no no no no no no I won't") == [Loop(0, 6, 1, 6)]


def test_a_loop_that_changes_a_little_is_told_by_how_well_it_packs() -> None:
    lines = [f"and I was at the ward in the morning {number} and then" for number in "abcdefgh"]
    (loop,) = loops_in(" ".join(lines).split())
    assert (loop.times, loop.start) == (0, 0) and loop.end >= 60
    calm = "people tell long stories about their shifts without ever saying one thing the same way again because life "
    assert (
        loops_in(
            (calm + "differs from day to day and nobody on this ward forgets what the night before had brought").split()
        )
        == []
    )
