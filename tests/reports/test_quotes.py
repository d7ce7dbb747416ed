from __future__ import annotations

from dataclasses import replace

from interviewcoder.reports.exemplars import choose
from interviewcoder.reports.quotes import LONGEST_OFFERED, Quote, role_of
from interviewcoder.sources.text import Span

SAID = Quote(
    segment_id=1,
    source_id=1,
    source="Interview 7",
    span=Span(0, 9),
    text="We waited",
    case="P07",
    role="nurse",
    speaker="P07",
    participant="case 7",
    marked=False,
)


def said(text: str, *, at: int = 0, by: int = 7, marked: bool = False) -> Quote:
    span = Span(at, at + len(text))
    return replace(SAID, source_id=by, text=text, span=span, case=f"P{by:02}", participant=f"case {by}", marked=marked)


def test_the_identifier_is_the_case_and_its_role() -> None:
    assert SAID.identifier == "(P07, nurse)"


def test_a_role_that_is_not_known_is_left_out() -> None:
    assert replace(SAID, role="").identifier == "(P07)"


def test_without_a_case_the_source_and_the_speaker_say_who_it_was() -> None:
    assert replace(SAID, case="", role="", speaker="S2").identifier == "(Interview 7, S2)"
    assert replace(SAID, case="", role="", speaker="").identifier == "(Interview 7)"


def test_the_interviewers_words_are_not_taken_for_the_participants() -> None:
    asked = replace(SAID, source="P01", case="", role="", speaker="I", participant="")
    assert asked.identifier == "(interviewer in P01)"


def test_an_identifier_stays_on_one_line() -> None:
    assert replace(SAID, role=" charge\n nurse ").identifier == "(P07, charge nurse)"


def test_the_role_is_found_whatever_its_case_and_an_empty_one_is_passed_over() -> None:
    assert role_of([("Site", "North"), ("ROLE ", " nurse ")]) == "nurse"
    assert role_of([("role", " "), ("Profession", "physician")]) == "physician"
    assert role_of([("Site", "North")]) == ""


def test_the_marked_passages_stand_for_a_code_in_their_order() -> None:
    first, second = said("Short", marked=True), said("Short too", at=50, marked=True)
    assert choose([said("A much longer passage, not marked", by=3), first, second]).exemplars == (first, second)


def test_a_passage_marked_under_two_coders_is_quoted_once() -> None:
    mine = said("We waited", marked=True)
    assert choose([replace(mine, marked=False), mine, replace(mine, segment_id=2)]).exemplars == (mine,)


def test_where_none_is_marked_the_fullest_of_two_participants_are_offered() -> None:
    longest, second, other = said("x" * 90), said("x" * 80, at=200), said("x" * 20, by=3)
    assert choose([second, other, longest]).exemplars == (longest, other)


def test_one_participant_alone_may_supply_both() -> None:
    longest, second = said("x" * 90), said("x" * 80, at=200)
    assert choose([second, longest, said("x" * 10, at=400)]).exemplars == (longest, second)


def test_of_two_overlapping_passages_one_is_offered() -> None:
    longest = said("x" * 90)
    assert choose([longest, said("x" * 80, at=5)]).exemplars == (longest,)


def test_a_passage_over_the_limit_is_offered_only_where_there_is_no_other() -> None:
    fitting, too_long, longer_still = (said("x" * (LONGEST_OFFERED + over), at=2000 * over) for over in (0, 1, 2))
    assert choose([too_long, fitting, longer_still]).exemplars == (fitting,)
    assert choose([longer_still, too_long]).exemplars == (too_long,)


def test_neither_the_interviewers_words_nor_blanks_are_offered() -> None:
    assert choose([replace(SAID, participant=""), said(" \n", at=40)]).exemplars == ()


def test_a_code_without_passages_has_no_quotes() -> None:
    assert choose([]).exemplars == ()
