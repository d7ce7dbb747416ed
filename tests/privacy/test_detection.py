"""What may identify somebody is suggested, and how much of what is planted is found."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.deidentification import outcome
from interviewcoder.cases import cases
from interviewcoder.privacy import detection, pseudonyms
from interviewcoder.privacy.decisions import decide
from interviewcoder.privacy.detection import suggest, suggest_text
from interviewcoder.privacy.known_names import KnownName, known_names
from interviewcoder.privacy.name_recogniser import own_recogniser
from interviewcoder.privacy.name_spelling import Spellings, distance, sound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from tests.privacy.planted.planted_text import NAME_LIST, planted_interview

PIECES = (
    "Maria",
    "Kowalska's",
    "Dr.",
    "St. Mary's",
    "\n",
    "Mm-hm.",
    "four one six",
    "416 555",
    "at",
    "dot ca",
    "ß",
    "²",
    "ŉ",
    "İ",
)


def told(text: str, *names: KnownName | str) -> list[tuple[str, str, str]]:
    """The words, the kind and the detector of each suggestion."""
    return [(each.span.text_in(text), each.kind, each.found_by) for each in suggest_text(text, names)]


def words(text: str, *names: KnownName | str) -> list[str]:
    return [said for said, _, _ in told(text, *names)]


def add_source(project: Project, name: str, text: str) -> int:
    with project.op("Add transcript") as session:
        row = SourceRow(name=name, kind="transcript", position=len(catalogue.listing(project)), text=text, added_at="")
        session.add(row)
        session.flush()
        return row.id


# --- names that are known ---------------------------------------------------------------------------------------------


def test_a_listed_name_is_found_in_any_case_and_with_any_accent() -> None:
    text = "then ZOË came, zoe's friend, and Zoé"
    assert told(text, "Zoé") == [(said, "name", "name list") for said in ("ZOË", "zoe", "Zoé")]


def test_a_part_of_another_word_is_no_name() -> None:
    assert words("we annotate annals and then", "Ann") == []


def test_either_part_of_a_full_name_is_found() -> None:
    assert words("So maria said, and Mrs. Kowalska agreed", "Maria Kowalska") == ["maria", "Kowalska"]


def test_both_parts_side_by_side_are_one_suggestion() -> None:
    assert words("that was Maria Kowalska again", "Maria", "Kowalska") == ["Maria Kowalska"]


@pytest.mark.parametrize("written", ["Kowalski", "Covalska", "Kowalskah", "cowalska", "Kovalska"])
def test_a_misheard_name_is_found_as_a_spelling(written: str) -> None:
    assert told(f"and then {written} left", "Kowalska") == [(written, "name", "spelling")]


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("MacDonald", "Mac Donald"),
        ("Mac Donald", "Macdonald"),
        ("Saint Mary's", "St. Marys"),
        ("St Mary's", "saint mary's"),
    ],
)
def test_words_divided_otherwise_are_the_same_name(listed: str, written: str) -> None:
    assert words(f"we were at {written} then", listed) == [written]


def test_a_name_split_over_two_turns_is_found_in_both_without_the_turn_between() -> None:
    text = "It was Thibo\nMm-hm.\ndeau who called."
    assert words(text, "Thibodeau") == ["Thibo", "deau"]


def test_a_name_that_is_a_word_counts_with_its_capital_only() -> None:
    assert words("I gave him grace. So Grace came. Will you? Will went.", "Grace", "Will") == ["Grace", "Will"]


def test_another_common_name_is_no_misspelling_of_a_listed_one() -> None:
    assert [by for _, _, by in told("and it was marina too, about marina", "Marian")] == ["same words", "cue"]


def test_a_hospital_is_found_without_what_all_hospitals_are_called() -> None:
    name = KnownName("Sunnybrook Health Sciences Centre", "organisation")
    assert told("over at sunnybrook it was the health centre", name)[0] == ("sunnybrook", "organisation", "name list")
    assert len(words("over at sunnybrook it was the health centre", name)) == 1


def test_distance_counts_swapped_letters_once_and_gives_up_early() -> None:
    assert [distance("brenda", "brneda", 2), distance("brenda", "brenda", 2), distance("brenda", "xyzuvw", 2)] == [
        1,
        0,
        3,
    ]


def test_sound_is_one_for_spellings_of_a_name() -> None:
    assert sound("kowalska") == sound("covalzka") == sound("cowalska")
    assert sound("stephens") == sound("stevens") or Spellings(["stephens"]).variant_of("stephans") == ("stephens", 1)


def test_a_name_spelt_letter_by_letter_is_found_and_brings_its_pseudonym() -> None:
    text = "Kowalska, that's K-O-W-A-L-S-K-A, and the other is B R U N D, I think. Vitamin B, C and D."
    found = suggest_text(text, [KnownName("Kowalska", pseudonym_id=7)])
    assert [(each.span.text_in(text), each.found_by, each.proposed) for each in found] == [
        ("Kowalska", "name list", 7),
        ("K-O-W-A-L-S-K-A", "spelling", 7),
        ("B R U N D", "cue", None),
    ]


# --- cues -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("so my manager, Devonte, said no", "Devonte", "name"),
        ("and my charge nurse brendelle said no", "brendelle", "name"),
        ("my name is jeannette thibodeau and", "jeannette thibodeau", "name"),
        ("that was Dr. Young again", "Young", "name"),
        ("i saw dr patel about it", "patel", "name"),
        ("he's at halden bay general hospital now", "halden bay general hospital", "organisation"),
        ("I was born in Gdansk and then", "Gdansk", "place"),
        ("it's on Barton Street East there", "Barton Street East", "place"),
        ("she's from Local 79 as well", "Local 79", "organisation"),
        ("we drove round Lake Nipissing", "Lake Nipissing", "place"),
    ],
)
def test_a_cue_finds_a_name_in_small_letters_too(text: str, found: str, kind: str) -> None:
    assert told(text) == [(found, kind, "cue")]


@pytest.mark.parametrize(
    "text",
    [
        "I'm tired and this is hard, and the doctor said so.",
        "My manager is fine. My husband was away. My mother's a nurse.",
        "She works at the hospital, in the general hospital, on the street.",
        "Will you go? May I? It was in English, on Monday, with Tylenol.",
        "Thank you and thank God. Hi there. This is called triage.",
    ],
)
def test_ordinary_talk_raises_no_alarm(text: str) -> None:
    assert told(text) == []


def test_a_name_once_told_by_a_cue_is_found_in_the_rest_of_its_text() -> None:
    text = "My colleague Devonte came. Later Devonte left, and devonte's chair was empty."
    assert told(text)[1:] == [("Devonte", "name", "same words"), ("devonte", "name", "same words")]


# --- any text ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(PIECES)), max_size=30).map(" ".join))
def test_whatever_a_text_holds_suggestions_are_in_order_and_apart(text: str) -> None:
    spans = [each.span for each in suggest_text(text, NAME_LIST, model=own_recogniser())]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize("sign", ["a", "1", "1 ", "-", "@a", ".a", " dot a", "a at ", "St. ", "I ", "one ", "\n"])
def test_no_text_takes_long(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    begun = time.process_time()
    suggest_text(text, NAME_LIST)
    assert time.process_time() - begun < 1.5


# --- a project --------------------------------------------------------------------------------------------------------


def test_what_is_decided_is_not_suggested_again_and_its_words_bring_their_pseudonym(project: Project) -> None:
    first = add_source(project, "One", "So Marisol came and Marisol left.\n")
    second = add_source(project, "Two", "And marysol stayed. Marisol did.\n")
    nurse = pseudonyms.add(project, "name", "[Nurse A]")
    decide(project, [(first, Span(3, 10))], nurse.id)
    assert [(s.span, s.found_by, s.proposed) for s in suggest(project, first)] == [
        (Span(20, 27), "same words", nurse.id)
    ]
    assert [(s.found_by, s.proposed) for s in suggest(project, second)] == [
        ("spelling", nurse.id),
        ("same words", nurse.id),
    ]


def test_what_was_kept_in_one_place_is_no_suggestion_there(project: Project) -> None:
    source = add_source(project, "One", "I was born in Gdansk.\n")
    decide(project, [(source, Span(14, 20))], None)
    assert suggest(project, source) == []


def test_labels_of_participants_are_no_names_but_their_names_are(project: Project) -> None:
    for name in ("P07", "Nurse 3", "Ottoline"):
        cases.add(project, name)
    assert [name.words for name in known_names(project)] == ["Ottoline"]


# --- how much is found ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "listed", "recogniser", "small", "at_least", "false_at_most"),
    [
        ("interview", False, False, False, 30, 0),
        ("interview", True, False, False, 31, 0),
        ("interview", True, True, False, 36, 0),
        ("interview", True, False, True, 30, 0),
        ("held_out", False, False, False, 9, 0),
        ("held_out", False, True, False, 21, 2),
    ],
)
def test_no_fewer_of_the_planted_identifiers_are_suggested_than_the_docs_say(
    name: str, listed: bool, recogniser: bool, small: bool, at_least: int, false_at_most: int
) -> None:
    text, planted = planted_interview(name)
    result = outcome(text.lower() if small else text, planted, NAME_LIST if listed else (), recogniser=recogniser)
    assert len(result.whole) + len(result.in_part) >= at_least, [each.spans[0].text_in(text) for each in result.missed]
    assert len(result.false_alarms) <= false_at_most, [each.span.text_in(text) for each in result.false_alarms]


def test_forty_are_planted_and_no_two_in_one_place() -> None:
    text, planted = planted_interview()
    spans = sorted(span for each in planted for span in each.spans)
    assert len(planted) == 40
    assert all(not first.overlaps(second) for first, second in pairwise(spans))
    assert "{" not in text


def test_consultations_of_others_raise_few_alarms(shared_data: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(shared_data.glob("transcripts/osce/*.txt"))
    ]
    found = sum(len(detection.findings(text, model=own_recogniser())) for text in texts)
    assert found / sum(len(text.split()) for text in texts) < 2 / 1000


def test_a_ninety_minute_interview_takes_less_than_half_a_second() -> None:
    text, _ = planted_interview()
    text *= 14_000 // len(text.split()) + 1
    begun = time.process_time()
    detection.findings(text, NAME_LIST)
    assert time.process_time() - begun < 0.5


def test_the_recogniser_is_silent_in_a_language_it_does_not_know() -> None:
    text = "Und dann kam der Kollege von der Station, und wir haben lange mit den Leuten in der Küche geredet. " * 5
    assert [each for each in suggest_text(text, model=own_recogniser()) if each.found_by == "model"] == []
