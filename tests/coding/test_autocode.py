"""Rules find passages; what is chosen of them is coded in one step."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import autocode, codes, segments
from interviewcoder.coding.autocode import Place, QuestionRule, Rule, SpeakerRule, TermRule, WordRule
from interviewcoder.coding.speaker_groups import SpeakerGroup, speaker_groups
from interviewcoder.errors import NotAllowed
from interviewcoder.project.changes import Changes
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.text import Span

NURSE = """I: What came to mind when you read it?
P07: A nurse wrote it, I thought. Dr. Meyer's nurses don't write. We asked 😨 everyone.
I: Mhm, I see.
P07: Nurse after nurse said no.
I: Did the nurse's union help?
P07: They didn’t."""
HEAD = """I: Tell me what came to mind.
P08: The café. And the nursing staff, of course… they all knew.
P09: I had no idea."""


@pytest.fixture
def sources(project: Project, tmp_path: Path) -> list[int]:
    """Two interviews: a nurse's, and one with two people."""
    made = []
    for name, text in (("P07", NURSE), ("P08", HEAD)):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        made.append(importing.add_files(project, [path])[0].id)
    return made


def quotes(project: Project, rule: Rule, source_ids: list[int]) -> list[str]:
    found = [place for places in autocode.places(project, rule, source_ids) for place in places]
    return autocode.words_of(project, [(place.source_id, place.span) for place in found])


def test_whole_words_are_found_in_any_case(project: Project, sources: list[int]) -> None:
    assert quotes(project, WordRule("nurse"), sources) == ["nurse", "Nurse", "nurse", "nurse's"]
    assert quotes(project, WordRule("nurse", match_case=True), sources) == ["nurse", "nurse", "nurse's"]


def test_a_part_of_a_word_codes_the_word(project: Project, sources: list[int]) -> None:
    assert quotes(project, WordRule("urs", whole_words=False), sources)[-2:] == ["nursing", "course"]


def test_apostrophes_accents_and_spaces_are_found_however_they_were_typed(project: Project, sources: list[int]) -> None:
    assert quotes(project, WordRule("didn't"), sources) == ["didn’t"]
    assert quotes(project, WordRule("don’t  write"), sources) == ["don't write"]
    assert quotes(project, WordRule("cafe\u0301"), sources) == ["café"]


def test_the_sentence_or_the_turn_around_a_hit_is_coded_once(project: Project, sources: list[int]) -> None:
    assert quotes(project, WordRule("nurses", around="sentence"), sources) == ["Dr. Meyer's nurses don't write."]
    assert quotes(project, WordRule("nursing", around="sentence"), sources) == [
        "And the nursing staff, of course… they all knew."
    ]
    assert quotes(project, WordRule("said", around="turn"), sources) == ["Nurse after nurse said no."]
    assert quotes(project, WordRule("nurse", around="turn"), sources)[1] == "Nurse after nurse said no."


def test_hits_that_overlap_or_touch_are_one_passage_within_a_turn(project: Project, sources: list[int]) -> None:
    lines = "nurse, after, nurse after => Staff\nsaid => Staff\nsee, nurse => Other"
    found = [p for places in autocode.places(project, TermRule(lines), sources[:1]) for p in places]
    words = autocode.words_of(project, [(place.source_id, place.span) for place in found if place.code == "Staff"])
    assert "Nurse after nurse said" in words
    assert "see" in autocode.words_of(project, [(p.source_id, p.span) for p in found if p.code == "Other"])


def test_terms_have_stars_and_codes(project: Project, sources: list[int]) -> None:
    assert autocode.terms_of("nurs*, staff => Nursing\n\nunion\nunion, union") == [
        ("nurs*", "Nursing"),
        ("staff", "Nursing"),
        ("union", ""),
    ]
    assert quotes(project, TermRule("nurs*"), sources)[-1] == "nursing"
    with pytest.raises(NotAllowed, match="Line 2"):
        autocode.terms_of("nurse\n=> Nursing")


def test_regular_expressions_stay_in_their_paragraph(project: Project, sources: list[int]) -> None:
    assert quotes(project, WordRule(r"\bnurses?\b \w+", expression=True), sources)[0] == "nurse wrote"
    assert quotes(project, WordRule(r"see\..+Nurse", expression=True), sources) == []
    assert quotes(project, WordRule(r"(\w+\s?)*café", expression=True), sources) == ["The café"]


def test_what_is_no_pattern_or_no_word_is_said(project: Project, sources: list[int]) -> None:
    with pytest.raises(NotAllowed, match="no regular expression"):
        list(autocode.places(project, WordRule("(", expression=True), sources))
    for nothing in (WordRule(" "), TermRule("*"), WordRule("", expression=True)):
        with pytest.raises(NotAllowed, match="nothing to look for"):
            list(autocode.places(project, nothing, sources))
    with pytest.raises(NotAllowed, match="Nobody"):
        list(autocode.places(project, SpeakerRule(frozenset()), sources))


def test_answers_go_on_over_mhm_and_end_with_the_next_question(project: Project, sources: list[int]) -> None:
    assert quotes(project, QuestionRule("came to mind"), sources) == [
        "A nurse wrote it, I thought. Dr. Meyer's nurses don't write. We asked 😨 everyone.",
        "Nurse after nurse said no.",
        "The café. And the nursing staff, of course… they all knew.",
        "I had no idea.",
    ]


def test_without_an_interviewer_a_question_mark_ends_an_answer(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "survey.txt"
    path.write_text("What went well?\nThe team.\nThe food.\nWhat didn't?\nThe rota.", encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    assert quotes(project, QuestionRule("went well"), [source.id]) == ["The team.", "The food."]


def test_speakers_are_offered_by_what_is_known_of_them(project: Project, sources: list[int]) -> None:
    case = cases.add(project, "Ada")
    cases.tie_source(project, case.id, sources[0])
    attributes.set_value(project, case.id, attributes.add(project, "role").id, "nurse")
    offered = [(group.kind, group.name, count) for group, count in speaker_groups(project, sources)]
    assert offered == [
        ("interviewers", "", 2),
        ("participants", "", 2),
        ("attribute", "role: nurse", 1),
        ("case", "Ada", 1),
        ("label", "I", 2),
        ("label", "P07", 1),
        ("label", "P08", 1),
        ("label", "P09", 1),
    ]
    nurses = SpeakerRule(frozenset({SpeakerGroup("attribute", "role: nurse")}))
    assert len(quotes(project, nurses, sources)) == 3
    assert nurses.told() == "speaker: role: nurse"
    assert quotes(project, SpeakerRule(frozenset({SpeakerGroup("label", "P09")})), sources) == ["I had no idea."]


def test_what_has_the_code_by_this_coder_is_left_out(project: Project, sources: list[int]) -> None:
    (found,) = autocode.places(project, WordRule("nurse", around="turn"), sources[:1])
    segments.code_with_name(project, sources[0], Span(found[1].span.start, found[1].span.end + 3), "Nursing")
    assert autocode.coded_already(project, found, "nursing") == {found[1]}
    assert autocode.coded_already(project, found, "Staff") == set()
    assert autocode.apply(project, found, code="Nursing", made_by="search: nurse") == len(found) - 1
    project.work_as("Ada")
    assert autocode.coded_already(project, found, "Nursing") == set()


def test_all_is_one_step_told_in_words(project: Project, sources: list[int]) -> None:
    found = [
        p for places in autocode.places(project, TermRule("nurs* => Staff > Nursing\nunion"), sources) for p in places
    ]
    heard: list[Changes] = []
    project.subscribe(heard.append)
    made = autocode.apply(project, found, code="Union", made_by="list of terms")
    assert made == len(found) == len(segments.listing(project))
    (changes,) = heard
    assert {
        "code": "Staff > Nursing, Union",
        "codings": made,
        "reason": "list of terms",
    }.items() <= changes.about.items()
    assert {s.made_by for s in segments.listing(project)} == {"list of terms"}
    project.undo()
    assert not segments.listing(project) and not codes.tree(project)


def test_places_without_a_code_are_not_coded(project: Project, sources: list[int]) -> None:
    with pytest.raises(NotAllowed, match="no code yet"):
        autocode.apply(project, [Place(sources[0], Span(0, 4))], code=" ", made_by="search: what")


def test_what_is_around_a_passage_stays_in_its_paragraph(project: Project, sources: list[int]) -> None:
    (found,) = autocode.places(project, WordRule("said"), sources[:1])
    read = autocode.surroundings(project, found[0])
    assert (read.before, read.words, read.after) == ("Nurse after nurse ", "said", " no.")
    whole = autocode.surroundings(project, Place(sources[0], Span(0, 60)), longest=10)
    assert whole.words.endswith("…")


def test_two_thousand_passages_are_coded_at_once(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("P: " + "so the nurse said. " * 2000, encoding="utf-8")
    (source,) = importing.add_files(project, [path])
    assert catalogue.listing(project)[0].has_text
    (found,) = autocode.places(project, WordRule("nurse"), [source.id])
    began = time.process_time()
    assert autocode.apply(project, found, code="Nursing", made_by="search: nurse") == 2000
    assert time.process_time() - began < 4
